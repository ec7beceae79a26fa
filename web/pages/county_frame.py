"""What the pages of a county share: whose county it is, and the ways between them."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Path, Response
from pydantic import StringConstraints

from api.access import RoleMayNot
from domain.commands import StepKey
from domain.people import Action, Place, Reach, reach
from domain.places import County
from web.language import N_
from web.page import Page

Code = Annotated[str, Path(pattern=r"^\d{2}$")]
Year = Annotated[int, Path(ge=1900, le=2200)]
Municipality = Annotated[str, Path(pattern=r"^\d{4}$")]
Step = Annotated[StepKey, Path()]
Short = Annotated[str, StringConstraints(max_length=20)]

# Each page of a county, and what one must be allowed to do in it to see that page; None for whoever sees the county.
WAYS = (
    ("county-year", N_("Tabell"), None),
    ("county-map", N_("Karta"), None),
    ("rounds", N_("Omgångar"), Action.SEE_ROUND),
    ("county-clocks", N_("24 månader"), Action.SEE_LAW),
    ("county-statements", N_("Det som redan finns"), Action.SEE_LAW),
)


@dataclass(frozen=True)
class Tab:
    text: str
    href: str
    active: bool


def reach_in(page: Page, code: str) -> Reach:
    """The places that one sees years of. Raises UnknownCounty, and RoleMayNot for a county that one sees nothing of."""
    county = page.services.places.county(code)
    seen = reach(page.reader, Action.SEE_CYCLE)
    if not (seen.everywhere or code in seen.counties or seen.municipalities & set(county.municipalities)):
        raise RoleMayNot("Your role sees nothing in that county")
    return seen


def may_in(page: Page, code: str, action: Action) -> bool:
    return page.may(action, Place(county=code))


def render(
    page: Page, county: County, template: str, shown: str, year: int, status: int = 200, /, **values: object
) -> Response:
    """`shown` is the page's name in WAYS, `year` the year that the board's pages lead to."""
    board = page.href("county", code=county.code)
    page.belongs_to = board or page.belongs_to
    return page.render(template, status, county=county, year=year, tabs=_tabs(page, county, shown, year), **values)


def _tabs(page: Page, county: County, shown: str, year: int) -> list[Tab]:
    found: list[Tab] = []
    for name, text, action in WAYS:
        where = {"year": str(year)} if name in {"county-year", "county-map"} else {}
        href = page.href(name, code=county.code, **where)
        if href is not None and (action is None or may_in(page, county.code, action)):
            found.append(Tab(text, href, name == shown))
    return found
