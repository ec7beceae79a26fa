"""A county drawn: every municipality of every county has its shape, and its number stands inside it."""

from pathlib import Path
from re import findall

import pytest

from domain.light import Light
from domain.places import Places
from storage.outlines import read_outlines
from web.map import SIDE, drawn

TEMPLATES = Path(__file__).parents[2] / "web" / "templates"
SQUARE = [(13.0, 56.0), (13.1, 56.0), (13.1, 56.1), (13.0, 56.1)]
EAST = [(x + 0.1, y) for x, y in SQUARE]
HOLE = [(13.04, 56.04), (13.06, 56.04), (13.06, 56.06), (13.04, 56.06)]


def test_north_is_up_and_east_is_right() -> None:
    there = drawn({"west": [SQUARE], "east": [EAST]})
    assert there.shapes["east"].at[0] > there.shapes["west"].at[0]
    assert max(there.width, there.height) == SIDE
    assert drawn({"south": [SQUARE], "north": [[(x, y + 0.1) for x, y in SQUARE]]}).shapes["north"].at[1] < SIDE / 2


def test_neighbours_meet() -> None:
    there = drawn({"west": [SQUARE], "east": [EAST]})
    corners = [set(shape.path.strip("MZ").split("L")) for shape in there.shapes.values()]
    assert len(corners[0] & corners[1]) == 2


def test_a_number_does_not_stand_in_a_hole() -> None:
    there = drawn({"around": [SQUARE, HOLE]})
    x, y = there.shapes["around"].at
    assert not (0.4 < x / there.width < 0.6 and 0.4 < y / there.height < 0.6)
    assert there.shapes["around"].path.count("Z") == 2


def test_the_file_has_every_municipality_and_no_other(places: Places) -> None:
    assert read_outlines().keys() == places.municipalities.keys()


def test_every_county_is_drawn_small_enough_for_a_page(places: Places) -> None:
    outlines = read_outlines()
    for county in places.counties.values():
        there = drawn({code: outlines[code] for code in county.municipalities})
        assert sum(len(shape.path) for shape in there.shapes.values()) < 25_000, county.name
        assert all(0 <= x <= there.width and 0 <= y <= there.height for x, y in (s.at for s in there.shapes.values()))


def test_every_light_has_a_pattern_of_its_own() -> None:
    template = (TEMPLATES / "county-map.html").read_text(encoding="utf-8")
    patterns = dict(findall(r'<pattern id="map-(\w+)"[^>]*>(.*)</pattern>', template))
    assert patterns.keys() == set(Light)
    assert len(set(patterns.values())) == len(patterns)


def test_no_outlines_make_no_map() -> None:
    with pytest.raises(ValueError, match="empty"):
        drawn({})
