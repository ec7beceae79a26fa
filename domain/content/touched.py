"""What a step that is settled anew makes stale: the objects in later forms that point to what changed, no others.

A decision or a report is about the whole of what it rests on, and a text names nothing: they are stale as a whole.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from domain.content.base import Part
from domain.content.year import Content, YearContent, read


class Reference(NamedTuple):
    """The object at `pointer` in `form` points to the one called `name` in the form `to`."""

    form: str
    pointer: str
    to: str
    name: str


ALL = ("",)

# What each form is about as a whole: any change in it bears on all of what is said there.
WHOLE: Mapping[str, frozenset[str]] = {
    "adoption": frozenset({"situation_analysis", "prioritisation", "cause_analysis"}),
    "action_plan": frozenset({"prioritisation", "goals", "measures"}),
    "decision": frozenset({"goals", "measures", "action_plan"}),
    "council_report": frozenset({"follow_up"}),
}
# The forms whose objects each form names.
NAMED: Mapping[str, frozenset[str]] = {
    "situation_analysis": frozenset({"mapping"}),
    "prioritisation": frozenset({"situation_analysis"}),
    "cause_analysis": frozenset({"situation_analysis"}),
    "goals": frozenset({"situation_analysis"}),
    "measures": frozenset({"situation_analysis", "cause_analysis", "goals"}),
    "implementation": frozenset({"measures"}),
    "follow_up": frozenset({"measures"}),
}


def stale_after(
    form: str, before: Content, after: Content, later: Mapping[str, Content]
) -> Mapping[str, tuple[str, ...]]:
    """By form, where in the contents `later` something rests on what `form` held and holds no longer, or otherwise.

    "" points to all of a form: to what is about the whole of the changed one, and, where the changed one or the form
    itself is a text that names no object, to whatever could have named one.
    """
    if before == after:
        return {}
    year = read(later)
    found = dict(touched(form, before, after, year))
    naming = {reference.form for reference in _references(year)}
    unread = not _objects(form, read({form: before}))
    for name in later:
        whole = form in WHOLE.get(name, ())
        unknown = form in NAMED.get(name, ()) and (unread or name not in naming)
        if whole or unknown:
            found[name] = ALL
    return found


def touched(form: str, before: Content, after: Content, year: YearContent) -> Mapping[str, tuple[str, ...]]:
    """By form, pointers (RFC 6901) to the objects that point to what `form` no longer holds, or holds otherwise.

    `year` is what the later forms hold. Only what points there itself: a measure is stale because of its cause when the
    cause is changed, not already when the cause's problem is. A form that nothing in it is touched of is left out.
    """
    moved = _moved(_objects(form, read({form: before})), _objects(form, read({form: after})))
    found: dict[str, dict[str, None]] = {}
    for reference in _references(year):
        if reference.to == form and reference.name in moved:
            found.setdefault(reference.form, {})[reference.pointer] = None
    return {later: tuple(pointers) for later, pointers in found.items()}


def _moved(before: Mapping[str, Part], after: Mapping[str, Part]) -> set[str]:
    return {name for name, part in before.items() if after.get(name) != part}


def _objects(form: str, year: YearContent) -> Mapping[str, Part]:
    """What later forms can point to in this one, by the name they use."""
    match form:
        case "mapping" if year.mapping is not None:
            return {part.id: part for part in (*year.mapping.observations, *year.mapping.information)}
        case "situation_analysis":
            return year.problems
        case "cause_analysis":
            return year.causes
        case "goals" if year.goals is not None:
            return {goal.id: goal for goal in year.goals.goals}
        case "measures":
            return year.planned
        case _:
            return {}


def _references(year: YearContent) -> Iterator[Reference]:
    yield from _of_picture(year)
    yield from _of_plan(year)
    yield from _of_results(year)


def _of_picture(year: YearContent) -> Iterator[Reference]:
    if (picture := year.situation_analysis) is not None:
        if picture.analysis is not None:
            yield from _all("situation_analysis", "/analysis", "mapping", picture.analysis.refers_to)
        for n, problem in enumerate(picture.problems):
            yield from _all("situation_analysis", f"/problems/{n}", "mapping", problem.sources)
    for n, priority in enumerate(year.prioritisation.priorities if year.prioritisation else ()):
        yield Reference("prioritisation", f"/priorities/{n}", "situation_analysis", priority.problem)
    for n, cause in enumerate(year.cause_analysis.causes if year.cause_analysis else ()):
        yield Reference("cause_analysis", f"/causes/{n}", "situation_analysis", cause.problem)


def _of_plan(year: YearContent) -> Iterator[Reference]:
    for n, goal in enumerate(year.goals.goals if year.goals else ()):
        yield Reference("goals", f"/goals/{n}", "situation_analysis", goal.problem)
    if year.measures is None:
        return
    for n, measure in enumerate(year.measures.measures):
        at = f"/measures/{n}"
        yield from _all("measures", at, "situation_analysis", measure.problems)
        yield from _all("measures", at, "cause_analysis", measure.causes)
        yield from _all("measures", at, "goals", measure.goals)
    for n, none in enumerate(year.measures.none_needed):
        yield Reference("measures", f"/none_needed/{n}", "situation_analysis", none.problem)


def _of_results(year: YearContent) -> Iterator[Reference]:
    for n, note in enumerate(year.implementation.notes if year.implementation else ()):
        yield Reference("implementation", f"/notes/{n}", "measures", note.measure)
    for n, result in enumerate(year.follow_up.results if year.follow_up else ()):
        yield Reference("follow_up", f"/results/{n}", "measures", result.measure)


def _all(form: str, pointer: str, to: str, names: Iterable[str]) -> Iterator[Reference]:
    return (Reference(form, pointer, to, name) for name in names)
