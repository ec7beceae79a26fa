"""What the commands lead to: starting, handing in, reviewing, assigning, extending, waiving."""

from datetime import UTC, date, datetime

import pytest

from domain.arranging import DateNotLater
from domain.events import ScheduleMoved, StepAssigned, StepExtended, StepSubmitted
from domain.people import Role
from domain.rules import (
    NotYourStep,
    OwnSubmission,
    StepNotOpen,
    YearOutOfRange,
)
from tests.domain import builders as a
from tests.domain.builders import Year, a_year, an_actor

CONTRIBUTOR, DECIDES, POLICE = Role.CONTRIBUTOR, Role.DECISION_MAKER, Role.POLICE_PARTNER
IN_JUNE_2028 = date(2028, 6, 1)


def submitted(**given: object) -> Year:
    """A year whose situation analysis waits for its approver."""
    year = a_year(upto="situation_analysis")
    year.give(a.complete("situation_analysis", **given))
    return year


def test_a_year_starts_with_its_first_step_done_and_the_next_open() -> None:
    year = a.a_blank()
    assert year.tell(a.start()) == [
        "CycleStarted",
        "StepOpened start",
        "StepCompleted start",
        "StepOpened organisation",
    ]
    cycle = year.cycle
    assert (cycle.municipality, cycle.county, cycle.year, cycle.round) == ("1381", "13", 2027, "13-2027")
    assert set(list(year.statuses().values())[2:]) == {"waiting"}
    assert cycle.step("decision").target == date(2026, 12, 18)


def test_a_year_that_starts_late_says_which_dates_moved() -> None:
    year = a.a_blank()
    year.now = datetime(2026, 9, 15, 7, tzinfo=UTC)
    moved = [event for event in year.give(a.start()) if isinstance(event, ScheduleMoved)]
    assert [(move.key, move.new_target) for move in moved[0].moves] == [
        ("start", date(2026, 9, 15)),
        ("organisation", date(2026, 9, 22)),
        ("mapping", date(2026, 10, 6)),
    ]
    assert year.cycle.step("organisation").latest == date(2026, 9, 22)
    assert year.cycle.step("mapping").latest == date(2026, 10, 20)


@pytest.mark.parametrize(("year", "starts"), [(2023, False), (2024, True), (2028, True), (2029, False)])
def test_a_year_may_start_from_2024_to_two_years_ahead(year: int, *, starts: bool) -> None:
    if starts:
        a.a_blank().give(a.start(year=year))
    else:
        with pytest.raises(YearOutOfRange):
            a.a_blank().give(a.start(year=year))


def test_a_step_that_nobody_approves_is_done_when_handed_in() -> None:
    year = a_year(upto="mapping")
    assert year.tell(a.complete("mapping")) == ["StepCompleted mapping", "StepOpened situation_analysis"]
    assert year.cycle.step("mapping").version == 1


def test_a_submission_opens_nothing_before_it_is_approved() -> None:
    year = a_year(upto="situation_analysis")
    assert year.tell(a.complete("situation_analysis")) == ["StepSubmitted situation_analysis"]
    assert year.tell(a.approve("situation_analysis")) == [
        "StepApproved situation_analysis",
        "StepOpened prioritisation",
    ]


def test_what_is_returned_is_handed_in_again_as_a_new_version() -> None:
    year = submitted()
    assert year.tell(a.send_back("situation_analysis")) == ["StepReturned situation_analysis"]
    assert year.statuses()["situation_analysis"] == "returned"
    (event,) = year.give(a.complete("situation_analysis", expected=1))
    assert isinstance(event, StepSubmitted)
    assert (event.version, event.by) == (2, "the-municipal_coordinator")


@pytest.mark.parametrize("role", [CONTRIBUTOR, Role.MUNICIPAL_COORDINATOR])
def test_the_coordinator_may_do_what_a_contributor_does(role: Role) -> None:
    assert a_year(upto="mapping").give(a.complete("mapping", actor=an_actor(role)))


@pytest.mark.parametrize("body", ["KS", "namnd"])
def test_each_of_the_named_bodies_may_report_and_approve(body: str) -> None:
    assert a_year(upto="council_report").give(a.complete("council_report", actor=an_actor(DECIDES, bodies=[body])))
    year = a_year(upto="follow_up")
    year.give(a.complete("follow_up"))
    assert year.give(a.approve("follow_up", actor=an_actor(DECIDES, bodies=["KF", body])))


def test_an_assigned_step_belongs_to_its_new_role_alone() -> None:
    year = a_year(upto="mapping")
    (event,) = year.give(a.assign("mapping", POLICE))
    assert isinstance(event, StepAssigned)
    assert (event.old, event.new) == (CONTRIBUTOR, POLICE)
    assert year.give(a.assign("mapping", POLICE)) == []
    with pytest.raises(NotYourStep):
        year.give(a.complete("mapping", actor=an_actor(CONTRIBUTOR)))
    assert year.give(a.complete("mapping", actor=an_actor(POLICE)))


def test_an_extension_moves_the_latest_date_and_nothing_else() -> None:
    year = a_year()
    before = year.cycle.step("mapping")
    (event,) = year.give(a.extend("mapping", date(2026, 10, 30)))
    assert isinstance(event, StepExtended)
    assert (event.old_latest, event.new_latest) == (date(2026, 10, 20), date(2026, 10, 30))
    assert year.cycle.step("mapping") == before.model_copy(update={"latest": date(2026, 10, 30)})


def test_an_extension_reaches_two_years_past_the_year_or_past_today() -> None:
    year = a_year(year=2024, now=datetime(2026, 11, 2, 8, tzinfo=UTC))
    assert year.give(a.extend("council_report", date(2028, 12, 31)))
    with pytest.raises(DateNotLater):
        year.give(a.extend("closing", date(2029, 1, 1)))


def test_a_waived_step_passes_its_turn_on() -> None:
    year = a_year(upto="cause_analysis")
    assert year.tell(a.waive("cause_analysis")) == [
        "StepWaived cause_analysis",
        "StepOpened adoption",
        "StepOpened goals",
        "PhaseEntered action_plan",
    ]


def test_a_step_waived_ahead_opens_nothing_before_its_turn() -> None:
    year = a_year(upto="mapping")
    assert year.tell(a.waive("prioritisation")) == ["StepWaived prioritisation"]
    with pytest.raises(StepNotOpen):
        year.give(a.complete("cause_analysis"))
    year.settle("mapping")
    assert year.settle("situation_analysis")[-1] == "StepOpened cause_analysis"


def test_nobody_reviews_what_they_handed_in_themselves() -> None:
    year = submitted(actor=a.doer("situation_analysis", person="anna"))
    for own in (a.approve, a.send_back):
        with pytest.raises(OwnSubmission):
            year.give(own("situation_analysis", actor=a.reviewer("situation_analysis", person="anna")))
    assert year.give(a.approve("situation_analysis", actor=a.reviewer("situation_analysis", person="bo")))


def test_an_extension_ends_after_today() -> None:
    year = a_year(now=datetime(2026, 11, 2, 23, 30, tzinfo=UTC))  # in Stockholm it is the third
    with pytest.raises(DateNotLater):
        year.give(a.extend("organisation", date(2026, 11, 3)))


def test_a_clock_that_ran_behind_is_lifted_to_the_log() -> None:
    year = a_year()
    a.days_later(year, -30)
    assert {event.at for event in year.give(a.complete("organisation"))} == {a.OPENS}
