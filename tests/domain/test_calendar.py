from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import SWEDEN, at_hour, current_year, end_of_day, stockholm_date

DAYS = st.dates(date(1990, 1, 1), date(2098, 12, 31))


def test_the_day_changes_at_midnight_in_stockholm() -> None:
    assert stockholm_date(datetime(2027, 1, 31, 22, 59, tzinfo=UTC)) == date(2027, 1, 31)
    assert stockholm_date(datetime(2027, 1, 31, 23, 0, tzinfo=UTC)) == date(2027, 2, 1)
    assert stockholm_date(datetime(2027, 6, 30, 22, 0, tzinfo=UTC)) == date(2027, 7, 1)


def test_any_time_zone_will_do_but_none_will_not() -> None:
    assert stockholm_date(datetime(2027, 1, 1, 8, tzinfo=timezone(timedelta(hours=14)))) == date(2026, 12, 31)
    with pytest.raises(ValueError, match="time zone"):
        stockholm_date(datetime(2027, 1, 1))  # noqa: DTZ001


def test_the_end_of_a_day_is_its_last_instant_in_utc() -> None:
    assert end_of_day(date(2027, 1, 31)) == datetime(2027, 1, 31, 22, 59, 59, 999999, tzinfo=UTC)
    assert end_of_day(date(2027, 7, 31)) == datetime(2027, 7, 31, 21, 59, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("years", "today", "expected"),
    [
        ((), date(2026, 11, 28), None),
        ((2028,), date(2026, 11, 28), 2028),
        ((2028, 2027, 2026), date(2026, 8, 31), 2026),
        ((2028, 2027, 2026), date(2026, 9, 1), 2027),
        ((2028, 2027, 2026), date(2027, 9, 1), 2028),
    ],
)
def test_a_year_is_current_from_the_autumn_before_it(years: tuple[int, ...], today: date, expected: int | None) -> None:
    assert current_year(years, today) == expected


def test_an_hour_follows_summer_time() -> None:
    assert at_hour(date(2027, 1, 15), 8) == datetime(2027, 1, 15, 7, tzinfo=UTC)
    assert at_hour(date(2027, 7, 15), 8) == datetime(2027, 7, 15, 6, tzinfo=UTC)


def test_a_skipped_hour_is_the_next_and_a_double_hour_the_first() -> None:
    assert at_hour(date(2027, 3, 28), 2) == at_hour(date(2027, 3, 28), 3) == datetime(2027, 3, 28, 1, tzinfo=UTC)
    assert at_hour(date(2027, 10, 31), 2) == datetime(2027, 10, 31, 0, tzinfo=UTC)


@given(DAYS, st.integers(0, 23))
def test_every_hour_lies_within_its_day(day: date, hour: int) -> None:
    instant = at_hour(day, hour)
    assert instant.tzinfo is UTC
    assert stockholm_date(instant) == day
    assert instant <= end_of_day(day)


@given(DAYS)
def test_one_day_ends_where_the_next_begins(day: date) -> None:
    end = end_of_day(day)
    assert end.tzinfo is UTC
    assert stockholm_date(end) == day
    assert end + timedelta(microseconds=1) == at_hour(day + timedelta(days=1), 0)
    assert end.astimezone(SWEDEN).hour == 23
