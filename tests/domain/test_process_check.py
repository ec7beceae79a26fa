from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from domain import forms
from domain.process import Process
from domain.process_check import STATUTORY, mistakes

FORMS = frozenset(forms.FORMS)
PROCESSES = Path(__file__).parents[2] / "processes"
RIGHT: Mapping[str, Any] = yaml.safe_load((PROCESSES / "lag-2023-196.yaml").read_text("utf-8"))
LAW = {"kind": "law", "reference": "9 § lag (2023:196)"}
POSITION = {step["key"]: n for n, step in enumerate(RIGHT["steps"])}


def a_process(**steps: Mapping[str, Any]) -> dict[str, Any]:
    """The statutory process with some fields of some steps written otherwise."""
    raw = deepcopy(dict(RIGHT))
    for key, fields in steps.items():
        raw["steps"][POSITION[key]].update(fields)
    return raw


def told(raw: object) -> list[tuple[str, str]]:
    """Each mistake as its place, without `steps`, and its message."""
    return [
        (".".join(map(str, m.path[1:] if m.path[:1] == ("steps",) else m.path)), m.message)
        for m in mistakes(raw, FORMS)
    ]


def at(step: str, *field: str | int) -> str:
    return ".".join(map(str, (POSITION[step], *field)))


def test_the_statutory_process_is_right() -> None:
    assert mistakes(RIGHT, FORMS) == []


@pytest.mark.parametrize(
    ("step", "fields", "field", "message"),
    [
        ("goals", {"role": "boss"}, "role", "'boss' is not one of"),
        (
            "goals",
            {"approver": {"role": "decision_maker", "bodies": ["byalag"]}},
            "approver.bodies.0",
            "'byalag' is not",
        ),
        ("goals", {"form": "smart"}, "form", f"there is no form 'smart', only {', '.join(sorted(FORMS))}"),
        ("goals", {"working_days": "3"}, "working_days", "must be a whole number, not '3'"),
        ("goals", {"working_days": -1}, "working_days", "must be at least 0, not -1"),
        ("goals", {"waivable": "yes"}, "waivable", "must be true or false"),
        ("goals", {"kinds": []}, "kinds", "must not be empty"),
        ("goals", {"waits_for": "mapping"}, "waits_for", "must be a list"),
        ("goals", {"title": {"sv": "Mål"}}, "title.en", "is missing"),
        ("goals", {"title": {"sv": "Mål", "en": " "}}, "title.en", "must not be empty"),
        ("goals", {"colour": "red"}, "colour", "is not a field that belongs here"),
        ("goals", {"target": "02-30"}, "target", "'02-30' is not a date that exists in every year"),
        ("goals", {"target": "1 december"}, "target", "is not a date: write MM-DD"),
        ("goals", {"basis": {"kind": "custom", "reference": "x"}}, "basis.kind", "'custom' is not one of"),
        ("goals", {"waits_for": ["gaols"]}, "waits_for.0", "there is no step 'gaols' to wait for"),
        ("goals", {"waits_for": ["cause_analysis", "adoption"]}, "waits_for.1", "'adoption' is optional"),
        ("organisation", {"latest": "-1/09-09"}, "latest", "-1/09-09 is before the target, -1/09-10"),
        ("goals", {"reminders": [1, 5]}, "reminders", "must fall"),
        ("goals", {"escalation": [{"after": 5, "to": "contributor"}] * 2}, "escalation", "must rise"),
        ("start", {"escalation": [{"after": 5, "to": "contributor"}]}, "escalation", "the step has none"),
        ("goals", {"bodies": ["KS"]}, "bodies", "belong to a decision-maker only"),
        ("goals", {"approver": {"role": "decision_maker"}}, "approver.bodies", "approves for a body"),
        ("goals", {"approver": {"role": "county_coordinator"}}, "approver.role", "may not approve"),
        ("council_report", {"bodies": []}, "bodies", "must name the bodies"),
        ("closing", {"optional": True, "basis": LAW}, "optional", "cannot be optional"),
        ("decision", {"waivable": True}, "waivable", "cannot be waived"),
        ("decision", {"basis": {"kind": "practice", "reference": "x"}}, "basis.kind", "5 § lag (2023:196) requires"),
        ("mapping", {"role": "county_coordinator"}, "role", "asks this of the municipality"),
        ("mapping", {"kinds": ["light"]}, "kinds", "must have 'full': 4 § 1 lag (2023:196)"),
        ("follow_up", {"kinds": ["full"]}, "kinds", "must have 'light': 6 § lag (2023:196)"),
    ],
)
def test_one_mistake_is_told_once_and_in_its_place(step: str, fields: dict[str, Any], field: str, message: str) -> None:
    [(place, said)] = told(a_process(**{step: fields}))
    assert place == at(step, field)
    assert message in said


def test_any_law_step_that_a_county_adds_is_as_firm() -> None:
    assert told(a_process(goals={"basis": LAW})) == [
        (at("goals", "waivable"), "the law requires the step: it cannot be waived")
    ]


def test_a_circle_is_named_once() -> None:
    found = told(a_process(goals={"waits_for": ["action_plan"]}))
    assert (at("goals", "waits_for"), "circular dependency: goals → action_plan → measures → goals") in found
    assert sum("circular" in message for _, message in found) == 1


def test_a_step_cannot_wait_for_itself() -> None:
    assert told(a_process(goals={"waits_for": ["goals"]})) == [
        (at("goals", "waits_for"), "circular dependency: goals → goals")
    ]


def test_a_step_comes_no_earlier_than_what_it_waits_for() -> None:
    assert told(a_process(goals={"target": "-1/11-14", "latest": "-1/11-24"})) == [
        (at("goals", "target"), "-1/11-14 is before -1/11-15, the target of 'cause_analysis'"),
        (at("goals", "latest"), "-1/11-24 is before -1/11-25, the latest date of 'cause_analysis'"),
    ]


def test_dates_must_agree_in_a_light_year_too() -> None:
    raw = a_process(goals={"kinds": ["light"], "waits_for": []}, follow_up={"waits_for": ["situation_analysis"]})
    raw["steps"][POSITION["situation_analysis"]] |= {"target": "12-01", "latest": "12-02", "kinds": ["light", "full"]}
    assert (at("follow_up", "target"), "11-30 is before 12-01, the target of 'situation_analysis'") in told(raw)


def test_a_step_cannot_wait_for_a_later_phase() -> None:
    found = told(a_process(mapping={"waits_for": ["organisation", "goals"]}))
    assert (at("mapping", "waits_for", 1), "'goals' belongs to a later phase, action_plan") in found


def test_a_key_is_used_once() -> None:
    raw = a_process()
    raw["steps"].append(raw["steps"][-1])
    assert told(raw) == [("15.key", "there is already a step 'closing'")]


def test_every_phase_has_a_title_and_steps() -> None:
    raw = a_process()
    del raw["phases"]["follow_up"]
    assert told(raw) == [("phases", "the phase 'follow_up' is missing")]
    raw = a_process(**{key: {"phase": "follow_up"} for key in ("goals", "measures", "action_plan", "decision")})
    assert told(raw) == [("phases.action_plan", "the phase 'action_plan' has no steps")]


@pytest.mark.parametrize("key", STATUTORY)
def test_a_step_that_the_law_requires_cannot_be_dropped(key: str) -> None:
    raw = a_process()
    del raw["steps"][POSITION[key]]
    assert ("", f"the step '{key}' is missing: {STATUTORY[key]} lag (2023:196) requires it") in told(raw)


def test_a_county_may_offer_full_years_only() -> None:
    assert told(a_process(**{key: {"kinds": ["full"]} for key in POSITION})) == []


def test_a_light_year_may_go_without_mapping() -> None:
    assert told(a_process(mapping={"kinds": ["full"]})) == []


def test_mistakes_of_every_sort_are_told_at_once() -> None:
    raw = a_process(
        mapping={"role": "boss", "latest": "-1/10-01", "waits_for": ["nothing"]},
        goals={"working_days": None, "form": "smart", "waits_for": ["measures"]},
        decision={"optional": True, "title": None, "approver": {"role": "supervisor"}},
    )
    del raw["version"]
    places = [place for place, _ in told(raw)]
    assert {
        "version",
        at("mapping", "role"),
        at("mapping", "latest"),
        at("mapping", "waits_for", 0),
        at("goals", "working_days"),
        at("goals", "form"),
        at("goals", "waits_for"),
        at("decision", "optional"),
        at("decision", "title"),
        at("decision", "approver", "role"),
    } <= set(places)


def test_what_is_no_process_at_all_is_told_too() -> None:
    nothings: list[object] = [None, [], "text", {}, {"steps": None}, {"steps": [None, 3, {}]}, {1: 2}]
    assert all(mistakes(raw, FORMS) for raw in nothings)


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.sampled_from(["", "goals", "KS", "law", "01-31", "full", "text"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["key", "role", "sv"]), inner, max_size=3)
    ),
    max_leaves=4,
)


@given(st.sampled_from(list(POSITION)), st.sampled_from(list(RIGHT["steps"][1])), PLAIN)
def test_whatever_is_written_it_is_told_or_it_is_a_process(step: str, field: str, value: object) -> None:
    raw = a_process(**{step: {field: value}})
    if not mistakes(raw, FORMS):
        Process.model_validate(raw)
