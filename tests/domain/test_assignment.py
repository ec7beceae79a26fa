"""Who has a step: a role, or one person of it who took it, was given it, or gives it back."""

import pytest

from domain.arranging import NotAssignable, StepTaken, role_for
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
