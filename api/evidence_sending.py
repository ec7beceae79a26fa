"""A file on its way to a step, however it was sent: as the body of a request, or in a form."""

from collections.abc import AsyncIterable, Awaitable, Callable
from dataclasses import dataclass

from api.access import acting, place_of, seen_municipality
from api.services import Services
from domain.calendar import stockholm_date
from domain.commands import Acting
from domain.evidence import LARGEST, About, FileTooLarge, clean_name
from domain.file_kinds import FileKind
from domain.people import Action, Actor
from domain.places import Municipality
from storage import cycles, evidence
from storage.evidence import Evidence, EvidenceRow
from storage.files import Arriving
from storage.filing import command_id, request_hash
from storage.inspection import inspect


@dataclass(frozen=True)
class Sending:
    """A request to put a file on a step: whose, by which key, and what is said of the file."""

    cycle_id: str
    step: str
    said: About
    actor: Actor
    key: str
    services: Services

    async def filed(self, receive: Callable[[Arriving], Awaitable[None]]) -> Evidence:
        """File what `receive` writes, once for each key. Raises CycleNotFound, StepNotFound, RoleMayNot, TooManyFiles,
        KeyReused, KindNotAllowed, and what `receive` raises.
        """
        services, said = self.services, self.said
        municipality = seen_municipality(self.actor, services.places, self.cycle_id)
        acts = acting(self.actor, Action.ADD_EVIDENCE, place_of(municipality))
        identity = command_id(acts.person, self.key)
        async with services.sessions() as session:
            await cycles.step_row(session, self.cycle_id, self.step)
            if await evidence.filed(session, identity) is None:
                await evidence.check_room(session, self.cycle_id, self.step)
        async with services.files.arriving() as file:
            await receive(file)
            kind = await file.looked_at(lambda reading: inspect(reading, said.name))
            new = _row(acts, municipality, said, file, kind)
            new.cycle_id, new.step = self.cycle_id, self.step
            new.key, new.request = identity, self._request(file)
            async with services.sessions() as session:
                await evidence.filed(session, identity, new.request)
            await file.keep()
        new.uploaded_at = services.clock()
        new.effective = said.effective or stockholm_date(new.uploaded_at)
        async with services.sessions.begin() as session:
            return await evidence.add(session, new)

    def _request(self, file: Arriving) -> str:
        """What makes two requests the same: where, what was said, and the file itself."""
        said = self.said.model_dump(mode="json")
        return request_hash(f"evidence {self.cycle_id} {self.step}", {"said": said, "file": file.sha256})


async def received(pieces: AsyncIterable[bytes], file: Arriving) -> None:
    """Raises FileTooLarge as soon as the limit is passed."""
    async for piece in pieces:
        if file.size + len(piece) > LARGEST:
            raise too_large()
        if piece:
            await file.write(piece)


def too_large() -> FileTooLarge:
    return FileTooLarge(f"A file holds at most {LARGEST // 1024**2} MB; make it smaller, or send it in parts")


def _row(acts: Acting, place: Municipality, said: About, file: Arriving, kind: FileKind) -> EvidenceRow:
    return EvidenceRow(
        municipality_code=place.code,
        county_code=place.county,
        sha256=file.sha256,
        size=file.size,
        kind=kind.value,
        name=clean_name(said.name or said.title, kind),
        title=said.title,
        visibility=said.visibility.value,
        reason=said.reason,
        reference=said.reference,
        person=acts.person,
        role=acts.role.value,
    )
