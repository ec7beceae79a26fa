"""A municipality's own word by form: shown as it stands, changed without losing what the form does not ask for."""

import pytest
from pydantic import JsonValue

from domain.commands import Content
from domain.law.results import State
from domain.law.stated import ANSWERED_BY
from domain.people import Role
from domain.statement_cells import cells
from domain.statement_columns import COLUMNS, KINDS, MAKE, MAY_STAND, Cells
from domain.statement_own import NONE, amended
from domain.statements import Kind, findings, read, taken
from tests.domain.knowing import TODAY, a_statement, answers, knowing

DECIDED = {"datum": "2025-03-01", "organ": "kommunfullmäktige", "paragraf": "§ 12", "diarienummer": "KS 2025/7"}
FILLED_IN: dict[Kind, dict[str, str]] = {
    Kind.SITUATION_ANALYSIS: {
        **DECIDED,
        "namn": "Lägesbild 2025",
        "kartläggning": "ja",
        "annan information": "ja",
        "analys": "nej",
        "annan planering": "Översiktsplanen | Folkhälsoplanen",
        "länk": "https://laholm.example/bild",
    },
    Kind.ACTION_PLAN: {**DECIDED, "namn": "Plan 2025-2026", "lägesbildens datum": "2025-02-01"},
    Kind.FOLLOW_UP: {"namn": "Uppföljning", "datum": "2026-02-01", "diarienummer": "KS 2026/1"},
    Kind.AGREEMENTS: {
        "namn": "Polisen Halland",
        "datum": "2024-01-01",
        "giltig till": "2027-12-31",
        "syften": "Trygghet | Tidiga insatser",
        "områden": "Hela kommunen",
    },
    Kind.COUNCIL: {"namn": "Rådet", "datum": "2026-10-01", "ordförande": "KS ordförande", "leds av kommunen": "ja"},
    Kind.COORDINATION: {
        "namn": "Trygghetssamordnare",
        "kontakt": "trygghet@laholm.example",
        "samordnar": "Kallar till arbetsgruppen.",
        "informerar": "Skriver på webbplatsen.",
    },
    Kind.RESPONSIBLE: {**DECIDED, "organ": "nämnd", "namn": "Socialnämnden"},
    Kind.COUNCIL_REPORT: {"datum": "2026-04-01", "diarienummer": "KS 2026/3"},
}


def made(kind: Kind, filled_in: Cells) -> Content:
    content, _ = MAKE[kind](filled_in)
    if "länk" in filled_in:
        content["links"] = [{"title": "Handling", "url": filled_in["länk"]}]
    assert findings(kind, content, TODAY) == ()
    return taken(kind, None, content, Role.MUNICIPAL_COORDINATOR) or {}


@pytest.mark.parametrize("kind", FILLED_IN)
def test_what_was_filled_in_is_shown_again(kind: Kind) -> None:
    assert cells(read(kind, made(kind, FILLED_IN[kind]))) == (FILLED_IN[kind],)


@pytest.mark.parametrize("kind", FILLED_IN)
def test_saving_the_form_as_it_is_changes_nothing(kind: Kind) -> None:
    stands = made(kind, FILLED_IN[kind])
    named = "U1" if kind is Kind.AGREEMENTS else None
    again = amended(kind, stands, made(kind, cells(read(kind, stands))[0]), named)
    assert taken(kind, (stands, Role.MUNICIPAL_COORDINATOR), again, Role.MUNICIPAL_COORDINATOR) is None


def test_every_kind_of_the_form_is_tried_and_every_column() -> None:
    assert set(FILLED_IN) == set(KINDS.values())
    assert {name for kind in FILLED_IN for name in FILLED_IN[kind]} | {"vakant sedan"} == set().union(*COLUMNS.values())


def test_what_the_form_does_not_ask_for_is_kept() -> None:
    minutes = {"adjusted_on": "2025-03-10", "posted_on": "2025-03-12"}
    stands: Content = {
        "decision": {"body": "KF", "decided_on": "2025-03-01", **minutes},
        "integration": {"with_plans": ["Översiktsplanen"], "reason_for_none": "Ingen annan finns."},
        "note": "Ring 0430-150 00",
        "links": [
            {"title": "Lägesbilden", "url": "https://a.example/"},
            {"title": "Bilaga", "url": "https://b.example/"},
        ],
        "answered": [{"pointer": "/note", "reason": "funktionskontakt"}],
    }
    told = made(Kind.SITUATION_ANALYSIS, {**DECIDED, "länk": "https://a.example/"})
    kept = amended(Kind.SITUATION_ANALYSIS, stands, told)
    assert findings(Kind.SITUATION_ANALYSIS, kept, TODAY) == ()
    assert kept["decision"] == {
        **minutes,
        "body": "KF",
        "decided_on": "2025-03-01",
        "paragraph": "§ 12",
        "reference": "KS 2025/7",
    }
    assert kept["integration"] == {"reason_for_none": "Ingen annan finns."}
    assert (kept["note"], kept["links"], kept["answered"]) == (stands["note"], stands["links"], stands["answered"])
    other = amended(Kind.SITUATION_ANALYSIS, stands, made(Kind.SITUATION_ANALYSIS, {"datum": "2026-01-01"}))
    assert "decision" not in other
    assert other["links"] == [{"title": "Bilaga", "url": "https://b.example/"}]


def test_an_answer_goes_with_the_text_it_was_given_for() -> None:
    told = {"namn": "Rådet", "ordförande": "kim@laholm.example", MAY_STAND: "ingen personuppgift"}
    stands: Content = {
        "council": {"name": "Rådet", "chair": "kim@laholm.example"},
        "answered": [{"pointer": "/council/chair", "reason": "ingen_personuppgift"}],
    }
    assert cells(read(Kind.COUNCIL, stands)) == (told,)
    without: Content = {"council": {"name": "Rådet", "chair": None}}
    assert amended(Kind.COUNCIL, stands, without) == without


def test_an_agreement_joins_those_that_stand_takes_ones_place_or_goes() -> None:
    first, second = FILLED_IN[Kind.AGREEMENTS], {"namn": "Region Halland", "datum": "2025-05-01"}
    stands = made(Kind.AGREEMENTS, first)
    both = amended(Kind.AGREEMENTS, stands, made(Kind.AGREEMENTS, second))
    assert [each["namn"] for each in cells(read(Kind.AGREEMENTS, both))] == ["Polisen Halland", "Region Halland"]
    changed = amended(Kind.AGREEMENTS, both, made(Kind.AGREEMENTS, {**first, "datum": "2024-02-01"}), "U1")
    assert [each["datum"] for each in cells(read(Kind.AGREEMENTS, changed))] == ["2025-05-01", "2024-02-01"]
    gone = amended(Kind.AGREEMENTS, both, NONE[Kind.AGREEMENTS], "U2")
    assert cells(read(Kind.AGREEMENTS, gone)) == (first,)
    assert amended(Kind.AGREEMENTS, gone, NONE[Kind.AGREEMENTS], "U1") == {"agreements": []}


def test_an_agreement_that_goes_takes_its_answers_with_it() -> None:
    parties = ("Polisen", "Storgatan 12")
    agreements: list[JsonValue] = [{"id": f"U{n}", "party": party} for n, party in enumerate(parties, 1)]
    answer: Content = {"pointer": "/agreements/1/party", "reason": "ingen_personuppgift"}
    stands: Content = {"agreements": agreements, "answered": [answer]}
    moved = amended(Kind.AGREEMENTS, stands, {"agreements": []}, "U1")
    assert moved["answered"] == [{**answer, "pointer": "/agreements/0/party"}]
    assert amended(Kind.AGREEMENTS, stands, {"agreements": []}, "U2")["answered"] == []


def test_that_there_is_none_can_be_said_of_some() -> None:
    for kind, content in NONE.items():
        assert findings(kind, content, TODAY) == ()
        assert cells(read(kind, content)) == ()


def test_the_form_answers_every_rule_of_the_act_that_points_to_it() -> None:
    nothing = answers(knowing())
    assert {rule for rule in nothing if rule.startswith("L")} == set(ANSWERED_BY)
    told = answers(knowing(*(a_statement(kind, made(kind, cells)) for kind, cells in FILLED_IN.items())))
    assert [rule for rule in ANSWERED_BY if told[rule].state is State.NOT_STATED] == []
