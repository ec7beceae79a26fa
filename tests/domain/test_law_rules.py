"""Every rule of the Act: met, not met, not stated; and what an answer rests on."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.commands import Content
from domain.law.facts import Facts
from domain.law.map import law_map
from domain.law.results import Severity, State
from tests.domain.knowing import TODAY, a_statement, a_year, answers, knowing, state

RULES = (
    *("L4-1", "L4-2", "L4-3", "L5-1", "L5-2", "L6-1", "L6-2", "L7-1", "L9-1", "L9-2", "L10-1", "L10-2", "L11-1"),
    *("L12-1", "L12-2", "L12-3", "L13-1", "L13-2"),
)
DONE = {"mapping": "2026-10-10", "situation_analysis": "2026-10-20", "measures": "2026-11-01", "decision": "2026-11-10"}
MAPPING: Content = {
    "observations": [{"id": "K1", "title": "Anmälda stöldbrott", "value": 1480}],
    "information": [{"id": "I1", "kind": "trygghetsmatning", "what": "Trygg utomhus när det är mörkt"}],
}
PICTURE: Content = {
    "analysis": {"what": "Stölderna är samlade till sommaren.", "refers_to": ["K1", "I1"]},
    "problems": [
        {"id": "P1", "title": "Stölder i hamnar", "extent": {"value": 46}, "consequences": {"harm": "Kostnader"}}
    ],
    "integration": {"with_plans": ["Översiktsplanen"]},
}


def stated(kind: str, **content: object) -> Facts:
    return knowing(a_statement(kind, content))  # pyright: ignore[reportArgumentType]


def picture(mapping: Content, **changes: object) -> Facts:
    content: Content = {**PICTURE, **changes}  # pyright: ignore[reportAssignmentType]
    return knowing(a_year(DONE, mapping=mapping, situation_analysis=content))


def document(day: str = "2025-06-01", **more: object) -> dict[str, object]:
    return {"decision": {"body": "KS", "decided_on": day}, **more}


def council(**more: object) -> Facts:
    return stated("council", council={"name": "Trygghetsrådet", **more})


def function(**more: object) -> Facts:
    return stated("coordination", coordination={"role_title": "Samordnare", **more})


def agreed(**more: object) -> Facts:
    return stated("agreements", agreements=[{"id": "U1", "party": "Polisen", **more}])


def effort(towards: str, on: str) -> Facts:
    return stated("efforts", efforts=[{"towards": towards, "on": on, "what": "Inbjudan skickad"}])


BY_KF = {"body": "KF", "decided_on": "2024-02-27"}
WITHOUT_TEXT = {"text": "Se bilagd handling"}

CASES: list[tuple[str, str, Facts]] = [
    ("L4-1", "met", picture(MAPPING)),
    ("L4-1", "not_met", picture(MAPPING, problems=[{"id": "P1", "title": "Stölder", "extent": {"value": 46}}])),
    ("L4-1", "not_stated", knowing(a_year(DONE, situation_analysis={"text": "Se bilagan"}))),
    ("L4-1", "met", stated("situation_analysis", **document(mapping=True))),
    ("L4-1", "not_met", stated("situation_analysis", **document(mapping=False))),
    ("L4-1", "not_stated", stated("situation_analysis", **document())),
    ("L4-2", "met", picture(MAPPING)),
    ("L4-2", "not_met", picture({"observations": MAPPING["observations"]})),
    ("L4-2", "not_stated", picture({"text": "Se bilagan"})),
    ("L4-3", "met", picture(MAPPING)),
    ("L4-3", "not_met", picture(MAPPING, analysis={"what": "Stölderna ökar.", "refers_to": ["K1"]})),
    ("L4-3", "not_met", picture(MAPPING, analysis=None)),
    ("L4-3", "not_stated", stated("situation_analysis", **document())),
    ("L5-1", "met", stated("action_plan", **document())),
    ("L5-1", "not_met", stated("action_plan", finished_on="2025-06-01")),
    ("L5-1", "not_stated", knowing(a_year(DONE, decision={"text": "Se protokollet"}))),
    ("L5-1", "not_stated", stated("follow_up", **document())),
    ("L5-2", "met", stated("action_plan", **document(based_on_day="2025-05-31"))),
    ("L5-2", "not_met", stated("action_plan", **document(based_on_day="2025-06-02"))),
    ("L5-2", "not_stated", stated("action_plan", **document())),
    ("L5-2", "met", knowing(a_year(DONE, decision={"decision": {"body": "KS", "decided_on": "2026-11-09"}}))),
    ("L6-1", "met", stated("situation_analysis", **document("2024-11-22"))),
    ("L6-1", "not_met", stated("situation_analysis", **document("2024-11-21"))),
    ("L6-1", "not_stated", stated("action_plan", **document())),
    ("L6-2", "met", stated("follow_up", **document("2025-02-01"))),
    ("L6-2", "not_met", stated("follow_up", **document("2024-09-01"))),
    ("L6-2", "not_due", stated("action_plan", **document())),
    ("L6-2", "not_stated", stated("situation_analysis", **document())),
    ("L7-1", "met", picture(MAPPING)),
    ("L7-1", "not_met", picture(MAPPING, integration=None)),
    ("L7-1", "not_stated", stated("situation_analysis", **document())),
    ("L9-1", "met", agreed()),
    ("L9-1", "met", effort("agreement", "2024-11-22")),
    ("L9-1", "not_met", effort("agreement", "2024-11-21")),
    ("L9-1", "not_met", agreed(valid_to="2026-11-21")),
    ("L9-1", "not_met", stated("agreements", agreements=[])),
    ("L9-1", "not_stated", council()),
    ("L9-2", "met", agreed(purposes=["Färre stölder"], areas=["Hamnarna"])),
    ("L9-2", "not_met", agreed(purposes=["Färre stölder"])),
    ("L9-2", "not_due", stated("agreements", agreements=[])),
    ("L9-2", "not_stated", knowing()),
    ("L10-1", "met", council(last_meeting="2025-11-22")),
    ("L10-1", "met", effort("council", "2025-01-01")),
    ("L10-1", "not_met", council(last_meeting="2025-11-21")),
    ("L10-1", "not_met", stated("council", council=None)),
    ("L10-1", "not_met", effort("council", "2024-01-01")),
    ("L10-1", "not_stated", effort("agreement", "2026-01-01")),
    ("L10-1", "not_stated", council()),
    ("L10-2", "met", council(led_by_municipality=True)),
    ("L10-2", "not_stated", council(chair="Kommunstyrelsens ordförande")),
    ("L10-2", "not_met", council(led_by_municipality=False)),
    ("L10-2", "not_due", stated("council", council=None)),
    ("L10-2", "not_stated", council()),
    ("L11-1", "met", function(contact="trygghet@exempel.invalid")),
    ("L11-1", "met", function(contact="trygghet@exempel.invalid", vacant_since=None)),
    ("L11-1", "not_met", function()),
    ("L11-1", "not_met", function(contact="trygghet@exempel.invalid", vacant_since="2026-11-01")),
    ("L11-1", "not_met", stated("coordination", coordination=None)),
    ("L11-1", "not_stated", council()),
    ("L12-1", "met", function(coordinates="Leder arbetsgruppen")),
    ("L12-1", "not_met", stated("coordination", coordination=None)),
    ("L12-1", "not_stated", function()),
    ("L12-2", "met", function(contact="trygghet@exempel.invalid")),
    ("L12-2", "not_met", stated("coordination", coordination=None)),
    ("L12-2", "not_stated", function()),
    ("L12-3", "met", function(informs_inhabitants="Webbplatsen")),
    ("L12-3", "not_met", stated("coordination", coordination=None)),
    ("L12-3", "not_stated", function()),
    ("L13-1", "met", stated("responsible", responsible={"body": "KS"})),
    ("L13-1", "met", stated("responsible", responsible={"body": "namnd", "decision": BY_KF})),
    ("L13-1", "not_met", stated("responsible", responsible={"body": "namnd"})),
    ("L13-1", "not_stated", council()),
    ("L13-2", "met", stated("council_report", reported_on="2025-11-22")),
    ("L13-2", "not_met", stated("council_report", reported_on="2025-11-21")),
    ("L13-2", "not_stated", council()),
]


@pytest.mark.parametrize(("rule", "expected", "facts"), CASES)
def test_each_rule(rule: str, expected: str, facts: Facts) -> None:
    result = answers(facts)[rule]
    assert result.state.value == expected
    assert result.evidence or expected == "not_stated"
    assert "{" not in result.says.sv + result.says.en


def test_the_cases_show_each_rule_met_not_met_and_not_stated() -> None:
    shown = {(rule, expected) for rule, expected, _ in CASES}
    assert shown >= {(rule, each) for rule in RULES for each in ("met", "not_met", "not_stated")}


def test_who_has_told_nothing_is_never_late() -> None:
    found = law_map(knowing(), TODAY)
    assert tuple(result.rule for result in found.law) == RULES
    assert {result.state for result in (*found.law, *found.guidance)} == {State.NOT_STATED}
    assert (found.clocks, found.notices) == ((), ())


@given(st.dates(date(2000, 1, 1), date(2199, 12, 31)))
def test_on_no_day_is_who_has_told_nothing_late(today: date) -> None:
    assert {result.state for result in law_map(knowing(), today).law} <= {State.NOT_STATED, State.NOT_DUE}


def test_the_act_stands_apart_from_guidance() -> None:
    found = law_map(knowing(), TODAY)
    assert {result.severity for result in found.guidance} == {Severity.GUIDANCE}
    assert all(result.paragraph is None and result.rule.startswith("G-") for result in found.guidance)
    assert all(result.paragraph and result.severity is not Severity.GUIDANCE for result in found.law)
    assert [r.rule for r in found.law if r.severity is Severity.WORK_FOR] == ["L9-1", "L10-1"]
    assert [r.rule for r in found.law if r.severity is Severity.NOTE] == ["L7-1"]


@pytest.mark.parametrize("word", ["tillsyn", "brist", "underkän", "årlig", "varje år", "försen"])
def test_no_sentence_claims_what_the_act_does_not_say(word: str) -> None:
    said = [result.says for _, _, facts in CASES for result in answers(facts).values()]
    assert not [each for each in said if word in each.sv.casefold()]


def test_english_sentences_are_english() -> None:
    said = {result.says.en for _, _, facts in CASES for result in answers(facts).values()}
    assert not [each for each in said if re.search("[åäö]|fullmäktige|nämnd", each.casefold())]


def test_what_a_plan_rests_on_is_told_with_both_days() -> None:
    says = answers(stated("action_plan", **document(based_on_day="2025-05-31")))["L5-2"].says.sv
    assert "från 2025-06-01 bygger på lägesbilden från 2025-05-31" in says


def test_guidance_comes_from_the_gaps_of_the_newest_year_that_answers() -> None:
    bare: Content = {"measures": [{"id": "A1", "title": "Grind", "problems": ["P1"]}]}
    facts = knowing(a_year(DONE, 2025, mapping=MAPPING, situation_analysis=PICTURE, measures=bare), a_year(DONE, 2026))
    owner = answers(facts)["G-owner"]
    assert owner.state is State.NOT_MET
    assert [(each.cycle, each.name, each.pointer) for each in owner.evidence] == [
        ("1381-2025", "measures", "/measures/0/owner"),
        ("1381-2025", "measures", "/measures/0/period"),
    ]
    assert answers(facts)["G-measure"].state is State.MET
    assert answers(facts)["G-measured"].state is State.NOT_STATED


def test_the_newest_statement_of_a_kind_stands() -> None:
    wrong, right = (a_statement("council_report", {"reported_on": day}) for day in ("2026-10-01", "2024-10-01"))
    assert state("L13-2", knowing(wrong, right)) == "not_met"


def test_as_of_a_day_past_counts_what_is_dated_by_then() -> None:
    """Told later, of what was before; what has no day of its own counts from the day it was told."""
    facts = knowing(
        a_statement("situation_analysis", {"finished_on": "2024-05-01"}),
        a_statement("responsible", {"responsible": {"body": "KS"}}),
    )
    assert state("L6-1", facts, date(2024, 4, 30)) == "not_stated"
    assert state("L6-1", facts, date(2024, 5, 1)) == "met"
    assert state("L13-1", facts, date(2024, 5, 1)) == "not_stated"
    told_again = a_statement("situation_analysis", {"finished_on": "2026-05-01"}, date(2027, 1, 1))
    assert state("L6-1", knowing(*facts.statements, told_again), date(2026, 12, 31)) == "not_met"


def test_an_effort_holds_for_two_years() -> None:
    result = answers(effort("council", "2025-02-28"))["L10-1"]
    assert (result.until, result.evidence[0].pointer) == (date(2027, 2, 28), "/efforts/0/on")
