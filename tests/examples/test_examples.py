"""The made-up municipalities: right by their forms, whole or lacking as they say, and nobody's real data."""

import copy
import re
from datetime import date

import pytest
from pydantic import JsonValue

from domain.commands import Content
from domain.content import personal
from domain.content.check import findings
from domain.content.gaps import gaps
from domain.content.lineage import became, lineage_gaps
from domain.content.thread import thread
from domain.content.year import YearContent, read
from domain.forms import NO_FORM
from domain.law.facts import Facts, YearFacts
from domain.law.map import law_map
from domain.law.results import State
from domain.process import Kind
from examples import load
from tests.domain.builders import PROCEDURES

EXAMPLES = load.names()
GAP = re.compile(r"# gap: (\S+) (\S+) -- \S")
RULE = re.compile(r"# law: (\S+) \S")
FIRST_NAMES = (
    "Anna|Eva|Maria|Karin|Kristina|Lena|Kerstin|Sara|Emma|Ingrid|Marie|Malin|Jenny|Elin|Hanna|Annika|Susanne|Ulla|Johanna|"
    "Lars|Mikael|Anders|Johan|Erik|Per|Peter|Thomas|Karl|Jan|Daniel|Fredrik|Hans|Bengt|Andreas|Mats|Stefan|Bo|Ali|Mohammed"
)


def year_of(example: str, year: int = load.YEAR) -> YearContent:
    return read(load.contents(example, year))


def texts(value: JsonValue) -> list[str]:
    """Every text in a content."""
    if isinstance(value, dict):
        return [text for each in value.values() for text in texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in texts(each)]
    return [value] if isinstance(value, str) else []


def unanswered(example: str, today: date, **confirmed: JsonValue) -> list[str]:
    """The rules of the Act that the map does not find met; each step is finished on its target day.

    `confirmed`: what the next year's start has said anew of the council and the first agreement.
    """
    written = load.contents(example)
    registered = copy.deepcopy(written["organisation"])
    for part, field in ((registered["council"], "last_meeting"), (registered["agreements"], "valid_to")):
        of = part[0] if isinstance(part, list) else part
        if isinstance(of, dict) and field in confirmed:
            of[field] = confirmed[field]
    definitions = PROCEDURES[Kind.FULL].definitions
    done = {step: definitions[step].target.on(load.YEAR) for step in written}
    content = read({**written, "organisation": registered})
    year = YearFacts(cycle=f"1381-{load.YEAR}", year=load.YEAR, content=content, done=done)
    found = law_map(Facts(municipality="1381", years=(year,)), today)
    return sorted(result.rule for result in found.law if result.state in (State.NOT_MET, State.NOT_STATED))


def words(example: str) -> str:
    return "\n".join(text for content in load.contents(example).values() for text in texts(content))


@pytest.mark.parametrize("year", [2024, 2027, 2096])
@pytest.mark.parametrize("example", EXAMPLES)
def test_every_step_can_be_handed_in_when_its_turn_comes(example: str, year: int) -> None:
    written = load.contents(example, year)
    steps = [step for step in PROCEDURES[Kind.FULL].definitions if step in written]
    assert len(steps) == len(written), "a step that the process does not have"
    held: dict[str, Content] = {}
    for step in steps:
        assert findings(step, written[step], held) == ()
        held[step] = written[step]


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_step_can_be_handed_in_again_when_the_whole_year_stands(example: str) -> None:
    written = load.contents(example)
    assert [(step, found) for step in written if (found := findings(step, written[step], written))] == []


@pytest.mark.parametrize(
    ("example", "kind"), [("laholm", Kind.FULL), ("laholm_second", Kind.FULL), ("laholm_light", Kind.LIGHT)]
)
def test_laholm_has_every_step_that_has_a_form(example: str, kind: Kind) -> None:
    definitions = PROCEDURES[kind].definitions
    assert set(load.read(example).steps) == {key for key, step in definitions.items() if step.form != NO_FORM}


@pytest.mark.parametrize("example", [name for name in EXAMPLES if name != "lacking"])
def test_only_the_lacking_year_has_gaps(example: str) -> None:
    assert gaps(year_of(example)) == ()


def test_the_lacking_year_has_exactly_the_gaps_that_its_comments_name() -> None:
    found = sorted((gap.code, gap.object) for gap in gaps(year_of("lacking")))
    assert found == sorted(GAP.findall(load.written("lacking")))
    assert len(found) >= 15


def test_the_lacking_year_leaves_exactly_the_rules_unanswered_that_its_comments_name() -> None:
    named = sorted(RULE.findall(load.written("lacking")))
    assert unanswered("lacking", date(2028, 3, 20)) == named
    assert len(named) >= 10


@pytest.mark.parametrize("example", ["laholm", "laholm_second", "small"])
def test_a_whole_year_answers_every_rule_of_the_act(example: str) -> None:
    """On a day when its council has met within twelve months, and fullmäktige has been told."""
    assert unanswered(example, date(2028, 3, 20), last_meeting="2027-12-01", valid_to="2028-12-31") == []


def test_the_lacking_year_has_what_its_comments_about_the_act_say() -> None:
    year = year_of("lacking")
    assert year.organisation is not None
    assert year.organisation.coordination is not None
    assert year.organisation.coordination.vacant_since is not None
    assert [a.valid_to < date(2026, 9, 1) for a in year.organisation.agreements if a.valid_to] == [True]
    assert not year.organisation.efforts
    assert year.mapping is not None
    assert not year.mapping.information
    assert year.follow_up is not None
    assert year.follow_up.closed_on is None


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_file_and_every_content_is_marked(example: str) -> None:
    assert load.read(example).mark == load.MARK
    for step, content in load.contents(example).items():
        assert content["made_up"] is True, step
        assert load.MARK not in "\n".join(texts(content)), step
    assert thread(year_of(example)).made_up


@pytest.mark.parametrize("example", EXAMPLES)
def test_nobody_can_be_found_in_them(example: str) -> None:
    contents = load.contents(example)
    assert [(step, found) for step in contents if (found := personal.found(contents[step]))] == []
    assert re.findall(rf"\b(?:{FIRST_NAMES})\b", words(example)) == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_they_speak_of_support_and_promise_nothing_that_the_act_does_not_say(example: str) -> None:
    everything = load.written(example).lower()
    assert [word for word in ("tillsyn", "brist", "underkänd", "lagen kräver") if word in everything] == []


def test_every_decision_is_shown_as_made_up() -> None:
    references = re.findall(r"reference: (.*)", "".join(map(load.written, EXAMPLES)))
    assert len(references) >= 4
    assert all(each.endswith("0000 (påhittat)") for each in references)


@pytest.mark.parametrize("example", ["laholm", "laholm_second"])
def test_laholms_sums_are_the_sums_of_its_measures(example: str) -> None:
    year = year_of(example)
    assert year.action_plan is not None
    assert year.council_report is not None
    budget = sum(measure.budget or 0 for measure in year.planned.values())
    cost = sum(result.cost or 0 for result in year.results.values())
    assert f"{budget:,} kronor".replace(",", " ") in (year.action_plan.summary or "")
    assert f"{cost:,} kronor".replace(",", " ") in (year.council_report.summary or "")


@pytest.mark.parametrize("example", ["laholm", "laholm_second"])
def test_laholm_is_as_large_as_a_real_year(example: str) -> None:
    year = year_of(example)
    assert year.mapping is not None
    assert year.implementation is not None
    assert len(year.mapping.observations) + len(year.mapping.information) >= 12
    assert 3 <= len(year.problems) <= 5
    assert 6 <= len(year.planned) <= 8
    assert {note.measure for note in year.implementation.notes} == set(year.planned)
    assert all(measure.budget and measure.owner_role for measure in year.planned.values())
    assert all(result.lesson and result.confidence_reason for result in year.results.values())


def test_the_light_year_follows_up_every_measure_of_the_plan_before_it() -> None:
    before, light = year_of("laholm", 2026), load.content("laholm_light", "follow_up", 2027)
    measures = load.content("laholm", "measures", 2026)
    assert before.action_plan is not None
    assert light["plan"] == before.action_plan.title
    assert findings("follow_up", light, {"measures": measures}) == ()


def test_the_second_year_says_of_every_measure_before_it_what_it_became() -> None:
    before, second, cycle = year_of("laholm", 2027), year_of("laholm_second", 2028), "1381-2027"
    assert lineage_gaps(second, before, cycle) == ()
    told = became(second, before, cycle)
    assert {each.fate.value for each in told} == {"continued", "changed", "finished", "stopped"}
    assert all(each.reason for each in told)
    assert second.problems.keys() - before.problems.keys() == {"P5", "P6"}
    assert before.problems.keys() - second.problems.keys() == {"P2"}


def test_dates_and_years_are_those_of_the_cycle() -> None:
    decision, plan = year_of("laholm", 2031).decision, year_of("laholm", 2031).action_plan
    assert decision is not None
    assert decision.decision is not None
    assert decision.decision.decided_on == date(2030, 12, 15)
    assert decision.decision.reference == "KS 2030-0000 (påhittat)"
    assert plan is not None
    assert plan.title == "Åtgärdsplan för det brottsförebyggande arbetet 2031–2032"
    assert "{Y" not in words("laholm")


def test_what_is_given_out_is_the_takers_own() -> None:
    taken = load.content("laholm", "mapping")
    taken["observations"] = []
    assert load.content("laholm", "mapping")["observations"] != []


def test_what_there_is_not_is_named_as_such() -> None:
    with pytest.raises(load.ExampleNotFound):
        load.contents("atlantis")
    with pytest.raises(load.ExampleNotFound):
        load.content("falkenberg", "measures")
