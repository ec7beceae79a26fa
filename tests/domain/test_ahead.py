"""Days that are still to come: of a decision that nobody has taken yet, and of a step whose last day is moved."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.arranging import passed_by
from domain.commands import Content
from domain.content.ahead import TELLS_OF_WHAT_HAS_BEEN, ahead
from tests.domain import builders as a
from tests.domain.builders import a_year

TODAY = date(2027, 2, 1)
days = st.dates(date(2020, 1, 1), date(2035, 1, 1))


def decided(day: object) -> Content:
    return {"decision": {"body": "KS", "decided_on": str(day)}, "agreements": [{"id": "OK1", "valid_to": "2099-01-01"}]}


@given(days)
def test_a_decision_of_a_day_to_come_is_told_and_no_other(day: date) -> None:
    told = [(gap.code, gap.pointer) for gap in ahead("decision", decided(day), TODAY)]
    assert told == ([("day-ahead", "/decision/decided_on")] if day > TODAY else [])


def test_what_is_no_day_is_somebody_else_s_to_tell() -> None:
    assert list(ahead("decision", decided("i maj"), TODAY)) == []
    assert list(ahead("decision", {"decision": "2099-01-01", "decided_on": 2099}, TODAY)) == []


def test_in_a_list_it_says_which() -> None:
    content: Content = {"results": [{"measured_on": "2026-12-31"}, {"measured_on": "2027-02-02"}]}
    assert [gap.pointer for gap in ahead("follow_up", content, TODAY)] == ["/results/1/measured_on"]
    assert "target_on" not in TELLS_OF_WHAT_HAS_BEEN


@given(st.integers(-400, 400))
def test_a_day_passes_by_what_builds_on_the_step_and_ends_before_it(moved: int) -> None:
    cycle = a_year(upto="situation_analysis").cycle
    step = cycle.step("situation_analysis")
    latest = (step.latest or step.target) + timedelta(days=moved)
    passed = passed_by(cycle, step.key, latest)
    ends = [each.latest or each.target for each in passed]
    assert ends == sorted(ends)
    assert {each.key for each in passed} == {
        each.key for each in cycle.steps if each in cycle.dependents(step.key) and (each.latest or each.target) < latest
    }


def test_what_is_settled_is_not_passed_by() -> None:
    year = a_year(upto="situation_analysis")
    year.give(a.complete("situation_analysis"))
    assert "mapping" not in {each.key for each in passed_by(year.cycle, "organisation", date.max)}
    assert "prioritisation" in {each.key for each in passed_by(year.cycle, "organisation", date.max)}
