"""A role that is offered to somebody, as a form: which roles and places one may choose, and what was chosen.

Which role it is, and for an administrator in which county, is chosen first; then the form asks for what that role has.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from starlette.datastructures import FormData

from domain.errors import Finding
from domain.membership.authority import MANAGED
from domain.membership.commands import Offer
from domain.membership.offers import findings
from domain.people import EVERYWHERE, POLICY, Action, Body, Grant, Role
from domain.places import County, Municipality
from web.page import Page
from web.pages.people_words import finding, in_words


@dataclass(frozen=True)
class Asked:
    """What a form for `role` asks for. `counties` to choose from, `towns` to choose from; one alone needs no choice."""

    role: Role | None
    roles: tuple[Role, ...]
    county: str | None
    counties: tuple[County, ...]
    towns: tuple[Municipality, ...]

    @property
    def ready(self) -> bool:
        """Whether the role, and the county that it needs, are chosen."""
        return self.role is not None and (self.role in EVERYWHERE or self.county is not None)

    @property
    def local(self) -> bool:
        return self.role is not None and self.role not in EVERYWHERE and self.role is not Role.COUNTY_COORDINATOR


def asked(page: Page, role: Role | None, county: str | None) -> Asked:
    """A role or county that one may not give is as none."""
    grants = list(_managing(page))
    roles = tuple(each for each in Role if any(each in MANAGED[grant.role] for grant in grants))
    chosen = role if role in roles else None
    fitting = [grant for grant in grants if chosen is not None and chosen in MANAGED[grant.role]]
    counties = tuple(_counties(page, fitting))
    codes = {each.code for each in counties}
    county = county if county in codes else next(iter(codes)) if len(codes) == 1 else None
    towns = tuple(_towns(page, fitting, county)) if county is not None else ()
    return Asked(chosen, roles, county, counties, towns)


def not_chosen(page: Page, what: Asked) -> list[Finding]:
    """What to choose before one can go on, once one has tried to."""
    query = page.request.query_params
    if "asked" not in query or what.ready:
        return []
    if what.role is None:
        return [finding(page, "role", "/role")]
    return [finding(page, "county-missing", "/county")] if "county" in query else []


def can_manage(page: Page) -> bool:
    return any(True for _ in _managing(page))


def _managing(page: Page) -> Iterator[Grant]:
    """Managing people is not lent to a substitute (domain/membership/authority.py)."""
    allowed = POLICY[Action.MANAGE_PEOPLE] if page.reader.may_ask_for(Action.MANAGE_PEOPLE) else frozenset[Role]()
    return (grant for grant in page.reader.grants if grant.on_behalf is None and grant.role in allowed)


def _counties(page: Page, grants: list[Grant]) -> Iterator[County]:
    places = page.services.places
    if any(grant.role in EVERYWHERE for grant in grants):
        yield from places.counties.values()
        return
    codes = {grant.county for grant in grants if grant.county}
    codes |= {places.municipality(code).county for grant in grants for code in grant.municipalities}
    yield from (places.county(code) for code in sorted(codes))


def _towns(page: Page, grants: list[Grant], county: str) -> Iterator[Municipality]:
    places = page.services.places
    whole = any(grant.role in EVERYWHERE or grant.county == county for grant in grants)
    held = {code for grant in grants for code in grant.municipalities}
    for code in places.county(county).municipalities:
        if whole or code in held:
            yield places.municipality(code)


def offered(page: Page, form: FormData, what: Asked) -> tuple[Offer | None, list[Finding]]:
    """The offer that was filled in, or what is wrong with it in itself."""
    until, wrong = day(page, form, "until", required=False)
    if what.role is None:
        return None, [finding(page, "role", "/role"), *wrong]
    towns = [text for text in form.getlist("municipalities") if isinstance(text, str)]
    if what.local and len(what.towns) == 1:
        towns = [what.towns[0].code]
    bodies = {each.value for each in Body} & {text for text in form.getlist("bodies") if isinstance(text, str)}
    offer = Offer(
        role=what.role,
        county=what.county if what.role is Role.COUNTY_COORDINATOR else None,
        municipalities=tuple(towns[:60]) if what.local else (),
        bodies=tuple(each for each in Body if each.value in bodies) if what.role is Role.DECISION_MAKER else (),
        until=until,
    )
    wrong += in_words(page, findings(offer, page.services.places, page.today))
    return (None if wrong else offer), wrong


def day(page: Page, form: FormData, name: str, *, required: bool = True) -> tuple[date | None, list[Finding]]:
    """A date field as it was filled in."""
    typed = text(form, name)
    if not typed and not required:
        return None, []
    try:
        return date.fromisoformat(typed), []
    except ValueError:
        return None, [finding(page, "date", f"/{name}")]


def text(form: FormData, name: str) -> str:
    """A field of one line, without the blanks around it; empty where there is none."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""
