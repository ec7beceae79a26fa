"""A municipality's year below the API: commands filed and sent as the edge does it, and the log read back."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy import select
from temporalio.client import WorkflowHandle

from activities.messages import Acted
from domain import commands as c
from domain.cycle import Cycle, fold
from domain.events import Event, events
from domain.people import Body, Role
from domain.places import Municipality
from domain.process import Kind
from storage import commands
from storage.cycles import CycleRow, cycle_row
from storage.database import Sessions
from storage.filing import command_id, cycle_filing, request_hash
from storage.log import EventRow
from storage.processes import Procedures, newest
from workflows.client import Conductor
from workflows.cycle import CycleWorkflow
from workflows.messages import Filed

TEXT = "Rånen vid stationen har ökat sedan Åke slutade."
REASON = "Nämnden bordlade ärendet på Önneryds begäran."
COORDINATOR, DECIDES = Role.MUNICIPAL_COORDINATOR, Role.DECISION_MAKER
_keys = count()


def acts(role: Role, person: str = "") -> c.Acting:
    return c.Acting(person=person or role.value, role=role, bodies=tuple(Body) if role is DECIDES else ())


def complete(step: str, role: Role = COORDINATOR, *, person: str = "", text: str = TEXT) -> c.CompleteStep:
    return c.CompleteStep(actor=acts(role, person), step=step, content={"text": text})


def extend(step: str, latest: datetime, reason: str = REASON) -> c.ExtendStep:
    return c.ExtendStep(actor=acts(COORDINATOR), step=step, latest=latest.date(), reason=reason)


def assign(step: str, role: Role) -> c.AssignStep:
    return c.AssignStep(actor=acts(COORDINATOR), step=step, role=role)


def reopen(step: str) -> c.ReopenStep:
    return c.ReopenStep(actor=acts(COORDINATOR), step=step, reason=REASON)


def opening(year: int) -> datetime:
    """The morning on which the round of a year opens, ten o'clock in Sweden's summer."""
    return datetime(year - 1, 9, 1, 8, tzinfo=UTC)


def shift_to(instant: datetime) -> timedelta:
    """The clock shift with which it is this instant now."""
    return instant - datetime.now(UTC)


@dataclass(frozen=True)
class OwnYear:
    sessions: Sessions
    conductor: Conductor
    place: Municipality
    year: int

    @property
    def cycle_id(self) -> str:
        return f"{self.place.code}-{self.year}"

    @property
    def workflow_id(self) -> str:
        return f"cycle-{self.cycle_id}"

    async def start_command(self, kind: Kind = Kind.FULL) -> c.StartCycle:
        async with self.sessions() as session:
            process = await newest(session)
        place, actor = self.place, acts(Role.COUNTY_COORDINATOR)
        return c.StartCycle(
            actor=actor,
            municipality=place.code,
            county=place.county,
            year=self.year,
            cycle_kind=kind,
            process=process,
        )

    async def start(self, kind: Kind = Kind.FULL) -> Acted:
        return await self.do(await self.start_command(kind))

    async def file(self, command: c.PersonCommand, key: str | None = None) -> Filed:
        key = key or f"key-{next(_keys)}"
        identity = command_id(command.actor.person, f"{self.cycle_id}/{key}")
        filing = cycle_filing(
            command,
            cycle_id=self.cycle_id,
            place=self.place,
            identity=identity,
            request=request_hash(key, {}),
            now=datetime.now(UTC),
        )
        async with self.sessions.begin() as session:
            await commands.file(session, filing)
        return Filed(command_id=identity, kind=command.kind)

    async def send(self, filed: Filed) -> Acted | None:
        return await self.conductor.cycle_command(self.place, self.year, filed)

    async def do(self, command: c.PersonCommand) -> Acted:
        """File, send, and be answered; whether yes or no."""
        acted = await self.send(await self.file(command))
        assert acted is not None, f"{command.kind} was taken, but not decided in time"
        return acted

    async def settle(self, steps: Iterable[str]) -> Acted:
        """Do these steps as those do whose they are, and approve those that somebody approves."""
        acted = Acted(accepted=False)
        for key in steps:
            definition = (await self.cycle()).definition(key)
            doer = DECIDES if definition.role is DECIDES else COORDINATOR
            acted = await self.do(complete(key, doer, person="someone"))
            if definition.approver:
                acted = await self.do(c.ApproveStep(actor=acts(DECIDES), step=key))
            assert acted.accepted, f"{key} was refused"
        return acted

    async def outcome(self, filed: Filed) -> commands.Outcome | None:
        async with self.sessions() as session:
            return await commands.outcome_of(session, filed.command_id)

    async def row(self) -> CycleRow:
        async with self.sessions() as session:
            return await cycle_row(session, self.cycle_id)

    async def log(self) -> Sequence[EventRow]:
        async with self.sessions() as session:
            wanted = select(EventRow).where(EventRow.cycle_id == self.cycle_id).order_by(EventRow.seq)
            return (await session.scalars(wanted)).all()

    async def events(self) -> list[Event]:
        return [events.validate_python(json.loads(row.body)["event"]) for row in await self.log()]

    async def kinds(self) -> list[str]:
        return [row.kind for row in await self.log()]

    async def cycle(self) -> Cycle:
        """The fold of the log; the projection may be compared with it."""
        row = await self.row()
        async with self.sessions() as session:
            procedure = await Procedures().get(session, row.process, Kind(row.kind))
        return fold(Cycle.blank(self.cycle_id, procedure), await self.events())

    def handle(self) -> WorkflowHandle[CycleWorkflow, None]:
        """The newest run, whichever that is."""
        return self.conductor._client.get_workflow_handle_for(CycleWorkflow.run, self.workflow_id)  # pyright: ignore[reportPrivateUsage]


async def until(condition: Callable[[], Awaitable[bool]], within: float = 20) -> None:
    """Another process's doings send no event, so it is asked again and again."""
    async with asyncio.timeout(within):
        while not await condition():  # noqa: ASYNC110
            await asyncio.sleep(0.02)
