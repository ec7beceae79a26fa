"""What is told on which morning, to whom, and when time matters next.

The years here are those of 2027: `organisation` has its target on Thursday 10 September 2026 and its latest date on
Sunday the 20th; `mapping` 5 and 20 October; `situation_analysis` Sunday 25 October and Thursday 5 November.
"""

from datetime import UTC, date, datetime

import pytest

from domain.calendar import stockholm_date
from domain.commands import Tick
from domain.due import acting_role, next_wakeup
from domain.events import Event, StepEscalated, StepOverdue, StepReminded
from domain.people import Role
from domain.process import Kind
from tests.domain import builders as a
from tests.domain.builders import Year, a_year

LEADS, DECIDES, COUNTY = Role.MUNICIPAL_COORDINATOR, Role.DECISION_MAKER, Role.COUNTY_COORDINATOR


def sleep(year: Year, until: date) -> dict[date, list[str]]:
    """What is told each morning on which somebody asked to be woken, up to a day; woken once a day."""
    mornings: dict[date, list[str]] = {}
    while (wakeup := next_wakeup(year.cycle)) is not None and stockholm_date(wakeup) <= until:
        day, year.now = stockholm_date(wakeup), wakeup
        assert day not in mornings
        mornings[day] = [line(event) for event in year.give(Tick())]
        assert mornings[day] != []
    return mornings


def line(event: Event) -> str:
    match event:
        case StepReminded(step=step, to=to, due=due):
            return f"{step} due {due:%d} remind {to}"
        case StepOverdue(step=step, latest=latest):
            return f"{step} overdue since {latest:%d}"
        case StepEscalated(step=step, to=to):
            return f"{step} tell {to}"
        case _:
            return event.kind


def of(step: str, mornings: dict[date, list[str]]) -> dict[str, list[str]]:
    """What was told of one step, by month and day."""
    about = {f"{day:%m-%d}": [said for said in lines if said.startswith(f"{step} ")] for day, lines in mornings.items()}
    return {day: [said.removeprefix(f"{step} ") for said in lines] for day, lines in about.items() if lines}


def test_a_step_that_nobody_does_is_reminded_of_then_overdue_then_told_up_the_ladder() -> None:
    assert of("organisation", sleep(a_year(), date(2027, 12, 31))) == {
        "09-03": ["due 03 remind municipal_coordinator"],
        "09-09": ["due 09 remind municipal_coordinator"],
        "09-10": ["due 10 remind municipal_coordinator"],
        "09-21": ["overdue since 20", "tell municipal_coordinator"],
        "09-25": ["tell decision_maker"],
        "10-02": ["tell county_coordinator"],
    }


def test_reminders_keep_to_working_days_across_christmas() -> None:
    year = a_year(upto="decision")
    year.give(a.extend("decision", date(2027, 2, 28)))
    assert list(of("decision", sleep(year, date(2027, 2, 1)))) == ["12-04", "12-15", "12-18"]
    late = a_year(now=datetime(2026, 12, 17, 8, tzinfo=UTC))  # target: five working days on, 28 December
    assert late.cycle.step("organisation").target == date(2026, 12, 28)
    assert list(of("organisation", sleep(late, date(2026, 12, 28)))) == ["12-17", "12-23", "12-28"]


def test_several_missed_reminders_are_one() -> None:
    assert [line(event) for event in a_year().tick(date(2026, 9, 15))] == [
        "organisation due 10 remind municipal_coordinator"
    ]


def test_missed_rungs_are_all_told_since_each_speaks_to_somebody_else() -> None:
    assert [line(event) for event in a_year().tick(date(2026, 10, 5))] == [
        "organisation due 10 remind municipal_coordinator",
        "organisation overdue since 20",
        "organisation tell municipal_coordinator",
        "organisation tell decision_maker",
        "organisation tell county_coordinator",
    ]


def test_the_latest_date_itself_is_not_overdue() -> None:
    year = a_year()
    assert [event.kind for event in year.tick(date(2026, 9, 20), hour=21)] == ["StepReminded"]  # 23:00 in Sweden
    assert [event.kind for event in year.tick(date(2026, 9, 20), hour=22)] == ["StepOverdue", "StepEscalated"]


def test_a_step_that_waits_for_others_is_told_of_only_when_overdue() -> None:
    mornings = sleep(a_year(), date(2027, 12, 31))
    assert of("mapping", mornings) == {"10-21": ["overdue since 20"]}
    assert of("implementation", mornings) == {"12-01": ["overdue since 30"]}
    assert of("adoption", mornings) == {}


def test_an_optional_step_is_reminded_of_but_never_overdue() -> None:
    year = a_year(upto="goals")
    assert of("adoption", sleep(year, date(2027, 12, 31))) == {
        "11-17": ["due 17 remind municipal_coordinator"],
        "11-20": ["due 20 remind municipal_coordinator"],
    }
    year.give(a.complete("adoption"))
    assert "adoption overdue since 01" in [line(event) for event in year.give(Tick())]


def test_a_submission_reminds_its_approver_and_a_stale_one_those_who_confirm_it() -> None:
    year = a_year(upto="situation_analysis")
    assert acting_role(year.cycle, year.cycle.step("situation_analysis")) is LEADS
    year.give(a.complete("situation_analysis"))
    assert acting_role(year.cycle, year.cycle.step("situation_analysis")) is DECIDES
    assert of("situation_analysis", sleep(year, date(2026, 10, 12))) == {"10-12": ["due 12 remind decision_maker"]}
    year.give(a.reopen("mapping"))
    year.settle("mapping", content=a.CHANGED)
    assert year.stale() == ["situation_analysis"]
    assert year.cycle.step("situation_analysis").target == date(2026, 11, 9)  # moved when mapping was reopened
    assert of("situation_analysis", sleep(year, date(2026, 11, 8))) == {
        "10-26": ["due 26 remind municipal_coordinator"],
        "11-04": ["due 04 remind municipal_coordinator"],
    }


def test_a_stale_step_is_reminded_of_only_when_what_it_builds_on_is_done_again() -> None:
    year = a_year(upto=None)
    year.now = datetime(2028, 5, 2, 7, tzinfo=UTC)
    year.give(a.reopen("mapping"))
    mornings = sleep(year, date(2028, 12, 31))
    assert list(of("mapping", mornings)) == ["05-02", "05-11", "05-16", "05-17", "05-23", "05-31"]
    assert of("situation_analysis", mornings) == {"06-01": ["overdue since 31"]}
    year.settle("mapping", content=a.CHANGED)
    assert [line(event) for event in year.give(Tick())] == [
        "situation_analysis due 31 remind municipal_coordinator",
        "situation_analysis tell municipal_coordinator",
        "situation_analysis tell decision_maker",
        "situation_analysis tell county_coordinator",
    ]


def test_an_extension_arms_the_passed_date_and_the_ladder_again() -> None:
    year = a_year()
    sleep(year, date(2026, 10, 4))
    year.now = datetime(2026, 10, 5, 8, tzinfo=UTC)
    year.give(a.extend("organisation", date(2026, 10, 8)))
    assert of("organisation", sleep(year, date(2027, 12, 31))) == {
        "10-09": ["overdue since 08", "tell municipal_coordinator"],
        "10-15": ["tell decision_maker"],
        "10-22": ["tell county_coordinator"],
    }


def test_an_extension_in_time_spares_the_ladder() -> None:
    year = a_year()
    year.give(a.extend("organisation", date(2026, 10, 8)))
    assert list(of("organisation", sleep(year, date(2026, 10, 9)))) == ["09-03", "09-09", "09-10", "10-09"]


@pytest.mark.parametrize("step", [s for s in a.PROCESS.steps if s.escalation], ids=lambda s: s.key)
def test_each_rung_reaches_the_role_that_the_process_names(step: object) -> None:
    key = str(getattr(step, "key", ""))
    year = a_year(upto="goals" if key == "adoption" else key)
    if key == "adoption":
        year.give(a.complete(key))
    latest = year.cycle.step(key).latest
    assert latest is not None
    told = [e.to for e in year.tick(date(2029, 1, 2)) if isinstance(e, StepEscalated) and e.step == key]
    by_law = {"organisation", "mapping", "situation_analysis", "decision", "follow_up", "council_report"}
    assert told == [LEADS, *([DECIDES] if key in by_law else []), COUNTY]


def test_time_said_once_is_not_said_again() -> None:
    year = a_year()
    assert year.tick(date(2026, 10, 5)) != []
    assert year.give(Tick()) == []
    year.now = a.OPENS  # the clock jumps back
    assert year.give(Tick()) == []


def test_a_year_wakes_at_six_in_stockholm_in_summer_and_in_winter() -> None:
    assert next_wakeup(a_year().cycle) == datetime(2026, 9, 3, 4, 0, tzinfo=UTC)
    assert next_wakeup(a_year(upto="decision").cycle) == datetime(2026, 11, 17, 5, 0, tzinfo=UTC)


def test_what_falls_due_after_the_morning_waits_for_the_next() -> None:
    year = a_year(upto="closing")
    assert of("closing", sleep(year, date(2028, 4, 18)))["04-18"] == ["tell municipal_coordinator"]
    year.now = datetime(2028, 4, 18, 10, tzinfo=UTC)
    year.give(a.reopen("mapping"))  # ten working days from its new target: the first reminder belongs to today
    assert next_wakeup(year.cycle) == datetime(2028, 4, 19, 4, 0, tzinfo=UTC)


def test_what_falls_due_on_a_day_without_a_morning_is_told_at_once() -> None:
    year = a_year(upto=None)
    year.now = datetime(2028, 4, 18, 10, tzinfo=UTC)
    year.give(a.reopen("mapping"))
    assert next_wakeup(year.cycle) == datetime(2028, 4, 18, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize("kind", Kind)
def test_a_closed_year_is_told_nothing_and_sleeps(kind: Kind) -> None:
    year = a_year(kind, upto=None, plan_in_force="1381-2026")
    assert next_wakeup(year.cycle) is None
    assert year.tick(date(2029, 1, 2)) == []


def test_a_year_that_was_not_started_sleeps_too() -> None:
    blank = a.a_blank()
    assert next_wakeup(blank.cycle) is None
    assert blank.tick(date(2029, 1, 2)) == []
