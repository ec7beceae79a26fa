"""What a document says, before it is printed: what is in it, what is missing, and what is too small to tell."""

from typing import Any

import pytest

from documents.outline import KINDS, outline
from documents.parts import Chart, Facts, Outline, Section, Table
from documents.words import WORDS
from domain.content.year import YearContent
from tests.documents.laholm import ABOUT, CONTENTS, laholm


def shown(name: str, year: YearContent) -> Outline:
    return outline(name, year, ABOUT)


def found(made: Outline, title: str) -> Section:
    def below(sections: tuple[Section, ...]) -> list[Section]:
        return [each for section in sections for each in (section, *below(section.sections))]

    return next(section for section in below(made.sections) if section.title == title)


def said(made: Outline) -> str:
    return made.model_dump_json()


def test_every_value_of_every_enumeration_has_its_word() -> None:
    assert all(len(words) == len(kind) for kind, words in WORDS.items())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("situation-analysis", ["P1 Stölder i småbåtshamnar", "Mörka bryggor", "71\N{NO-BREAK SPACE}procent", "420"]),
        ("action-plan", ["Belysning och grind", "Samhällsbyggnadskontoret, driftchef", "§ 000", "M1 Högst 25"]),
        ("follow-up", ["Grind i Hamn Söder försenades", "Låg. Ett år, få händelser", "27\N{NO-BREAK SPACE}mars"]),
        ("council-report", ["minskade från 46 till 34", "Trygghetsrådet", "Lokalpolisområde Halmstad/Laholm"]),
    ],
)
def test_what_was_handed_in_is_in_it(name: str, words: list[str]) -> None:
    made = said(shown(name, laholm()))
    assert [word for word in words if word not in made] == []
    assert "inte angivet" not in made


@pytest.mark.parametrize(
    ("name", "own", "missing"),
    [
        ("situation-analysis", {"summary": "Kort."}, 5),  # mapping, information, analysis, problems, planning (7 §)
        ("action-plan", {"title": "Plan"}, 3),  # decision, lägesbild, measures
        ("follow-up", {"process_review": "Bra."}, 2),  # the day it was closed, results
        ("council-report", {"decision": {"body": "KF", "decided_on": "2028-03-27"}}, 3),  # day, who leads, summary
    ],
)
def test_what_the_act_asks_for_and_nobody_stated_says_so(name: str, own: dict[str, Any], missing: int) -> None:
    step = KINDS[name].steps[0]
    alone: dict[str, dict[str, Any] | None] = {**dict.fromkeys(CONTENTS), step: own}
    assert said(shown(name, laholm(**alone))).count("inte angivet") == missing


@pytest.mark.parametrize("name", KINDS)
def test_a_step_in_its_own_words_is_not_said_to_lack_anything_of_its_own(name: str) -> None:
    step = KINDS[name].steps[0]
    made = shown(name, laholm(**{step: {"text": "Allt står här.\n\nOch här."}}))
    assert "Allt står här." in said(made)
    assert "Och här." in said(made)
    assert "inte angivet" not in said(made)


def test_a_problem_without_extent_and_consequences_says_so_at_the_problem() -> None:
    picture: dict[str, Any] = {**CONTENTS["situation_analysis"], "problems": [{"id": "P1", "title": "Stölder"}]}
    made = shown("situation-analysis", laholm(situation_analysis=picture))
    facts = next(block for block in found(made, "P1 Stölder").blocks if isinstance(block, Facts))
    assert [name for name, text in facts.rows if text == "inte angivet"] == ["Omfattning", "Konsekvenser"]


def test_a_measure_left_out_of_the_follow_up_stands_there_as_not_stated() -> None:
    held = {**CONTENTS["follow_up"], "results": CONTENTS["follow_up"]["results"][:1]}
    made = shown("follow-up", laholm(follow_up=held))
    table = next(block for block in found(made, "Resultat i korthet").blocks if isinstance(block, Table))
    assert table.rows[1][:2] == ("A2 Öppen fritidsverksamhet vid skolan", "inte angivet")


def test_a_count_below_five_is_never_told_not_even_by_its_bar() -> None:
    results = [{**CONTENTS["follow_up"]["results"][0], "value": 3}, CONTENTS["follow_up"]["results"][1]]
    made = shown("follow-up", laholm(follow_up={**CONTENTS["follow_up"], "results": results}))
    chart = next(
        block for block in found(made, "A1 Belysning och grind i två hamnar").blocks if isinstance(block, Chart)
    )
    assert [(bar.label, bar.length, bar.printed) for bar in chart.bars][-1] == ("Uppmätt", None, "färre än 5")
    assert "uppmätt färre än 5" in chart.alt
    table = next(block for block in found(made, "Resultat i korthet").blocks if isinstance(block, Table))
    assert "färre än 5" in table.rows[0]


def test_a_small_share_is_no_small_count() -> None:
    one = {**CONTENTS["mapping"]["information"][0], "value": 3}
    made = said(shown("situation-analysis", laholm(mapping={**CONTENTS["mapping"], "information": [one]})))
    assert "3\N{NO-BREAK SPACE}procent" in made
    assert "färre än 5\N{NO-BREAK SPACE}anmälningar" in made


def test_a_light_year_names_the_measures_of_another_plan_by_their_ids() -> None:
    year = laholm(measures=None, decision=None)
    assert found(shown("follow-up", year), "A1").blocks


def test_no_word_that_the_act_does_not_have() -> None:
    for name in KINDS:
        made = said(shown(name, laholm())).lower()
        assert not any(word in made for word in ("tillsyn", "underkänd", "brister"))


def test_a_posted_decision_says_when_it_is_final_unless_somebody_appeals() -> None:
    posted = said(shown("action-plan", laholm())).replace("\N{NO-BREAK SPACE}", " ")
    assert "anslaget 11 december 2026, laga kraft 1 januari 2027 om ingen överklagar" in posted
