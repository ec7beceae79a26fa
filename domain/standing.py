"""Where a year stands on a day, for those who look: how much is settled, what is overdue, what is next, how urgent."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from domain.cycle import Cycle
from domain.steps import Step


class Timing(StrEnum):
    """Two dates, two marks: past its target a step is late, past its latest date it is overdue."""

    ON_TIME = "on_time"
    LATE = "late"
    OVERDUE = "overdue"


def timing(target: date, latest: date | None, today: date) -> Timing:
    if latest is not None and today > latest:
        return Timing.OVERDUE
    return Timing.LATE if today > target else Timing.ON_TIME


class Standing(BaseModel):
    """`done` of `total` steps are settled; `next` is the first required step that somebody can act on."""

    model_config = ConfigDict(frozen=True)

    done: int
    total: int
    overdue: int
    next: Step | None


def standing(cycle: Cycle, today: date) -> Standing:
    unsettled = [step for step in cycle.steps if not step.settled]
    required = [step for step in unsettled if cycle.required(step)]
    return Standing(
        done=len(cycle.steps) - len(unsettled),
        total=len(cycle.steps),
        overdue=sum(timing(step.target, step.latest, today) is Timing.OVERDUE for step in required),
        next=next((step for step in required if cycle.actionable(step)), None),
    )
