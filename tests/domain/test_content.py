"""The forms of a year: each field says who asks for it, and what cannot be right is refused with its place."""

from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from domain.commands import Content
from domain.content.base import Form, Source
from domain.forms import FORMS, findings
from tests.domain.contents import YEAR, Json, spoiled

TYPED = {name: form for name, form in FORMS.items() if issubclass(form, Form)}
SOURCES = {source.value for source in Source}

# Parts that say one thing together: the field that holds them has the basis.
TOGETHER = {"Link", "Answer", "Period", "Extent", "Consequences", "Effort", "Origin", "Ended", "FedBack", "Lesson"}
# Names, and what a figure is in; a text or link alone instead of the form; whom an entry is about.
ON_PURPOSE = {
    "*.text",
    "*.links",
    "FollowUp.plan",
    "Agreement.id",
    "Cause.id",
    "Council.name",
    "Decision.body",
    "Goal.id",
    "Information.id",
    "Information.period",
    "Information.source",
    "Information.unit",
    "Information.value",
    "Measure.id",
    "Member.organisation",
    "NoMeasure.problem",
    "Observation.id",
    "Observation.period",
    "Observation.unit",
    "Observation.value",
    "Priority.prioritised",
    "Priority.problem",
    "Priority.rank",
    "Problem.id",
    "ProgressNote.measure",
    "ProgressNote.on",
    "Result.measure",
}


def properties(form: type[BaseModel]) -> Iterator[tuple[str, Json]]:
    """`Part.field` with its JSON schema, for the form and every part in it; the fields of all forms under `*`."""
    schema = form.model_json_schema()
    for part, shape in ((form.__name__, schema), *schema.get("$defs", {}).items()):
        for field, found in shape.get("properties", {}).items():
            yield f"{'*' if part == form.__name__ and field in Form.model_fields else part}.{field}", found


EVERY = dict(found for form in TYPED.values() for found in properties(form))


def told(form: str, content: Content) -> list[tuple[str, str]]:
    return [(finding.code, finding.pointer) for finding in findings(form, content)]


def test_every_field_says_who_asks_for_it_or_is_without_on_purpose() -> None:
    silent = {name for name, shape in EVERY.items() if "basis" not in shape}
    assert {name for name in silent if name.split(".")[0] not in TOGETHER} == ON_PURPOSE
    assert {name.split(".")[0] for name in silent - ON_PURPOSE} == TOGETHER


def test_a_basis_is_one_of_four_and_the_law_s_names_its_paragraph() -> None:
    based = {name: shape["basis"] for name, shape in EVERY.items() if "basis" in shape}
    assert {basis["source"] for basis in based.values()} == SOURCES
    for name, basis in based.items():
        if basis["source"] == "law":
            assert basis["reference"].endswith(" § lag (2023:196)") or "§" in basis["reference"], name


@pytest.mark.parametrize("form", TYPED)
def test_a_whole_year_s_contents_are_right(form: str) -> None:
    assert findings(form, YEAR[form]) == ()


@pytest.mark.parametrize("form", TYPED)
def test_text_or_a_link_alone_is_enough(form: str) -> None:
    assert findings(form, {"text": "Se vårt dokument"}) == ()
    assert findings(form, {"links": [{"title": "Beslut", "url": "https://laholm.example/beslut"}]}) == ()


@pytest.mark.parametrize("form", TYPED)
@pytest.mark.parametrize(
    "nothing",
    [
        {},
        {"text": None},
        {"links": []},
        {"text": None, "links": [], "answered": []},
        {"answered": [{"pointer": "/text", "reason": "ingen_personuppgift"}]},
    ],
)
def test_a_form_that_says_nothing_is_refused_whatever_it_answers(form: str, nothing: Content) -> None:
    assert told(form, nothing) == [("nothing-said", "/text")]


@pytest.mark.parametrize("form", TYPED)
def test_its_own_fields_left_empty_say_nothing(form: str) -> None:
    empty: Json = {
        name: [] if field.default == () else None
        for name, field in TYPED[form].model_fields.items()
        if field.default in ((), None)
    }
    assert told(form, empty) == [("nothing-said", "/text")]


@pytest.mark.parametrize("form", TYPED)
def test_an_unknown_field_is_named(form: str) -> None:
    assert told(form, {**YEAR[form], "extra/field": 1}) == [("extra_forbidden", "/extra~1field")]


@pytest.mark.parametrize(
    ("form", "pointer"),
    [
        ("organisation", "/coordination/name"),
        ("mapping", "/observations/0/person"),
        ("situation_analysis", "/problems/1/extent/more"),
        ("measures", "/measures/0/indicator/unit"),
        ("decision", "/decision/by"),
        ("follow_up", "/results/1/colour"),
    ],
)
def test_an_unknown_field_in_a_part_is_named(form: str, pointer: str) -> None:
    assert told(form, spoiled(form, pointer, "x")[form]) == [("extra_forbidden", pointer)]


@pytest.mark.parametrize(
    ("form", "pointer", "value"),
    [
        ("mapping", "/period", {"first": "2025-12-31", "last": "2025-01-01"}),
        ("mapping", "/observations/0/period", {"first": "2025-01-02", "last": "2025-01-01"}),
        ("action_plan", "/valid", {"first": "2027-01-01", "last": "2026-12-31"}),
        ("measures", "/measures/1/period", {"first": "2028-12-31", "last": "2027-01-18"}),
        (
            "measures",
            "/measures/1/indicator",
            {"name": "Rapporter", "baseline_on": "2027-01-01", "target_on": "2026-12-31"},
        ),
        ("decision", "/decision", {"body": "KS", "decided_on": "2026-12-08", "adjusted_on": "2026-12-07"}),
        ("decision", "/decision", {"body": "KF", "decided_on": "2026-12-08", "posted_on": "2026-12-01"}),
        (
            "adoption",
            "/decision",
            {"body": "KS", "decided_on": "2026-12-08", "adjusted_on": "2026-12-12", "posted_on": "2026-12-11"},
        ),
    ],
)
def test_days_out_of_order_are_refused_where_they_stand(form: str, pointer: str, value: Json) -> None:
    assert told(form, spoiled(form, pointer, value)[form]) == [("dates-out-of-order", pointer)]


def test_one_day_is_a_period_and_minutes_can_be_approved_and_posted_on_the_day() -> None:
    assert findings("mapping", {"text": "x", "period": {"first": "2025-01-01", "last": "2025-01-01"}}) == ()
    day = "2026-12-08"
    decision: Json = {"body": "KS", "decided_on": day, "adjusted_on": day, "posted_on": day}
    assert findings("decision", {"decision": decision}) == ()


@pytest.mark.parametrize(
    ("form", "pointer", "value"),
    [
        ("organisation", "/responsible/body", "KF"),
        ("organisation", "/agreements/0/id", "1S"),
        ("organisation", "/reporting_interval_months", 0),
        ("mapping", "/information/0/kind", "anmald_brottslighet"),
        ("mapping", "/observations/0/value", "många"),
        ("situation_analysis", "/problems/0/id", "P 1"),
        ("prioritisation", "/priorities/0/rank", 0),
        ("measures", "/measures/0/budget", -1),
        ("measures", "/measures/0/title", " "),
        ("decision", "/decision/body", "länsstyrelsen"),
        ("decision", "/decision/decided_on", "2026-02-30"),
        ("follow_up", "/results/0/done", "kanske"),
        ("closing", "/lessons/0/what", ""),
    ],
)
def test_what_a_field_cannot_hold_is_refused_and_not_repeated(form: str, pointer: str, value: object) -> None:
    found = findings(form, spoiled(form, pointer, value)[form])
    assert [finding.pointer for finding in found] == [pointer]
    if isinstance(value, str) and len(value) > 2:
        assert value not in found[0].message


def test_a_decision_names_its_body() -> None:
    assert told("decision", {"decision": {"decided_on": "2026-12-08"}}) == [("missing", "/decision/body")]


@pytest.mark.parametrize(
    "answer",
    [
        {"pointer": "811218-9876", "reason": "ingen_personuppgift"},
        {"pointer": "/8112189876", "reason": "ingen_personuppgift"},
        {"pointer": "/Storgatan 12", "reason": "ingen_personuppgift"},
        {"pointer": "", "reason": "ingen_personuppgift"},
    ],
)
def test_an_answer_has_no_room_for_text(answer: Json) -> None:
    assert told("measures", {"text": "x", "answered": [answer]}) == [("string_pattern_mismatch", "/answered/0/pointer")]
    assert told("measures", {"text": "x", "answered": [{"pointer": "/text", "reason": "Annas nummer"}]}) == [
        ("enum", "/answered/0/reason")
    ]
