"""A municipality's years, and starting one of its own."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Path, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from api import models
from api.access import place_of
from api.dependencies import idempotency_key
from api.routes.cycles import start_cycle
from domain.errors import DomainError, Finding
from domain.forms import NO_FORM
from domain.people import Action, reach
from domain.places import Municipality
from domain.procedure import Procedure
from domain.process import Kind
from domain.rules import FIRST_YEAR, YEARS_AHEAD
from domain.standing import Outlook
from storage.cycles import CycleRow
from storage.step_lists import municipality_years
from web import flash
from web.language import N_
from web.page import Here, Page
from web.pages.year_frame import belongs, municipality_seen, way_to
from web.pages.year_words import CYCLES

router = APIRouter()

Code = Annotated[str, Path(pattern=r"^\d{4}$")]
AUTUMN = 9  # from September on, what one starts is the year after
REFUSED = {
    "CycleAlreadyStarted": ("/year", N_("Det året är redan startat. Du hittar det i listan.")),
    "YearOutOfRange": ("/year", N_("Välj ett av åren i listan.")),
    "KeyReused": ("/year", N_("Formuläret har redan skickats en gång. Kontrollera valen och skicka igen.")),
}


class Typed(BaseModel):
    """The form as it was sent; `key` makes a double click one command."""

    year: str = ""
    kind: str = Kind.FULL
    plan: str = ""
    key: str = Field(default_factory=idempotency_key)


@dataclass(frozen=True)
class Listed:
    """`done` of `total` steps, without what only starts the year; `following` is the title of the step that is next."""

    row: CycleRow
    done: int
    total: int
    following: str | None
    href: str | None


@router.get("/ar", name="pages.years")
async def own(page: Here) -> Response:
    """On to one's own municipality; to one's tasks where that is none."""
    codes = sorted(reach(page.reader, Action.SEE_CYCLE).municipalities)
    there = page.href("municipality", code=codes[0]) if codes else page.href("tasks")
    return RedirectResponse(there or "/", 303)


@router.get("/kommun/{code}", name="pages.municipality")
async def years(page: Here, code: Code) -> Response:
    return await _shown(page, municipality_seen(page, code), Typed())


@router.post("/kommun/{code}")
async def start(page: Here, code: Code, request: Request, typed: Annotated[Typed, Form()]) -> Response:
    municipality = municipality_seen(page, code)
    try:
        body = models.NewCycle(
            municipality=code,
            year=int(typed.year) if typed.year.isdecimal() else 0,
            kind=Kind(typed.kind),
            plan_in_force=typed.plan.strip() or None,
        )
        answer = await start_cycle(body, request, page.reader, typed.key, page.services)
    except ValueError:
        return await _shown(page, municipality, typed, _not_taken(page, typed))
    except DomainError as error:
        if error.code not in REFUSED:
            raise
        pointer, message = REFUSED[error.code]
        found = (Finding(code=error.code, pointer=pointer, message=page.t.gettext(message)),)
        return await _shown(page, municipality, typed.model_copy(update={"key": idempotency_key()}), found)
    there = page.href("year", cycle=f"{code}-{body.year}") if answer.status_code == 201 else None
    return flash.then(there or request.url.path, "year-started" if there else "taken")


def _not_taken(page: Page, typed: Typed) -> tuple[Finding, ...]:
    if not typed.year.isdecimal():
        return (Finding(code="missing", pointer="/year", message=page.t.gettext("Välj vilket år som ska startas.")),)
    message = page.t.gettext("Planens namn får ha högst 300 tecken.")
    return (Finding(code="long", pointer="/plan", message=message),)


async def _shown(page: Page, municipality: Municipality, typed: Typed, findings: tuple[Finding, ...] = ()) -> Response:
    belongs(page, municipality)
    place = place_of(municipality)
    async with page.services.sessions() as session:
        rows = await municipality_years(session, municipality.code)
        found = [(row, await page.services.procedures.get(session, row.process, Kind(row.kind))) for row in rows]
    listed = [_listed(page, row, procedure) for row, procedure in found]
    begun = {row.year for row in rows}
    choices = [year for year in range(page.today.year + YEARS_AHEAD, FIRST_YEAR - 1, -1) if year not in begun]
    return page.render(
        "years.html",
        422 if findings else 200,
        municipality=municipality,
        others=_others(page, municipality),
        crumbs=way_to(page, municipality)[:-1],
        listed=listed,
        choices=choices,
        suggested=typed.year or str(_suggested(page.today, choices)),
        typed=typed,
        problems=findings,
        states=CYCLES,
        statements=page.href("statements", code=municipality.code) if page.may(Action.SEE_LAW, place) else None,
        may_state=page.may(Action.STATE, place),
        may_start=page.may(Action.START_CYCLE, place),
    )


def _listed(page: Page, row: CycleRow, procedure: Procedure) -> Listed:
    outlook = Outlook.model_validate_json(row.outlook) if row.outlook else None
    following = outlook.next if outlook else None
    title = page.text(procedure.definitions[following.key].title) if following else None
    starts = sum(step.form == NO_FORM for step in procedure.definitions.values())
    done, total = (outlook.done - starts, outlook.total - starts) if outlook else (0, 0)
    return Listed(row, done, total, title, page.href("year", cycle=row.id))


def _suggested(today: date, choices: list[int]) -> int | None:
    wanted = today.year + (today.month >= AUTUMN)
    return wanted if wanted in choices else next(iter(choices), None)


def _others(page: Page, municipality: Municipality) -> list[tuple[str, str | None]]:
    """The other municipalities of somebody who has several."""
    codes = reach(page.reader, Action.SEE_CYCLE).municipalities - {municipality.code}
    found = sorted((page.services.places.municipality(code) for code in codes), key=lambda place: place.name)
    return [(place.name, page.href("municipality", code=place.code)) for place in found]
