"""Den röda tråden: from problem over cause and measure to indicator and result, with the gaps in it."""

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from domain.content.gaps import Gap, Kind, gaps, node_id
from domain.content.year import YearContent


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Node(_Frozen):
    """An object of the year. `id` is unique in the thread; `step` and `pointer` say where it stands."""

    id: str
    kind: Kind
    title: str
    step: str
    pointer: str
    prioritised: bool | None = None  # of a problem: None while nobody has said whether it is


class Edge(_Frozen):
    """`source` leads to `target`: a problem to its cause, a cause to the measure that acts on it."""

    source: str
    target: str


class Thread(_Frozen):
    """`made_up`: something in it is an example's and nobody's real data."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    gaps: tuple[Gap, ...]
    made_up: bool = False


def thread(year: YearContent, lineage: tuple[Gap, ...] = ()) -> Thread:
    """`lineage` is what the plan leaves open about last year's measures (`domain/content/lineage.py`)."""
    nodes = tuple(_nodes(year))
    known = {node.id for node in nodes}
    edges = tuple(edge for edge in dict.fromkeys(_edges(year)) if {edge.source, edge.target} <= known)
    return Thread(nodes=nodes, edges=edges, gaps=(*gaps(year), *lineage), made_up=year.made_up)


def _nodes(year: YearContent) -> Iterator[Node]:
    priorities = year.prioritisation.priorities if year.prioritisation is not None else ()
    said = {priority.problem: priority.prioritised for priority in priorities}
    for n, problem in enumerate(year.problems.values()):
        prioritised = said.get(problem.id)
        yield _node(Kind.PROBLEM, problem.id, problem.title, "situation_analysis", f"/problems/{n}", prioritised)
    for n, cause in enumerate(year.causes.values()):
        yield _node(Kind.CAUSE, cause.id, cause.what, "cause_analysis", f"/causes/{n}")
    for n, goal in enumerate(year.goals.goals if year.goals else ()):
        yield _node(Kind.GOAL, goal.id, goal.what, "goals", f"/goals/{n}")
    for n, measure in enumerate(year.planned.values()):
        at = f"/measures/{n}"
        yield _node(Kind.MEASURE, measure.id, measure.title, "measures", at)
        if measure.indicator is not None:
            yield _node(Kind.INDICATOR, measure.id, measure.indicator.name, "measures", f"{at}/indicator")
    for n, result in enumerate(year.results.values()):
        yield _node(Kind.RESULT, result.measure, result.effect.value, "follow_up", f"/results/{n}")


def _node(kind: Kind, name: str, title: str, step: str, pointer: str, prioritised: bool | None = None) -> Node:  # noqa: FBT001, PLR0917
    return Node(id=node_id(kind, name), kind=kind, title=title, step=step, pointer=pointer, prioritised=prioritised)


def _edges(year: YearContent) -> Iterator[Edge]:
    for cause in year.causes.values():
        yield _edge(Kind.PROBLEM, cause.problem, Kind.CAUSE, cause.id)
    for goal in year.goals.goals if year.goals else ():
        yield _edge(Kind.PROBLEM, goal.problem, Kind.GOAL, goal.id)
    for measure in year.planned.values():
        acted_on = {year.causes[cause].problem for cause in measure.causes if cause in year.causes}
        for cause in measure.causes:
            yield _edge(Kind.CAUSE, cause, Kind.MEASURE, measure.id)
        for problem in measure.problems:
            if problem not in acted_on:  # otherwise the way over the cause says it already
                yield _edge(Kind.PROBLEM, problem, Kind.MEASURE, measure.id)
        for goal in measure.goals:
            yield _edge(Kind.GOAL, goal, Kind.MEASURE, measure.id)
        result_of = Kind.INDICATOR if measure.indicator is not None else Kind.MEASURE
        if measure.indicator is not None:
            yield _edge(Kind.MEASURE, measure.id, Kind.INDICATOR, measure.id)
        yield _edge(result_of, measure.id, Kind.RESULT, measure.id)


def _edge(source: Kind, name: str, target: Kind, of: str) -> Edge:
    return Edge(source=node_id(source, name), target=node_id(target, of))
