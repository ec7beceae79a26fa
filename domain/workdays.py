"""Swedish working days: Monday to Friday, save public holidays and the eves when nobody works.

The eves are midsommarafton, julafton and nyårsafton, which lag (1989:253) om allmänna helgdagar does not name. Other
eves are working days, if short ones.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from holidays import DE_FACTO, PUBLIC
from holidays.countries.sweden import Sweden

from domain.errors import Invalid

FIRST_YEAR = 2000
LAST_YEAR = 2099
SATURDAY = 5


class OutsideCalendar(Invalid):
    """The day lies beyond the years whose holidays are known (2000 to 2099)."""


def is_workday(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in _days_off(_known(day.year))


def next_workday(day: date) -> date:
    """The day itself if it is a working day, else the first one after it."""
    return day if is_workday(day) else add_workdays(day, 1)


def add_workdays(day: date, n: int) -> date:
    """The `n`th working day after `day`, before it if `n` is negative.

    `day` itself is never counted, so from a Saturday 1 leads to Monday and -1 to Friday; 0 is always the day itself.
    """
    if n == 0:
        return day
    year, workdays = day.year, _workdays(_known(day.year))
    index = bisect_right(workdays, day) + n - 1 if n > 0 else bisect_left(workdays, day) + n
    while index >= len(workdays):
        index -= len(workdays)
        year += 1
        workdays = _workdays(_known(year))
    while index < 0:
        year -= 1
        workdays = _workdays(_known(year))
        index += len(workdays)
    return workdays[index]


def workdays_between(a: date, b: date) -> int:
    """How many working days lead from `a` to `b`: if `b` is a working day, `add_workdays(a, n)` is `b` again.

    Forwards these are the working days after `a`, with `b`; backwards those before `a`, with `b`, counted negative.
    """
    if b < a:
        return -sum(bisect_left(days, a) - bisect_left(days, b) for days in _workdays_of(b.year, a.year))
    return sum(bisect_right(days, b) - bisect_right(days, a) for days in _workdays_of(a.year, b.year))


def _workdays_of(first: int, last: int) -> Iterator[tuple[date, ...]]:
    return (_workdays(_known(year)) for year in range(first, last + 1))


def _known(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise OutsideCalendar(f"Working days are known from {FIRST_YEAR} to {LAST_YEAR}, not in {year}")
    return year


@cache
def _days_off(year: int) -> frozenset[date]:
    """Public holidays and, de facto, the three eves; plain Sundays are not among them."""
    return frozenset(Sweden(years=year, include_sundays=False, expand=False, categories=(PUBLIC, DE_FACTO)))


@cache
def _workdays(year: int) -> tuple[date, ...]:
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
    return tuple(day for day in days if is_workday(day))
