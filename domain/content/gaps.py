"""What is missing in a year's content although its turn has come; a step that nobody has handed in has no gaps.

A gap stops nobody. What the Act itself asks for is told apart from what Brå's guidance advises.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from domain.content.base import Source
from domain.content.picture import Problem
from domain.content.plan import Measure
from domain.content.year import YearContent


class Kind(StrEnum):
    """The kinds of object that the red thread ties together."""

    PROBLEM = "problem"
    CAUSE = "cause"
    GOAL = "goal"
    MEASURE = "measure"
    INDICATOR = "indicator"
    RESULT = "result"


def node_id(kind: Kind, name: str) -> str:
    return f"{kind.value}:{name}"


class Gap(BaseModel):
    """`code` is stable; `object` is the node it is missing at, empty where it is the step's as a whole.

    A problem that a lägesbild kept as a document of its own describes has a name, and no node.
    """

    model_config = ConfigDict(frozen=True)

    code: str
    basis: Source
    object: str
    step: str
    pointer: str
    message: str


def gaps(year: YearContent) -> tuple[Gap, ...]:
    return tuple(gap for find in _GAPS for gap in find(year))


def _untyped(year: YearContent) -> Iterator[Gap]:
    """Handed in as text or a link: nothing in it can be tied to anything."""
    held = {
        "situation_analysis": ("problems", "problems"),
        "measures": ("measures", "measures"),
        "follow_up": ("results", "results per measure"),
    }
    for step, (field, what) in held.items():
        content = getattr(year, step)
        said = content is not None and (getattr(content, field) or getattr(content, "none_needed", ()))
        if content is not None and not said:
            message = f"handed in without {what}: nothing can be tied to it"
            yield _gap("not-itemised", Source.DESIGN, "", step, f"/{field}", message)


def _problems(year: YearContent) -> Iterator[Gap]:
    for n, problem in enumerate(year.problems.values()):
        at = f"/problems/{n}"
        of = node_id(Kind.PROBLEM, problem.id)
        if not _has_extent(problem):
            message = "its extent is not described (4 §)"
            yield _gap("problem-without-extent", Source.LAW, of, "situation_analysis", f"{at}/extent", message)
        if not _has_consequences(problem):
            message = "its consequences are not described (4 §)"
            pointer = f"{at}/consequences"
            yield _gap("problem-without-consequences", Source.LAW, of, "situation_analysis", pointer, message)


def _priorities(year: YearContent) -> Iterator[Gap]:
    if year.prioritisation is None or not year.prioritisation.priorities:
        return
    said = {priority.problem for priority in year.prioritisation.priorities}
    for problem in year.problems.values():
        if problem.id not in said:
            message = "it is neither prioritised nor set aside"
            of = node_id(Kind.PROBLEM, problem.id)
            yield _gap("problem-not-weighed", Source.GUIDANCE, of, "prioritisation", "/priorities", message)
    for n, priority in enumerate(year.prioritisation.priorities):
        if priority.reason is None:
            of = node_id(Kind.PROBLEM, priority.problem)
            message = "the priority has no reason"
            pointer = f"/priorities/{n}/reason"
            yield _gap("priority-without-reason", Source.GUIDANCE, of, "prioritisation", pointer, message)


def _prioritised(year: YearContent) -> Iterator[Gap]:
    caused = {cause.problem for cause in year.causes.values()}
    addressed = {problem for measure in year.planned.values() for problem in measure.problems}
    excused = {none.problem for none in year.measures.none_needed} if year.measures else set[str]()
    planned = year.planned or excused
    for problem in year.prioritised:
        if year.problems and problem not in year.problems:
            continue  # no longer there, as the reference to it says
        of = node_id(Kind.PROBLEM, problem)
        if year.causes and problem not in caused:
            message = "a prioritised problem without a cause"
            yield _gap("problem-without-cause", Source.GUIDANCE, of, "cause_analysis", "/causes", message)
        if planned and problem not in addressed | excused:
            message = "no measure addresses it, and nothing says why"
            yield _gap("problem-without-measure", Source.GUIDANCE, of, "measures", "/measures", message)


def _measures(year: YearContent) -> Iterator[Gap]:
    for n, measure in enumerate(year.planned.values()):
        for code, field, message in _missing_in(measure):
            of, pointer = node_id(Kind.MEASURE, measure.id), f"/measures/{n}/{field}"
            yield _gap(code, Source.GUIDANCE, of, "measures", pointer, message)


def _missing_in(measure: Measure) -> Iterator[tuple[str, str, str]]:
    if not measure.problems:
        yield "measure-without-problem", "problems", "it addresses no problem"
    if not measure.causes:
        yield "measure-without-cause", "causes", "it acts on no cause"
    if measure.owner is None:
        yield "measure-without-owner", "owner", "nobody owns it"
    if measure.period is None:
        yield "measure-without-time", "period", "it has no time"
    if measure.indicator is None:
        yield "measure-without-indicator", "indicator", "nothing tells whether it helped"
    else:
        if measure.indicator.baseline is None:
            yield "indicator-without-baseline", "indicator/baseline", "there is nothing to compare with afterwards"
        if measure.indicator.target is None:
            yield "indicator-without-target", "indicator/target", "it does not say what would be enough"
    if measure.follow_up is None:
        yield "measure-without-follow-up", "follow_up", "it does not say how it will be followed up"


def _results(year: YearContent) -> Iterator[Gap]:
    if year.follow_up is None or not year.follow_up.results:
        return
    for measure in year.planned:
        if measure not in year.results:
            message = "the follow-up leaves it out"
            of = node_id(Kind.MEASURE, measure)
            yield _gap("measure-without-result", Source.GUIDANCE, of, "follow_up", "/results", message)
    for n, result in enumerate(year.results.values()):
        planned = year.planned.get(result.measure)
        if planned is not None and planned.indicator is not None and result.value is None:
            of, pointer = node_id(Kind.MEASURE, result.measure), f"/results/{n}/value"
            yield _gap(
                "result-without-value", Source.GUIDANCE, of, "follow_up", pointer, "the indicator was not measured"
            )


def _decision(year: YearContent) -> Iterator[Gap]:
    """Refused when a decision is handed in; it can still come about when the plan is opened again afterwards."""
    if year.plan_older_than_picture:
        message = "the plan rests on a lägesbild of a later day (5 §)"
        yield _gap("plan-older-than-picture", Source.LAW, "", "decision", "/decision/decided_on", message)


def _gone(year: YearContent) -> Iterator[Gap]:
    """A step that is opened again can lose what others point to. Where it names nothing at all, nothing is gone."""
    known: Mapping[Kind, Collection[str]] = {
        Kind.PROBLEM: year.problems,
        Kind.CAUSE: year.causes,
        Kind.GOAL: {goal.id for goal in year.goals.goals} if year.goals else (),
        Kind.MEASURE: year.planned,
    }
    for step, pointer, of, kind, name in _references(year):
        if known[kind] and name not in known[kind]:
            message = f"the {kind.value} it points to is no longer there"
            yield _gap("reference-gone", Source.DESIGN, of, step, pointer, message)


def _references(year: YearContent) -> Iterator[tuple[str, str, str, Kind, str]]:
    """Step and pointer of each reference, the node it belongs to, and what it names."""
    for n, priority in enumerate(year.prioritisation.priorities if year.prioritisation else ()):
        yield "prioritisation", f"/priorities/{n}/problem", "", Kind.PROBLEM, priority.problem
    for n, cause in enumerate(year.causes.values()):
        yield "cause_analysis", f"/causes/{n}/problem", node_id(Kind.CAUSE, cause.id), Kind.PROBLEM, cause.problem
    for n, goal in enumerate(year.goals.goals if year.goals else ()):
        yield "goals", f"/goals/{n}/problem", node_id(Kind.GOAL, goal.id), Kind.PROBLEM, goal.problem
    for n, measure in enumerate(year.planned.values()):
        of = node_id(Kind.MEASURE, measure.id)
        for kind, names in (
            (Kind.PROBLEM, measure.problems),
            (Kind.CAUSE, measure.causes),
            (Kind.GOAL, measure.goals),
        ):
            for m, name in enumerate(names):
                yield "measures", f"/measures/{n}/{kind.value}s/{m}", of, kind, name
    for n, none in enumerate(year.measures.none_needed if year.measures else ()):
        yield "measures", f"/none_needed/{n}/problem", "", Kind.PROBLEM, none.problem
    for n, note in enumerate(year.implementation.notes if year.implementation else ()):
        yield "implementation", f"/notes/{n}/measure", "", Kind.MEASURE, note.measure
    for n, result in enumerate(year.follow_up.results if year.follow_up else ()):
        of = node_id(Kind.RESULT, result.measure)
        yield "follow_up", f"/results/{n}/measure", of, Kind.MEASURE, result.measure


def _gap(code: str, basis: Source, of: str, step: str, pointer: str, message: str) -> Gap:  # noqa: PLR0917
    return Gap(code=code, basis=basis, object=of, step=step, pointer=pointer, message=message)


def _has_extent(problem: Problem) -> bool:
    return problem.extent is not None and (problem.extent.what is not None or problem.extent.value is not None)


def _has_consequences(problem: Problem) -> bool:
    said = problem.consequences
    return said is not None and any(part is not None for part in (said.harm, said.insecurity, said.cost, said.other))


_GAPS: tuple[Callable[[YearContent], Iterator[Gap]], ...] = (
    _untyped,
    _problems,
    _priorities,
    _prioritised,
    _measures,
    _decision,
    _results,
    _gone,
)
