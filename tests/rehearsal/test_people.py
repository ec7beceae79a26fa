"""People go through a year as their temper has it, by the rules, to its end."""

from collections import Counter
from datetime import date, timedelta

import pytest

from domain.calendar import stockholm_date
from domain.cycle import CycleStatus
from domain.events import Event, StepApproved, StepExtended, StepReopened, StepReturned
from domain.process import Kind
from domain.workdays import is_workday
from rehearsal.people import Temper, temper_of
from tests.rehearsal.imagined import days, imagined

EVERY_YEAR = [(temper, kind) for temper in Temper for kind in Kind]


def kinds(happened: list[Event]) -> Counter[str]:
    return Counter(event.kind for event in happened)


@pytest.mark.parametrize(("temper", "kind"), EVERY_YEAR)
def test_every_year_comes_to_its_end(temper: Temper, kind: Kind) -> None:
    cycle, _ = imagined(temper, kind)
    assert cycle.status is CycleStatus.CLOSED
    assert all(step.settled for step in cycle.steps)


@pytest.mark.parametrize(("temper", "kind"), EVERY_YEAR)
def test_the_same_happens_on_the_same_days_however_slow_the_machine(temper: Temper, kind: Kind) -> None:
    _, at_once = imagined(temper, kind)
    _, later = imagined(temper, kind, later=timedelta(minutes=47, microseconds=3))
    assert days(later) == days(at_once)


@pytest.mark.parametrize("kind", Kind)
def test_who_is_on_time_is_never_overdue(kind: Kind) -> None:
    found = kinds(imagined(Temper.ON_TIME, kind)[1])
    assert found["StepReminded"] > 0
    assert found["StepOverdue"] == found["StepEscalated"] == 0


@pytest.mark.parametrize("kind", Kind)
def test_who_is_late_is_escalated(kind: Kind) -> None:
    found = kinds(imagined(Temper.LATE, kind)[1])
    assert found["StepOverdue"] >= 2
    assert found["StepEscalated"] >= 6


def test_one_submission_is_returned_and_handed_in_again() -> None:
    _, happened = imagined(Temper.RETURNED)
    assert [event.step for event in happened if isinstance(event, StepReturned)] == ["situation_analysis"]
    approved = [event for event in happened if isinstance(event, StepApproved) and event.step == "situation_analysis"]
    assert [event.version for event in approved] == [2]


@pytest.mark.parametrize("kind", Kind)
def test_one_submission_is_recalled(kind: Kind) -> None:
    assert kinds(imagined(Temper.RECALLED, kind)[1])["StepRecalled"] == 1


@pytest.mark.parametrize("kind", Kind)
def test_one_step_is_reopened_under_way_and_one_after_the_end(kind: Kind) -> None:
    _, happened = imagined(Temper.REOPENED, kind)
    assert [event.step for event in happened if isinstance(event, StepReopened)] == ["mapping", "follow_up"]
    assert kinds(happened)["CycleClosed"] == 2
    assert kinds(happened)["CycleReopened"] == 1


@pytest.mark.parametrize(("kind", "step"), [(Kind.FULL, "cause_analysis"), (Kind.LIGHT, "implementation")])
def test_more_time_is_asked_for_once(kind: Kind, step: str) -> None:
    _, happened = imagined(Temper.MORE_TIME, kind)
    assert [event.step for event in happened if isinstance(event, StepExtended)] == [step]


def test_who_joins_late_starts_in_october_with_moved_dates() -> None:
    _, happened = imagined(Temper.LATE_JOINER)
    assert stockholm_date(happened[0].at) == date(2026, 10, 13)
    assert kinds(happened)["ScheduleMoved"] == 1


@pytest.mark.parametrize("temper", Temper)
def test_people_work_on_working_days(temper: Temper) -> None:
    _, happened = imagined(temper)
    acted = {stockholm_date(event.at) for event in happened if event.kind in ("StepSubmitted", "StepApproved")}
    assert all(is_workday(day) for day in acted)


def test_a_county_of_six_has_everybody_but_the_one_who_is_simply_on_time() -> None:
    assert {temper_of(index) for index in range(6)} == set(Temper) - {Temper.ON_TIME}
    assert temper_of(7) is temper_of(0)
    assert temper_of(0) is not Temper.LATE_JOINER
