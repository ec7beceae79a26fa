"""What all pages of a municipality's year share: whose year it is, its steps, the ways between its pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Response

from api.access import place_of, seen_municipality
from api.places import NoSuchPlace
from domain.errors import Finding
from domain.law.map import FIRST, LAST
from domain.light import Light, light
from domain.people import Action, Place, may, reach
from domain.places import Municipality
from domain.procedure import Procedure
from domain.process import Kind
from storage import cycles
from storage.cycles import CycleRow, StepRow
from web.language import N_
from web.page import Here, Page
from web.pages.tasks import standing

# Each page of a year, and what one must be allowed to do to see it.
WAYS = (
    ("year", N_("Översikt"), Action.SEE_CYCLE),
    ("year-law", N_("Lagen"), Action.SEE_LAW),
    ("year-thread", N_("Röd tråd"), Action.SEE_CONTENT),
    ("year-documents", N_("Dokument"), Action.SEE_CONTENT),
    ("year-last", N_("Förra året"), Action.SEE_CONTENT),
    ("year-history", N_("Historik"), Action.SEE_CYCLE),
)


@dataclass(frozen=True)
class Tab:
    text: str
    href: str
    active: bool


@dataclass(frozen=True)
class Year:
    """One municipality's year as somebody looks at it."""

    page: Page
    municipality: Municipality
    row: CycleRow
    steps: Sequence[StepRow]
    procedure: Procedure

    @property
    def id(self) -> str:
        return self.row.id

    @property
    def place(self) -> Place:
        return place_of(self.municipality)

    def may(self, action: Action) -> bool:
        return self.page.may(action, self.place)

    def titled(self, step: str, cycle: str | None = None) -> str:
        """What a step is called, with its year if that is another one; its key where this process has none such."""
        definition = self.procedure.definitions.get(step)
        title = self.page.text(definition.title) if definition else step
        return title if cycle in {None, self.id} else f"{title} {str(cycle).rpartition('-')[2]}"

    def step_href(self, step: str, cycle: str | None = None) -> str | None:
        return self.page.href("step", cycle=cycle or self.id, step=step)

    def light(self, step: StepRow) -> Light:
        return light(standing(step), self.page.today)

    def render(self, template: str, shown: str, /, status: int = 200, **values: object) -> Response:
        """`shown` is the page's name in WAYS."""
        crumbs = way_to(self.page, self.municipality)
        return self.page.render(template, status, year=self, crumbs=crumbs, tabs=self._tabs(shown), **values)

    def _tabs(self, shown: str) -> list[Tab]:
        allowed = [(name, text) for name, text, action in WAYS if self.may(action)]
        hrefs = [(text, self.page.href(name, cycle=self.id), name == shown) for name, text in allowed]
        return [Tab(text, href, active) for text, href, active in hrefs if href is not None]


async def _opened(cycle: str, page: Here) -> Year:
    """Raises CycleNotFound for a year that there is not, or that one may not see."""
    municipality = seen_municipality(page.reader, page.services.places, cycle)
    belongs(page, municipality)
    async with page.services.sessions() as session:
        row = await cycles.cycle_row(session, cycle)
        steps = await cycles.steps_of(session, cycle)
        procedure = await page.services.procedures.get(session, row.process, Kind(row.kind))
    return Year(page, municipality, row, steps, procedure)


YearHere = Annotated[Year, Depends(_opened)]


async def in_the_year(cycle: str, page: Here) -> None:
    """For pages that read the year their own way. Raises CycleNotFound."""
    belongs(page, seen_municipality(page.reader, page.services.places, cycle))


def belongs(page: Page, municipality: Municipality) -> None:
    """The main navigation marks one's own municipality, or else the county."""
    own = municipality.code in reach(page.reader, Action.SEE_CYCLE).municipalities
    there = page.href("municipality", code=municipality.code) if own else page.href("county", code=municipality.county)
    page.belongs_to = there or page.belongs_to


def way_to(page: Page, municipality: Municipality) -> list[dict[str, str]]:
    """Breadcrumbs to a municipality's years."""
    county = Place(county=municipality.county)
    crumbs = [(page.services.places.county(municipality.county).name, page.href("county", code=municipality.county))]
    if not may(page.reader, Action.SEE_ROUND, county):
        crumbs = []
    crumbs.append((municipality.name, page.href("municipality", code=municipality.code)))
    return [{"text": text, "href": href} for text, href in crumbs if href is not None]


def municipality_seen(page: Page, code: str) -> Municipality:
    """Raises NoSuchPlace alike for a municipality that there is not, and for one that one sees nothing of."""
    found = page.services.places.municipalities.get(code)
    if found is None or not page.may(Action.SEE_CYCLE, place_of(found)):
        raise NoSuchPlace("There is no municipality of that code that you may see")
    return found


def day_asked(page: Page, asked: str) -> tuple[date | None, tuple[Finding, ...]]:
    """A day as somebody wrote it into the address: None for nothing, and what is wrong with it."""
    if not asked.strip():
        return None, ()
    message = page.t.gettext("Skriv en dag som 2026-03-31, mellan 2000 och 2199.")
    try:
        day = date.fromisoformat(asked.strip())
    except ValueError:
        return None, (Finding(code="day", pointer="/day", message=message),)
    return (day, ()) if FIRST <= day <= LAST else (None, (Finding(code="day", pointer="/day", message=message),))
