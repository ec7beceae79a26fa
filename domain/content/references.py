"""What a step's content says of other steps' objects, checked as it is handed in: ids, references, order in time.

Only what cannot be right is refused here. What is missing is a gap (`domain/content/thread.py`), which everybody sees
and nobody is stopped by, but for the two failures that this system is there to prevent: a measure that addresses no
problem, and a follow-up that leaves a measure out. What a step holds as text or a link alone has no ids to refer to:
then nothing can be unknown.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date

from domain.content.results import Result
from domain.content.year import YearContent
from domain.errors import Finding


def findings(form: str, year: YearContent) -> tuple[Finding, ...]:
    """What is wrong with the content of `form` among the rest of the year, which holds it already."""
    check = _CHECKS.get(form)
    return tuple(check(year)) if check is not None else ()


def _organisation(year: YearContent) -> Iterator[Finding]:
    if (content := year.organisation) is None:
        return
    yield from _once("/agreements", (agreement.id for agreement in content.agreements))
    for index, agreement in enumerate(content.agreements):
        if agreement.signed_on and agreement.valid_to and agreement.valid_to < agreement.signed_on:
            message = "the agreement ends before it is signed"
            yield Finding(code="dates-out-of-order", pointer=f"/agreements/{index}/valid_to", message=message)


def _mapping(year: YearContent) -> Iterator[Finding]:
    if (content := year.mapping) is None:
        return
    yield from _once("/observations", (item.id for item in content.observations))
    yield from _once("/information", (item.id for item in content.information))
    shared = {item.id for item in content.observations} & {item.id for item in content.information}
    for index, item in enumerate(content.information):
        if item.id in shared:
            yield Finding(code="id-used-twice", pointer=f"/information/{index}/id", message="an observation has it too")


def _situation_analysis(year: YearContent) -> Iterator[Finding]:
    if (content := year.situation_analysis) is None:
        return
    yield from _once("/problems", (problem.id for problem in content.problems))
    if year.mapping is None:
        return
    known = {item.id for item in (*year.mapping.observations, *year.mapping.information)}
    if not known:
        return
    if content.analysis is not None:
        yield from _known("/analysis/refers_to/{}", content.analysis.refers_to, known, "the mapping")
    for index, problem in enumerate(content.problems):
        yield from _known(f"/problems/{index}/sources/{{}}", problem.sources, known, "the mapping")


def _prioritisation(year: YearContent) -> Iterator[Finding]:
    if (content := year.prioritisation) is None:
        return
    named = [priority.problem for priority in content.priorities]
    yield from _once("/priorities", named, field="problem")
    if year.problems:
        yield from _known("/priorities/{}/problem", named, year.problems, "the situation analysis")


def _cause_analysis(year: YearContent) -> Iterator[Finding]:
    if (content := year.cause_analysis) is None:
        return
    yield from _once("/causes", (cause.id for cause in content.causes))
    if year.problems:
        problems = [cause.problem for cause in content.causes]
        yield from _known("/causes/{}/problem", problems, year.problems, "the situation analysis")


def _goals(year: YearContent) -> Iterator[Finding]:
    if (content := year.goals) is None:
        return
    yield from _once("/goals", (goal.id for goal in content.goals))
    if year.problems:
        problems = [goal.problem for goal in content.goals]
        yield from _known("/goals/{}/problem", problems, year.problems, "the situation analysis")


def _measures(year: YearContent) -> Iterator[Finding]:
    if (content := year.measures) is None:
        return
    yield from _once("/measures", (measure.id for measure in content.measures))
    goals = {goal.id for goal in year.goals.goals} if year.goals else set[str]()
    for index, measure in enumerate(content.measures):
        at = f"/measures/{index}"
        if not measure.problems:
            message = "say which problem it addresses"
            yield Finding(code="measure-without-problem", pointer=f"{at}/problems", message=message)
        if year.problems:
            yield from _known(f"{at}/problems/{{}}", measure.problems, year.problems, "the situation analysis")
        if year.causes:
            yield from _known(f"{at}/causes/{{}}", measure.causes, year.causes, "the cause analysis")
        if goals:
            yield from _known(f"{at}/goals/{{}}", measure.goals, goals, "the goals")
    if year.problems:
        waived = [none.problem for none in content.none_needed]
        yield from _known("/none_needed/{}/problem", waived, year.problems, "the situation analysis")


def _decision(year: YearContent) -> Iterator[Finding]:
    if year.plan_older_than_picture:
        message = "the plan is decided before the day of the lägesbild that it rests on"
        yield Finding(code="plan-older-than-picture", pointer="/decision/decided_on", message=message)


def _implementation(year: YearContent) -> Iterator[Finding]:
    if (content := year.implementation) is None:
        return
    if year.planned:
        yield from _known("/notes/{}/measure", [note.measure for note in content.notes], year.planned, "the measures")


def _follow_up(year: YearContent) -> Iterator[Finding]:
    if (content := year.follow_up) is None:
        return
    named = [result.measure for result in content.results]
    yield from _once("/results", named, field="measure")
    if named and year.planned:
        yield from _known("/results/{}/measure", named, year.planned, "the measures")
        for left_out in (measure for measure in year.planned if measure not in named):
            message = f"measure {left_out} is left out of the follow-up"
            yield Finding(code="measure-left-out", pointer="/results", message=message)
    for index, result in enumerate(content.results):
        yield from _result(year, result, f"/results/{index}")
    if content.closed_on and content.period and content.closed_on < content.period.first:
        message = "the follow-up is closed before the period that it is about"
        yield Finding(code="dates-out-of-order", pointer="/closed_on", message=message)


def _result(year: YearContent, result: Result, at: str) -> Iterator[Finding]:
    if result.done is None:
        yield Finding(code="result-incomplete", pointer=f"{at}/done", message="say whether it was done")
    if result.next is None:
        yield Finding(code="result-incomplete", pointer=f"{at}/next", message="say what happens to it now")
    started = _start(year, result.measure)
    if started and result.measured_on and result.measured_on < started:
        message = "measured before the measure began"
        yield Finding(code="dates-out-of-order", pointer=f"{at}/measured_on", message=message)


def _start(year: YearContent, measure: str) -> date | None:
    planned = year.planned.get(measure)
    return planned.period.first if planned is not None and planned.period is not None else None


def _once(at: str, ids: Iterable[str], field: str = "id") -> Iterator[Finding]:
    seen = list(ids)
    twice = {each for each, times in Counter(seen).items() if times > 1}
    for index, each in enumerate(seen):
        if each in twice and each in seen[:index]:
            yield Finding(code="id-used-twice", pointer=f"{at}/{index}/{field}", message="another one has it already")


def _known(at: str, named: Collection[str], known: Collection[str], where: str) -> Iterator[Finding]:
    for index, each in enumerate(named):
        if each not in known:
            yield Finding(
                code="reference-unknown", pointer=at.format(index), message=f"there is no such one in {where}"
            )


_CHECKS: Mapping[str, Callable[[YearContent], Iterator[Finding]]] = {
    "organisation": _organisation,
    "mapping": _mapping,
    "situation_analysis": _situation_analysis,
    "prioritisation": _prioritisation,
    "cause_analysis": _cause_analysis,
    "goals": _goals,
    "measures": _measures,
    "decision": _decision,
    "implementation": _implementation,
    "follow_up": _follow_up,
}
