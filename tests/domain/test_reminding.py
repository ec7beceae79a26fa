"""A reminder that a person gives: of what somebody can act on, once a day, beside those that the process gives.

`organisation` of 2027 has its target on Thursday 10 September 2026; the process reminds on the 3rd and the 9th or 10th.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.arranging import AlreadyReminded
from domain.calendar import stockholm_date
from domain.commands import Tick
from domain.cycle import StepNotFound
from domain.decide import YearClosed
from domain.due import Turn, next_wakeup, turn
from domain.events import Event, StepReminded, events
from domain.people import Body, Role
from domain.rules import MoveNotPossible
from tests.domain import builders as a
from tests.domain.builders import Year, a_year

LEADS, WORKS, DECIDES = Role.MUNICIPAL_COORDINATOR, Role.CONTRIBUTOR, Role.DECISION_MAKER


def mornings(year: Year, until: date) -> list[date]:
    """The days that the year reminds of `organisation` by itself, woken as it asks to be."""
    found: list[Event] = []
    while (wakeup := next_wakeup(year.cycle)) is not None and stockholm_date(wakeup) <= until:
        year.now = max(year.now, wakeup)
        found += year.give(Tick())
    return [each.due for each in found if isinstance(each, StepReminded) and each.step == "organisation"]


ITS_OWN = mornings(a_year(), date(2027, 6, 1))


def test_whoever_has_to_act_is_reminded_and_it_says_by_whom() -> None:
    year = a_year(upto="mapping")
    (event,) = year.give(a.remind("mapping", actor=a.COUNTY))
    assert event == StepReminded(
        at=year.now, step="mapping", due=date(2026, 9, 1), to=WORKS, by="the-county_coordinator"
    )


def test_a_fresh_submission_is_its_approver_s_to_be_reminded_of() -> None:
    year = a_year(upto="situation_analysis")
    year.give(a.complete("situation_analysis"))
    (event,) = year.give(a.remind("situation_analysis"))
    assert isinstance(event, StepReminded)
    assert event.to is DECIDES


def test_once_a_day_whoever_asks_and_a_day_is_stockholm_s() -> None:
    year = a_year(upto="mapping", now=datetime(2026, 9, 1, 7, tzinfo=UTC))
    year.give(a.remind("mapping"))
    year.now = datetime(2026, 9, 1, 21, 59, tzinfo=UTC)  # a minute to midnight in Sweden
    with pytest.raises(AlreadyReminded):
        year.give(a.remind("mapping", actor=a.COUNTY))
    year.now += timedelta(minutes=1)
    assert year.tell(a.remind("mapping", actor=a.COUNTY)) == ["StepReminded mapping"]


def test_what_the_process_reminded_of_this_morning_is_not_reminded_of_again() -> None:
    year = a_year()
    assert year.tick(ITS_OWN[0]) != []
    with pytest.raises(AlreadyReminded):
        year.give(a.remind("organisation"))


@pytest.mark.parametrize("upto", ["organisation", "situation_analysis"], ids=["waits", "done"])
def test_nobody_is_reminded_of_what_nobody_can_act_on(upto: str) -> None:
    with pytest.raises(MoveNotPossible):
        a_year(upto=upto).give(a.remind("mapping"))


def test_nor_of_a_step_that_is_not_there_or_a_year_that_is_closed() -> None:
    with pytest.raises(StepNotFound):
        a_year().give(a.remind("harvest"))
    with pytest.raises(YearClosed):
        a_year(upto=None).give(a.remind("mapping"))


@given(st.integers(0, 90), st.integers(0, 23))
@example(8, 22)
def test_days_already_past_are_not_told_again_and_later_ones_still_come(days: int, hour: int) -> None:
    year, moment = a_year(), datetime(2026, 9, 1, hour, tzinfo=UTC) + timedelta(days=days)
    day = stockholm_date(moment)  # which late in the evening is the day after
    told = mornings(year, day - timedelta(days=1))
    year.now = max(year.now, moment)
    year.give(a.remind("organisation"))
    assert told + mornings(year, date(2027, 6, 1)) == [each for each in ITS_OWN if each < day or each > day]


def test_what_else_falls_due_on_the_day_of_a_reminder_is_still_told_that_morning() -> None:
    year = a_year()
    mornings(year, date(2026, 9, 20))  # the latest date of `organisation`, which passes
    year.now = datetime(2026, 9, 21, 1, tzinfo=UTC)
    year.give(a.remind("organisation"))
    assert next_wakeup(year.cycle) == datetime(2026, 9, 21, 4, tzinfo=UTC)


def test_a_log_from_before_anybody_could_remind_reads_as_the_clock_s() -> None:
    old = {"kind": "StepReminded", "at": "2026-09-03T04:00:00Z", "step": "mapping", "due": "2026-09-03", "to": WORKS}
    read = events.validate_python(old)
    assert isinstance(read, StepReminded)
    assert read.by is None


def test_whose_turn_it_is() -> None:
    year = a_year(upto="situation_analysis")
    step = "situation_analysis"
    assert turn(year.cycle, year.cycle.step(step)) == Turn(LEADS)
    year.give(a.assign(step, LEADS, person="anna"))
    assert turn(year.cycle, year.cycle.step(step)) == Turn(LEADS, (), "anna")
    year.give(a.complete(step))
    assert turn(year.cycle, year.cycle.step(step)) == Turn(DECIDES, (Body.STEERING_GROUP, Body.COUNCIL))
    assert turn(year.cycle, year.cycle.step("council_report")).bodies == a.PROCESS.step("council_report").bodies
