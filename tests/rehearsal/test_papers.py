"""What people hand in: their examples where they have one, text alone otherwise; and nothing is counted by it."""

import pytest

from domain.commands import Content
from domain.content.year import read
from domain.process import Kind
from examples import load
from rehearsal.papers import EXAMPLES, TEXT, paper
from rehearsal.people import Temper
from storage.places import read_places
from tests.domain.builders import PROCEDURES
from tests.rehearsal.imagined import YEAR, days, imagined

ALONE: Content = {"text": TEXT}
WITH_AN_EXAMPLE, SMALL, TEXT_ALONE = "1381", "0980", "0114"


def test_laholm_hands_in_its_whole_year_and_another_one_after_it() -> None:
    full = {step: paper("1381", Kind.FULL, 2026, step) for step in PROCEDURES[Kind.FULL].definitions}
    light = paper("1381", Kind.LIGHT, YEAR, "follow_up")
    assert {step: content for step, content in full.items() if content != ALONE} == load.contents("laholm", 2026)
    assert set(read({"follow_up": light}).results) == set(read(full).planned)


def test_hylte_hands_in_the_lacking_year() -> None:
    assert paper("1315", Kind.FULL, YEAR, "measures") == load.content("lacking", "measures", YEAR)


def test_all_of_halland_has_an_example_of_its_own() -> None:
    codes = read_places().county("13").municipalities
    assert set(codes) == set(EXAMPLES)
    assert [load.read(EXAMPLES[code]).municipality for code in codes] == list(codes)


def test_who_has_only_the_first_steps_goes_on_with_text_alone() -> None:
    assert paper("1382", Kind.FULL, YEAR, "prioritisation") != ALONE
    assert paper("1382", Kind.FULL, YEAR, "measures") == ALONE


def test_everybody_else_has_a_small_year_or_text_alone() -> None:
    others = [code for code in read_places().municipalities if code not in EXAMPLES]
    small = load.content("small", "measures", YEAR)
    handed_in = [paper(code, Kind.FULL, YEAR, "measures") for code in others]
    assert handed_in.count(small) + handed_in.count(ALONE) == len(others)
    assert handed_in.count(ALONE) > 50


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("temper", Temper)
def test_what_happens_when_does_not_depend_on_what_is_handed_in(temper: Temper, kind: Kind) -> None:
    """Whether by Laholm, by a small year or in text alone; reopened, recalled or returned."""
    happened = [
        str(days(imagined(temper, kind, town=town)[1])).replace(town, WITH_AN_EXAMPLE)
        for town in (WITH_AN_EXAMPLE, "1315", SMALL, TEXT_ALONE)
    ]
    assert len(set(happened)) == 1
