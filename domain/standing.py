"""Where a year stands on a day, for those who look: how much is settled, what is overdue, what is next, how urgent."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from domain.cycle import Cycle
from domain.due import acting_role
from domain.people import Role
from domain.steps import Step, StepStatus


class Timing(StrEnum):
    """Two dates, two marks: past its target a step is late, past its latest date it is overdue."""

    ON_TIME = "on_time"
    LATE = "late"
    OVERDUE = "overdue"


def timing(target: date, latest: date | None, today: date) -> Timing:
    if latest is not None and today > latest:
        return Timing.OVERDUE
    return Timing.LATE if today > target else Timing.ON_TIME


class NextStep(BaseModel):
    """The first required step that somebody can act on, and who."""

    model_config = ConfigDict(frozen=True)

    key: str
    status: StepStatus
    acting_role: Role
    target: date
    latest: date | None


class Outlook(BaseModel):
    """What can be said of a year whatever day it is, so that a board of hundreds need not fold any of them.

    `done` of `total` steps are settled; `deadlines` are the latest dates of the required ones that are not, sorted.
    """

    model_config = ConfigDict(frozen=True)

    done: int
    total: int
    deadlines: tuple[date, ...]
    next: NextStep | None

    def overdue(self, today: date) -> int:
        """How many required steps are past their latest date."""
        return sum(latest < today for latest in self.deadlines)


def outlook(cycle: Cycle) -> Outlook:
    unsettled = [step for step in cycle.steps if not step.settled]
    required = [step for step in unsettled if cycle.required(step)]
    following = next((step for step in required if cycle.actionable(step)), None)
    return Outlook(
        done=len(cycle.steps) - len(unsettled),
        total=len(cycle.steps),
        deadlines=tuple(sorted(step.latest for step in required if step.latest is not None)),
        next=None if following is None else _next_step(cycle, following),
    )


def _next_step(cycle: Cycle, step: Step) -> NextStep:
    return NextStep(
        key=step.key,
        status=step.status,
        acting_role=acting_role(cycle, step),
        target=step.target,
        latest=step.latest,
    )
