"""From one year's plan to the next: what became of each measure, and why.

    last year's measure ──▶ continued or changed (`measures[].origin`), finished or stopped (`ended[]`), left behind

An object keeps its id for as long as it lives, so a measure that has the id of one of last year's comes from that one
even where its origin is not stated. An origin that names last year's plan outweighs the id.
"""

from collections.abc import Iterator
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from domain.content.base import Source
from domain.content.gaps import Gap, Kind, node_id
from domain.content.plan import Ended, Lineage, Measure
from domain.content.year import YearContent


class Fate(StrEnum):
    CONTINUED = "continued"
    CHANGED = "changed"
    FINISHED = "finished"
    STOPPED = "stopped"
    LEFT_BEHIND = "left_behind"


class Became(BaseModel):
    """What became of last year's `measure`; `now` are those that come from it, more than one where it was split.

    `reason` is what the new plan says of it; None where it says nothing.
    """

    model_config = ConfigDict(frozen=True)

    measure: str
    title: str
    fate: Fate
    now: tuple[str, ...] = ()
    reason: str | None = None


def itemised(year: YearContent) -> bool:
    """Whether the year has a plan that says anything of single measures."""
    return year.measures is not None and bool(year.measures.measures or year.measures.ended)


def predecessor(measure: Measure, last: YearContent, last_cycle: str | None) -> str | None:
    """The measure of last year's that this one comes from; by id alone where `last_cycle` is None."""
    if measure.origin is not None and measure.origin.cycle == last_cycle:
        return measure.origin.measure if measure.origin.measure in last.planned else None
    return measure.id if measure.id in last.planned else None


def became(year: YearContent, last: YearContent, last_cycle: str) -> tuple[Became, ...]:
    """Of each measure of last year, exactly one fate; empty as long as this year has no plan of single measures."""
    if not itemised(year):
        return ()
    heirs: dict[str, list[Measure]] = {name: [] for name in last.planned}
    for measure in year.planned.values():
        if (name := predecessor(measure, last, last_cycle)) is not None:
            heirs[name].append(measure)
    ended = _ended(year, last_cycle)
    return tuple(_became(measure, heirs[name], ended.get(name)) for name, measure in last.planned.items())


def left_behind(year: YearContent, last: YearContent, last_cycle: str) -> tuple[str, ...]:
    """The measures of last year that the new plan says nothing about."""
    return tuple(each.measure for each in became(year, last, last_cycle) if each.fate is Fate.LEFT_BEHIND)


def lineage_gaps(year: YearContent, last: YearContent, last_cycle: str) -> tuple[Gap, ...]:
    """What the new plan leaves open about last year's measures. None of it stops anybody."""
    if not itemised(year):
        return ()
    return (*_left_out(year, last, last_cycle), *_unclear(year, last, last_cycle), *_unknown(year, last, last_cycle))


def _ended(year: YearContent, last_cycle: str) -> dict[str, Ended]:
    found = year.measures.ended if year.measures else ()
    return {ended.measure: ended for ended in found if ended.origin_cycle == last_cycle}


def _became(measure: Measure, heirs: list[Measure], ended: Ended | None) -> Became:
    """What goes on outweighs what is said to have ended; that both are said is a gap."""
    left = Became(measure=measure.id, title=measure.title, fate=Fate.LEFT_BEHIND)
    if heirs:
        changed = any(_changed(heir, measure) for heir in heirs)
        reasons = [heir.origin.reason for heir in heirs if heir.origin is not None]
        fate = Fate.CHANGED if changed else Fate.CONTINUED
        now, reason = tuple(heir.id for heir in heirs), " ".join(dict.fromkeys(reasons)) or None
        return left.model_copy(update={"fate": fate, "now": now, "reason": reason})
    if ended is not None:
        fate = Fate.FINISHED if ended.how == "genomford" else Fate.STOPPED
        return left.model_copy(update={"fate": fate, "reason": ended.reason})
    return left


def _changed(heir: Measure, measure: Measure) -> bool:
    """As the plan says, and where it says nothing, by what is written."""
    if heir.origin is not None:
        return heir.origin.how is Lineage.CHANGED
    return heir != measure.model_copy(update={"origin": None})


def _left_out(year: YearContent, last: YearContent, last_cycle: str) -> Iterator[Gap]:
    for name in left_behind(year, last, last_cycle):
        message = f"measure {name} of {last_cycle} neither goes on nor is ended here"
        yield _gap("measure-left-behind", "", "/measures", message)


def _unclear(year: YearContent, last: YearContent, last_cycle: str) -> Iterator[Gap]:
    ended = _ended(year, last_cycle)
    for n, measure in enumerate(year.planned.values()):
        name, of = predecessor(measure, last, last_cycle), node_id(Kind.MEASURE, measure.id)
        if name is not None and measure.origin is None:
            message = f"measure {name} of {last_cycle} has the same id: say whether it goes on or is changed, and why"
            yield _gap("origin-not-stated", of, f"/measures/{n}/origin", message)
        if name in ended:
            message = f"measure {name} of {last_cycle} goes on here and is ended here"
            yield _gap("measure-ended-and-continued", of, f"/measures/{n}/origin", message)


def _unknown(year: YearContent, last: YearContent, last_cycle: str) -> Iterator[Gap]:
    """Only of last year's plan can be said what it does not hold, and only where it was itemised."""
    if not last.planned or year.measures is None:
        return
    message = f"there is no such measure in {last_cycle}"
    for n, measure in enumerate(year.measures.measures):
        origin = measure.origin
        if origin is not None and origin.cycle == last_cycle and origin.measure not in last.planned:
            of = node_id(Kind.MEASURE, measure.id)
            yield _gap("origin-unknown", of, f"/measures/{n}/origin/measure", message)
    for n, ended in enumerate(year.measures.ended):
        if ended.origin_cycle == last_cycle and ended.measure not in last.planned:
            yield _gap("ended-unknown", "", f"/ended/{n}/measure", message)


def _gap(code: str, of: str, pointer: str, message: str) -> Gap:
    return Gap(code=code, basis=Source.DESIGN, object=of, step="measures", pointer=pointer, message=message)
