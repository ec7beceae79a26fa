"""Whatever happens has its words, in both languages."""

from datetime import UTC, date, datetime
from typing import Any, get_args

import pytest

from domain import events as e
from domain.people import Role
from domain.process import Phase
from domain.schedule import Move
from web.history_words import days_of, says
from web.language import LANGUAGES, translations

DAY = date(2027, 3, 1)
HELD: dict[str, Any] = {
    "at": datetime(2027, 1, 1, tzinfo=UTC),
    "step": "mapping",
    "version": 2,
    "by": "p-1",
    "stale": (),
    "latest": DAY,
    "new_latest": DAY,
    "old_latest": None,
    "new_person": None,
    "old_person": None,
    "new": Role.CONTRIBUTOR,
    "to": Role.CONTRIBUTOR,
    "phase": Phase.ACTION_PLAN,
    "plan_in_force": None,
    "moves": (Move(key="mapping", old_target=DAY, new_target=DAY, old_latest=None, new_latest=DAY),),
}


def made(kind: type[e.Event], **changes: object) -> e.Event:
    held: dict[str, Any] = {**HELD, **changes}
    return kind.model_construct(**{name: held[name] for name in kind.model_fields if name in held})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", get_args(e.Event), ids=lambda kind: kind.__name__)
def test_every_event_is_a_sentence(kind: type[e.Event], language: str) -> None:
    said = says(made(kind), str.upper, translations(language))
    assert said.endswith(".")
    assert "%(" not in said


def test_what_a_change_bears_on_is_named() -> None:
    traced = made(e.ChangeTraced, stale=(e.StaleStep(step="goals", at=("",)),))
    assert "GOALS" in says(traced, str.upper, translations("sv"))


def test_a_date_that_is_moved_says_from_when() -> None:
    moved = made(e.StepExtended, old_latest=date(2027, 2, 1))
    assert says(moved, str.upper, translations("en")) == "Moved the due date from 2027-02-01 to 2027-03-01."


def test_dates_are_told_once_where_target_and_latest_are_one() -> None:
    t = translations("sv")
    apart = Move(key="goals", old_target=DAY, new_target=DAY, old_latest=None, new_latest=date(2027, 4, 1))
    both = made(e.ScheduleMoved, moves=(*HELD["moves"], apart))
    assert isinstance(both, e.ScheduleMoved)
    told = ("MAPPING: Senaste datum 2027-03-01", "GOALS: Måldatum 2027-03-01, senaste datum 2027-04-01")
    assert days_of(both, str.upper, t) == told
    assert says(made(e.ScheduleMoved), str.upper, t) == "Senaste datum 2027-03-01."


def test_a_reminder_that_somebody_gave_is_told_from_the_clock_s() -> None:
    given, due = made(e.StepReminded, due=DAY), made(e.StepReminded, due=DAY, by=None)
    assert says(given, str.upper, translations("sv")) == "Påminde om steget. Påminnelsen gick till: Medverkande."
    assert says(due, str.upper, translations("sv")) == "Påminnelse till: Medverkande."
