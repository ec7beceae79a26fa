"""The two clocks of 6 § over the country: how much is left of 24 months, where a day to count from is stated.

Lagen (2023:196) asks for both at least every second year. What is not stated is counted by itself: it is not late.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.errors import NoSuchAddress
from api.places import named_county
from domain.calendar import end_of_day
from domain.law import known, picture_rules, plan_rules
from domain.law.clocks import Clock
from domain.law.facts import Facts
from domain.law.months_left import Left, left
from domain.places import County
from storage import law
from web.board import alphabetical
from web.language import N_
from web.page import Here, Page
from web.pages.overview import ADDRESS, sees_clocks, views_of
from web.words import Word

router = APIRouter()

PICTURE, PLAN = "L6-1", "L6-2"
CLOCKS: Mapping[str, str] = {PICTURE: N_("Lägesbilden uppdateras"), PLAN: N_("Åtgärdsplanen följs upp")}
LEFT: Mapping[Left, Word] = {
    Left.ENDED: Word(N_("24 månader har gått"), "overdue", "red"),
    Left.ONE: Word(N_("Högst 1 månad kvar"), "late", "amber"),
    Left.THREE: Word(N_("1–3 månader kvar"), "late", "amber"),
    Left.SIX: Word(N_("3–6 månader kvar"), "soon", "blue"),
    Left.MORE: Word(N_("Mer än 6 månader kvar"), "done", "green"),
    Left.NOT_STATED: Word(N_("Inte angivet"), "not-started", "grey"),
}

Clocks = Mapping[str, Clock | None]
"""By rule; None where there is no recorded day to count from."""


@dataclass(frozen=True)
class CountyRow:
    """`counts` by rule and what is left."""

    county: County
    counts: Mapping[str, Mapping[Left, int]]


@dataclass(frozen=True)
class TownRow:
    name: str
    clocks: Mapping[str, tuple[Left, Clock | None]]
    href: str | None


@router.get(f"{ADDRESS}/klockor", name="pages.overview-clocks")
async def clocks(page: Here) -> Response:
    _seeing(page)
    counties = sorted(page.services.places.counties.values(), key=lambda each: alphabetical(each.name))
    found = await _clocks(page, page.services.places.municipalities)
    rows = [CountyRow(county, _counted(page, found, county.municipalities)) for county in counties]
    whole = _counted(page, found, page.services.places.municipalities)
    return page.render("overview-clocks.html", views=views_of(page), rows=rows, whole=whole, clocks=CLOCKS, left=LEFT)


@router.get(f"{ADDRESS}/klockor/{{code}}", name="pages.overview-clocks-county")
async def county_clocks(page: Here, code: Annotated[str, Path(pattern=r"^\d{2}$")]) -> Response:
    _seeing(page)
    county = named_county(page.services.places, code)
    found = await _clocks(page, county.municipalities)
    rows = [_town(page, town, found[town]) for town in county.municipalities]
    rows.sort(key=lambda row: alphabetical(row.name))
    return page.render("overview-clocks-county.html", county=county, rows=rows, clocks=CLOCKS, left=LEFT)


def _seeing(page: Page) -> None:
    if not sees_clocks(page):
        raise NoSuchAddress("There is nothing at this address")


async def _clocks(page: Page, codes: Iterable[str]) -> dict[str, Clocks]:
    async with page.services.sessions() as session:
        facts = await law.facts(session, page.services.procedures, tuple(codes), end_of_day(page.today))
    return {code: _of(page, each) for code, each in facts.items()}


def _of(page: Page, facts: Facts) -> Clocks:
    today = page.today
    plan = plan_rules.clock(known.plans(facts, today), known.follow_ups(facts, today))
    return {PICTURE: picture_rules.clock(known.pictures(facts, today)), PLAN: plan}


def _counted(page: Page, found: Mapping[str, Clocks], codes: Iterable[str]) -> dict[str, dict[Left, int]]:
    counts = {rule: dict.fromkeys(Left, 0) for rule in CLOCKS}
    for code in codes:
        for rule, clock in found[code].items():
            counts[rule][left(clock, page.today)] += 1
    return counts


def _town(page: Page, code: str, clocks: Clocks) -> TownRow:
    return TownRow(
        name=page.services.places.municipality(code).name,
        clocks={rule: (left(clock, page.today), clock) for rule, clock in clocks.items()},
        href=page.href("municipality", code=code),
    )
