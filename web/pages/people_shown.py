"""People as the pages show them: roles with their places, who stands in, what the reader may do about them."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from api.dependencies import Page as Asked
from api.dependencies import idempotency_key
from api.managing import Manager
from api.people_models import PersonView, RoleView
from api.routes.people import see_people
from domain.membership.authority import manager
from domain.membership.decide import PersonNotFound
from domain.membership.person import OPEN, PersonState
from domain.people import EVERYWHERE, Action, Place, Role, reach
from web import words
from web.page import Page
from web.pages.people_words import STATES
from web.words import Word

MANY = 200  # people to choose from in a list


@dataclass(frozen=True)
class RoleLine:
    id: str
    text: str
    bodies: str
    until: date | None
    removable: bool


@dataclass(frozen=True)
class Line:
    """A person in a list. `away` says until when, today."""

    person: PersonView
    state: Word
    roles: tuple[RoleLine, ...]
    href: str
    away: date | None


def key() -> str:
    """An Idempotency-Key for a form: sent twice, it is done once."""
    return idempotency_key(None)


def managing(page: Page, sent: str = "") -> Manager:
    """Asks about people as the API's routes do, by the key that the form carried."""
    return Manager(page.reader, page.services, sent or key(), f"{page.request.method} {page.request.url.path}")


def line(page: Page, person: PersonView) -> Line:
    now = [each for each in person.absences if each.first <= page.today <= each.last]
    return Line(
        person=person,
        state=STATES[person.state],
        roles=tuple(role_line(page, person, role) for role in person.roles),
        href=f"/personer/{person.id}",
        away=now[0].last if now else None,
    )


def role_line(page: Page, person: PersonView, role: RoleView) -> RoleLine:
    where = Place(county=role.county, municipality=role.municipality)
    own = person.id == page.reader.person
    return RoleLine(
        id=role.id,
        text=", ".join([page.t.gettext(words.ROLES[role.role]), *_place(page, role)]),
        bodies=", ".join(page.t.gettext(words.BODIES[body]) for body in role.bodies),
        until=role.until,
        removable=own or manager(page.reader, role.role, where) is not None,
    )


def _place(page: Page, role: RoleView) -> list[str]:
    if role.role in EVERYWHERE:
        return []
    if role.municipality is not None:
        return [page.services.places.municipality(role.municipality).name]
    return [page.services.places.county(role.county).name] if role.county else []


def may_decide(page: Page, person: PersonView) -> bool:
    """Whether every role that is shown, or an account without any, is the reader's to decide about."""
    if person.id == page.reader.person:
        return True
    return bool(person.roles) and all(
        manager(page.reader, role.role, Place(county=role.county, municipality=role.municipality))
        for role in person.roles
    )


def may_hand_over(page: Page, person: PersonView) -> bool:
    leads = reach(page.reader, Action.HAND_OVER).municipalities
    return bool(leads & {role.municipality for role in person.roles if role.municipality})


async def colleagues(page: Page, person: PersonView, *, states: Iterable[PersonState] = OPEN) -> list[PersonView]:
    """Who has a role in one of the person's places, by name; not the person."""
    wanted, found = frozenset(states), dict[str, PersonView]()
    who = managing(page)
    for role in person.roles:
        place = Place(county=role.county, municipality=role.municipality)
        if role.role not in EVERYWHERE and not page.may(Action.SEE_PEOPLE, place):
            continue
        town, county = role.municipality, role.county if role.municipality is None else None
        kind = role.role if role.role in EVERYWHERE or role.role is Role.COUNTY_COORDINATOR else None
        people = await see_people(who, Asked(limit=MANY), county, town, kind)
        found |= {each.id: each for each in people.items if each.id != person.id and each.state in wanted}
    return sorted(found.values(), key=lambda each: each.name or "")


async def names(page: Page, ids: Iterable[str | None]) -> Mapping[str, str]:
    """Who these are, as far as the reader may know."""
    found: dict[str, str] = {}
    for each in dict.fromkeys(filter(None, ids)):
        with suppress(PersonNotFound):
            found[each] = (await managing(page).see(each)).name or each
    return found
