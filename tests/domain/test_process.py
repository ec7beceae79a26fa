from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.errors import NotFound
from domain.process import Kind, Phase, Process, StepDefinition, YearDate, contracted

KEYS = "abcdefgh"


def a_step(key: str, **fields: Any) -> StepDefinition:  # noqa: ANN401
    data: dict[str, Any] = {
        "key": key,
        "title": {"sv": key, "en": key},
        "phase": "action_plan",
        "basis": {"kind": "practice", "reference": "Kommunens praxis"},
        "role": "contributor",
        "target": "-1/12-01",
        "working_days": 3,
        "form": "text",
        "kinds": ["full"],
    }
    return StepDefinition.model_validate({**data, **fields})


def a_process(*steps: StepDefinition) -> Process:
    titles = {"sv": "Årshjul", "en": "Year wheel"}
    return Process.model_validate(
        {"key": "a-process", "version": 1, "titles": titles, "phases": dict.fromkeys(Phase, titles), "steps": steps}
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("-1/09-01", date(2026, 9, 1)),
        ("01-31", date(2027, 1, 31)),
        ("+1/03-31", date(2028, 3, 31)),
        ("02-28", date(2027, 2, 28)),
    ],
)
def test_a_date_is_read_relative_to_the_year(text: str, day: date) -> None:
    assert YearDate.model_validate(text).on(2027) == day


@pytest.mark.parametrize("text", ["02-29", "02-30", "13-01", "04-31", "00-10", "-1/02-29"])
def test_a_date_that_some_year_lacks_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="every year"):
        YearDate.model_validate(text)


@pytest.mark.parametrize(
    "wrong", ["2026-09-01", "9-1", "1/09-01", "-0/09-01", "+12/09-01", "٠١-٠١", "01-01\n", "", 901]
)
def test_a_date_written_otherwise_is_refused(wrong: object) -> None:
    with pytest.raises(ValidationError, match="MM-DD"):
        YearDate.model_validate(wrong)


@given(st.integers(-9, 9), st.dates(date(2001, 1, 1), date(2001, 12, 31)))
def test_a_date_comes_back_as_it_was_written(offset: int, day: date) -> None:
    text = (f"{offset:+d}/" if offset else "") + day.strftime("%m-%d")
    read = YearDate.model_validate(text)
    assert str(read) == read.model_dump() == text
    assert YearDate.model_validate_json(read.model_dump_json()) == read
    assert read.on(2027) == date(2027 + offset, day.month, day.day)


@given(*[st.tuples(st.integers(-2, 2), st.dates(date(2001, 1, 1), date(2001, 12, 31)))] * 2)
def test_dates_are_ordered_as_their_days_are(a: tuple[int, date], b: tuple[int, date]) -> None:
    first, second = (YearDate.model_validate(f"{n:+d}/{d:%m-%d}" if n else f"{d:%m-%d}") for n, d in (a, b))
    assert (first < second) == (first.on(2028) < second.on(2028))


def test_the_phases_have_an_order() -> None:
    assert sorted(Phase, key=lambda phase: phase.order) == [
        Phase.SITUATION_ANALYSIS,
        Phase.ACTION_PLAN,
        Phase.FOLLOW_UP,
    ]


def test_a_process_survives_json() -> None:
    process = a_process(a_step("one", latest="+1/01-31", approver={"role": "decision_maker", "bodies": ["KS"]}))
    assert Process.model_validate_json(process.model_dump_json()) == process


def test_a_step_is_found_by_key() -> None:
    process = a_process(a_step("one"), a_step("two"))
    assert process.step("two").key == "two"
    with pytest.raises(NotFound, match="three"):
        process.step("three")


def test_numbers_and_yes_or_no_are_taken_as_written_only() -> None:
    with pytest.raises(ValidationError):
        a_step("one", working_days="3")
    with pytest.raises(ValidationError):
        a_step("one", waivable="yes")


def test_a_light_year_waits_for_what_the_steps_left_out_waited_for() -> None:
    process = a_process(
        a_step("mapping", kinds=["full", "light"]),
        a_step("goals", waits_for=["mapping"]),
        a_step("measures", waits_for=["goals", "mapping"]),
        a_step("follow_up", waits_for=["measures"], kinds=["full", "light"]),
    )
    light = {step.key: step.waits_for for step in process.steps_of(Kind.LIGHT)}
    assert light == {"mapping": (), "follow_up": ("mapping",)}
    assert process.steps_of(Kind.FULL) == process.steps


@st.composite
def some_waits(draw: st.DrawFn) -> dict[str, tuple[str, ...]]:
    return {
        key: tuple(draw(st.lists(st.sampled_from(KEYS[:n]), unique=True, max_size=3))) if n else ()
        for n, key in enumerate(KEYS)
    }


def everything_before(key: str, waits: dict[str, tuple[str, ...]]) -> set[str]:
    return {other for near in waits[key] for other in (near, *everything_before(near, waits))}


@given(some_waits(), st.frozensets(st.sampled_from(KEYS)))
def test_leaving_steps_out_keeps_the_order_of_the_others(
    waits: dict[str, tuple[str, ...]], keep: frozenset[str]
) -> None:
    left = contracted(waits, keep)
    assert set(left) == keep
    for key in keep:
        assert everything_before(key, left) == everything_before(key, waits) & keep
        assert len(set(left[key])) == len(left[key])


def test_a_circle_and_an_unknown_step_do_not_stop_the_walk() -> None:
    assert contracted({"a": ("b",), "b": ("a", "c")}, frozenset({"a"})) == {"a": ()}
