"""What is known of a municipality, made up: statements and finished years, by keyword."""

from collections.abc import Mapping
from datetime import date

from domain.commands import Content
from domain.content.year import read as read_year
from domain.law.facts import Facts, YearFacts
from domain.law.map import law_map
from domain.law.results import Result
from domain.people import Role
from domain.statements import Kind, Statement, findings
from domain.statements import read as read_statement

TODAY = date(2026, 11, 22)


def a_statement(kind: str, content: Content, told_on: date = TODAY) -> Statement:
    assert findings(Kind(kind), content, max(told_on, TODAY)) == ()
    stated = read_statement(Kind(kind), content)
    return Statement(kind=Kind(kind), content=stated, told_on=told_on, role=Role.MUNICIPAL_COORDINATOR)


def a_year(done: Mapping[str, str], year: int = 2026, **contents: Content) -> YearFacts:
    """`done` by form, as ISO days; `contents` by form."""
    days = {form: date.fromisoformat(day) for form, day in done.items()}
    return YearFacts(cycle=f"1381-{year}", year=year, content=read_year(contents), done=days)


def knowing(*known: Statement | YearFacts) -> Facts:
    return Facts(
        municipality="1381",
        statements=tuple(each for each in known if isinstance(each, Statement)),
        years=tuple(each for each in known if isinstance(each, YearFacts)),
    )


def answers(facts: Facts, today: date = TODAY) -> dict[str, Result]:
    found = law_map(facts, today)
    return {result.rule: result for result in (*found.law, *found.guidance)}


def state(rule: str, facts: Facts, today: date = TODAY) -> str:
    return answers(facts, today)[rule].state.value
