"""A county's year as a matrix: a row for each municipality, a cell for each step, in the order asked for."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from domain.light import BEHIND, Light
from domain.places import Municipality
from domain.process import Phase

SETTLED = frozenset({Light.DONE, Light.WAIVED})


class Sort(StrEnum):
    NAME = "name"
    NEED = "need"
    DONE = "done"


class Show(StrEnum):
    ALL = "all"
    BEHIND = "behind"
    NOT_BEGUN = "not-begun"
    SUPPORT = "support"


@dataclass(frozen=True)
class Column:
    key: str
    title: str
    phase: Phase
    optional: bool


class Cell(NamedTuple):
    """`day` is the date that the light speaks of: the latest once the target has passed. `due` is by when it is to be
    done, the latest where there is one; None once it is.
    """

    light: Light
    day: date
    href: str | None
    due: date | None = None


@dataclass(frozen=True)
class Row:
    """`cells` by step; none where the municipality has no year yet. `awaited` once the year's opening day has come."""

    municipality: Municipality
    cells: Mapping[str, Cell]
    href: str | None
    awaited: bool = True

    @property
    def begun(self) -> bool:
        return bool(self.cells)

    def count(self, lights: Iterable[Light]) -> int:
        wanted = set(lights)
        return sum(cell.light in wanted for cell in self.cells.values())

    def has(self, light: Light, steps: Collection[str] | None = None) -> bool:
        return any(cell.light is light for key, cell in self.cells.items() if steps is None or key in steps)

    @property
    def behind(self) -> int:
        return self.count(BEHIND)

    @property
    def support(self) -> bool:
        """Stödbehov: where it may help to get in touch. A latest date has passed, a step was handed back, or the year
        has not begun though its opening day has come.
        """
        return (self.awaited and not self.begun) or self.count({Light.OVERDUE, Light.RETURNED}) > 0

    def worst(self, steps: Collection[str]) -> Light:
        """Of these steps the light that asks most for somebody's attention; not started where there is nothing."""
        lights = (cell.light for key, cell in self.cells.items() if key in steps)
        return min(lights, key=lambda each: each.order, default=Light.NOT_STARTED)

    @property
    def done(self) -> int:
        return self.count(SETTLED)

    @property
    def need(self) -> tuple[int, int, int]:
        """What may need support comes first: most overdue, then most late, then what has not begun."""
        return -self.count({Light.OVERDUE}), -self.count({Light.LATE}), int(self.begun)


_ORDER: Mapping[Sort, Callable[[Row], tuple[int, ...]]] = {
    Sort.NAME: lambda _: (),
    Sort.NEED: lambda row: row.need,
    Sort.DONE: lambda row: (-row.done,),
}
_SHOWN: Mapping[Show, Callable[[Row], bool]] = {
    Show.ALL: lambda _: True,
    Show.BEHIND: lambda row: row.behind > 0,
    Show.NOT_BEGUN: lambda row: not row.begun,
    Show.SUPPORT: lambda row: row.support,
}
_ALPHABET = str.maketrans("åäöÅÄÖ", "{|}{|}")  # after z, in that order


def arranged(
    rows: Sequence[Row], sort: Sort, show: Show, light: Light | None = None, steps: Collection[str] | None = None
) -> list[Row]:
    """In the order asked for, by name where that says nothing; with `light` those that have it in one of `steps`."""
    shown = [row for row in rows if _SHOWN[show](row) and (light is None or row.has(light, steps))]
    return sorted(sorted(shown, key=lambda row: alphabetical(row.municipality.name)), key=_ORDER[sort])


def alphabetical(name: str) -> str:
    """A key that sorts as Swedish does: å, ä and ö come last."""
    return name.translate(_ALPHABET).casefold()


def spans(columns: Sequence[Column]) -> list[tuple[Phase, int]]:
    """Each phase and how many columns it has, in order."""
    return [(phase, n) for phase in Phase if (n := sum(column.phase is phase for column in columns))]
