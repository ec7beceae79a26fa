"""What cannot be right in a step's content among the rest of the year is named by code and place."""

import pytest

from domain.content.check import findings
from tests.domain.contents import YEAR, Json, as_document, lacking, spoiled

NOBODY = "X9"


def told(form: str, year: dict[str, Json]) -> list[tuple[str, str]]:
    return [(finding.code, finding.pointer) for finding in findings(form, year[form], year)]


@pytest.mark.parametrize("form", YEAR)
def test_nothing_is_wrong_with_a_whole_year(form: str) -> None:
    assert told(form, YEAR) == []


@pytest.mark.parametrize(
    ("form", "pointer"),
    [
        ("situation_analysis", "/analysis/refers_to/1"),
        ("situation_analysis", "/problems/0/sources/0"),
        ("prioritisation", "/priorities/2/problem"),
        ("cause_analysis", "/causes/0/problem"),
        ("goals", "/goals/0/problem"),
        ("measures", "/measures/1/problems/0"),
        ("measures", "/measures/1/problems/1"),
        ("measures", "/measures/0/causes/0"),
        ("measures", "/measures/0/goals/0"),
        ("implementation", "/notes/0/measure"),
    ],
)
def test_a_reference_to_nothing_is_unknown(form: str, pointer: str) -> None:
    year = spoiled(form, pointer, NOBODY)
    assert told(form, year) == [("reference-unknown", pointer)]
    assert NOBODY not in findings(form, year[form], year)[0].message


def test_a_problem_that_needs_no_measure_must_be_one() -> None:
    year = spoiled("measures", "/none_needed", [{"problem": NOBODY, "reason": "Polisen har insatser"}])
    assert told("measures", year) == [("reference-unknown", "/none_needed/0/problem")]


def test_a_result_of_an_unknown_measure_also_leaves_the_known_one_out() -> None:
    year = spoiled("follow_up", "/results/0/measure", NOBODY)
    assert told("follow_up", year) == [("reference-unknown", "/results/0/measure"), ("measure-left-out", "/results")]


@pytest.mark.parametrize(
    ("form", "lost"),
    [
        ("situation_analysis", ("mapping",)),
        ("prioritisation", ("situation_analysis",)),
        ("cause_analysis", ("situation_analysis",)),
        ("goals", ("situation_analysis",)),
        ("measures", ("situation_analysis", "cause_analysis", "goals")),
        ("implementation", ("measures",)),
        ("follow_up", ("measures",)),
    ],
)
def test_what_is_kept_in_a_document_or_not_handed_in_has_no_ids_to_know(form: str, lost: tuple[str, ...]) -> None:
    assert told(form, as_document(*lost)) == []
    assert told(form, {key: value for key, value in YEAR.items() if key not in lost}) == []


@pytest.mark.parametrize(
    ("form", "pointer", "name"),
    [
        ("organisation", "/agreements", "id"),
        ("mapping", "/observations", "id"),
        ("mapping", "/information", "id"),
        ("situation_analysis", "/problems", "id"),
        ("prioritisation", "/priorities", "problem"),
        ("cause_analysis", "/causes", "id"),
        ("goals", "/goals", "id"),
        ("measures", "/measures", "id"),
        ("follow_up", "/results", "measure"),
    ],
)
def test_an_id_stands_once(form: str, pointer: str, name: str) -> None:
    items = YEAR[form][pointer[1:]]
    year = spoiled(form, f"{pointer}/{len(items)}", items[0])
    assert told(form, year) == [("id-used-twice", f"{pointer}/{len(items)}/{name}")]


def test_an_observation_and_an_information_item_cannot_share_an_id() -> None:
    assert told("mapping", spoiled("mapping", "/information/0/id", "K1")) == [("id-used-twice", "/information/0/id")]


def test_a_measure_addresses_a_problem() -> None:
    year = spoiled("measures", "/measures/1/problems", [])
    assert told("measures", year) == [("measure-without-problem", "/measures/1/problems")]


def test_each_measure_left_out_is_named_in_the_order_of_the_plan() -> None:
    third = YEAR["measures"]["measures"][1] | {"id": "A3"}
    year = spoiled("measures", "/measures/2", third)
    year["follow_up"] = YEAR["follow_up"] | {"results": YEAR["follow_up"]["results"][:1]}
    found = findings("follow_up", year["follow_up"], year)
    assert [(each.code, each.pointer) for each in found] == [("measure-left-out", "/results")] * 2
    assert ["A2" in found[0].message, "A3" in found[1].message] == [True, True]


def test_a_follow_up_kept_in_a_document_leaves_out_no_measure() -> None:
    assert told("follow_up", as_document("follow_up")) == []


@pytest.mark.parametrize("field", ["done", "next"])
@pytest.mark.parametrize("measures", ["typed", "a document", "of another year"])
def test_a_result_says_whether_it_was_done_and_what_comes_next(field: str, measures: str) -> None:
    year = lacking("follow_up", f"/results/1/{field}")
    if measures == "a document":
        year["measures"] = as_document("measures")["measures"]
    elif measures == "of another year":
        del year["measures"]  # as in a light year
    assert told("follow_up", year) == [("result-incomplete", f"/results/1/{field}")]


@pytest.mark.parametrize(
    ("form", "pointer", "day"),
    [
        ("organisation", "/agreements/0/valid_to", "2025-12-09"),
        ("follow_up", "/results/0/measured_on", "2026-12-31"),
        ("follow_up", "/closed_on", "2026-12-31"),
    ],
)
def test_days_that_cannot_follow_each_other(form: str, pointer: str, day: str) -> None:
    assert told(form, spoiled(form, pointer, day)) == [("dates-out-of-order", pointer)]


def test_a_plan_is_not_older_than_the_picture_that_it_rests_on() -> None:
    older = [("plan-older-than-picture", "/decision/decided_on")]
    assert told("decision", spoiled("decision", "/decision/decided_on", "2026-11-19")) == older
    assert told("decision", spoiled("decision", "/decision/decided_on", "2026-11-20")) == []


def test_a_reopened_plan_may_rest_on_a_newer_picture_since_a_new_decision_follows() -> None:
    assert told("action_plan", spoiled("action_plan", "/based_on_day", "2027-01-15")) == []


def test_what_others_hold_in_an_older_shape_counts_as_not_stated() -> None:
    year = {**YEAR, "situation_analysis": {"problems": "P1"}, "nonsense": {"x": 1}}
    assert told("measures", year) == []


def test_shape_comes_before_references() -> None:
    year = spoiled("measures", "/measures/0/problems", "P1")
    assert told("measures", year) == [("tuple_type", "/measures/0/problems")]


def test_the_content_handed_in_is_checked_and_not_the_one_before_it() -> None:
    before = spoiled("measures", "/measures/1/problems/0", NOBODY)
    assert findings("measures", YEAR["measures"], before) == ()
    assert findings("measures", before["measures"], YEAR) != ()
