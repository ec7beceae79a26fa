"""People of two counties deciding about each other in any order: no place that had a coordinator is left without."""

from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.calendar import stockholm_date
from domain.errors import DomainError
from domain.membership import commands as c
from domain.membership.authority import Post
from domain.membership.decide import coordinates, decide
from domain.membership.events import Event, Leaving, apply, fold
from domain.membership.person import Person, PersonState
from domain.people import Actor, Grant, Role
from tests.domain import townsfolk as a

NAMES = ("anna", "bo", "cia", "dan")
WHO = st.sampled_from(NAMES)
CODES = {Role.COUNTY_COORDINATOR: ("13",)}
ROLES = st.sampled_from([*Role, *3 * (Role.COUNTY_COORDINATOR, Role.MUNICIPAL_COORDINATOR)])
OFFERS = ROLES.flatmap(
    lambda role: st.builds(a.an_offer, st.just(role), st.sampled_from(CODES.get(role, ("1380", "1381"))))
)
OPERATOR = Actor(person="operator", grants=(Grant(role=Role.ADMINISTRATOR),))


class Town(RuleBasedStateMachine):
    now: datetime
    people: dict[str, Person]
    log: list[tuple[str, Event]]

    @initialize()
    def begin(self) -> None:
        self.now = a.NOW
        self.people = {name: Person(id=name) for name in NAMES}
        self.log = []
        self.ever: dict[Post, PersonState] = {}

    def give(self, name: str, command: c.Command, by: Actor | None) -> bool:
        person = self.people[name]
        others = [other for other in self.people.values() if other.id != name]
        substitute = self.people.get(getattr(command, "substitute", None) or "")
        try:
            happened = decide(person, command, a.around(by, others, substitute), self.now)
        except DomainError:
            return False
        self.log += [(name, event) for event in happened]
        self.people[name] = fold(person, happened)
        return True

    def actor(self, name: str) -> Actor | None:
        """As in storage/people.py, but for what is borrowed; the operator where the person cannot act."""
        person = self.people[name]
        if person.state is not PersonState.ACTIVE:
            return OPERATOR
        today = stockholm_date(self.now)
        return Actor(person=name, grants=tuple(held.grant() for held in person.standing(today)))

    @rule(name=WHO, by=WHO, offer=OFFERS)
    def invites(self, name: str, by: str, offer: c.Offer) -> None:
        if self.people[name].state in (PersonState.CLOSED, PersonState.ERASED):
            self.people[name] = Person(id=name)  # whoever comes back is somebody new
            self.log = [entry for entry in self.log if entry[0] != name]
        self.give(name, c.InvitePerson(roles=(offer,)), self.actor(by))

    @rule(name=WHO, offer=OFFERS)
    def joins(self, name: str, offer: c.Offer) -> None:
        self.invites(name, name, offer)
        self.signs_in(name)

    @rule(name=WHO, other=WHO, offer=OFFERS, signs_in=st.booleans())
    def hands_on(self, name: str, other: str, offer: c.Offer, *, signs_in: bool) -> None:
        self.joins(name, offer)
        self.invites(other, other, offer)
        if signs_in:
            self.signs_in(other)
        self.give(name, c.ClosePerson(), OPERATOR)

    @rule(name=WHO)
    def signs_in(self, name: str) -> None:
        could = self.people[name].state is PersonState.INVITED
        assert self.give(name, c.BindSubject(), None) == could

    @rule(name=WHO, by=WHO, offer=OFFERS)
    def grants(self, name: str, by: str, offer: c.Offer) -> None:
        self.give(name, c.GrantRole(offer=offer), self.actor(by))

    @rule(name=WHO, by=WHO, which=st.integers(0, 5))
    def revokes(self, name: str, by: str, which: int) -> None:
        roles = self.people[name].roles
        if roles:
            self.give(name, c.RevokeRole(grant=roles[which % len(roles)].id), self.actor(by))

    @rule(name=WHO, by=WHO, why=st.sampled_from(Leaving))
    def leaves(self, name: str, by: str, why: Leaving) -> None:
        self.give(name, c.ClosePerson(why=why), None if why is Leaving.INACTIVE else self.actor(by))

    @rule(name=WHO, by=WHO)
    def is_erased(self, name: str, by: str) -> None:
        self.give(name, c.ErasePerson(), self.actor(by))

    @rule(name=WHO, by=WHO, other=WHO, starts=st.integers(-3, 9), days=st.integers(0, 30))
    def is_away(self, name: str, by: str, other: str, starts: int, days: int) -> None:
        first = stockholm_date(self.now) + timedelta(days=starts)
        wanted = c.StateAbsence(first=first, last=first + timedelta(days=days), substitute=other)
        if self.give(name, wanted, self.actor(by)):
            assert other != name
            assert self.people[other].state is PersonState.ACTIVE

    @rule(days=st.integers(1, 400))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    @invariant()
    def no_post_is_left_empty_nor_to_an_invitation_alone(self) -> None:
        held: dict[Post, PersonState] = {}
        for person in self.people.values():
            for post in coordinates(person):
                signed_in = person.state is PersonState.ACTIVE or held.get(post) is PersonState.ACTIVE
                held[post] = PersonState.ACTIVE if signed_in else PersonState.INVITED
        for post, state in self.ever.items():
            assert held.get(post) in (state, PersonState.ACTIVE), post
        self.ever = held

    @invariant()
    def ids_are_used_once_and_nobody_gone_holds_anything(self) -> None:
        given = [event.held.id for _, event in self.log if event.kind == "RoleGranted"]
        assert len(given) == len(set(given))
        assert not any(person.roles for person in self.people.values() if not person.open)

    @invariant()
    def the_log_is_the_state(self) -> None:
        for name, person in self.people.items():
            folded = Person(id=name)
            for whose, event in self.log:
                folded = apply(folded, event) if whose == name else folded
            assert folded == person


TestTown = Town.TestCase
TestTown.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)
