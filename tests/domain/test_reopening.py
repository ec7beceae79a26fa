"""Taking back, opening again, and what becomes of the steps that built on it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.cycle import CycleStatus
from domain.events import ScheduleMoved, StepReopened
from domain.people import Role
from domain.process import Phase
from domain.rules import AlreadyBuiltUpon, StepNotOpen
from tests.domain import builders as a
from tests.domain.builders import Year, a_year
from tests.two_years import last_year

AFTER_MAPPING = [
    "situation_analysis",
    "prioritisation",
    "cause_analysis",
    "goals",
    "measures",
    "action_plan",
    "decision",
]
FOLLOW_UP = ["implementation", "follow_up", "council_report", "closing"]
IN_MAY_2028 = datetime(2028, 5, 2, 7, tzinfo=UTC)


def reopened_after_closing(step: str = "mapping", *, waived: str = "") -> Year:
    year = a_year(upto=waived or None)
    if waived:
        year.give(a.waive(waived))
        year.settle(*[s.key for s in year.cycle.steps if s.status in ("waiting", "open") and s.key != "adoption"])
    assert year.cycle.status is CycleStatus.CLOSED
    year.now = IN_MAY_2028
    year.give(a.reopen(step))
    return year


def new_targets(year: Year) -> dict[str, date]:
    (moved,) = [event for event in year.log[-3:] if isinstance(event, ScheduleMoved)]
    return {move.key: move.new_target for move in moved.moves}


def test_what_was_handed_in_can_be_recalled_and_handed_in_again() -> None:
    year = a_year(upto="situation_analysis")
    year.give(a.complete("situation_analysis"))
    assert year.tell(a.recall("situation_analysis")) == ["StepRecalled situation_analysis"]
    assert year.statuses()["situation_analysis"] == "open"
    year.give(a.complete("situation_analysis", expected=1))
    assert year.cycle.step("situation_analysis").version == 2


def test_recalling_what_is_done_holds_the_steps_that_it_opened() -> None:
    year = a_year(upto="situation_analysis")
    assert year.tell(a.recall("mapping")) == ["StepRecalled mapping", "StepHeld situation_analysis"]
    assert year.settle("mapping") == ["StepCompleted mapping", "StepOpened situation_analysis"]


def test_what_was_reopened_and_handed_in_can_be_recalled_since_nothing_has_moved_on_it() -> None:
    year = a_year(upto="goals")
    year.give(a.reopen("situation_analysis"), a.complete("situation_analysis"))
    assert year.tell(a.recall("situation_analysis")) == ["StepRecalled situation_analysis"]
    assert year.stale() == ["prioritisation", "cause_analysis"]


def test_what_others_built_on_is_not_recalled() -> None:
    year = a_year(upto="situation_analysis")
    year.give(a.complete("situation_analysis"), a.send_back("situation_analysis"))
    with pytest.raises(AlreadyBuiltUpon):
        year.give(a.recall("mapping"))


def test_reopening_in_the_middle_makes_stale_what_was_built_and_holds_what_was_not_begun() -> None:
    year = a_year(upto="measures")
    assert year.tell(a.reopen("mapping")) == ["StepReopened mapping", "StepHeld adoption", "StepHeld measures"]
    assert year.stale() == AFTER_MAPPING[:4]
    assert year.statuses()["mapping"] == "reopened"
    assert year.statuses()["action_plan"] == "waiting"
    assert year.cycle.phase is Phase.ACTION_PLAN


def test_a_waived_step_does_not_become_stale() -> None:
    year = a_year(upto="prioritisation")
    year.give(a.waive("prioritisation"))
    year.settle("cause_analysis")
    year.give(a.reopen("mapping"))
    assert year.stale() == ["situation_analysis", "cause_analysis"]


def test_a_waived_step_lets_nothing_past_what_is_reopened_before_it() -> None:
    year = a_year(upto="prioritisation")
    year.give(a.waive("prioritisation"))
    assert year.tell(a.reopen("situation_analysis"))[1:] == ["StepHeld cause_analysis"]
    with pytest.raises(StepNotOpen):
        year.give(a.complete("cause_analysis"))


def test_reopening_after_closing_names_every_step_that_becomes_stale() -> None:
    year = reopened_after_closing()
    (event,) = [event for event in year.log if isinstance(event, StepReopened)]
    assert list(event.stale) == [*AFTER_MAPPING, *FOLLOW_UP]
    assert [event.kind for event in year.log[-3:]] == ["CycleReopened", "StepReopened", "ScheduleMoved"]
    assert (year.cycle.status, year.cycle.phase) == (CycleStatus.RUNNING, Phase.FOLLOW_UP)


def test_a_reopened_year_closes_again_when_all_of_it_holds_again() -> None:
    year = reopened_after_closing()
    assert year.settle("mapping", content=a.CHANGED) == ["StepCompleted mapping", "ChangeTraced mapping"]
    assert year.stale() == ["situation_analysis"]
    assert year.tell(a.confirm("situation_analysis")) == ["StepConfirmed situation_analysis", "CycleClosed"]


def test_a_stale_step_is_redone_as_it_was_done() -> None:
    year = reopened_after_closing("situation_analysis")
    year.settle("situation_analysis", content=a.CHANGED)
    named = ["prioritisation", "cause_analysis", "goals", "measures"]
    assert year.stale() == named
    lines = year.settle("prioritisation", content=a.CHANGED)
    assert lines == ["StepSubmitted prioritisation", "StepApproved prioritisation", "ChangeTraced prioritisation"]
    assert year.stale() == [*named[1:], "action_plan"]
    for step in [*named[1:], "action_plan", "decision"]:
        year.settle(step, content=a.CHANGED)
    assert year.stale() == ["implementation", "follow_up"]
    year.settle("implementation", "follow_up")
    assert year.cycle.status is CycleStatus.CLOSED
    assert year.cycle.step("council_report").version == 1


@pytest.mark.parametrize("by", [a.doer("prioritisation"), a.reviewer("prioritisation")])
def test_a_stale_submission_is_confirmed_by_either_side_and_then_approved(by: object) -> None:
    year = a_year(upto="prioritisation")
    year.give(a.complete("prioritisation"), a.reopen("situation_analysis"))
    year.settle("situation_analysis", content=a.CHANGED)
    assert year.tell(a.confirm("prioritisation", actor=by)) == ["StepConfirmed prioritisation"]
    assert year.statuses()["prioritisation"] == "submitted"
    assert year.tell(a.approve("prioritisation"))[0] == "StepApproved prioritisation"


def test_handed_in_anew_as_it_was_nothing_is_stale() -> None:
    year = reopened_after_closing("situation_analysis")
    lines = year.settle("situation_analysis")
    assert lines[-2:] == ["ChangeTraced situation_analysis", "CycleClosed"]
    assert year.stale() == []


def test_what_is_stale_already_stays_so_when_a_later_change_does_not_bear_on_it() -> None:
    year = a_year(upto="measures")
    year.give(a.reopen("mapping"))
    year.settle("mapping", content=a.CHANGED)
    assert year.stale() == ["situation_analysis"]
    year.give(a.reopen("mapping"))
    assert year.stale() == AFTER_MAPPING[:4]
    year.settle("mapping", content=a.CHANGED)  # the same as last time
    assert year.stale() == ["situation_analysis"]


def test_a_change_waits_for_its_approval_before_it_bears_on_anything() -> None:
    year = a_year(upto="measures")
    year.give(a.reopen("situation_analysis"), a.complete("situation_analysis", content=a.CHANGED))
    assert year.stale() == ["prioritisation", "cause_analysis", "goals"]  # nobody knows yet
    year.give(a.send_back("situation_analysis"))
    year.settle("situation_analysis")
    assert year.stale() == []


def test_what_is_stale_further_back_keeps_a_later_step_from_being_approved() -> None:
    year = a_year(upto="cause_analysis")
    year.give(a.complete("cause_analysis"), a.reopen("mapping"))
    year.settle("mapping", content=a.CHANGED)
    assert year.statuses()["cause_analysis"] == "submitted"
    with pytest.raises(StepNotOpen, match="situation_analysis"):
        year.give(a.approve("cause_analysis"))
    year.give(a.confirm("situation_analysis"), a.approve("cause_analysis"))


def test_a_problem_removed_makes_stale_what_points_to_it_and_nothing_else() -> None:
    year = a_year(upto="mapping")
    for step in ("mapping", *AFTER_MAPPING):
        year.settle(step, content=last_year()[step])
    year.give(a.reopen("situation_analysis"))
    before = last_year()["situation_analysis"]
    problems: Any = before["problems"]
    year.settle("situation_analysis", content={**before, "problems": problems[1:]})
    assert {step.key: step.stale_at for step in year.cycle.steps if step.stale} == {
        "prioritisation": ("/priorities/0",),
        "cause_analysis": ("/causes/0",),
        "goals": ("/goals/0",),
        "measures": ("/measures/0", "/measures/2"),
    }


def test_what_is_returned_or_recalled_is_no_longer_stale() -> None:
    for goes_back in (a.send_back, a.recall):
        year = a_year(upto="goals")
        year.give(a.complete("adoption"), a.reopen("cause_analysis"))
        assert year.stale() == ["adoption"]
        year.give(goes_back("adoption"))
        assert year.stale() == []


def test_a_reopened_waiver_is_work_again() -> None:
    year = a_year(upto="prioritisation")
    year.give(a.waive("prioritisation"))
    assert year.tell(a.reopen("prioritisation")) == ["StepReopened prioritisation", "StepHeld cause_analysis"]
    assert year.settle("prioritisation")[-1] == "StepOpened cause_analysis"


def test_who_does_a_step_may_reopen_it_and_the_coordinator_all() -> None:
    doers = a_year(upto=None)
    assert doers.tell(a.reopen("mapping", actor=a.an_actor(Role.CONTRIBUTOR)))[0] == "CycleReopened"
    assert a_year(upto=None).tell(a.reopen("council_report"))[:2] == ["CycleReopened", "StepReopened council_report"]


def test_reopened_late_each_step_gets_the_working_days_it_needs_one_after_the_other() -> None:
    targets = new_targets(reopened_after_closing())
    assert list(targets) == ["mapping", *AFTER_MAPPING, *FOLLOW_UP]
    assert targets["mapping"] == date(2028, 5, 16)
    assert targets["situation_analysis"] == date(2028, 5, 31)  # not on Ascension Day, 25 May
    assert targets["prioritisation"] == date(2028, 6, 5)
    assert targets["cause_analysis"] == date(2028, 6, 13)  # nor on the National Day, 6 June


def test_reopened_late_a_step_after_a_waived_one_comes_after_what_that_one_waited_for() -> None:
    targets = new_targets(reopened_after_closing(waived="prioritisation"))
    assert "prioritisation" not in targets
    assert targets["cause_analysis"] == date(2028, 6, 8)


def test_reopened_late_the_latest_date_is_moved_with_the_target() -> None:
    year = reopened_after_closing()
    assert (year.cycle.step("mapping").target, year.cycle.step("mapping").latest) == (date(2028, 5, 16),) * 2


def test_reopened_in_time_no_date_moves() -> None:
    year = a_year(upto="situation_analysis")
    assert year.tell(a.reopen("mapping")) == ["StepReopened mapping", "StepHeld situation_analysis"]
