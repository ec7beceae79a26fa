"""The one word for a step: which of several true things is said."""

from datetime import date

import pytest

from domain.light import Light, Standing, light
from domain.steps import StepStatus

TARGET, LATEST = date(2026, 10, 5), date(2026, 10, 20)
LONG_BEFORE, SOON, LATE, OVERDUE = date(2026, 9, 1), date(2026, 9, 21), date(2026, 10, 6), date(2026, 10, 21)


def a_step(status: StepStatus = StepStatus.OPEN, *, stale: bool = False, required: bool = True) -> Standing:
    return Standing(status=status, stale=stale, required=required, target=TARGET, latest=LATEST)


@pytest.mark.parametrize(
    ("status", "day", "word"),
    [
        (StepStatus.WAITING, LONG_BEFORE, Light.NOT_STARTED),
        (StepStatus.OPEN, LONG_BEFORE, Light.UNDER_WAY),
        (StepStatus.OPEN, SOON, Light.SOON),
        (StepStatus.OPEN, TARGET, Light.SOON),
        (StepStatus.OPEN, LATE, Light.LATE),
        (StepStatus.OPEN, LATEST, Light.LATE),
        (StepStatus.OPEN, OVERDUE, Light.OVERDUE),
        (StepStatus.SUBMITTED, SOON, Light.SUBMITTED),
        (StepStatus.SUBMITTED, OVERDUE, Light.OVERDUE),
        (StepStatus.RETURNED, SOON, Light.RETURNED),
        (StepStatus.REOPENED, LONG_BEFORE, Light.REOPENED),
        (StepStatus.DONE, OVERDUE, Light.DONE),
        (StepStatus.WAIVED, OVERDUE, Light.WAIVED),
    ],
)
def test_the_word_for_a_status_on_a_day(status: StepStatus, day: date, word: Light) -> None:
    assert light(a_step(status), day) is word


def test_a_done_step_whose_ground_changed_is_to_be_confirmed_and_can_be_late_again() -> None:
    assert light(a_step(StepStatus.DONE, stale=True), LONG_BEFORE) is Light.STALE
    assert light(a_step(StepStatus.DONE, stale=True), OVERDUE) is Light.OVERDUE


def test_a_step_that_may_be_left_is_never_late() -> None:
    assert light(a_step(StepStatus.WAITING, required=False), OVERDUE) is Light.NOT_STARTED


def test_without_a_latest_date_a_step_is_late_and_never_overdue() -> None:
    step = a_step()._replace(latest=None)
    assert light(step, date(2030, 1, 1)) is Light.LATE
