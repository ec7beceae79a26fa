"""The two clocks of 6 §, over any days; their warnings; the transitional rule; agreements that end."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.commands import Content
from domain.law.clocks import (
    IN_FORCE,
    PLAN_ASKED_FOR,
    Clock,
    DatedBy,
    every_second_year,
    months_after,
    notices,
    warnings,
)
from domain.law.map import law_map
from domain.law.wording import says
from tests.domain.knowing import TODAY, a_statement, a_year, answers, knowing, state

DAYS = st.dates(date(1990, 1, 1), date(2190, 1, 1))
ANY_DAY = st.dates()
STARTS = st.dates(IN_FORCE, date(2060, 1, 1))


def a_clock(start: date) -> Clock:
    return every_second_year("L6-1", "situation_analysis", start, DatedBy.FINAL, IN_FORCE)


@given(ANY_DAY, st.integers(-60, 60))
def test_months_go_to_the_same_day_or_the_months_last(day: date, months: int) -> None:
    found = months_after(day, months)
    if date.min < found < date.max:
        assert (found.year - day.year) * 12 + found.month - day.month == months
        assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).day == 1)


@given(STARTS)
def test_the_clock_runs_two_years_with_its_last_day(start: date) -> None:
    clock = a_clock(start)
    assert clock.due == months_after(start, 24)
    assert not clock.passed(clock.due)
    assert clock.passed(clock.due + timedelta(days=1))


@given(DAYS)
def test_nothing_is_due_before_the_act_asks_for_it(start: date) -> None:
    clock = every_second_year("L6-2", "follow_up", start, DatedBy.DECISION, PLAN_ASKED_FOR)
    assert clock.due >= PLAN_ASKED_FOR


@given(STARTS)
def test_warnings_come_six_three_and_one_months_before(start: date) -> None:
    clock = a_clock(start)
    all_of_them = warnings(clock, date.max)
    assert [notice.months for notice in all_of_them] == [6, 3, 1]
    for notice in all_of_them:
        assert notice.day == months_after(clock.due, -notice.months) < clock.due
        assert notice in warnings(clock, notice.day)
        assert notice not in warnings(clock, notice.day - timedelta(days=1))


@given(STARTS, DAYS, DAYS)
def test_a_daily_look_tells_each_warning_once(start: date, one: date, other: date) -> None:
    earlier, later = sorted((one, other))
    told, then = ({notice.key for notice in warnings(a_clock(start), day)} for day in (earlier, later))
    assert told <= then
    assert len(then) == len(warnings(a_clock(start), later))


@given(STARTS, DAYS)
def test_of_a_clock_that_has_ended_only_that_is_told(start: date, today: date) -> None:
    """By one key, whatever the day: so it is told once, also where the clock had ended when it was first seen."""
    clock = a_clock(start)
    told = notices(clock, today)
    if today <= clock.due:
        assert told == warnings(clock, today)
        return
    assert [(notice.months, notice.due, notice.day) for notice in told] == [
        (0, clock.due, clock.due + timedelta(days=1))
    ]
    assert told == notices(clock, date.max)
    assert told[0].key not in {notice.key for notice in warnings(clock, date.max)}


@pytest.mark.parametrize(
    ("of", "due", "months", "sv", "en"),
    [
        ("follow_up", "2026-07-01", 0, "gick ut 2026-07-01.", "ended on 2026-07-01."),
        ("follow_up", "2026-07-01", 3, "går ut 2026-07-01.", "end on 2026-07-01."),
        ("situation_analysis", "2026-07-01", 0, "gick ut 2026-07-01.", "ended on 2026-07-01."),
        ("situation_analysis", "2023-07-01", 0, "då lagen började gälla.", "when the Act came into force."),
        ("follow_up", "2024-07-01", 0, "då en åtgärdsplan först krävdes.", "when a plan was first asked for."),
        ("agreement:OK1", "2026-12-31", 6, "gäller till och med 2026-12-31.", "in force until 2026-12-31."),
    ],
)
def test_a_notice_says_what_ends_or_has_ended(of: str, due: str, months: int, sv: str, en: str) -> None:
    sentence = says(of, date.fromisoformat(due), months)
    assert sentence.sv.endswith(sv)
    assert sentence.en.endswith(en)
    assert ("minst vartannat år" in sentence.sv) == (not of.startswith("agreement"))


@given(STARTS, STARTS)
def test_another_start_gives_warnings_of_its_own(one: date, other: date) -> None:
    keys = [{notice.key for notice in warnings(a_clock(start), date.max)} for start in (one, other)]
    assert a_clock(one).due == a_clock(other).due or not keys[0] & keys[1]


@given(st.dates(date(2021, 1, 1), TODAY), DAYS)
def test_a_lagesbild_holds_to_its_last_day(made: date, today: date) -> None:
    facts = knowing(a_statement("situation_analysis", {"finished_on": made.isoformat()}))
    result = answers(facts, today)["L6-1"]
    due = max(months_after(made, 24), IN_FORCE)
    if today < made:
        assert result.state.value == ("not_due" if today < IN_FORCE else "not_stated")
    else:
        assert result.state.value == ("met" if today <= due else "not_met")
        assert today < IN_FORCE or result.until == due


PLAN = a_statement("action_plan", {"decision": {"body": "KF", "decided_on": "2024-07-01"}})


@pytest.mark.parametrize(
    ("today", "expected"),
    [("2024-07-01", "not_due"), ("2026-07-01", "not_due"), ("2026-07-02", "not_met"), ("2026-11-22", "not_met")],
)
def test_a_plan_decided_on_the_last_day_is_followed_up_two_years_later(today: str, expected: str) -> None:
    result = answers(knowing(PLAN), date.fromisoformat(today))["L6-2"]
    assert (result.state.value, result.until) == (expected, date(2026, 7, 1))
    assert result.evidence[0].dated_by is DatedBy.DECISION


def test_a_follow_up_starts_the_next_two_years() -> None:
    done = a_statement("follow_up", {"finished_on": "2026-02-28"})
    result = answers(knowing(PLAN, done))["L6-2"]
    assert (result.state.value, result.until) == ("met", date(2028, 2, 28))
    assert result.evidence[0].dated_by is DatedBy.FINAL


def test_a_new_plan_does_not_set_the_clock_back() -> None:
    newer = a_year({"decision": "2026-06-20"}, decision={"decision": {"body": "KS", "decided_on": "2026-06-18"}})
    result = answers(knowing(PLAN, newer))["L6-2"]
    assert (result.state.value, result.until) == ("not_met", date(2026, 7, 1))


def test_a_follow_up_of_what_came_before_the_plan_is_none_of_it() -> None:
    older = a_statement("follow_up", {"finished_on": "2021-03-01"})
    assert answers(knowing(PLAN, older), date(2025, 1, 1))["L6-2"].state.value == "not_due"


def test_the_decision_counts_and_else_the_day_it_was_final() -> None:
    both = a_statement(
        "situation_analysis", {"finished_on": "2025-01-15", "decision": {"body": "KS", "decided_on": "2025-03-04"}}
    )
    assert answers(knowing(both))["L6-1"].until == date(2027, 3, 4)
    adopted = a_year(
        {"situation_analysis": "2025-11-02", "adoption": "2025-12-09"},
        situation_analysis={"text": "Se bilagan"},
        adoption={"decision": {"body": "KS", "decided_on": "2025-12-08"}},
    )
    found = answers(knowing(adopted))["L6-1"]
    assert (found.until, found.evidence[0].name, found.evidence[0].dated_by) == (
        date(2027, 12, 8),
        "adoption",
        DatedBy.DECISION,
    )
    plain = a_year({"situation_analysis": "2025-11-02"})
    found = answers(knowing(plain))["L6-1"]
    assert (found.until, found.evidence[0].dated_by) == (date(2027, 11, 2), DatedBy.STEP_DONE)


def test_the_transitional_rule() -> None:
    nothing = knowing()
    assert {state(rule, nothing, date(2024, 6, 30)) for rule in ("L5-1", "L5-2", "L6-2")} == {"not_due"}
    assert {state(rule, nothing, date(2024, 7, 1)) for rule in ("L5-1", "L5-2", "L6-2")} == {"not_stated"}
    assert {result.state.value for result in law_map(nothing, date(2023, 6, 30)).law} == {"not_due"}


def test_an_agreement_is_warned_of_six_months_before_its_end() -> None:
    agreement: Content = {"id": "U1", "party": "Polisen", "signed_on": "2024-01-01", "valid_to": "2026-12-31"}
    facts = knowing(a_statement("agreements", {"agreements": [agreement]}, date(2024, 2, 1)))
    assert law_map(facts, date(2026, 6, 29)).notices == ()
    (notice,) = law_map(facts, date(2026, 6, 30)).notices
    assert (notice.of, notice.months, notice.due) == ("agreement:U1", 6, date(2026, 12, 31))
    assert law_map(facts, date(2027, 1, 1)).notices == ()
    assert state("L9-1", facts, date(2026, 12, 31)) == "met"
    assert state("L9-1", facts, date(2027, 1, 1)) == "not_met"
