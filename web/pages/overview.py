"""Översikt: where all counties stand in a year, and how it has gone from year to year. It is read, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.errors import NoSuchAddress
from domain.calendar import current_year
from domain.light import Light, light
from domain.people import Action, Reach, reach
from domain.places import County
from storage import standings
from web.board import alphabetical
from web.charts import bars
from web.language import N_
from web.page import Here, Page
from web.words import Word

router = APIRouter()

ADDRESS = "/oversikt"
CLOCKS = f"{ADDRESS}/klockor"
VIEWS = {ADDRESS: N_("Läget"), CLOCKS: N_("24 månader"), f"{ADDRESS}/utveckling": N_("År för år")}

# What is counted together; `SHOWN` has a column for each, with the word and icon of the first that it holds.
GROUPS: Mapping[str, frozenset[Light]] = {
    "overdue": frozenset({Light.OVERDUE}),
    "late": frozenset({Light.LATE}),
    "again": frozenset({Light.RETURNED, Light.REOPENED, Light.STALE}),
    "going": frozenset({Light.SOON, Light.UNDER_WAY, Light.SUBMITTED}),
    "waiting": frozenset({Light.NOT_STARTED}),
    "done": frozenset({Light.DONE, Light.WAIVED}),
}
SHOWN: Mapping[str, Word] = {
    "overdue": Word(N_("Försenad"), "overdue", "red"),
    "late": Word(N_("Måldatum passerat"), "late", "amber"),
    "again": Word(N_("Görs om"), "reopened", "violet"),
    "going": Word(N_("Pågår"), "under-way", "blue"),
    "waiting": Word(N_("Ej startad"), "not-started", "grey"),
    "done": Word(N_("Klar"), "done", "green"),
}
# The steps that a year turns on, as they are followed from year to year.
FOLLOWED: Mapping[str, str] = {
    "situation_analysis": N_("Lägesbilden klar"),
    "decision": N_("Åtgärdsplanen beslutad"),
    "follow_up": N_("Uppföljningen klar"),
}
YEARS = 5


@dataclass(frozen=True)
class Row:
    """A county: municipalities in all and with the year begun, and its steps by group (GROUPS)."""

    county: County
    total: int
    begun: int
    steps: Mapping[str, int]


def whole_country(page: Page) -> Reach:
    """Raises NoSuchAddress for whoever does not see all counties."""
    seen = reach(page.reader, Action.SEE_CYCLE)
    if not seen.everywhere:
        raise NoSuchAddress("There is nothing at this address")
    return seen


def sees_clocks(page: Page) -> bool:
    return reach(page.reader, Action.SEE_LAW).everywhere


def views_of(page: Page) -> dict[str, str]:
    """The views that this person may open, by address."""
    return {href: name for href, name in VIEWS.items() if href != CLOCKS or sees_clocks(page)}


@router.get(ADDRESS, name="pages.overview")
async def overview(page: Here, year: Annotated[int | None, Query(ge=1900, le=2200)] = None) -> Response:
    seen = whole_country(page)
    async with page.services.sessions() as session:
        years = [each.year for each in await standings.year_counts(session, seen, (), 100)]
        chosen = year or current_year(years, page.today) or page.today.year
        counted = await standings.standings(session, seen, chosen)
        begun = await standings.begun(session, seen, chosen)
    rows = _rows(page, counted, begun)
    return page.render(
        "overview.html",
        views=views_of(page),
        year=chosen,
        years=sorted({*years, chosen}, reverse=True),
        rows=rows,
        whole={
            "begun": sum(row.begun for row in rows),
            "total": sum(row.total for row in rows),
            "steps": {name: sum(row.steps[name] for row in rows) for name in GROUPS},
        },
        groups=SHOWN,
    )


@router.get(f"{ADDRESS}/utveckling", name="pages.overview-years")
async def year_by_year(page: Here) -> Response:
    seen = whole_country(page)
    async with page.services.sessions() as session:
        counts = await standings.year_counts(session, seen, tuple(FOLLOWED), YEARS)
    total = len(page.services.places.municipalities)
    rows = [(str(each.year), (each.begun, *(each.finished[key] for key in FOLLOWED))) for each in counts]
    names = (N_("Året startat"), *FOLLOWED.values())
    highest = max((value for _, values in rows for value in values), default=0)
    chart = bars(rows, highest) if highest else None
    return page.render("overview-years.html", views=views_of(page), rows=rows, names=names, total=total, chart=chart)


def _rows(page: Page, counted: Sequence[standings.Counted], begun: Mapping[str, int]) -> list[Row]:
    steps = {code: dict.fromkeys(GROUPS, 0) for code in page.services.places.counties}
    for each in counted:
        found = light(each.standing, page.today)
        group = next(name for name, lights in GROUPS.items() if found in lights)
        steps[each.county][group] += each.steps
    return [
        Row(county, len(county.municipalities), begun.get(county.code, 0), steps[county.code])
        for county in sorted(page.services.places.counties.values(), key=lambda each: alphabetical(each.name))
    ]
