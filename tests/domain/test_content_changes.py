"""What a step handed in anew changed: field by field, and which objects in later forms it makes stale."""

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import JsonValue

from domain.commands import Content
from domain.content.compare import compare
from domain.content.touched import touched
from domain.content.year import read
from tests.two_years import last_year

LAST = read(last_year())


def test_only_what_points_to_the_change_is_stale() -> None:
    before = last_year()["situation_analysis"]
    problems: Any = before["problems"]
    gone: Content = {**before, "problems": problems[1:]}
    assert touched("situation_analysis", before, gone, LAST) == {
        "prioritisation": ("/priorities/0",),
        "cause_analysis": ("/causes/0",),
        "goals": ("/goals/0",),
        "measures": ("/measures/0", "/measures/2"),
    }
    retold: Content = {**before, "problems": [*problems[:2], {**problems[2], "times": "vardagar"}]}
    stale = touched("situation_analysis", before, retold, LAST)
    assert stale == {"prioritisation": ("/priorities/2",), "measures": ("/measures/3", "/none_needed/0")}
    more: Content = {
        **before,
        "summary": "Nu med sammanfattning.",
        "problems": [*problems, {"id": "P9", "title": "Ny"}],
    }
    assert touched("situation_analysis", before, more, LAST) == {}


def test_a_problem_and_a_cause_of_the_same_name_are_two() -> None:
    before: Content = {"causes": [{"id": "P3", "problem": "P1", "what": "Mörka bryggor"}]}
    assert touched("cause_analysis", before, {"text": "Se bilagan."}, LAST) == {}


@pytest.mark.parametrize(
    ("form", "field", "stale"),
    [
        ("mapping", "observations", {"situation_analysis": ("/problems/0",)}),
        ("cause_analysis", "causes", {"measures": ("/measures/0", "/measures/1")}),
        ("goals", "goals", {"measures": ("/measures/0", "/measures/1")}),
        (
            "measures",
            "measures",
            {
                "implementation": ("/notes/0", "/notes/1"),
                "follow_up": ("/results/0", "/results/1", "/results/2", "/results/3"),
            },
        ),
        ("organisation", "agreements", {}),
        ("decision", "decision", {}),
    ],
)
def test_emptied_every_reference_into_it_is_stale(form: str, field: str, stale: Mapping[str, tuple[str, ...]]) -> None:
    before = last_year()[form]
    after: Content = {key: value for key, value in before.items() if key != field} | {"text": "Se bilagan."}
    assert touched(form, before, after, LAST) == stale
    assert touched(form, before, before, LAST) == {}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ({"text": "a"}, {"text": "b"}, [("changed", "/text", "a", "b")]),
        ({"a/b": 1}, {"c~d": 2}, [("gone", "/a~1b", 1, None), ("new", "/c~0d", None, 2)]),
        ({"text": None}, {}, []),
        ({"l": ["x"]}, {"l": ["x", "y"]}, [("changed", "/l", ["x"], ["x", "y"])]),
        ({"l": [{"id": "A"}, {"id": "B"}]}, {"l": [{"id": "B"}, {"id": "A"}]}, []),
        (
            {"l": [{"id": "A", "t": 1}, {"id": "B", "t": 1}]},
            {"l": [{"id": "N"}, {"id": "B", "t": 2}]},
            [
                ("gone", "/l/0", {"id": "A", "t": 1}, None),
                ("new", "/l/0", None, {"id": "N"}),
                ("changed", "/l/1/t", 1, 2),
            ],
        ),
        ({}, {"l": [{"id": "A"}]}, [("new", "/l/0", None, {"id": "A"})]),
        ({"l": [{"what": "x"}, {"what": "y"}]}, {"l": [{"what": "y"}]}, [("gone", "/l/0", {"what": "x"}, None)]),
        ({"l": [{"what": "x"}]}, {"l": [{"what": "x"}, {"what": "x"}]}, [("new", "/l/1", None, {"what": "x"})]),
        (
            {"l": [{"measure": "A", "on": "1"}, {"measure": "A", "on": "2", "s": 1}]},
            {"l": [{"measure": "A", "on": "2", "s": 2}, {"measure": "A", "on": "1"}]},
            [("changed", "/l/0/s", 1, 2)],
        ),
    ],
)
def test_two_versions_field_by_field(
    old: Content, new: Content, told: list[tuple[str, str, JsonValue, JsonValue]]
) -> None:
    assert [(c.how, c.pointer, c.before, c.after) for c in compare(old, new)] == told
