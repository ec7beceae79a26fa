from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.workdays import OutsideCalendar, add_workdays, is_workday, next_workday, workdays_between

DAYS = st.dates(date(2001, 1, 1), date(2098, 12, 31))
WORKDAYS = DAYS.map(next_workday)
STEPS = st.integers(-250, 250)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 12, 24), "julafton"),
        (date(2026, 12, 25), "juldagen"),
        (date(2026, 12, 31), "nyårsafton"),
        (date(2027, 1, 1), "nyårsdagen"),
        (date(2027, 1, 6), "trettondedag jul"),
        (date(2026, 4, 3), "långfredagen"),
        (date(2026, 4, 6), "annandag påsk"),
        (date(2027, 3, 26), "långfredagen"),
        (date(2027, 3, 29), "annandag påsk"),
        (date(2027, 5, 6), "Kristi himmelsfärdsdag"),
        (date(2027, 6, 25), "midsommarafton"),
        (date(2027, 6, 26), "midsommardagen, Saturday"),
        (date(2027, 8, 29), "a plain Sunday"),
    ],
)
def test_nobody_works_on(day: date, why: str) -> None:
    assert not is_workday(day), why


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 12, 23), "dagen före julafton"),
        (date(2027, 1, 5), "trettondagsafton"),
        (date(2027, 3, 25), "skärtorsdagen"),
        (date(2027, 4, 30), "valborgsmässoafton"),
        (date(2027, 5, 7), "klämdag"),
        (date(2027, 5, 17), "the Monday after pingst, a working day since 2005"),
    ],
)
def test_a_short_day_is_a_working_day(day: date, why: str) -> None:
    assert is_workday(day), why


def test_working_days_over_christmas() -> None:
    assert add_workdays(date(2026, 12, 23), 1) == date(2026, 12, 28)
    assert add_workdays(date(2026, 12, 23), 4) == date(2027, 1, 4)
    assert workdays_between(date(2026, 12, 23), date(2027, 1, 7)) == 6


def test_working_days_over_easter() -> None:
    assert add_workdays(date(2027, 3, 25), 1) == date(2027, 3, 30)
    assert add_workdays(date(2027, 3, 30), -1) == date(2027, 3, 25)


def test_from_a_day_off_the_first_working_day_after_or_before_is_one() -> None:
    saturday = date(2027, 1, 16)
    assert add_workdays(saturday, 1) == next_workday(saturday) == date(2027, 1, 18)
    assert add_workdays(saturday, -1) == date(2027, 1, 15)
    assert add_workdays(saturday, 0) == saturday


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2100, 1, 4)])
def test_years_without_known_holidays_are_refused(day: date) -> None:
    with pytest.raises(OutsideCalendar, match=str(day.year)):
        is_workday(day)


def test_counting_out_of_the_known_years_is_refused() -> None:
    with pytest.raises(OutsideCalendar, match="2100"):
        add_workdays(date(2099, 12, 30), 5)
    with pytest.raises(OutsideCalendar, match="1999"):
        add_workdays(date(2000, 1, 4), -5)


@given(WORKDAYS, STEPS)
def test_there_and_back_is_the_same_working_day(day: date, n: int) -> None:
    assert add_workdays(add_workdays(day, n), -n) == day


@given(DAYS, STEPS)
def test_adding_leads_to_a_working_day_in_the_right_direction(day: date, n: int) -> None:
    reached = add_workdays(day, n)
    assert reached == day if n == 0 else is_workday(reached)
    assert (reached > day) == (n > 0)


@given(DAYS, STEPS)
def test_counting_undoes_adding(day: date, n: int) -> None:
    assert workdays_between(day, add_workdays(day, n)) == n


@given(DAYS, st.integers(-60, 60))
def test_adding_is_walking_day_by_day(day: date, n: int) -> None:
    walked = day
    for _ in range(abs(n)):
        walked = _walk(walked, 1 if n > 0 else -1)
    assert add_workdays(day, n) == walked


def _walk(day: date, direction: int) -> date:
    day = date.fromordinal(day.toordinal() + direction)
    return day if is_workday(day) else _walk(day, direction)


@given(DAYS)
def test_the_next_working_day_is_the_day_itself_or_soon_after(day: date) -> None:
    found = next_workday(day)
    assert is_workday(found)
    assert 0 <= (found - day).days <= 5
    assert (found == day) == is_workday(day)
