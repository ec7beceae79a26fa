"""Lägesbilden: what it holds (4 §), that it is updated (6 §), and that the work meets other planning (7 §)."""

from collections.abc import Callable
from datetime import date

from domain.content.gaps import Kind, gaps, node_id
from domain.content.year import YearContent
from domain.law.clocks import IN_FORCE, Clock, every_second_year
from domain.law.facts import Evidence, YearFacts, by_step
from domain.law.known import Picture
from domain.law.results import Result, Severity, State
from domain.law.rule import COUNTED_FROM, Rule, same
from domain.statements import PictureStated

MUST = Severity.MUST

L4_1 = Rule(
    "L4-1",
    "4 § 1",
    MUST,
    {
        State.MET: (
            "Lägesbilden beskriver brott med omfattning och konsekvenser.",
            "The situation analysis describes crime with its extent and consequences.",
        ),
        State.NOT_MET: (
            "Av det som angetts framgår inte både omfattning och konsekvenser för något problem i lägesbilden.",
            "What was told shows no problem in the situation analysis with both its extent and its consequences.",
        ),
        State.NOT_STATED: (
            "Det är inte angivet om lägesbilden beskriver brottens omfattning och konsekvenser.",
            "It is not stated whether the situation analysis describes the extent and consequences of crime.",
        ),
    },
)
L4_2 = Rule(
    "L4-2",
    "4 § 2",
    MUST,
    {
        State.MET: (
            "Lägesbilden bygger också på annan information än anmälda brott.",
            "The situation analysis also rests on other information than reported crime.",
        ),
        State.NOT_MET: (
            "Av det som angetts framgår ingen annan information av betydelse än uppgifter om brott.",
            "What was told shows no other information of importance than figures about crime.",
        ),
        State.NOT_STATED: (
            "Det är inte angivet vilken annan information lägesbilden bygger på.",
            "It is not stated which other information the situation analysis rests on.",
        ),
    },
)
L4_3 = Rule(
    "L4-3",
    "4 § 3",
    MUST,
    {
        State.MET: (
            "Lägesbilden har en analys av både kartläggningen och den andra informationen.",
            "The situation analysis has an analysis of both the mapping and the other information.",
        ),
        State.NOT_MET: (
            "Av det som angetts framgår ingen analys som bygger på både kartläggningen och den andra informationen.",
            "What was told shows no analysis that rests on both the mapping and the other information.",
        ),
        State.NOT_STATED: (
            "Det är inte angivet om lägesbilden har en analys.",
            "It is not stated whether the situation analysis has an analysis.",
        ),
    },
)
L6_1 = Rule(
    "L6-1",
    "6 §",
    MUST,
    {
        State.MET: (
            "Lägesbilden uppdaterades {day} ({sense}). Lagen säger minst vartannat år: nästa senast {due}.",
            (
                "The situation analysis was updated on {day} ({sense}). The Act says at least every second year: next "
                "by {due}."
            ),
        ),
        State.NOT_MET: (
            "Lägesbilden uppdaterades {day} ({sense}). Lagen säger minst vartannat år; det gick ut {due}.",
            (
                "The situation analysis was updated on {day} ({sense}). The Act says at least every second year; it "
                "ended on {due}."
            ),
        ),
        State.NOT_STATED: (
            "Det är inte angivet när lägesbilden senast uppdaterades.",
            "It is not stated when the situation analysis was last updated.",
        ),
    },
)
L7_1 = Rule(
    "L7-1",
    "7 §",
    Severity.NOTE,
    {
        State.MET: (
            "Det är angivet hur arbetet samordnas med annan planering.",
            "It is stated how the work meets other planning.",
        ),
        State.NOT_MET: (
            "Lägesbilden säger inte hur arbetet samordnas med annan planering; lagen säger så långt det är lämpligt.",
            "The situation analysis does not say how the work meets other planning; the Act says as far as suitable.",
        ),
        State.NOT_STATED: (
            "Det är inte angivet hur arbetet samordnas med annan planering.",
            "It is not stated how the work meets other planning.",
        ),
    },
)

_WITHOUT = ("problem-without-extent", "problem-without-consequences")


def rules(pictures: list[Picture], today: date) -> list[Result]:
    return [
        _first(L4_1, pictures, _mapping, lambda stated: stated.mapping, ("situation_analysis", "/problems")),
        _first(L4_2, pictures, _information, lambda stated: stated.other_information, ("mapping", "/information")),
        _first(L4_3, pictures, _analysis, lambda stated: stated.analysis, ("situation_analysis", "/analysis")),
        _updated(pictures, today),
        _first(L7_1, pictures, _integration, _integration_stated, ("situation_analysis", "/integration")),
    ]


def clock(pictures: list[Picture]) -> Clock | None:
    """24 months from the newest lägesbild; None where there is none."""
    if not pictures:
        return None
    at = pictures[0].at
    return every_second_year(L6_1.name, "situation_analysis", at.day, at.dated_by, IN_FORCE)


def _updated(pictures: list[Picture], today: date) -> Result:
    runs = clock(pictures)
    if runs is None:
        return L6_1.answer(State.NOT_STATED)
    state = State.NOT_MET if runs.passed(today) else State.MET
    at = pictures[0].at
    words = {"day": same(at.day), "due": same(runs.due), "sense": COUNTED_FROM[at.dated_by]}
    return L6_1.answer(state, at, until=runs.due, **words)


def _first(
    rule: Rule,
    pictures: list[Picture],
    by_year: Callable[[YearContent], bool | None],
    by_statement: Callable[[PictureStated], bool | None],
    place: tuple[str, str],
) -> Result:
    """By the newest lägesbild that answers the question: a light year's need not say again what stands."""
    for picture in pictures:
        held = by_year(picture.year.content) if picture.year else None
        if picture.stated is not None:
            held = by_statement(picture.stated)
        if held is not None:
            return rule.yes_or_no(held, _evidence(picture, rule, *place))
    return rule.answer(State.NOT_STATED)


_STATED_IN = {L4_1.name: "mapping", L4_2.name: "other_information", L4_3.name: "analysis", L7_1.name: "integration"}


def _evidence(picture: Picture, rule: Rule, step: str, pointer: str) -> Evidence:
    if picture.year is None:
        return picture.at.model_copy(update={"pointer": f"/{_STATED_IN[rule.name]}"})
    return _in_year(picture.year, step, pointer) or picture.at


def _in_year(year: YearFacts, step: str, pointer: str) -> Evidence | None:
    return by_step(year, step, pointer=pointer) if step in year.done else None


def _mapping(content: YearContent) -> bool | None:
    if not content.problems:
        return None
    incomplete = {gap.object for gap in gaps(content) if gap.code in _WITHOUT}
    return any(node_id(Kind.PROBLEM, problem) not in incomplete for problem in content.problems)


def _information(content: YearContent) -> bool | None:
    mapping = content.mapping
    if mapping is None or not (mapping.information or mapping.observations):
        return None
    return bool(mapping.information)


def _analysis(content: YearContent) -> bool | None:
    form = content.situation_analysis
    if form is None or not (form.analysis or form.problems):
        return None
    if form.analysis is None:
        return False
    mapping = content.mapping
    crime = {*content.problems, *(each.id for each in (mapping.observations if mapping else ()))}
    other = {each.id for each in (mapping.information if mapping else ())}
    named = set(form.analysis.refers_to)
    return bool(named & crime) and bool(named & other)


def _integration(content: YearContent) -> bool | None:
    form = content.situation_analysis
    if form is None or not (form.integration or form.problems):
        return None
    return form.integration is not None and bool(form.integration.with_plans or form.integration.reason_for_none)


def _integration_stated(stated: PictureStated) -> bool | None:
    said = stated.integration
    return None if said is None else bool(said.with_plans or said.reason_for_none)
