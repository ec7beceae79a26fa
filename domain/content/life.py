"""One measure's whole life, from year to year through its origins: planned, noted, achieved, and what it became.

    1381-2026 A1 ──continued──▶ 1381-2027 A1 ──changed──▶ 1381-2028 A7 ──finished

A year without a plan of its own (a light one) follows up the plan before it: what it notes belongs to that plan.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from domain.content.lineage import Became, Fate, became, itemised, predecessor
from domain.content.plan import Measure
from domain.content.results import ProgressNote, Result
from domain.content.year import YearContent


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Achieved(_Frozen):
    """A result, and in which year's follow-up it was told."""

    cycle: str
    result: Result


class Chapter(_Frozen):
    """A measure in one year's plan. `became` is None until a later plan has been handed in."""

    cycle: str
    measure: Measure
    notes: tuple[ProgressNote, ...]
    results: tuple[Achieved, ...]
    became: Became | None


class _At(NamedTuple):
    """A measure in a plan, by the plan's place among the years."""

    plan: int
    measure: str


Years = Sequence[tuple[str, YearContent]]


def life(cycle: str, measure: str, years: Years) -> tuple[Chapter, ...]:
    """All chapters of the measure that is called so in that year's plan, the earliest first; empty if there is none.

    `years` are the municipality's, by cycle id, in their order. Where it was split, all that came of it is told.
    """
    origins = _origins(years)
    start = next((at for at in origins if years[at.plan][0] == cycle and at.measure == measure), None)
    if start is None:
        return ()
    told = {*_before(start, origins), start}
    for at, origin in origins.items():  # in the order of the years, so an heir's heirs come after it
        if origin is not None and origin in told and origin.plan >= start.plan:
            told.add(at)
    return tuple(_chapter(at, years) for at in origins if at in told)


def _origins(years: Years) -> Mapping[_At, _At | None]:
    """Each measure of each plan, and the one of an earlier plan that it comes from."""
    plans = [n for n, (_, year) in enumerate(years) if itemised(year)]
    return {
        _At(plan, name): _origin(years, plans[:index], measure)
        for index, plan in enumerate(plans)
        for name, measure in years[plan][1].planned.items()
    }


def _origin(years: Years, plans: Sequence[int], measure: Measure) -> _At | None:
    """Only earlier plans are asked, so a wrong origin never leads in a circle."""
    for plan in plans:
        cycle, year = years[plan]
        if measure.origin is not None and measure.origin.cycle == cycle and measure.origin.measure in year.planned:
            return _At(plan, measure.origin.measure)
    if not plans:
        return None
    cycle, year = years[plans[-1]]
    name = predecessor(measure, year, cycle)
    return _At(plans[-1], name) if name is not None else None


def _before(at: _At, origins: Mapping[_At, _At | None]) -> Iterator[_At]:
    while (origin := origins[at]) is not None:
        yield origin
        at = origin


def _chapter(at: _At, years: Years) -> Chapter:
    cycle, year = years[at.plan]
    later = [n for n in range(at.plan + 1, len(years)) if itemised(years[n][1])]
    followed = years[at.plan : later[0] if later else len(years)]
    notes = [note for _, each in followed if each.implementation for note in each.implementation.notes]
    results = ((name, each.results[at.measure]) for name, each in followed if at.measure in each.results)
    return Chapter(
        cycle=cycle,
        measure=year.planned[at.measure],
        notes=tuple(sorted((note for note in notes if note.measure == at.measure), key=lambda note: note.on)),
        results=tuple(Achieved(cycle=name, result=result) for name, result in results),
        became=_became(at, years, later),
    )


def _became(at: _At, years: Years, later: Sequence[int]) -> Became | None:
    """What the first later plan that says anything of it made of it; left behind where none does."""
    cycle, year = years[at.plan]
    fates = [each for n in later for each in became(years[n][1], year, cycle) if each.measure == at.measure]
    return next((each for each in fates if each.fate is not Fate.LEFT_BEHIND), fates[0] if fates else None)
