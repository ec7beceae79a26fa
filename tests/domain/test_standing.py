from datetime import UTC, date, datetime

import pytest

from domain.standing import Timing, outlook, timing
from tests.domain import builders as a
from tests.domain.builders import Year, a_year

TARGET, LATEST = date(2026, 9, 10), date(2026, 9, 20)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 9, 10), Timing.ON_TIME),
        (date(2026, 9, 11), Timing.LATE),
        (date(2026, 9, 20), Timing.LATE),
        (date(2026, 9, 21), Timing.OVERDUE),
    ],
)
def test_past_its_target_a_step_is_late_and_past_its_latest_date_overdue(today: date, expected: Timing) -> None:
    assert timing(TARGET, LATEST, today) is expected


def test_a_step_without_a_latest_date_is_never_overdue() -> None:
    assert timing(TARGET, None, date(2030, 1, 1)) is Timing.LATE


def stands(year: Year, today: date) -> tuple[int, int, int, str | None]:
    found = outlook(year.cycle)
    return found.done, found.total, found.overdue(today), found.next and found.next.key


def test_a_started_year_has_its_first_step_done_and_the_next_to_do() -> None:
    assert stands(a_year(), date(2026, 9, 1)) == (1, 15, 0, "organisation")


def test_waiting_steps_are_overdue_as_well_but_an_optional_one_is_not() -> None:
    assert stands(a_year(upto="goals"), date(2026, 12, 6)) == (6, 15, 1, "goals")
    assert stands(a_year(), date(2026, 11, 5)) == (1, 15, 2, "organisation")
    assert stands(a_year(), date(2026, 11, 6)) == (1, 15, 3, "organisation")


def test_a_closed_year_is_all_done() -> None:
    assert stands(a_year(upto=None), date(2029, 1, 1)) == (15, 15, 0, None)


def test_after_reopening_the_next_step_is_the_first_that_somebody_can_act_on() -> None:
    year = a_year(upto=None)
    year.now = datetime(2028, 5, 2, 7, tzinfo=UTC)
    year.give(a.reopen("mapping"))
    assert stands(year, date(2028, 5, 2)) == (3, 15, 0, "mapping")
    year.settle("mapping", content=a.CHANGED)
    assert stands(year, date(2028, 5, 2)) == (14, 15, 0, "situation_analysis")
