"""How much of a clock of 6 § is left, in the steps at which one is told (`clocks.WARNED`), to count many."""

from datetime import date
from enum import StrEnum

from domain.law.clocks import Clock, months_after


class Left(StrEnum):
    """NOT_STATED: no recorded day to count from, which says nothing of whether the thing was done."""

    ENDED = "ended"
    ONE = "1"
    THREE = "3"
    SIX = "6"
    MORE = "more"
    NOT_STATED = "not_stated"


def left(clock: Clock | None, today: date) -> Left:
    """Each clock is counted once, where least is left."""
    if clock is None:
        return Left.NOT_STATED
    if clock.passed(today):
        return Left.ENDED
    months = ((1, Left.ONE), (3, Left.THREE), (6, Left.SIX))
    return next((each for n, each in months if months_after(clock.due, -n) <= today), Left.MORE)
