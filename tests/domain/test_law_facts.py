"""Which steps of a year have been finished, when, and with which content: from its events."""

from datetime import UTC, date, datetime

from domain import events as e
from domain.law.facts import Finished, finished


def at(day: int) -> datetime:
    return datetime(2026, 11, day, 23, 30, tzinfo=UTC)  # after midnight in Stockholm


def submitted(day: int) -> e.StepSubmitted:
    return e.StepSubmitted(at=at(day), step="mapping", version=1, by="anna")


def approved(day: int) -> e.StepApproved:
    return e.StepApproved(at=at(day), step="mapping", version=1, by="bo")


FIRST = [(submitted(1), "c1"), (approved(2), "c2")]
DONE = {"mapping": Finished(on=date(2026, 11, 3), command="c1")}


def test_a_step_is_finished_once_approved_with_what_was_handed_in() -> None:
    assert finished(FIRST[:1]) == {}
    assert finished(FIRST) == DONE
    completed = e.StepCompleted(at=at(1), step="mapping", version=1, by="anna")
    assert finished([(completed, "c1")]) == {"mapping": Finished(on=date(2026, 11, 2), command="c1")}


def test_reopening_does_not_undo_what_was_done() -> None:
    reopened = e.StepReopened(at=at(4), step="mapping", stale=())
    returned = e.StepReturned(at=at(6), step="mapping", version=2, by="bo")
    assert finished([*FIRST, (reopened, "c3"), (submitted(5), "c4")]) == DONE
    assert finished([*FIRST, (reopened, "c3"), (submitted(5), "c4"), (returned, "c5")]) == DONE
    again = finished([*FIRST, (reopened, "c3"), (submitted(5), "c4"), (approved(6), "c5")])
    assert again == {"mapping": Finished(on=date(2026, 11, 7), command="c4")}


def test_taking_it_back_does() -> None:
    completed = e.StepCompleted(at=at(1), step="mapping", version=1, by="anna")
    recalled = e.StepRecalled(at=at(2), step="mapping", version=1)
    assert finished([(completed, "c1"), (recalled, "c2")]) == {}
    reopened = e.StepReopened(at=at(4), step="mapping", stale=())
    assert finished([*FIRST, (reopened, "c3"), (submitted(5), "c4"), (recalled, "c5")]) == DONE
