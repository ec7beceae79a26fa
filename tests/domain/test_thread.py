"""The red thread: what leads to what, and what is missing in it."""

import random
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from domain.content.base import Source
from domain.content.thread import Kind, Thread, thread
from domain.content.year import YearContent, read
from tests.domain.builders import PROCESS
from tests.domain.contents import YEAR, Json, as_document, lacking, spoiled

NAMES = ["P1", "P2", "A1", "A2", "O1"]
STEPS = {step.key for step in PROCESS.steps}


def of(year: Mapping[str, Json]) -> Thread:
    return thread(read(year))


def gaps(year: Mapping[str, Json]) -> list[tuple[str, str, str]]:
    return [(gap.code, gap.object, f"{gap.step}{gap.pointer}") for gap in of(year).gaps]


def test_a_whole_year_has_no_gap() -> None:
    assert gaps(YEAR) == []


def test_an_empty_year_has_neither_nodes_nor_gaps() -> None:
    assert thread(YearContent()) == Thread(nodes=(), edges=(), gaps=())


def test_the_nodes_are_the_year_s_objects_with_their_places() -> None:
    found = {node.id: f"{node.step}{node.pointer}" for node in of(YEAR).nodes}
    assert found == {
        "problem:P1": "situation_analysis/problems/0",
        "problem:P2": "situation_analysis/problems/1",
        "problem:P3": "situation_analysis/problems/2",
        "cause:O1": "cause_analysis/causes/0",
        "cause:O3": "cause_analysis/causes/1",
        "goal:M1": "goals/goals/0",
        "measure:A1": "measures/measures/0",
        "indicator:A1": "measures/measures/0/indicator",
        "measure:A2": "measures/measures/1",
        "indicator:A2": "measures/measures/1/indicator",
        "result:A1": "follow_up/results/0",
        "result:A2": "follow_up/results/1",
    }


def test_the_edges_lead_from_problem_to_result() -> None:
    assert {f"{edge.source} {edge.target}" for edge in of(YEAR).edges} == {
        "problem:P1 cause:O1",
        "problem:P2 cause:O3",
        "problem:P1 goal:M1",
        "cause:O1 measure:A1",
        "goal:M1 measure:A1",
        "cause:O3 measure:A2",
        "measure:A1 indicator:A1",
        "indicator:A1 result:A1",
        "measure:A2 indicator:A2",
        "indicator:A2 result:A2",
    }


def test_a_problem_leads_straight_to_a_measure_only_where_no_cause_lies_between() -> None:
    edges = of(spoiled("measures", "/measures/0/problems", ["P1", "P2"])).edges
    assert [edge.source for edge in edges if edge.target == "measure:A1"] == ["cause:O1", "problem:P2", "goal:M1"]


def test_a_measure_without_indicator_leads_to_its_result() -> None:
    edges = of(lacking("measures", "/measures/0/indicator")).edges
    assert [edge.source for edge in edges if edge.target == "result:A1"] == ["measure:A1"]


def test_which_problems_are_prioritised_is_said_once_somebody_has_said_it() -> None:
    def prioritised(year: Mapping[str, Json]) -> list[bool | None]:
        return [node.prioritised for node in of(year).nodes if node.kind is Kind.PROBLEM]

    assert prioritised(YEAR) == [True, True, False]
    assert prioritised(lacking("prioritisation", "")) == [None] * 3
    assert prioritised(as_document("prioritisation")) == [None] * 3


@pytest.mark.parametrize(
    ("form", "pointer", "gap"),
    [
        ("situation_analysis", "/problems/0/extent", "problem-without-extent problem:P1"),
        ("situation_analysis", "/problems/2/consequences", "problem-without-consequences problem:P3"),
        ("prioritisation", "/priorities/1/reason", "priority-without-reason problem:P2"),
        ("measures", "/measures/0/causes", "measure-without-cause measure:A1"),
        ("measures", "/measures/0/owner", "measure-without-owner measure:A1"),
        ("measures", "/measures/1/period", "measure-without-time measure:A2"),
        ("measures", "/measures/1/indicator", "measure-without-indicator measure:A2"),
        ("measures", "/measures/1/indicator/baseline", "indicator-without-baseline measure:A2"),
        ("measures", "/measures/1/indicator/target", "indicator-without-target measure:A2"),
        ("measures", "/measures/1/follow_up", "measure-without-follow-up measure:A2"),
        ("follow_up", "/results/1/value", "result-without-value measure:A2"),
    ],
)
def test_what_is_missing_in_an_object_is_a_gap_at_its_field(form: str, pointer: str, gap: str) -> None:
    code, node = gap.split()
    assert gaps(lacking(form, pointer)) == [(code, node, f"{form}{pointer}")]


@pytest.mark.parametrize(
    ("form", "pointer", "gap"),
    [
        ("prioritisation", "/priorities/2", ("problem-not-weighed", "problem:P3", "prioritisation/priorities")),
        ("cause_analysis", "/causes/1", ("problem-without-cause", "problem:P2", "cause_analysis/causes")),
        ("measures", "/measures/1", ("problem-without-measure", "problem:P2", "measures/measures")),
        ("follow_up", "/results/1", ("measure-without-result", "measure:A2", "follow_up/results")),
    ],
)
def test_an_object_that_is_missing_is_a_gap_at_what_it_should_belong_to(
    form: str, pointer: str, gap: tuple[str, str, str]
) -> None:
    assert gap in gaps(lacking(form, pointer))


@pytest.mark.parametrize("value", [{"trend": "upp"}, {"unit": "händelser"}, {}])
def test_an_extent_that_says_nothing_is_none(value: Json) -> None:
    found = gaps(spoiled("situation_analysis", "/problems/0/extent", value))
    assert [code for code, *_ in found] == ["problem-without-extent"]


def test_consequences_that_say_nothing_are_none_but_no_cost_is_a_figure() -> None:
    empty = gaps(spoiled("situation_analysis", "/problems/0/consequences", {}))
    assert [code for code, *_ in empty] == ["problem-without-consequences"]
    assert gaps(spoiled("situation_analysis", "/problems/0/consequences", {"cost": 0})) == []


def test_an_indicator_that_lacks_both_ends_has_two_gaps() -> None:
    found = gaps(spoiled("measures", "/measures/0/indicator", {"name": "Anmälda stölder"}))
    assert [code for code, *_ in found] == ["indicator-without-baseline", "indicator-without-target"]


def test_a_measure_without_problem_is_a_gap_where_a_year_holds_one() -> None:
    year = spoiled("measures", "/measures/0/problems", [])
    assert ("measure-without-problem", "measure:A1", "measures/measures/0/problems") in gaps(year)


def test_a_prioritised_problem_may_be_left_without_a_measure_for_a_reason() -> None:
    year = lacking("measures", "/measures/1")
    del year["implementation"], year["follow_up"]
    assert [code for code, *_ in gaps(year)] == ["problem-without-measure"]
    year["measures"]["none_needed"] = [{"problem": "P2", "reason": "Skolan har redan insatser"}]
    assert gaps(year) == []


def test_a_plan_that_says_only_why_no_measure_is_needed_is_itemised() -> None:
    year = {form: content for form, content in YEAR.items() if form not in ("implementation", "follow_up")}
    year["measures"] = {"none_needed": [{"problem": "P2", "reason": "Skolan har redan insatser"}]}
    assert gaps(year) == [("problem-without-measure", "problem:P1", "measures/measures")]


@pytest.mark.parametrize(
    ("form", "field"), [("situation_analysis", "problems"), ("measures", "measures"), ("follow_up", "results")]
)
def test_what_is_kept_in_a_document_cannot_be_tied_and_nothing_is_gone(form: str, field: str) -> None:
    assert gaps(as_document(form)) == [("not-itemised", "", f"{form}/{field}")]


@pytest.mark.parametrize(
    ("form", "pointer", "gone"),
    [
        (
            "situation_analysis",
            "/problems/0",
            [
                "prioritisation/priorities/0/problem",
                "cause_analysis/causes/0/problem",
                "goals/goals/0/problem",
                "measures/measures/0/problems/0",
            ],
        ),
        ("cause_analysis", "/causes/0", ["measures/measures/0/causes/0"]),
        (
            "measures",
            "/measures/0",
            ["implementation/notes/0/measure", "follow_up/results/0/measure"],
        ),
    ],
)
def test_what_others_point_to_can_be_gone_after_a_reopening(form: str, pointer: str, gone: list[str]) -> None:
    found = gaps(lacking(form, pointer))
    assert [where for code, _, where in found if code == "reference-gone"] == gone


def test_a_goal_can_be_gone_too() -> None:
    year = spoiled("goals", "/goals/0/id", "M2")
    assert gaps(year) == [("reference-gone", "measure:A1", "measures/measures/0/goals/0")]


def test_a_plan_older_than_its_picture_stays_to_be_seen_where_only_the_plan_was_done_again() -> None:
    year = spoiled("action_plan", "/based_on_day", "2027-01-15")
    assert gaps(year) == [("plan-older-than-picture", "", "decision/decision/decided_on")]


def test_only_what_the_act_asks_for_is_called_law() -> None:
    by_law = {"problem-without-extent", "problem-without-consequences", "plan-older-than-picture"}
    year = lacking("situation_analysis", "/problems/0/extent")
    del year["situation_analysis"]["problems"][1]["consequences"]
    year["action_plan"]["based_on_day"] = "2027-01-15"
    year["measures"]["measures"].append({"id": "A3", "title": "Bara ett namn"})
    assert {gap.code for gap in of(year).gaps if gap.basis is Source.LAW} == by_law


@given(st.randoms(use_true_random=False))
def test_whatever_is_missing_edges_join_nodes_and_gaps_name_steps(chance: random.Random) -> None:
    year = {
        form: {field: _thinned(part, chance) for field, part in content.items()}
        for form, content in YEAR.items()
        if chance.random() < 0.8
    }
    found = of(year)
    nodes = {node.id for node in found.nodes}
    assert len(nodes) == len(found.nodes)
    assert {end for edge in found.edges for end in (edge.source, edge.target)} <= nodes
    assert len(set(found.edges)) == len(found.edges)
    assert {node.step for node in found.nodes} | {gap.step for gap in found.gaps} <= STEPS & year.keys()
    assert {gap.object.partition(":")[0] for gap in found.gaps} <= {"", *Kind}
    assert all(gap.pointer.startswith("/") and gap.message for gap in found.gaps)


def _thinned(value: JsonValue, chance: random.Random) -> JsonValue:
    """Parts of lists left out, names exchanged: contents that were right once and are not any more."""
    if isinstance(value, dict):
        return {key: _thinned(part, chance) for key, part in value.items()}
    if isinstance(value, list):
        return [_thinned(part, chance) for part in value if chance.random() < 0.8]
    return chance.choice(NAMES) if value in NAMES else value
