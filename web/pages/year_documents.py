"""Årets dokument: to read, to edit, for the archive; and under which number each side's diarium has them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel, Field, ValidationError

from api.dependencies import idempotency_key
from api.document_models import DocumentView
from api.routes.documents import see_documents
from api.routes.registrations import register_document
from documents.outline import KINDS
from domain.calendar import stockholm_date
from domain.errors import DomainError, Finding
from domain.forms import pointer
from domain.people import Action, grant_for
from domain.registration import Registration, Side, side_of
from web import flash
from web.language import N_
from web.pages.year_frame import Year, YearHere
from web.pages.year_words import DOCUMENTS, MARKS, SIDES

router = APIRouter()

FILES = ("pdf", "docx", "zip")
FIELDS = ("number", "registered_on", "reason")

# What can be wrong with a registration, by the finding's code; what is not here is told by its field.
WRONG: Mapping[str, str] = {
    "other-version": N_(
        "Dokumentet har ändrats sedan sidan visades. Kontrollera att det är rätt version och skicka igen."
    ),
    "date-ahead": N_("Dagen ligger framåt i tiden. Skriv den dag då dokumentet registrerades."),
    "before-document": N_("Den här versionen fanns inte den dagen. Skriv en senare dag."),
    "personal-data": N_("Skälet ser ut att innehålla personuppgifter. Skriv det utan; det sparas för gott."),
    "identity-number": N_("Det här ser ut som ett personnummer. Skriv diarienumret."),
    "reason-missing": N_("Versionen är redan registrerad på annat sätt. Skriv varför det ändras."),
    "nothing-to-correct": N_("Lämna skälet tomt första gången."),
    "NoSuchVersion": N_("Dokumentet har ändrats sedan sidan visades. Kontrollera och skicka igen."),
    "KeyReused": N_("Formuläret har redan skickats en gång. Kontrollera och skicka igen."),
}
BY_FIELD: Mapping[str, str] = {
    "number": N_("Skriv diarienumret, högst 40 tecken."),
    "registered_on": N_("Skriv dagen som 2026-03-31."),
    "reason": N_("Skriv skälet, högst 2 000 tecken."),
}


class Typed(BaseModel):
    """A registration as it was typed; `version` and `hash` name the version that was shown."""

    number: str = ""
    registered_on: str = ""
    reason: str = ""
    version: str = ""
    hash: str = ""
    key: str = Field(default_factory=idempotency_key)


@dataclass(frozen=True)
class Sent:
    """A form that was not taken: of which document, as typed, with what is wrong."""

    name: str
    typed: Typed
    findings: tuple[Finding, ...]


@router.get("/ar/{cycle}/dokument", name="pages.year-documents")
async def documents(year: YearHere) -> Response:
    return await _shown(year)


@router.post("/ar/{cycle}/dokument/{name}")
async def register(year: YearHere, name: str, request: Request, typed: Annotated[Typed, Form()]) -> Response:
    try:
        body = Registration.model_validate(
            {
                "version": typed.version,
                "hash": typed.hash,
                "number": typed.number,
                "registered_on": typed.registered_on.strip(),
                "reason": typed.reason.strip() or None,
            }
        )
        page = year.page
        await register_document(year.id, name, body, page.reader, typed.key, page.services, Response())
    except ValidationError as error:
        found = tuple(
            Finding(code=each["type"], pointer=pointer(each["loc"]), message=each["msg"]) for each in error.errors()
        )
        return await _again(year, name, typed, found)
    except DomainError as error:
        if not error.findings and error.code not in WRONG:
            raise
        found = error.findings or (Finding(code=error.code, pointer="/number", message=error.message),)
        return await _again(year, name, typed, found)
    return flash.then(request.url.path.removesuffix(f"/{name}"), "registered")


async def _again(year: Year, name: str, typed: Typed, findings: tuple[Finding, ...]) -> Response:
    """With everything that was typed, and a key of its own for the next try."""
    said = tuple(dict.fromkeys(_said(year, name, finding) for finding in findings))
    return await _shown(year, Sent(name, typed.model_copy(update={"key": idempotency_key()}), said))


def _said(year: Year, name: str, finding: Finding) -> Finding:
    """In the page's language, at the field of this document's form."""
    field = finding.pointer.removeprefix("/")
    field = field if field in FIELDS else "number"
    message = year.page.t.gettext(WRONG.get(finding.code, BY_FIELD[field]))
    return Finding(code=finding.code, pointer=f"/{name}/{field}", message=message)


async def _shown(year: Year, sent: Sent | None = None) -> Response:
    listed = await see_documents(year.id, year.page.reader, year.page.services)
    grant = grant_for(year.page.reader, Action.REGISTER_DOCUMENT, year.place)
    side = side_of(grant.role) if grant is not None else None
    return year.render(
        "year-documents.html",
        "year-documents",
        status=422 if sent is not None else 200,
        papers=[(paper, _typed(paper, sent)) for paper in listed.items],
        problems=sent.findings if sent is not None else (),
        sent=sent.name if sent is not None else None,
        side=side,
        correcting={paper.name for paper in listed.items if side is not None and _standing(paper, side)},
        dated={paper.name: stockholm_date(paper.printed.dated) for paper in listed.items if paper.printed is not None},
        steps={paper.name: _step(year, paper.name) for paper in listed.items},
        titles=DOCUMENTS,
        sides=SIDES,
        marks=MARKS,
        files=FILES,
    )


def _step(year: Year, name: str) -> tuple[str, str | None] | None:
    """The step that the document is of, by its title and address; None where this year has none such."""
    key = KINDS[name].steps[0]
    return (year.titled(key), year.step_href(key)) if key in year.procedure.definitions else None


def _typed(paper: DocumentView, sent: Sent | None) -> Typed:
    """The form of a document: as it was sent, for the version that is shown now."""
    typed = sent.typed if sent is not None and sent.name == paper.name else Typed()
    shown = paper.printed
    return typed.model_copy(update={"version": str(shown.version), "hash": shown.hash} if shown is not None else {})


def _standing(paper: DocumentView, side: Side) -> bool:
    """Whether this side has registered the version that is shown, so that another registration corrects it."""
    view = paper.registered.county if side is Side.COUNTY else paper.registered.municipality
    return (
        paper.printed is not None and view.registration is not None and view.registration.hash == paper.printed.log_hash
    )
