"""The board as it is read: the rows and columns of a county's year, now or as of a day past."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Annotated, Literal

from pydantic import BaseModel, StringConstraints
from sqlalchemy.ext.asyncio import AsyncSession

from domain.calendar import end_of_day, opening_day
from domain.cycle import Cycle
from domain.errors import Finding
from domain.forms import NO_FORM
from domain.light import BEHIND, Light, Standing, light
from domain.people import Reach
from domain.places import County
from domain.procedure import Procedure
from storage import overview
from storage.step_lists import Stood, county_year, years_of
from web.board import SETTLED, Cell, Column, Row, Show, Sort, arranged
from web.page import Page
from web.pages.county_frame import Short, reach_in
from web.pages.year_frame import day_asked

MOST = 500  # years of a county; the largest has 49 municipalities


class Chosen(BaseModel):
    """What the address asks for; empty is all of it. `day` is as of when, `picked` that all rows are ticked."""

    sort: Sort = Sort.NAME
    show: Show = Show.ALL
    phase: Annotated[str, StringConstraints(pattern="^(|situation_analysis|action_plan|follow_up)$")] = ""
    step: Annotated[str, StringConstraints(pattern="^[a-z0-9_]{0,50}$")] = ""
    light: Light | Literal[""] = ""
    day: Short = ""
    picked: Short = ""


@dataclass(frozen=True)
class Board:
    """`steps` are all that can be chosen, `columns` those that are shown; `day` is a day past, None for now."""

    county: County
    year: int
    years: Sequence[int]
    day: date | None
    problems: tuple[Finding, ...]
    steps: Sequence[Column]
    columns: Sequence[Column]
    rows: Sequence[Row]
    everyone: Sequence[Row]

    @property
    def begun(self) -> int:
        return sum(row.begun for row in self.everyone)

    @property
    def behind(self) -> int:
        return sum(row.behind > 0 for row in self.everyone)

    @property
    def support(self) -> int:
        return sum(row.support for row in self.everyone)


async def read_board(page: Page, code: str, year: int, chosen: Chosen) -> Board:
    """Raises UnknownCounty, RoleMayNot."""
    seen = reach_in(page, code)
    asked, problems = day_asked(page, chosen.day)
    day = asked if asked is not None and asked < page.today else None
    async with page.services.sessions() as session:
        years = await years_of(session, seen, code)
        if day is None:
            entries, procedures = await _now(session, page, seen, code, year)
        else:
            entries, procedures = await _then(session, page, seen, code, year, day)
    steps = _columns(page, procedures)
    columns = [each for each in steps if chosen.phase in {"", each.phase} and chosen.step in {"", each.key}]
    listed = {each.key for each in steps}
    rows = _rows(page, seen, code, year, [each for each in entries if each.step in listed], day)
    return Board(
        county=page.services.places.county(code),
        year=year,
        years=sorted({*years, year}, reverse=True),
        day=day,
        problems=problems,
        steps=steps,
        columns=columns,
        rows=arranged(rows, chosen.sort, chosen.show, chosen.light or None, {each.key for each in columns}),
        everyone=rows,
    )


Found = tuple[Sequence[Stood], list[Procedure]]


async def _now(session: AsyncSession, page: Page, seen: Reach, code: str, year: int) -> Found:
    found = await county_year(session, seen, code, year)
    return found.steps, [await page.services.procedures.get(session, *each) for each in found.processes]


async def _then(session: AsyncSession, page: Page, seen: Reach, code: str, year: int, day: date) -> Found:
    lines = await overview.board(session, seen, year, code, after="", limit=MOST)
    cycles = await overview.cycles_then(session, page.services.procedures, lines, end_of_day(day))
    procedures = {(each.procedure.digest, each.procedure.kind): each.procedure for each in cycles}
    return [entry for cycle in cycles for entry in _entries(cycle)], [procedures[key] for key in sorted(procedures)]


def _entries(cycle: Cycle) -> Iterable[Stood]:
    for step in cycle.steps:
        yield Stood(
            cycle.id,
            cycle.municipality,
            step.key,
            Standing(
                status=step.status,
                stale=step.stale,
                required=cycle.required(step),
                target=step.target,
                latest=step.latest,
            ),
        )


def _columns(page: Page, procedures: Iterable[Procedure]) -> list[Column]:
    """Every step that any of these has, in the order of the year; those that only start it are left out."""
    found: dict[str, Column] = {}
    procedures = list(procedures)
    for procedure in procedures:
        for step in procedure.process.steps:
            if step.key in procedure.definitions and step.form != NO_FORM:
                found.setdefault(step.key, Column(step.key, page.text(step.title), step.phase, step.optional))
    order = [step.key for procedure in procedures for step in procedure.process.steps]
    return sorted(found.values(), key=lambda column: (column.phase.order, order.index(column.key)))


def _rows(page: Page, seen: Reach, code: str, year: int, entries: Iterable[Stood], day: date | None) -> list[Row]:
    """A row for each municipality that one sees, with or without a year."""
    places = page.services.places
    awaited = opening_day(year) <= (day or page.today)
    steps = {place: list(found) for place, found in groupby(entries, key=lambda each: each.municipality)}
    return [
        Row(
            municipality=places.municipality(place),
            cells=dict(_cells(page, code, year, steps[place], day)) if place in steps else {},
            href=page.href("year", cycle=steps[place][0].cycle) if place in steps else None,
            awaited=awaited,
        )
        for place in places.county(code).municipalities
        if seen.everywhere or code in seen.counties or place in seen.municipalities
    ]


def _cells(page: Page, code: str, year: int, stood: Sequence[Stood], day: date | None) -> Iterator[tuple[str, Cell]]:
    """A municipality's cells by step. Its addresses are alike but for the step."""
    place, on = stood[0].municipality, day or page.today
    there = page.href("county-cell", code=code, year=str(year), municipality=place, step="")
    asked = f"?day={day}" if day else ""
    for each in stood:
        found = light(each.standing, on)
        latest, target = each.standing.latest, each.standing.target
        until = latest if latest is not None and found in BEHIND else target
        due = None if found in SETTLED else latest or target
        yield each.step, Cell(found, until, f"{there}{each.step}{asked}" if there else None, due)
