"""Who has a step: a role, or one person of it who took it, was given it, or gives it back."""

import pytest

from domain.arranging import NotAssignable, StepTaken, fits, role_for
from domain.due import Turn
from domain.events import StepAssigned
from domain.people import Body, Grant, Place, Role
from domain.rules import MoveNotPossible, NotYourStep, OwnSubmission
from tests.domain import builders as a
from tests.domain.builders import a_year, an_actor

LAHOLM = Place(county="13", municipality="1381")
LEADS, WORKS, DECIDES, POLICE = (
    Role.MUNICIPAL_COORDINATOR,
    Role.CONTRIBUTOR,
    Role.DECISION_MAKER,
    Role.POLICE_PARTNER,
)


def somebody(person: str, role: Role = WORKS, **given: object) -> object:
    return an_actor(role, person=person, **given)


def test_a_step_is_given_to_a_person_and_both_old_and_new_are_named() -> None:
    year = a_year(upto="mapping")
    year.give(a.assign("mapping", WORKS, person="anna"))
    (event,) = year.give(a.assign("mapping", WORKS, person="bo"))
    assert isinstance(event, StepAssigned)
    assert (event.old_person, event.new_person, event.old, event.new) == ("anna", "bo", WORKS, WORKS)
    assert year.cycle.step("mapping").person == "bo"
    assert year.give(a.assign("mapping", WORKS, person="bo")) == []


def test_given_to_a_role_it_is_nobody_s_in_particular() -> None:
    year = a_year(upto="mapping")
    year.give(a.assign("mapping", WORKS, person="anna"), a.assign("mapping", POLICE))
    assert (year.cycle.step("mapping").role, year.cycle.step("mapping").person) == (POLICE, None)


def test_what_nobody_has_is_taken_by_one_and_refused_to_the_next() -> None:
    year = a_year(upto="mapping")
    assert year.tell(a.claim("mapping", actor=somebody("anna"))) == ["StepAssigned mapping"]
    assert year.give(a.claim("mapping", actor=somebody("anna"))) == []
    with pytest.raises(StepTaken):
        year.give(a.claim("mapping", actor=somebody("bo")))
    with pytest.raises(NotYourStep):
        year.give(a.claim("mapping", actor=somebody("cia", DECIDES)))


def test_who_has_a_step_releases_it_or_the_coordinator_does() -> None:
    year = a_year(upto="mapping")
    year.give(a.claim("mapping", actor=somebody("anna")))
    with pytest.raises(NotYourStep):
        year.give(a.release("mapping", actor=somebody("bo")))
    year.give(a.release("mapping", actor=a.COORDINATOR))
    assert year.cycle.step("mapping").person is None
    year.give(a.claim("mapping", actor=somebody("anna")), a.release("mapping", actor=somebody("anna")))
    assert year.cycle.step("mapping").person is None


def test_a_substitute_takes_and_releases_what_the_absent_one_has() -> None:
    year = a_year(upto="mapping")
    year.give(a.claim("mapping", actor=somebody("anna")))
    year.give(a.claim("mapping", actor=somebody("bo", on_behalf="anna")))
    assert year.cycle.step("mapping").person == "bo"
    year.give(a.assign("mapping", WORKS, person="anna"))
    year.give(a.release("mapping", actor=somebody("bo", on_behalf="anna")))
    assert year.cycle.step("mapping").person is None


def test_whoever_has_it_others_of_the_role_may_still_do_it() -> None:
    year = a_year(upto="mapping")
    year.give(a.claim("mapping", actor=somebody("anna")), a.complete("mapping", actor=somebody("bo")))
    assert year.cycle.step("mapping").submitted_by == "bo"


def test_what_is_settled_is_given_to_nobody() -> None:
    year = a_year(upto="situation_analysis")
    for command in (a.claim("mapping", actor=somebody("anna")), a.assign("mapping", WORKS, person="anna")):
        with pytest.raises(MoveNotPossible):
            year.give(command)


@pytest.mark.parametrize(
    ("hands_in", "reviews"),
    [
        ({"person": "anna"}, {"person": "anna"}),
        ({"person": "bo", "on_behalf": "anna"}, {"person": "anna"}),
        ({"person": "anna"}, {"person": "bo", "on_behalf": "anna"}),
        ({"person": "bo", "on_behalf": "anna"}, {"person": "cia", "on_behalf": "anna"}),
        ({"person": "bo", "on_behalf": "anna"}, {"person": "bo"}),
    ],
)
def test_nobody_reviews_what_they_handed_in_or_had_handed_in(hands_in: dict[str, str], reviews: dict[str, str]) -> None:
    year = a_year(upto="situation_analysis")
    year.give(a.complete("situation_analysis", actor=a.doer("situation_analysis", **hands_in)))
    for review in (a.approve, a.send_back):
        with pytest.raises(OwnSubmission):
            year.give(review("situation_analysis", actor=a.reviewer("situation_analysis", **reviews)))


@pytest.mark.parametrize(
    ("roles", "step", "does_it_as"),
    [
        ([WORKS], WORKS, WORKS),
        ([LEADS], POLICE, POLICE),  # the coordinator may do what partners do
        ([DECIDES], WORKS, DECIDES),
        ([WORKS, DECIDES], DECIDES, DECIDES),
    ],
)
def test_a_person_does_a_step_as_what_they_are_there(roles: list[Role], step: Role, does_it_as: Role) -> None:
    grants = [Grant(role=role, municipalities=("1381",), bodies=(Body.COUNCIL,)) for role in roles]
    assert role_for(grants, LAHOLM, step) is does_it_as
    elsewhere = [grant.model_copy(update={"municipalities": ("1380",)}) for grant in grants]
    with pytest.raises(NotAssignable):
        role_for(elsewhere, LAHOLM, step)


def test_the_county_names_a_person_where_nobody_has_the_step() -> None:
    year = a_year(upto="mapping")
    assert year.tell(a.assign("mapping", WORKS, person="anna", actor=a.COUNTY)) == ["StepAssigned mapping"]
    assert year.cycle.step("mapping").person == "anna"
    assert year.give(a.assign("mapping", WORKS, person="anna", actor=a.COUNTY)) == []


@pytest.mark.parametrize("person", ["bo", None], ids=["another", "nobody"])
def test_what_the_municipality_gave_to_somebody_stays_with_them(person: str | None) -> None:
    year = a_year(upto="mapping")
    year.give(a.assign("mapping", WORKS, person="anna"))
    with pytest.raises(StepTaken):
        year.give(a.assign("mapping", WORKS, person=person, actor=a.COUNTY))
    assert year.tell(a.assign("mapping", WORKS, person="bo")) == ["StepAssigned mapping"]


@pytest.mark.parametrize("person", ["anna", None])
def test_which_role_has_a_step_is_not_the_county_s_to_change(person: str | None) -> None:
    year = a_year(upto="mapping")
    with pytest.raises(NotAssignable):
        year.give(a.assign("mapping", POLICE, person=person, actor=a.COUNTY))


@pytest.mark.parametrize(
    ("role", "bodies", "turn", "can"),
    [
        (WORKS, (), Turn(WORKS), True),
        (LEADS, (), Turn(WORKS), True),  # the coordinator may do what contributors do
        (WORKS, (), Turn(LEADS), False),
        (DECIDES, (Body.COUNCIL,), Turn(DECIDES), True),
        (DECIDES, (Body.COUNCIL,), Turn(DECIDES, (Body.COUNCIL, Body.ASSEMBLY)), True),
        (DECIDES, (Body.COUNCIL,), Turn(DECIDES, (Body.ASSEMBLY,)), False),
        (LEADS, (), Turn(DECIDES), False),
    ],
)
def test_who_fits_a_step(role: Role, bodies: tuple[Body, ...], turn: Turn, *, can: bool) -> None:
    grant = Grant(role=role, municipalities=("1381",), bodies=bodies)
    assert fits([grant], LAHOLM, turn) is can
    assert not fits([grant], Place(county="13", municipality="1380"), turn)
