"""Årshjulet: the year drawn as a wheel. Pure geometry; what it shows stands in the list beside it as well.

The twelve months go around clockwise, September at the top, where the year's work begins. Each phase has a ring of its
own, the first one outermost; what comes after twelve months goes on one ring further in. An arc ends on its step's
target date and begins where the step before it ended.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import cos, radians, sin

SIZE = 600  # of the drawing, in its own units
FIRST_MONTH = 9
RADII = (234.0, 194.0, 154.0, 114.0)  # the middle of each ring
HALF = 18.5  # of a ring's width
MONTHS = (256.0, 294.0)  # from where to where the months reach
NARROWEST = 6.5  # degrees: so wide that its number can be read
ALMOST_ROUND = 355.0  # degrees: an arc that meets itself would not be drawn

Point = tuple[float, float]


@dataclass(frozen=True)
class Turn:
    """A step as the wheel is given it, in the order of the year. `ring` counts from 0, the outermost."""

    key: str
    ring: int
    ends: date


@dataclass(frozen=True)
class Arc:
    """`path` is an SVG path on the ring of that `radius`; the number and the icon have their places inside it."""

    key: str
    radius: float
    path: str
    number: Point
    icon: Point


@dataclass(frozen=True)
class Month:
    """`number` is that of the calendar, at `place`; `line` is where it begins, from the inside out."""

    number: int
    place: Point
    line: tuple[Point, Point]


@dataclass(frozen=True)
class Wheel:
    """`rings` are the radii of the rings that have arcs; `today` is the line of the day, None outside the year."""

    arcs: tuple[Arc, ...]
    rings: tuple[float, ...]
    months: tuple[Month, ...]
    today: tuple[Point, Point] | None


def wheel(turns: Sequence[Turn], year: int, begins: date, today: date) -> Wheel:
    """The wheel of the cycle of `year`, whose work begins on the day `begins`."""
    last = max((turn.ends for turn in turns), default=begins)
    arcs = _arcs(turns, year, begins)
    return Wheel(
        arcs=tuple(arcs),
        rings=tuple(radius for radius in RADII if any(arc.radius == radius for arc in arcs)),
        months=tuple(_month(place) for place in range(12)),
        today=_line(_angle(today, year)) if begins <= today <= last else None,
    )


def _arcs(turns: Sequence[Turn], year: int, begins: date) -> list[Arc]:
    ordered = sorted(turns, key=lambda turn: turn.ends)
    days = [begins, *(turn.ends for turn in ordered)]
    drawn: dict[int, tuple[float, float]] = {}  # of each ring, from where to where
    found: dict[str, Arc] = {}
    for turn, (before, day) in zip(ordered, pairwise(days), strict=True):
        ring, start = turn.ring, _angle(before, year)
        if ring in drawn:
            start = max(start, drawn[ring][1])
        end = max(_angle(day, year), start + NARROWEST)
        if ring in drawn and end > drawn[ring][0] + ALMOST_ROUND and ring + 1 < len(RADII):
            ring += 1
        first, _ = drawn.get(ring, (start, end))
        end = min(end, start + ALMOST_ROUND)
        drawn[ring] = first, end
        found[turn.key] = _arc(turn.key, RADII[ring], start, end)
    return [found[turn.key] for turn in turns]


def _angle(day: date, year: int) -> float:
    """Degrees from the beginning of September before `year`, every month as wide as the others."""
    months = (day.year - (year - 1)) * 12 + day.month - FIRST_MONTH
    return 30 * (months + (day.day - 1) / monthrange(day.year, day.month)[1])


def _at(angle: float, radius: float) -> Point:
    turned = radians(angle - 90)
    return round(SIZE / 2 + radius * cos(turned), 1), round(SIZE / 2 + radius * sin(turned), 1)


def _arc(key: str, radius: float, start: float, end: float) -> Arc:
    outer, inner = radius + HALF, radius - HALF
    large = int(end - start > 180)
    corners = (_at(start, outer), _at(end, outer), _at(end, inner), _at(start, inner))
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
    path = f"M{ax} {ay}A{outer} {outer} 0 {large} 1 {bx} {by}L{cx} {cy}A{inner} {inner} 0 {large} 0 {dx} {dy}Z"
    middle = (start + end) / 2
    return Arc(key, radius, path, number=_at(middle, radius + HALF / 2), icon=_at(middle, radius - HALF / 2))


def _month(place: int) -> Month:
    inner, outer = MONTHS
    line = (_at(30 * place, RADII[-1] - HALF), _at(30 * place, outer))
    return Month((place + FIRST_MONTH - 1) % 12 + 1, _at(30 * place + 15, (inner + outer) / 2), line)


def _line(angle: float) -> tuple[Point, Point]:
    return _at(angle, RADII[-1] - HALF - 8), _at(angle, MONTHS[0] + 4)
