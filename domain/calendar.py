"""Swedish days and instants. Days are what people agree on, in Stockholm; instants are kept in UTC."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SWEDEN = ZoneInfo("Europe/Stockholm")


def stockholm_date(instant: datetime) -> date:
    """The day it is in Sweden at this instant. An instant without a time zone is a programming error."""
    if instant.utcoffset() is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(SWEDEN).date()


def end_of_day(day: date) -> datetime:
    """The last instant (UTC, to the microsecond) that still is this day in Sweden."""
    return at_hour(day + timedelta(days=1), 0) - timedelta(microseconds=1)


def opening_day(year: int) -> date:
    """A year's work begins in the autumn before it."""
    return date(year - 1, 9, 1)


def current_year(years: Collection[int], today: date) -> int | None:
    """Of these the newest whose opening day has come; the newest of all where none has, None where there are none."""
    return max((year for year in years if opening_day(year) <= today), default=max(years, default=None))


def at_hour(day: date, hour: int) -> datetime:
    """The instant (UTC) when clocks in Sweden show `hour` on this day.

    An hour that summer time skips is the one after it; of an hour that comes twice it is the first.
    """
    return datetime.combine(day, time(hour), SWEDEN).astimezone(UTC)
