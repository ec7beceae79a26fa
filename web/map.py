"""A county drawn: a path for each municipality, and where its number stands. Pure geometry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians

Point = tuple[float, float]
Ring = Sequence[Point]

SIDE = 1000  # units of the drawing's longer side
LINES = 7  # on how many heights a place for the number is looked for
LEAST = 3  # points of a ring that is still seen


@dataclass(frozen=True)
class Shape:
    """`path` is an SVG path; `at` lies inside it, where it is widest."""

    path: str
    at: tuple[int, int]


@dataclass(frozen=True)
class Map:
    """`shapes` by municipality; width and height in the drawing's own units."""

    width: int
    height: int
    shapes: Mapping[str, Shape]


def drawn(outlines: Mapping[str, Sequence[Ring]]) -> Map:
    """The municipalities of one county, by rings of degrees (longitude, latitude); north is up.

    Raises ValueError without any.
    """
    points = [point for rings in outlines.values() for ring in rings for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    narrow = cos(radians((south + north) / 2))  # a degree of longitude is that much shorter than one of latitude
    scale = SIDE / max((east - west) * narrow, north - south)

    def placed(point: Point) -> tuple[int, int]:
        return round((point[0] - west) * narrow * scale), round((north - point[1]) * scale)

    shapes = {
        code: _shape([_thinned([placed(each) for each in ring]) for ring in rings]) for code, rings in outlines.items()
    }
    width, height = placed((east, south))
    return Map(width, height, shapes)


def _thinned(ring: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    return [point for before, point in pairwise([ring[-1], *ring]) if point != before]


def _shape(rings: Sequence[list[tuple[int, int]]]) -> Shape:
    seen = [ring for ring in rings if len(ring) >= LEAST] or list(rings[:1])
    path = "".join("M" + "L".join(f"{x} {y}" for x, y in ring) + "Z" for ring in seen)
    return Shape(path, _widest(seen))


def _widest(rings: Sequence[list[tuple[int, int]]]) -> tuple[int, int]:
    """The middle of the widest stretch inside the tallest ring, on some heights of it and rather halfway up."""
    tallest = max(rings, key=lambda ring: max(y for _, y in ring) - min(y for _, y in ring))
    top, bottom = min(y for _, y in tallest), max(y for _, y in tallest)
    found: list[tuple[float, int, int]] = [(0, *tallest[0])]
    for n in range(1, LINES + 1):
        height = top + (bottom - top) * n / (LINES + 1) + 0.1  # never through a corner
        crossings = sorted(cross for ring in rings for cross in _crossings(ring, height))
        for a, b in zip(crossings[::2], crossings[1::2], strict=False):
            found.append(((b - a) * n * (LINES + 1 - n), round((a + b) / 2), round(height)))
    _, x, y = max(found)
    return x, y


def _crossings(ring: list[tuple[int, int]], height: float) -> list[float]:
    return [
        ax + (height - ay) * (bx - ax) / (by - ay)
        for (ax, ay), (bx, by) in pairwise([ring[-1], *ring])
        if (ay > height) != (by > height)
    ]
