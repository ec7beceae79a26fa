"""Finished documents of a year: to read and archive (PDF), to edit (.docx), to hand over to the diarium (zip)."""

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Header, Response

from api.access import acting, place_of, seen_municipality
from api.actors import CurrentActor
from api.dependencies import ServicesHere
from api.document_models import DocumentList, DocumentView, Name, Version, document_view, seen_document
from api.services import Services
from documents.outline import KINDS, MADE_UP, outline
from documents.package import Registered
from documents.parts import About, Outline
from documents.printer import Format, Order
from documents.printing import Printers
from documents.typst import template
from domain.content.year import Content, read
from domain.errors import NotFound
from domain.people import Action, Actor, may
from domain.places import Municipality
from domain.procedure import Procedure
from domain.process import Kind
from domain.registration import Side
from storage import cycles, documents, registrations
from storage.registrations import Newest

router = APIRouter(prefix="/v1/cycles/{cycle_id}/documents", tags=["documents"])

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class DocumentNotReady(NotFound):
    """The step that the document comes from holds nothing yet that this person may read."""


@dataclass(frozen=True)
class Asked:
    """A document as asked for: its outline, the numbers it is registered under, and the ETag that the caller has."""

    outline: Outline
    registered: Registered
    known: str | None
    printers: Printers

    async def answer(self, format_: Format, media_type: str) -> Response:
        """Printed beside this process; not at all for a caller who has it already."""
        name = _file_name(self.outline)
        registered = self.registered if format_ is Format.ZIP else Registered()
        order = Order(format=format_, outline=self.outline, name=name, registered=registered)
        tag = _etag(order)
        headers = {"ETag": tag, "Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}
        if self.known is not None and tag in {each.strip().removeprefix("W/") for each in self.known.split(",")}:
            return Response(status_code=304, headers=headers)
        content = await self.printers.printed(order)
        headers["Content-Disposition"] = _attachment(f"{name}.{format_}")
        return Response(content, media_type=media_type, headers=headers)


async def asked(
    cycle_id: str,
    name: Name,
    actor: CurrentActor,
    services: ServicesHere,
    known: Annotated[str | None, Header(alias="If-None-Match")] = None,
) -> Asked:
    place = seen_document(cycle_id, name, actor, services)
    made = await _outlined(cycle_id, name, actor, services, place)
    async with services.sessions() as session:
        found = (await registrations.newest(session, cycle_id)).get(name)
    return Asked(made, _numbers(found, made.about.hash), known, services.printers)


AskedHere = Annotated[Asked, Depends(asked)]


def _numbers(found: Newest | None, hash_: str) -> Registered:
    rows = {side: found.by_version.get((hash_, side)) if found else None for side in Side}
    return Registered.model_validate({side.value: row.number for side, row in rows.items() if row is not None})


def _file(media_type: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"description": "The file", "content": {media_type: {}}}, 304: {"description": "Unchanged since"}}


@router.get("")
async def see_documents(cycle_id: str, actor: CurrentActor, services: ServicesHere) -> DocumentList:
    """The year's documents: which there are, in which version, and whether that is in the diarium of either side."""
    municipality = seen_municipality(actor, services.places, cycle_id)
    acting(actor, Action.SEE_CONTENT, place_of(municipality))
    released = not may(actor, Action.SEE_DRAFT, place_of(municipality))
    async with services.sessions() as session:
        await cycles.cycle_row(session, cycle_id)
        found = await registrations.newest(session, cycle_id)
        items: list[DocumentView] = []
        for name, kind in KINDS.items():
            held = await documents.held(session, cycle_id, kind.steps, released=released)
            last = await documents.vouched(session, cycle_id, [*held]) if kind.steps[0] in held else None
            version = Version.of(held[kind.steps[0]], last) if last is not None else None
            items.append(document_view(name, kind, version, found.get(name)))
    return DocumentList(items=tuple(items))


@router.get("/{name}.pdf", response_class=Response, responses=_file("application/pdf"))
async def see_pdf(asked_for: AskedHere) -> Response:
    """For reading and for the archive: PDF/A-2a and PDF/UA-1."""
    return await asked_for.answer(Format.PDF, "application/pdf")


@router.get("/{name}.docx", response_class=Response, responses=_file(DOCX))
async def see_docx(asked_for: AskedHere) -> Response:
    """The same content, for those who have to edit it."""
    return await asked_for.answer(Format.DOCX, DOCX)


@router.get("/{name}.zip", response_class=Response, responses=_file("application/zip"))
async def see_package(asked_for: AskedHere) -> Response:
    """The hand-over package for the diarium: the PDF and a metadata.json."""
    return await asked_for.answer(Format.ZIP, "application/zip")


async def _outlined(cycle_id: str, name: str, actor: Actor, services: Services, municipality: Municipality) -> Outline:
    """From the content as handed in; for others than the municipality from what is released."""
    steps = KINDS[name].steps
    released = not may(actor, Action.SEE_DRAFT, place_of(municipality))
    async with services.sessions() as session:
        row = await cycles.cycle_row(session, cycle_id)
        procedure = await services.procedures.get(session, row.process, Kind(row.kind))
        held = await documents.held(session, cycle_id, steps, released=released)
        last = await documents.vouched(session, cycle_id, [*held])
    if steps[0] not in held or last is None:
        raise DocumentNotReady(_not_ready(procedure, steps[0], released=released))
    about = About(
        municipality=municipality.name,
        code=municipality.code,
        year=row.year,
        versions=tuple((procedure.definitions[key].title.sv, each.version) for key, each in held.items()),
        hash=last.hash,
        dated=last.at,
        finished=held[steps[0]].settled,
        made_up=services.demo or _marked(each.content for each in held.values()),
    )
    return outline(name, read({key: each.content for key, each in held.items()}), about)


def _marked(contents: Iterable[Content]) -> bool:
    """Whether the content says itself that it is made up; in a demonstration everything is."""
    return any(content.get("made_up") is True or MADE_UP in str(content.get("text", "")) for content in contents)


def _not_ready(procedure: Procedure, step: str, *, released: bool) -> str:
    if step not in procedure.definitions:
        return "A year of this kind has no such document of its own; ask for it in the year whose plan is in force"
    title = procedure.definitions[step].title.en
    if released:
        return f"Nothing is released from the step '{title}' yet; the document is here once the municipality does so"
    return f"Nothing is handed in to the step '{title}' yet; the document is here once something is"


def _etag(order: Order) -> str:
    """Of what is ordered and of what makes it a file: known without making the file."""
    parts = (order.model_dump_json().encode(), template(), version("arshjul").encode())
    return f'"{hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()}"'


def _file_name(made: Outline) -> str:
    """Without an extension, such as lägesbild-laholm-2027."""
    about = made.about
    return f"{KINDS[made.name].file} {about.municipality} {about.year}".lower().replace(" ", "-")


def _attachment(name: str) -> str:
    """To be saved, under its name; å, ä and ö are a and o for whoever only reads ASCII."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
