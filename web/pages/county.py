"""Länet: where its municipalities stand in a year, step by step."""

from collections.abc import Iterable
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, StringConstraints

from api.access import RoleMayNot
from domain.forms import NO_FORM
from domain.light import BEHIND, light
from domain.people import Action, Reach, reach
from domain.procedure import Procedure
from domain.process import Kind
from storage.step_lists import Listed, county_steps, years_of
from web.board import Cell, Column, Row, Show, Sort, arranged, spans
from web.language import N_
from web.page import Here, Page
from web.pages.tasks import standing

router = APIRouter()

Code = Annotated[str, Path(pattern=r"^\d{2}$")]
SORTS = {Sort.NAME: N_("Kommun"), Sort.NEED: N_("Mest försenat först"), Sort.DONE: N_("Längst kommet först")}
SHOWS = {Show.ALL: N_("Alla"), Show.BEHIND: N_("Med passerade datum"), Show.NOT_BEGUN: N_("Året ej startat")}


class Chosen(BaseModel):
    """What the address asks for; `phase` empty for the whole year."""

    sort: Sort = Sort.NAME
    show: Show = Show.ALL
    phase: Annotated[str, StringConstraints(pattern="^(|situation_analysis|action_plan|follow_up)$")] = ""


@router.get("/lan/{code}", name="pages.county")
async def newest_year(page: Here, code: Code) -> Response:
    """On to the newest year that the county has; to this one if it has none yet."""
    seen = _reach(page, code)
    async with page.services.sessions() as session:
        years = await years_of(session, seen, code)
    return RedirectResponse(f"/lan/{code}/{years[0] if years else page.today.year}", 303)


@router.get("/lan/{code}/{year}", name="pages.county-year")
async def county(
    page: Here,
    code: Code,
    year: Annotated[int, Path(ge=1900, le=2200)],
    chosen: Annotated[Chosen, Query()],
) -> Response:
    seen = _reach(page, code)
    async with page.services.sessions() as session:
        listed = await county_steps(session, seen, code, year)
        years = await years_of(session, seen, code)
        kinds = {(each.cycle.process, Kind(each.cycle.kind)) for each in listed}
        procedures = [await page.services.procedures.get(session, *kind) for kind in sorted(kinds)]
    columns = [column for column in _columns(page, procedures) if chosen.phase in {"", column.phase}]
    rows = _rows(page, seen, code, listed)
    return page.render(
        "county.html",
        county=page.services.places.county(code),
        year=year,
        years=sorted({*years, year}, reverse=True),
        columns=columns,
        spans=spans(columns),
        rows=arranged(rows, chosen.sort, chosen.show),
        total=len(rows),
        begun=sum(row.begun for row in rows),
        behind=sum(row.behind > 0 for row in rows),
        chosen=chosen.model_dump(),
        sorts=SORTS,
        shows=SHOWS,
    )


def _reach(page: Page, code: str) -> Reach:
    """The places that one sees years of. Raises UnknownCounty, and RoleMayNot for a county that one sees nothing of."""
    county = page.services.places.county(code)
    seen = reach(page.reader, Action.SEE_CYCLE)
    if not (seen.everywhere or code in seen.counties or seen.municipalities & set(county.municipalities)):
        raise RoleMayNot("Your role sees nothing in that county")
    return seen


def _columns(page: Page, procedures: Iterable[Procedure]) -> list[Column]:
    """Every step that any of these has, in the order of the year; those that only start it are left out."""
    found: dict[str, Column] = {}
    for procedure in procedures:
        for step in procedure.process.steps:
            if step.key in procedure.definitions and step.form != NO_FORM:
                found.setdefault(step.key, Column(step.key, page.text(step.title), step.phase, step.optional))
    order = [step.key for procedure in procedures for step in procedure.process.steps]
    return sorted(found.values(), key=lambda column: (column.phase.order, order.index(column.key)))


def _rows(page: Page, seen: Reach, code: str, listed: Iterable[Listed]) -> list[Row]:
    """A row for each municipality that one sees, with or without a year."""
    places = page.services.places
    steps = {place: list(found) for place, found in groupby(listed, key=lambda each: each.cycle.municipality_code)}
    return [
        Row(
            municipality=places.municipality(place),
            cells={each.step.key: _cell(page, each) for each in steps.get(place, [])},
            href=page.href("year", cycle=steps[place][0].cycle.id) if place in steps else None,
        )
        for place in places.county(code).municipalities
        if seen.everywhere or code in seen.counties or place in seen.municipalities
    ]


def _cell(page: Page, listed: Listed) -> Cell:
    step = listed.step
    found = light(standing(step), page.today)
    return Cell(
        light=found,
        day=step.latest if step.latest is not None and found in BEHIND else step.target,
        href=page.href("step", cycle=listed.cycle.id, step=step.key),
    )
