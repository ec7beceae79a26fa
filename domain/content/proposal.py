"""What a new year's form starts from: what of last year's may still hold, and nothing that claims something new.

A proposal is a draft and need not be valid: what somebody has to say anew (a reason, a day, a finding) is left out
where last year had it, and the form's own findings then name it. Figures, judgements and decisions of last year never
come along; last year's content is shown beside the proposal.
"""

from collections.abc import Callable, Collection, Iterator, Mapping

from pydantic import JsonValue

from domain.content.base import Decision, Part
from domain.content.plan import Lineage, Measure
from domain.content.results import Done, Next, Progress, Result
from domain.content.year import Content, YearContent

Json = dict[str, JsonValue]
_NEW_YEAR = YearContent()


def proposal(form: str, last: YearContent, last_cycle: str, year: YearContent = _NEW_YEAR) -> Content:
    """The content that `form` starts from; empty where nothing of last year's is of use.

    `last_cycle` names the year whose plan `last` holds. `year` is what the new year holds already: what it no longer
    has is pointed to no more.
    """
    propose = _PROPOSALS.get(form)
    found = propose(last, last_cycle, year) if propose is not None else {}
    return {field: value for field, value in found.items() if value not in ([], {}, None)}


def _organisation(last: YearContent, _cycle: str, _year: YearContent) -> Json:
    """The register as it was: to be confirmed, after elections above all. What was done keeps its days; what was
    written of that year's confirmation is last year's.
    """
    return _kept(last.organisation, "text") if last.organisation is not None else {}


def _mapping(last: YearContent, _cycle: str, _year: YearContent) -> Json:
    """The same questions again, without last year's answers."""
    if (content := last.mapping) is None:
        return {}
    return {
        "observations": [_kept(item, "value", "period", "comparison") for item in content.observations],
        "information": [_kept(item, "what", "value", "period") for item in content.information],
    }


def _situation_analysis(last: YearContent, _cycle: str, year: YearContent) -> Json:
    """The problems, to be looked at again: their extent and consequences (4 §) are this year's to describe."""
    if (content := last.situation_analysis) is None:
        return {}
    items = _items(year) or _items(last)
    problems: list[JsonValue] = []
    for problem in content.problems:
        kept = _kept(problem, "extent", "consequences", "sources")
        if sources := _still(problem.sources, items):
            kept["sources"] = sources
        problems.append(kept)
    return {"area": content.area, "problems": problems}


def _prioritisation(last: YearContent, _cycle: str, year: YearContent) -> Json:
    """How the problems that are still there were weighed; why is to be said anew."""
    there = _problems(last, year)
    priorities = last.prioritisation.priorities if last.prioritisation else ()
    return {"priorities": [_kept(each, "reason") for each in priorities if _is_in(each.problem, there)]}


def _cause_analysis(last: YearContent, _cycle: str, year: YearContent) -> Json:
    there = _problems(last, year)
    causes = last.cause_analysis.causes if last.cause_analysis else ()
    return {"causes": [_kept(each) for each in causes if _is_in(each.problem, there)]}


def _adoption(last: YearContent, _cycle: str, _year: YearContent) -> Json:
    return _decided_by(last.adoption.decision if last.adoption else None)


def _goals(last: YearContent, cycle: str, year: YearContent) -> Json:
    """A day that has passed is left out: by when is then to be said anew."""
    there = _problems(last, year)
    found: list[JsonValue] = []
    for goal in last.goals.goals if last.goals else ():
        if _is_in(goal.problem, there):
            passed = goal.by is not None and goal.by.year <= _year_of(cycle)
            found.append(_kept(goal, "by") if passed else _kept(goal))
    return {"goals": found}


def _measures(last: YearContent, cycle: str, year: YearContent) -> Json:
    """What is unfinished goes on, what has ended is named as ended; each with its reason left to write."""
    if last.measures is None:
        return {}
    there = _problems(last, year)
    ended = {measure.id: how for measure in last.planned.values() if (how := _ended(measure, last)) is not None}
    return {
        "measures": [_goes_on(each, last, cycle, year) for name, each in last.planned.items() if name not in ended],
        "ended": [{"origin_cycle": cycle, "measure": name, **how} for name, how in ended.items()],
        "none_needed": [_kept(each, "reason") for each in last.measures.none_needed if _is_in(each.problem, there)],
    }


def _decision(last: YearContent, _cycle: str, _year: YearContent) -> Json:
    return _decided_by(last.decision.decision if last.decision else None)


# In the forms that are left out everything is this year's own: the plan's words, progress, results, reports, lessons.
_PROPOSALS: Mapping[str, Callable[[YearContent, str, YearContent], Json]] = {
    "organisation": _organisation,
    "mapping": _mapping,
    "situation_analysis": _situation_analysis,
    "prioritisation": _prioritisation,
    "cause_analysis": _cause_analysis,
    "adoption": _adoption,
    "goals": _goals,
    "measures": _measures,
    "decision": _decision,
}


def _goes_on(measure: Measure, last: YearContent, cycle: str, year: YearContent) -> JsonValue:
    """Its budget, and a time that has run out, belong to last year."""
    result = last.results.get(measure.id)
    changed = result is not None and result.next in (Next.ADJUST, Next.EXTEND)
    run_out = measure.period is not None and measure.period.last.year <= _year_of(cycle)
    kept = _kept(measure, "origin", "budget", "problems", "causes", "goals", *(["period"] if run_out else []))
    for field, names in _pointed_to(measure, last, year):
        if names:
            kept[field] = names
    how = Lineage.CHANGED if changed else Lineage.CONTINUED
    kept["origin"] = {"cycle": cycle, "measure": measure.id, "how": how.value}
    return kept


def _pointed_to(measure: Measure, last: YearContent, year: YearContent) -> Iterator[tuple[str, list[JsonValue]]]:
    yield "problems", _still(measure.problems, _problems(last, year))
    yield "causes", _still(measure.causes, year.causes or last.causes)
    yield "goals", _still(measure.goals, _goal_ids(year) or _goal_ids(last))


def _ended(measure: Measure, last: YearContent) -> Json | None:
    """How it ended, by its result or else by its last note; without `how` where that does not follow. None: it has not.

    A measure whose follow-up is not done yet, as is usual when the next year is prepared, goes on.
    """
    result = last.results.get(measure.id)
    if result is not None and result.next is not None:
        return _ended_by(result) if result.next is Next.END else None
    notes = [note for note in (last.implementation.notes if last.implementation else ()) if note.measure == measure.id]
    if not notes:
        return None
    newest = max(notes, key=lambda note: note.on)
    said: Mapping[Progress, Json] = {Progress.DONE: {"how": "genomford"}, Progress.STOPPED: {"how": "avbruten"}}
    return said.get(newest.status)


def _ended_by(result: Result) -> Json:
    said: Mapping[Done, Json] = {Done.YES: {"how": "genomford"}, Done.NO: {"how": "avbruten"}}
    return said.get(result.done, {}) if result.done is not None else {}


def _decided_by(decision: Decision | None) -> Json:
    """Which body it was; the decision itself is to come. The Act does not name the body (5 §)."""
    if decision is None:
        return {}
    return {"decision": decision.model_dump(mode="json", include={"body", "body_name"}, exclude_none=True)}


def _problems(last: YearContent, year: YearContent) -> Collection[str]:
    """The problems that are still there, as far as this year says so; otherwise last year's."""
    return year.problems or last.problems


def _items(year: YearContent) -> set[str]:
    mapping = year.mapping
    return {item.id for item in (*mapping.observations, *mapping.information)} if mapping is not None else set()


def _goal_ids(year: YearContent) -> set[str]:
    return {goal.id for goal in year.goals.goals} if year.goals else set()


def _is_in(name: str, there: Collection[str]) -> bool:
    """What is held as text alone has no ids: then nothing is known to be gone."""
    return not there or name in there


def _still(names: Collection[str], there: Collection[str]) -> list[JsonValue]:
    return [name for name in names if _is_in(name, there)]


def _kept(part: Part, *left_out: str) -> Json:
    return part.model_dump(mode="json", exclude=set(left_out), exclude_defaults=True)


def _year_of(cycle: str) -> int:
    return int(cycle.rpartition("-")[2])
