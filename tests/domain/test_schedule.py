from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from domain.process import Kind, Process
from domain.schedule import Schedule, StepDates, earliest_finishes, planned, schedule
from domain.workdays import is_workday, workdays_between

PROCESSES = Path(__file__).parents[2] / "processes"
STATUTORY = Process.model_validate(yaml.safe_load((PROCESSES / "lag-2023-196.yaml").read_text("utf-8")))

KINDS = st.sampled_from(list(Kind))
YEARS = st.integers(2005, 2090)
DAYS_LATE = st.integers(1, 700)


def dates_of(found: Schedule) -> dict[str, StepDates]:
    return {dates.key: dates for dates in found.dates}


def own_opening(year: int) -> date:
    return STATUTORY.step("start").target.on(year)


def test_the_planned_dates_are_those_of_the_process() -> None:
    plan = {dates.key: (dates.target, dates.latest) for dates in planned(STATUTORY, Kind.FULL, 2027)}
    assert len(plan) == 15
    assert plan["start"] == (date(2026, 9, 1), None)
    assert plan["decision"] == (date(2026, 12, 18), date(2027, 1, 31))
    assert plan["closing"] == (date(2028, 3, 15), date(2028, 4, 15))


def test_a_light_year_has_its_own_steps_only() -> None:
    assert [dates.key for dates in planned(STATUTORY, Kind.LIGHT, 2027)] == [
        "start",
        "organisation",
        "mapping",
        "situation_analysis",
        "implementation",
        "follow_up",
        "council_report",
        "closing",
    ]


def test_a_year_that_opens_two_weeks_late_still_meets_most_dates() -> None:
    found = schedule(STATUTORY, Kind.FULL, 2027, date(2026, 9, 15))
    assert [(move.key, move.old_target, move.new_target) for move in found.moves] == [
        ("start", date(2026, 9, 1), date(2026, 9, 15)),
        ("organisation", date(2026, 9, 10), date(2026, 9, 22)),
        ("mapping", date(2026, 10, 5), date(2026, 10, 6)),
    ]
    organisation, mapping = found.moves[1:]
    assert (organisation.old_latest, organisation.new_latest) == (date(2026, 9, 20), date(2026, 9, 22))
    assert (mapping.old_latest, mapping.new_latest) == (date(2026, 10, 20), date(2026, 10, 20))


def test_a_year_that_opens_on_a_saturday_in_november_works_over_christmas() -> None:
    found = dates_of(schedule(STATUTORY, Kind.FULL, 2027, date(2026, 11, 14)))
    assert found["start"] == StepDates(key="start", target=date(2026, 11, 16), latest=None)
    assert found["situation_analysis"].target == found["situation_analysis"].latest == date(2026, 12, 21)
    assert found["prioritisation"].target == date(2026, 12, 28)  # 22, 23 and 28 December
    assert found["decision"] == StepDates(key="decision", target=date(2027, 1, 27), latest=date(2027, 1, 31))
    assert found["implementation"].target == date(2027, 10, 31)


def test_a_light_year_does_not_wait_for_steps_that_it_lacks() -> None:
    found = dates_of(schedule(STATUTORY, Kind.LIGHT, 2027, date(2027, 10, 1)))
    assert found["situation_analysis"].target == date(2027, 11, 5)
    assert found["implementation"].target == date(2027, 11, 19)


@pytest.mark.parametrize("kind", Kind)
def test_the_process_leaves_its_steps_the_time_they_need(kind: Kind) -> None:
    for year in range(2005, 2090):
        finishes = earliest_finishes(STATUTORY.steps_of(kind), own_opening(year))
        assert all(finishes[d.key] <= d.target for d in planned(STATUTORY, kind, year) if d.key != "start")


@given(KINDS, YEARS, st.integers(0, 400))
def test_opening_in_time_moves_nothing(kind: Kind, year: int, days_early: int) -> None:
    found = schedule(STATUTORY, kind, year, own_opening(year) - timedelta(days=days_early))
    assert found == Schedule(dates=planned(STATUTORY, kind, year), moves=())


@given(KINDS, YEARS, DAYS_LATE)
def test_no_date_comes_earlier_and_the_moves_say_which_came_later(kind: Kind, year: int, days_late: int) -> None:
    found = schedule(STATUTORY, kind, year, own_opening(year) + timedelta(days=days_late))
    plan = planned(STATUTORY, kind, year)
    moves = {move.key: move for move in found.moves}
    for old, new in zip(plan, found.dates, strict=True):
        assert new.target >= old.target
        assert (new.latest is None) == (old.latest is None)
        assert new.latest is None or (old.latest is not None and new.latest >= max(old.latest, new.target))
        if old == new:
            assert old.key not in moves
        else:
            move = moves[old.key]
            assert (move.old_target, move.old_latest) == (old.target, old.latest)
            assert (move.new_target, move.new_latest) == (new.target, new.latest)
            assert new.target == old.target or is_workday(new.target)
    assert len(moves) == len(found.moves)


@given(KINDS, YEARS, DAYS_LATE)
def test_the_order_is_kept_and_every_step_has_its_working_days(kind: Kind, year: int, days_late: int) -> None:
    opens = own_opening(year) + timedelta(days=days_late)
    found = schedule(STATUTORY, kind, year, opens)
    dates, moved = dates_of(found), {move.key for move in found.moves if move.new_target > move.old_target}
    for step in STATUTORY.steps_of(kind):
        for other in step.waits_for:
            assert dates[other].target <= dates[step.key].target
            if other in moved:
                assert workdays_between(dates[other].target, dates[step.key].target) >= step.working_days
        assert workdays_between(opens, dates[step.key].target) >= step.working_days


@given(KINDS, YEARS, DAYS_LATE, st.integers(0, 60))
def test_opening_later_still_never_brings_a_date_forward(kind: Kind, year: int, days_late: int, more: int) -> None:
    opens = own_opening(year) + timedelta(days=days_late)
    sooner = schedule(STATUTORY, kind, year, opens).dates
    later = schedule(STATUTORY, kind, year, opens + timedelta(days=more)).dates
    assert all(a.target <= b.target for a, b in zip(sooner, later, strict=True))
