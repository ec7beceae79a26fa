"""The 24 months of 6 § in a county: when each municipality's run out, and what is not stated. It helps to plan; nobody
supervises under the Act.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.access import RoleMayNot
from domain.calendar import end_of_day
from domain.law.clocks import WARNED, Clock, months_after
from domain.law.map import law_map
from domain.people import Action
from domain.places import Municipality
from storage import law
from web.board import alphabetical
from web.language import N_
from web.page import Here
from web.pages.county_frame import Code, may_in, render
from web.words import Word

router = APIRouter()

OF_SIX: Mapping[str, str] = {
    "situation_analysis": N_("Lägesbilden uppdateras"),
    "follow_up": N_("Åtgärdsplanen följs upp"),
}
AGREEMENT = "agreement:"
PASSED = Word(N_("Tiden har gått"), "late", "amber")
SOON = Word(N_("Inom 6 månader"), "soon", "blue")
LATER = Word(N_("Mer än 6 månader kvar"), "done", "green")
NOT_STATED = Word(N_("Inte angivet"), "not-started", "grey")


@dataclass(frozen=True)
class Due:
    """The last day of what runs out; none where nothing is stated that it could be counted from."""

    word: Word
    day: date | None = None


@dataclass(frozen=True)
class Row:
    """By `OF_SIX` the clock of each; `agreement` the next one to end, None for none."""

    municipality: Municipality
    clocks: Mapping[str, Due]
    agreement: Due | None

    @property
    def first(self) -> date:
        """What comes first; those without a day come last."""
        return min((due.day for due in self.clocks.values() if due.day is not None), default=date.max)


@router.get("/lan/{code}/klockor", name="pages.county-clocks")
async def clocks(page: Here, code: Code, sort: Annotated[str, Query(pattern="^(day|name)$")] = "day") -> Response:
    county = page.services.places.county(code)
    if not may_in(page, code, Action.SEE_LAW):
        raise RoleMayNot("Your role sees nothing of where that county's municipalities stand")
    async with page.services.sessions() as session:
        facts = await law.facts(session, page.services.procedures, county.municipalities, end_of_day(page.today))
    rows = sorted(
        (
            _row(page.services.places.municipality(each), law_map(facts[each], page.today).clocks, page.today)
            for each in county.municipalities
        ),
        key=lambda row: alphabetical(row.municipality.name),
    )
    dues = [due for row in rows for due in row.clocks.values()]
    return render(
        page,
        county,
        "county-clocks.html",
        "county-clocks",
        page.today.year,
        rows=sorted(rows, key=lambda row: row.first) if sort == "day" else rows,
        of_six=OF_SIX,
        sort=sort,
        passed=sum(due.word is PASSED for due in dues),
        soon=sum(due.word is SOON for due in dues),
        missing=sum(due.word is NOT_STATED for due in dues),
    )


def _row(place: Municipality, clocks: Iterable[Clock], today: date) -> Row:
    clocks = list(clocks)
    of_six = {clock.of: _due(clock, today) for clock in clocks if clock.of in OF_SIX}
    ending = [clock for clock in clocks if clock.of.startswith(AGREEMENT)]
    return Row(
        municipality=place,
        clocks={of: of_six.get(of, Due(NOT_STATED)) for of in OF_SIX},
        agreement=_due(min(ending, key=lambda clock: clock.due), today) if ending else None,
    )


def _due(clock: Clock, today: date) -> Due:
    if clock.passed(today):
        return Due(PASSED, clock.due)
    return Due(SOON if clock.due <= months_after(today, max(WARNED)) else LATER, clock.due)
