"""The clocks of the Act: 6 § asks for something at least every second year, and gives no day to count from.

This system counts 24 months from the recorded day (the decision's, if there is one, else the day it was final) and
tells which one it took. An agreement's last day is a clock of the same shape.
"""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

IN_FORCE = date(2023, 7, 1)
"""Transitional rule 1: the Act is in force."""
PLAN_ASKED_FOR = date(2024, 7, 1)
"""Transitional rule 2: a plan under 5 § is not required before this day, and so no follow-up of one either."""
EVERY_SECOND_YEAR = 24
WARNED = (6, 3, 1)
ENDING = (6,)
ENDED = 0


class DatedBy(StrEnum):
    """Which recorded day a fact counts from."""

    DECISION = "decision"
    FINAL = "final"
    STEP_DONE = "step_done"
    OWN_DAY = "own_day"
    TOLD = "told"


class Clock(BaseModel):
    """Runs from `start` to `due`, both days included. `of` names what runs out: a kind of document, or an agreement,
    whose other party is `party`.
    """

    model_config = ConfigDict(frozen=True)

    rule: str
    of: str
    start: date | None
    dated_by: DatedBy
    due: date
    party: str = ""
    warned: tuple[int, ...] = WARNED

    def passed(self, today: date) -> bool:
        return today > self.due


class Notice(BaseModel):
    """A warning whose day has come. `key` is the same every day and another for the next due day: told once by it.

    `months` are those left to the due day; ENDED tells that the clock has run out, on `due`.
    """

    model_config = ConfigDict(frozen=True)

    key: str
    rule: str
    of: str
    due: date
    months: int
    day: date


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later (earlier if negative), or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return date.max if months > 0 else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def every_second_year(rule: str, of: str, start: date, dated_by: DatedBy, asked_for: date) -> Clock:
    """The clock of 6 §; due no earlier than the day from which the Act asks for the thing at all."""
    due = max(months_after(start, EVERY_SECOND_YEAR), asked_for)
    return Clock(rule=rule, of=of, start=start, dated_by=dated_by, due=due)


def warnings(clock: Clock, today: date) -> tuple[Notice, ...]:
    """The warnings whose day has come, the earliest first.

    They stay after the due day, so that whoever looks daily, or after a break, misses none: of several new ones at
    once the last is the one to tell, and all of them are then told.
    """
    days = ((months, months_after(clock.due, -months)) for months in sorted(clock.warned, reverse=True))
    return tuple(_notice(clock, months, day) for months, day in days if day <= today)


def notices(clock: Clock, today: date) -> tuple[Notice, ...]:
    """What is to be told of a clock: its warnings until the due day, and after it that it has ended.

    So of a clock that had ended when it was first seen no warning is told that would speak of time that is left.
    """
    if not clock.passed(today):
        return warnings(clock, today)
    return (_notice(clock, ENDED, clock.due + timedelta(days=1)),)


def _notice(clock: Clock, months: int, day: date) -> Notice:
    key = f"{clock.rule}:{clock.of}:{clock.due}:{months}"
    return Notice(key=key, rule=clock.rule, of=clock.of, due=clock.due, months=months, day=day)
