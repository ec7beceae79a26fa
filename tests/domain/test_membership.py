"""Inviting, granting, taking away: who may decide about whom, and who cannot be the last to go."""

from itertools import product

import pytest

from domain.errors import DomainError
from domain.membership.around import PersonGone
from domain.membership.authority import MANAGED, MayNotManage, NotYourself
from domain.membership.commands import BindSubject, ClosePerson, ErasePerson, GrantRole, InvitePerson, Offer, RevokeRole
from domain.membership.decide import BoundAlready, LastCoordinator, RoleNotFound
from domain.membership.events import Leaving, PersonInvited, RoleGranted, RoleRevoked, SubjectBound, fold
from domain.membership.idle import idle
from domain.membership.offers import OfferInvalid
from domain.membership.person import Person, PersonState
from domain.people import Action, Actor, Body, Grant, Role
from tests.domain import townsfolk as a

GRANTABLE = """
                      administrator county-13 laholm
county_coordinator    yes           13        -
municipal_coordinator yes           13        1381
contributor           yes           -         1381
decision_maker        yes           -         1381
police_partner        yes           13        -
supervisor            yes           -         -
administrator         yes           -         -
"""
ASKERS = (a.ADMINISTRATOR, a.HALLAND, a.LAHOLM)
OWN = {"13": {"13", "1380", "1381"}, "1381": {"1381"}, "yes": {"13", "14", "1380", "1381", "1443", ""}, "-": set[str]()}
CELLS = [
    (Role(role), asker, OWN[word])
    for role, *words in (line.split() for line in GRANTABLE.strip().splitlines()[1:])
    for asker, word in zip(ASKERS, words, strict=True)
]


def codes_of(role: Role) -> tuple[str, ...]:
    if role is Role.COUNTY_COORDINATOR:
        return ("13", "14")
    return ("",) if role in (Role.SUPERVISOR, Role.ADMINISTRATOR) else ("1380", "1381", "1443")


def test_the_drawn_table_has_every_role() -> None:
    assert {role for role, _, _ in CELLS} == set(Role)
    assert set(MANAGED) == {asker.grants[0].role for asker in ASKERS}


@pytest.mark.parametrize(("role", "asker", "where"), CELLS)
def test_who_may_grant_which_role_where(role: Role, asker: Actor, where: set[str]) -> None:
    allowed = set[str]()
    for code in codes_of(role):
        try:
            a.asked(a.active("p", a.an_offer()), GrantRole(offer=a.an_offer(role, *filter(None, [code]))), asker)
        except MayNotManage:
            continue
        allowed.add(code)
    assert allowed == where & set(codes_of(role))


def test_an_invitation_is_one_event_and_one_for_each_place_of_a_police_partner() -> None:
    command = InvitePerson(roles=(a.an_offer(Role.POLICE_PARTNER, "1380", "1381", "1380"),))
    happened = a.asked(Person(id="p"), command, a.HALLAND)
    assert [event.kind for event in happened] == ["PersonInvited", "RoleGranted", "RoleGranted"]
    person = fold(Person(id="p"), happened)
    assert [(held.id, held.municipality, held.county) for held in person.roles] == [
        ("p.1", "1380", "13"),
        ("p.2", "1381", "13"),
    ]
    assert person.state is PersonState.INVITED


def test_a_police_partner_of_another_county_too_is_refused_whole() -> None:
    with pytest.raises(MayNotManage):
        a.asked(a.active("p"), GrantRole(offer=a.an_offer(Role.POLICE_PARTNER, "1381", "1443")), a.HALLAND)


def test_whoever_is_here_is_not_invited_twice_but_gets_the_role() -> None:
    happened = a.asked(a.active("p"), InvitePerson(roles=(a.an_offer(Role.CONTRIBUTOR, "1380"),)))
    assert [event.kind for event in happened] == ["RoleGranted"]


def test_the_same_role_again_changes_nothing_and_other_bodies_replace() -> None:
    person = a.active("p", a.an_offer(Role.DECISION_MAKER))
    assert a.asked(person, GrantRole(offer=a.an_offer(Role.DECISION_MAKER))) == []
    both = a.an_offer(Role.DECISION_MAKER, bodies=(Body.STEERING_GROUP, Body.ASSEMBLY))
    happened = a.asked(person, GrantRole(offer=both))
    assert [type(event) for event in happened] == [RoleRevoked, RoleGranted]
    after = fold(person, happened)
    assert [(held.id, held.bodies) for held in after.roles] == [("p.2", (Body.STEERING_GROUP, Body.ASSEMBLY))]


@pytest.mark.parametrize(
    ("offer", "found"),
    [
        (Offer(role=Role.COUNTY_COORDINATOR), {"/county"}),
        (Offer(role=Role.COUNTY_COORDINATOR, county="99"), {"/county"}),
        (Offer(role=Role.COUNTY_COORDINATOR, county="13", municipalities=("1381",)), {"/municipalities"}),
        (Offer(role=Role.CONTRIBUTOR), {"/municipalities"}),
        (Offer(role=Role.CONTRIBUTOR, municipalities=("1381", "9999")), {"/municipalities/1"}),
        (Offer(role=Role.CONTRIBUTOR, county="13", municipalities=("1381",)), {"/county"}),
        (Offer(role=Role.CONTRIBUTOR, municipalities=("1381",), bodies=(Body.COUNCIL,)), {"/bodies"}),
        (Offer(role=Role.DECISION_MAKER, municipalities=("1381",)), {"/bodies"}),
        (Offer(role=Role.ADMINISTRATOR, county="13", municipalities=("1381",)), {"/county", "/municipalities"}),
        (a.an_offer(Role.MUNICIPAL_COORDINATOR, until=a.TODAY), {"/until"}),
        (a.an_offer(Role.CONTRIBUTOR, until=a.TODAY.replace(day=1)), {"/until"}),
    ],
)
def test_an_offer_names_what_its_role_needs_and_nothing_else(offer: Offer, found: set[str]) -> None:
    with pytest.raises(OfferInvalid) as refused:
        a.asked(a.active("p"), GrantRole(offer=offer))
    assert {finding.pointer for finding in refused.value.findings} == found
    with pytest.raises(OfferInvalid) as refused:
        a.asked(Person(id="q"), InvitePerson(roles=(a.an_offer(), offer)))
    assert {finding.pointer for finding in refused.value.findings} == {f"/roles/1{at}" for at in found}


def test_nobody_gives_themselves_a_role_nor_manages_on_behalf_of_another() -> None:
    person = a.active("p", a.an_offer(Role.ADMINISTRATOR))
    with pytest.raises(NotYourself):
        a.asked(person, GrantRole(offer=a.an_offer()), a.acting_as(person))
    lent = Grant(role=Role.MUNICIPAL_COORDINATOR, municipalities=("1381",), on_behalf="laholm")
    with pytest.raises(MayNotManage):
        a.asked(a.active("q"), GrantRole(offer=a.an_offer()), Actor(person="p", grants=(lent,)))


LAST = [a.an_offer(Role.COUNTY_COORDINATOR), a.an_offer(Role.MUNICIPAL_COORDINATOR), a.an_offer(Role.ADMINISTRATOR)]


def test_a_service_token_decides_about_nobody_its_own_maker_included() -> None:
    by_token = a.ADMINISTRATOR.model_copy(update={"actions": frozenset({Action.SEE_PEOPLE})})
    somebody = a.active("p", a.an_offer())
    (held,) = somebody.roles
    commands = (
        InvitePerson(roles=(a.an_offer(),)),
        GrantRole(offer=a.an_offer()),
        RevokeRole(grant=held.id),
        ClosePerson(),
    )
    for command in commands:
        for who in (by_token, by_token.model_copy(update={"person": somebody.id})):
            with pytest.raises(MayNotManage):
                a.asked(somebody, command, who)


@pytest.mark.parametrize("offer", LAST, ids=lambda offer: offer.role)
@pytest.mark.parametrize(
    "command", [RevokeRole(grant="p.1"), ClosePerson(), ErasePerson()], ids=lambda c: type(c).__name__
)
def test_the_last_one_at_a_post_stays_until_a_successor_has_signed_in(
    offer: Offer, command: RevokeRole | ClosePerson | ErasePerson
) -> None:
    person = a.active("p", offer)
    elsewhere = a.active("q", a.an_offer(Role.CONTRIBUTOR), a.an_offer(Role.COUNTY_COORDINATOR, "14"))
    for others in (
        [],
        [elsewhere],
        [a.invited("r", offer)],
        [fold(a.active("s", offer), a.asked(a.active("s", offer), ClosePerson(), a.ADMINISTRATOR, person))],
    ):
        with pytest.raises(LastCoordinator):
            a.asked(person, command, a.ADMINISTRATOR, *others)
    assert a.asked(person, command, a.ADMINISTRATOR, a.active("t", offer))


def test_an_invitation_to_a_wrong_address_goes_once_there_is_another() -> None:
    offer = a.an_offer(Role.MUNICIPAL_COORDINATOR)
    wrong = a.invited("p", offer)
    with pytest.raises(LastCoordinator):
        a.asked(wrong, ClosePerson())
    assert a.asked(wrong, ClosePerson(), a.LAHOLM, a.invited("q", offer))


def test_a_coordinator_closes_whom_every_role_of_is_theirs_to_decide_about() -> None:
    own, shared = a.active("p"), a.active("p", a.an_offer(), a.an_offer(Role.CONTRIBUTOR, "1380"))
    assert [event.kind for event in a.asked(own, ClosePerson(), a.LAHOLM)] == ["PersonClosed"]
    with pytest.raises(MayNotManage):
        a.asked(shared, ClosePerson(), a.LAHOLM)
    assert a.asked(shared, RevokeRole(grant="p.1"), a.LAHOLM)
    with pytest.raises(MayNotManage):
        a.asked(shared, RevokeRole(grant="p.2"), a.LAHOLM)


def test_one_lays_down_an_own_role_and_leaves_but_is_erased_by_an_administrator_alone() -> None:
    person = a.active("p", a.an_offer(), a.an_offer(Role.POLICE_PARTNER, "1380"))
    myself = a.acting_as(person)
    assert a.asked(person, RevokeRole(grant="p.2"), myself)
    assert a.asked(person, ClosePerson(), myself)
    for by in (myself, a.LAHOLM, a.HALLAND):
        with pytest.raises(MayNotManage):
            a.asked(person, ErasePerson(), by)
    assert [event.kind for event in a.asked(person, ErasePerson())] == ["PersonClosed", "PersonErased"]


def test_a_closed_account_takes_nothing_and_erasing_twice_is_once() -> None:
    person = fold(a.active("p"), a.asked(a.active("p"), ErasePerson()))
    assert (person.state, person.roles) == (PersonState.ERASED, ())
    assert a.asked(person, ErasePerson()) == a.asked(person, ClosePerson()) == []
    for command, by in product([GrantRole(offer=a.an_offer()), InvitePerson(roles=(a.an_offer(),))], [a.ADMINISTRATOR]):
        with pytest.raises(PersonGone):
            a.asked(person, command, by)
    with pytest.raises(RoleNotFound):
        a.asked(person, RevokeRole(grant="p.1"))


def test_the_first_sign_in_binds_exactly_once_and_nobody_else_asks_for_it() -> None:
    person = a.invited("p")
    bound = a.asked(person, BindSubject(), None)
    assert bound == [SubjectBound(at=a.NOW)]
    with pytest.raises(BoundAlready):
        a.asked(fold(person, bound), BindSubject(), None)
    with pytest.raises(PersonGone):
        a.asked(fold(person, a.asked(person, ClosePerson())), BindSubject(), None)
    with pytest.raises(MayNotManage):
        a.asked(person, BindSubject())


def test_the_passing_of_time_closes_what_is_idle_and_does_nothing_else() -> None:
    assert a.asked(a.active("p"), ClosePerson(why=Leaving.INACTIVE), None)
    for command in (ClosePerson(), ErasePerson(), GrantRole(offer=a.an_offer()), RevokeRole(grant="p.1")):
        with pytest.raises(DomainError):
            a.asked(a.active("p"), command, None)
    with pytest.raises(LastCoordinator):
        a.asked(a.active("p", a.an_offer(Role.MUNICIPAL_COORDINATOR)), ClosePerson(why=Leaving.INACTIVE), None)


@pytest.mark.parametrize(
    ("seen", "is_idle"), [("2025-11-02", True), ("2025-11-03", False), ("2024-02-29", True), ("2026-11-02", False)]
)
def test_an_account_is_idle_after_the_months_that_the_site_sets(seen: str, *, is_idle: bool) -> None:
    assert idle(a.TODAY.fromisoformat(seen), a.TODAY, 12) is is_idle


def test_no_event_says_who_it_was() -> None:
    fields = {name for event in (PersonInvited, RoleGranted, SubjectBound) for name in event.model_fields}
    assert fields == {"at", "kind", "held"}
