"""What Brå's guidance advises beyond the Act, from the gaps in a year's content. Never a failing of the Act."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from domain.content.base import Source
from domain.content.gaps import Gap, gaps
from domain.content.year import YearContent
from domain.law.facts import Evidence, YearFacts, by_step
from domain.law.results import Result, Severity, State
from domain.law.rule import Rule, same


@dataclass(frozen=True)
class Advice:
    """`step` is where it shows, `answerable` whether a year's content says anything of it."""

    rule: Rule
    codes: frozenset[str]
    step: str
    answerable: Callable[[YearContent], bool]


def _advice(
    name: str,
    codes: tuple[str, ...],
    step: str,
    answerable: Callable[[YearContent], bool],
    titles: tuple[str, str],
) -> Advice:
    sv, en = titles
    says = {
        State.MET: (f"{sv}: ja.", f"{en}: yes."),
        State.NOT_MET: (f"{sv}: inte överallt ({{count}} ställen).", f"{en}: not everywhere ({{count}} places)."),
        State.NOT_STATED: (f"{sv}: inte angivet.", f"{en}: not stated."),
    }
    return Advice(Rule(name, None, Severity.GUIDANCE, says), frozenset(codes), step, answerable)


ADVICE = (
    _advice(
        "G-priority",
        ("problem-not-weighed", "priority-without-reason"),
        "prioritisation",
        lambda year: bool(year.prioritisation and year.prioritisation.priorities),
        (
            "Varje problem är prioriterat eller bortvalt, med skäl",
            "Every problem is prioritised or set aside, with a reason",
        ),
    ),
    _advice(
        "G-cause",
        ("problem-without-cause", "measure-without-cause"),
        "cause_analysis",
        lambda year: bool(year.causes),
        (
            "Prioriterade problem har orsaker, och åtgärderna riktar sig mot dem",
            "Prioritised problems have causes, and the measures act on them",
        ),
    ),
    _advice(
        "G-measure",
        ("problem-without-measure", "measure-without-problem"),
        "measures",
        lambda year: bool(year.planned),
        ("Problem och åtgärder hör ihop", "Problems and measures belong together"),
    ),
    _advice(
        "G-owner",
        ("measure-without-owner", "measure-without-time"),
        "measures",
        lambda year: bool(year.planned),
        ("Varje åtgärd har en ansvarig och en tid", "Every measure has an owner and a time"),
    ),
    _advice(
        "G-indicator",
        ("measure-without-indicator", "indicator-without-baseline", "indicator-without-target"),
        "measures",
        lambda year: bool(year.planned),
        (
            "Varje åtgärd har en indikator med utgångsläge och mål",
            "Every measure has an indicator with baseline and target",
        ),
    ),
    _advice(
        "G-follow-up",
        ("measure-without-follow-up",),
        "measures",
        lambda year: bool(year.planned),
        ("Varje åtgärd säger hur den följs upp", "Every measure says how it is followed up"),
    ),
    _advice(
        "G-measured",
        ("result-without-value",),
        "follow_up",
        lambda year: bool(year.results),
        ("Uppföljningen redovisar indikatorernas värden", "The follow-up gives the indicators' values"),
    ),
)


def rules(years: Iterable[YearFacts]) -> list[Result]:
    """Each by the newest year that says anything of it."""
    newest = sorted(years, key=lambda year: year.year, reverse=True)
    found: dict[str, tuple[Gap, ...]] = {}  # by cycle, of the years that answer something
    return [_answer(advice, newest, found) for advice in ADVICE]


def _answer(advice: Advice, years: list[YearFacts], found: dict[str, tuple[Gap, ...]]) -> Result:
    year = next((each for each in years if advice.step in each.done and advice.answerable(each.content)), None)
    if year is None:
        return advice.rule.answer(State.NOT_STATED)
    if year.cycle not in found:
        found[year.cycle] = gaps(year.content)
    missing = [gap for gap in found[year.cycle] if gap.code in advice.codes and gap.basis is Source.GUIDANCE]
    evidence = [_at(year, gap) for gap in missing] or [by_step(year, advice.step)]
    return advice.rule.answer(State.NOT_MET if missing else State.MET, *evidence, count=same(len(missing)))


def _at(year: YearFacts, gap: Gap) -> Evidence:
    return by_step(year, gap.step, pointer=gap.pointer)
