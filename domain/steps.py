"""A step's statuses and the moves between them: one table, tested cell by cell."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from domain.people import Role


class StepStatus(StrEnum):
    WAITING = "waiting"
    OPEN = "open"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    REOPENED = "reopened"
    DONE = "done"
    WAIVED = "waived"


class Move(StrEnum):
    OPEN = "open"
    HOLD = "hold"
    SUBMIT = "submit"
    FINISH = "finish"
    APPROVE = "approve"
    RETURN = "return"
    RECALL = "recall"
    REOPEN = "reopen"
    CONFIRM = "confirm"
    WAIVE = "waive"
    SKIP = "skip"


class When(StrEnum):
    """Whether a move asks the step to be stale (something it builds on was changed) or not to be."""

    ANY = "any"
    STALE = "stale"
    FRESH = "fresh"


class Allowed(NamedTuple):
    to: StepStatus
    when: When = When.ANY


_WORKABLE = (StepStatus.OPEN, StepStatus.RETURNED, StepStatus.REOPENED)
_UNSETTLED = (StepStatus.WAITING, *_WORKABLE)

MOVES: Mapping[tuple[StepStatus, Move], Allowed] = {
    (StepStatus.WAITING, Move.OPEN): Allowed(StepStatus.OPEN),
    (StepStatus.OPEN, Move.HOLD): Allowed(StepStatus.WAITING),
    **{(status, Move.SUBMIT): Allowed(StepStatus.SUBMITTED) for status in _WORKABLE},
    **{(status, Move.FINISH): Allowed(StepStatus.DONE) for status in _WORKABLE},
    (StepStatus.SUBMITTED, Move.SUBMIT): Allowed(StepStatus.SUBMITTED, When.STALE),
    (StepStatus.DONE, Move.SUBMIT): Allowed(StepStatus.SUBMITTED, When.STALE),
    (StepStatus.DONE, Move.FINISH): Allowed(StepStatus.DONE, When.STALE),
    (StepStatus.SUBMITTED, Move.CONFIRM): Allowed(StepStatus.SUBMITTED, When.STALE),
    (StepStatus.DONE, Move.CONFIRM): Allowed(StepStatus.DONE, When.STALE),
    (StepStatus.SUBMITTED, Move.APPROVE): Allowed(StepStatus.DONE, When.FRESH),
    (StepStatus.SUBMITTED, Move.RETURN): Allowed(StepStatus.RETURNED),
    (StepStatus.SUBMITTED, Move.RECALL): Allowed(StepStatus.OPEN),
    (StepStatus.DONE, Move.RECALL): Allowed(StepStatus.OPEN),
    (StepStatus.DONE, Move.REOPEN): Allowed(StepStatus.REOPENED),
    (StepStatus.WAIVED, Move.REOPEN): Allowed(StepStatus.REOPENED),
    **{(status, Move.WAIVE): Allowed(StepStatus.WAIVED) for status in _UNSETTLED},
    **{(status, Move.SKIP): Allowed(StepStatus.WAIVED) for status in (StepStatus.WAITING, StepStatus.OPEN)},
}


class Told(BaseModel):
    """Up to which due day the people of a step have been told of reminders, of the passed date, and of rungs."""

    model_config = ConfigDict(frozen=True)

    reminder: date | None = None
    overdue: date | None = None
    rung: date | None = None


class Step(BaseModel):
    """Where one step of a cycle stands. `version` counts its handed-in contents; 0 means none yet.

    `settled_version` is the last one that was done or approved: what others build on. `stale_at` points (RFC 6901, in
    the step's content) to what rests on something that has changed since, "" to all of it. `stale_until` names the
    reopened steps whose new content will show what of this one still holds; until then none of it counts as holding.

    `person` is who has it, if it is one person in particular: everybody of the role may still do it. `submitted_for` is
    the absent person in whose place `submitted_by` handed it in.
    """

    model_config = ConfigDict(frozen=True)

    key: str
    status: StepStatus = StepStatus.WAITING
    role: Role
    target: date
    latest: date | None = None
    stale_at: tuple[str, ...] = ()
    stale_until: tuple[str, ...] = ()
    version: int = 0
    settled_version: int = 0
    submitted_by: str | None = None
    submitted_for: str | None = None
    person: str | None = None
    told: Told = Told()

    @property
    def stale(self) -> bool:
        """Something it builds on was changed, or is being; it must be confirmed or done again."""
        return bool(self.stale_at or self.stale_until)

    @property
    def settled(self) -> bool:
        """Done or waived, and nothing it builds on has changed since."""
        return self.status in (StepStatus.DONE, StepStatus.WAIVED) and not self.stale

    @property
    def begun(self) -> bool:
        """Somebody has handed something in or decided something here since the step last opened."""
        return self.status not in (StepStatus.WAITING, StepStatus.OPEN)

    def allows(self, move: Move) -> bool:
        allowed = MOVES.get((self.status, move))
        if allowed is None:
            return False
        return allowed.when is When.ANY or (allowed.when is When.STALE) == self.stale

    def moved(self, move: Move) -> StepStatus:
        """The status after a move that `allows`; the fold trusts the log and asks only the table."""
        return MOVES[(self.status, move)].to
