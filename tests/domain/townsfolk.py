"""Builders of people and those who decide about them: two counties, three municipalities."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from domain.membership.around import Around
from domain.membership.authority import Post
from domain.membership.commands import Command, GrantRole, InvitePerson, Offer
from domain.membership.decide import coordinates, decide
from domain.membership.events import Event, SubjectBound, fold
from domain.membership.person import Person, PersonState
from domain.people import Actor, Body, Grant, Role
from domain.places import County, Municipality, Places

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
TODAY = date(2026, 11, 2)
PLACES = Places(
    {"13": County("13", "Halland", ("1380", "1381")), "14": County("14", "Västra Götaland", ("1443",))},
    {
        "1380": Municipality("1380", "Halmstad", "13"),
        "1381": Municipality("1381", "Laholm", "13"),
        "1443": Municipality("1443", "Bollebygd", "14"),
    },
)
ADMINISTRATOR = Actor(person="root", grants=(Grant(role=Role.ADMINISTRATOR),))
HALLAND = Actor(person="county-13", grants=(Grant(role=Role.COUNTY_COORDINATOR, county="13"),))
LAHOLM = Actor(person="laholm", grants=(Grant(role=Role.MUNICIPAL_COORDINATOR, municipalities=("1381",)),))


def an_offer(role: Role = Role.CONTRIBUTOR, *codes: str, bodies: tuple[Body, ...] = (), **more: object) -> Offer:
    """By default for Laholm, and for the styrgrupp where a body is needed."""
    if role is Role.COUNTY_COORDINATOR:
        return Offer(role=role, county=codes[0] if codes else "13")
    if role in (Role.SUPERVISOR, Role.ADMINISTRATOR):
        return Offer(role=role)
    if role is Role.DECISION_MAKER:
        bodies = bodies or (Body.STEERING_GROUP,)
    return Offer.model_validate({"role": role, "municipalities": codes or ("1381",), "bodies": bodies, **more})


def around(by: Actor | None = ADMINISTRATOR, others: Iterable[Person] = (), substitute: Person | None = None) -> Around:
    """What there is beside a person: the others' posts."""
    posts: dict[PersonState, set[Post]] = {PersonState.ACTIVE: set(), PersonState.INVITED: set()}
    for other in others:
        if other.state is not None and other.open:
            posts[other.state] |= coordinates(other)
    active, invited = frozenset(posts[PersonState.ACTIVE]), frozenset(posts[PersonState.INVITED])
    return Around(PLACES, by, active, invited, substitute)


def invited(person: str, *offers: Offer) -> Person:
    blank = Person(id=person)
    return fold(blank, decide(blank, InvitePerson(roles=offers or (an_offer(),)), around(), NOW))


def active(person: str, *offers: Offer) -> Person:
    return fold(invited(person, *offers), [SubjectBound(at=NOW)])


def asked(person: Person, command: Command, by: Actor | None = ADMINISTRATOR, *others: Person) -> list[Event]:
    return decide(person, command, around(by, others), NOW)


def granted(person: Person, *offers: Offer) -> Person:
    for offer in offers:
        person = fold(person, asked(person, GrantRole(offer=offer)))
    return person


def acting_as(person: Person) -> Actor:
    return Actor(person=person.id, grants=tuple(held.grant() for held in person.standing(TODAY)))
