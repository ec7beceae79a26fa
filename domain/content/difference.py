"""A year against the one before: which problems, causes, goals and measures are new, changed or gone."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from domain.content.compare import Change, compare
from domain.content.lineage import itemised, predecessor
from domain.content.picture import Cause, Problem
from domain.content.plan import Goal, Measure
from domain.content.year import YearContent


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Named(_Frozen):
    id: str
    title: str


class Altered(Named):
    """`was` is its id last year. The pointers lead into the object itself."""

    was: str
    changes: tuple[Change, ...]


class Section(_Frozen):
    new: tuple[Named, ...] = ()
    changed: tuple[Altered, ...] = ()
    gone: tuple[Named, ...] = ()


class Difference(_Frozen):
    """A section is None where one of the years says nothing of single objects: that is no difference."""

    problems: Section | None = None
    causes: Section | None = None
    goals: Section | None = None
    measures: Section | None = None

    @property
    def empty(self) -> bool:
        sections = (self.problems, self.causes, self.goals, self.measures)
        return all(section is None or section == Section() for section in sections)


Object = Problem | Cause | Goal | Measure


class _Pair(NamedTuple):
    """The objects of one kind in both years; `was` says which of last year's one of this year's is."""

    new: Mapping[str, Object]
    old: Mapping[str, Object]
    was: Callable[[str], str | None]


def difference(new: YearContent, last: YearContent, last_cycle: str | None = None) -> Difference:
    """By id; measures also by the origins that name `last_cycle`."""

    def came_from(name: str) -> str | None:
        return predecessor(new.planned[name], last, last_cycle)

    both_plans = itemised(new) and itemised(last)
    return Difference(
        problems=_section(_by_id(new.problems, last.problems)),
        causes=_section(_by_id(new.causes, last.causes)),
        goals=_section(_by_id(_goals(new), _goals(last))),
        measures=_compared(_Pair(new.planned, last.planned, came_from)) if both_plans else None,
    )


def _goals(year: YearContent) -> dict[str, Goal]:
    return {goal.id: goal for goal in (year.goals.goals if year.goals else ())}


def _by_id(new: Mapping[str, Object], old: Mapping[str, Object]) -> _Pair:
    def same(name: str) -> str | None:
        return name if name in old else None

    return _Pair(new, old, same)


def _section(pair: _Pair) -> Section | None:
    return _compared(pair) if pair.new and pair.old else None


def _compared(pair: _Pair) -> Section:
    origins = {name: pair.was(name) for name in pair.new}
    kept = set(origins.values())
    altered = (_altered(pair.new[name], pair.old[was]) for name, was in origins.items() if was is not None)
    return Section(
        new=tuple(_named(pair.new[name]) for name, was in origins.items() if was is None),
        changed=tuple(each for each in altered if each.changes or each.id != each.was),
        gone=tuple(_named(each) for name, each in pair.old.items() if name not in kept),
    )


def _altered(new: Object, old: Object) -> Altered:
    before, after = (each.model_dump(mode="json", exclude={"id", "origin"}) for each in (old, new))
    return Altered(id=new.id, title=_title(new), was=old.id, changes=compare(before, after))


def _named(each: Object) -> Named:
    return Named(id=each.id, title=_title(each))


def _title(each: Object) -> str:
    return each.title if isinstance(each, Problem | Measure) else each.what
