"""Bars side by side, year by year, as what a template draws: whole numbers of an SVG's units, and nothing of looks."""

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT, ABOVE, BELOW = 160, 24, 40
BAR, GAP, BETWEEN = 34, 6, 36


@dataclass(frozen=True)
class Bar:
    """`series` counts from 1; `y` is the bar's top."""

    x: int
    y: int
    height: int
    value: int
    series: int


@dataclass(frozen=True)
class Group:
    label: str
    middle: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Bars:
    width: int
    height: int
    base: int
    bar: int
    groups: tuple[Group, ...]


def bars(rows: Sequence[tuple[str, Sequence[int]]], highest: int) -> Bars:
    """A group for each row (its label and one value for each series); a bar of `highest` is as high as there is room.

    Raises ValueError unless `highest` is positive and no value is above it or below 0.
    """
    if highest <= 0 or any(not 0 <= value <= highest for _, values in rows for value in values):
        raise ValueError("values lie between 0 and the highest")
    groups: list[Group] = []
    x = BETWEEN // 2
    for label, values in rows:
        first = x
        made: list[Bar] = []
        for series, value in enumerate(values, 1):
            height = round(HEIGHT * value / highest)
            made.append(Bar(x, ABOVE + HEIGHT - height, height, value, series))
            x += BAR + GAP
        groups.append(Group(label, (first + x - GAP) // 2, tuple(made)))
        x += BETWEEN - GAP
    return Bars(x - BETWEEN // 2, ABOVE + HEIGHT + BELOW, ABOVE + HEIGHT, BAR, tuple(groups))
