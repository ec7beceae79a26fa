"""How a step stands, in the one word that the boards show for it on a day."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from domain.standing import Timing, timing
from domain.steps import StepStatus

SOON = timedelta(days=14)


class Light(StrEnum):
    """In the order of what asks most for somebody's attention."""

    OVERDUE = "overdue"
    LATE = "late"
    RETURNED = "returned"
    REOPENED = "reopened"
    STALE = "stale"
    SOON = "soon"
    UNDER_WAY = "under_way"
    SUBMITTED = "submitted"
    NOT_STARTED = "not_started"
    WAIVED = "waived"
    DONE = "done"

    @property
    def order(self) -> int:
        return list(Light).index(self)


BEHIND = frozenset({Light.OVERDUE, Light.LATE})

_SETTLED: Mapping[StepStatus, Light] = {StepStatus.DONE: Light.DONE, StepStatus.WAIVED: Light.WAIVED}
_BACK: Mapping[StepStatus, Light] = {
    StepStatus.RETURNED: Light.RETURNED,
    StepStatus.REOPENED: Light.REOPENED,
    StepStatus.SUBMITTED: Light.SUBMITTED,
}
_TIMED: Mapping[Timing, Light] = {Timing.OVERDUE: Light.OVERDUE, Timing.LATE: Light.LATE}


class Standing(NamedTuple):
    """What the light of a step depends on. A step that is not `required` may be left undone and is never late.

    A tuple, since a county's board makes hundreds of them for each look.
    """

    status: StepStatus
    stale: bool
    required: bool
    target: date
    latest: date | None


def light(step: Standing, today: date) -> Light:
    """A passed date comes first, the latest before the target; then what was handed back or changed beneath it."""
    if not step.stale and step.status in _SETTLED:
        return _SETTLED[step.status]
    passed = timing(step.target, step.latest, today)
    if step.required and passed in _TIMED:
        return _TIMED[passed]
    if step.stale:
        return Light.STALE
    if step.status in _BACK:
        return _BACK[step.status]
    if step.required and step.target - today <= SOON:
        return Light.SOON
    return Light.UNDER_WAY if step.status is StepStatus.OPEN else Light.NOT_STARTED
