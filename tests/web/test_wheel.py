"""The wheel of a year: where the arcs are, whatever dates the year has."""

import re
from datetime import date, timedelta
from math import atan2, degrees, dist

from hypothesis import given
from hypothesis import strategies as st

from web.wheel import RADII, SIZE, Point, Turn, Wheel, wheel

SEPTEMBER = date(2026, 9, 1)
TURNS = [
    Turn("organisation", 0, date(2026, 9, 10)),
    Turn("mapping", 0, date(2026, 10, 5)),
    Turn("goals", 1, date(2026, 11, 25)),
    Turn("implementation", 2, date(2027, 10, 31)),
    Turn("follow_up", 2, date(2027, 11, 30)),
    Turn("closing", 2, date(2028, 3, 15)),
]


def drawn(today: date = date(2026, 11, 1)) -> Wheel:
    return wheel(TURNS, 2027, SEPTEMBER, today)


def angle(point: Point) -> float:
    """Degrees clockwise from the top."""
    return degrees(atan2(point[0] - SIZE / 2, SIZE / 2 - point[1])) % 360


def begins(path: str) -> Point:
    x, y = re.findall(r"-?[\d.]+", path)[:2]
    return float(x), float(y)


def test_september_is_at_the_top_and_the_months_go_around() -> None:
    months = drawn().months
    assert [month.number for month in months] == [9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8]
    assert [round(angle(month.place)) for month in months] == list(range(15, 360, 30))


def test_an_arc_begins_where_the_step_before_it_ended() -> None:
    first, second, third, *_ = drawn().arcs
    assert round(angle(begins(first.path))) == 0
    assert round(angle(begins(second.path))) == 9
    assert round(angle(begins(third.path))) == 34
    assert [arc.radius for arc in (first, second, third)] == [RADII[0], RADII[0], RADII[1]]


def test_what_comes_after_twelve_months_goes_on_one_ring_further_in() -> None:
    rings = {arc.key: arc.radius for arc in drawn().arcs}
    assert rings["implementation"] == RADII[2]
    assert rings["follow_up"] == rings["closing"] == RADII[3]
    assert drawn().rings == RADII


def test_today_is_marked_within_the_year_alone() -> None:
    assert drawn(SEPTEMBER - timedelta(days=1)).today is None
    assert drawn(date(2028, 3, 16)).today is None
    line = drawn(date(2026, 12, 1)).today
    assert line is not None
    assert round(angle(line[1])) == 90


@given(st.lists(st.dates(SEPTEMBER, date(2028, 12, 31)), min_size=1, max_size=20))
def test_every_number_lies_on_its_ring(days: list[date]) -> None:
    """Also where several steps end on one day, as in a year that starts late."""
    turns = [Turn(f"step{n}", n % 3, day) for n, day in enumerate(days)]
    found = wheel(turns, 2027, SEPTEMBER, SEPTEMBER)
    assert [arc.key for arc in found.arcs] == [turn.key for turn in turns]
    for arc in found.arcs:
        assert abs(dist(arc.number, (SIZE / 2, SIZE / 2)) - arc.radius) < 12
        assert abs(dist(arc.icon, (SIZE / 2, SIZE / 2)) - arc.radius) < 12
