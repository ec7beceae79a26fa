"""What people hand in: their examples where they have one, text alone otherwise; and nothing is counted by it."""

import pytest

from domain.commands import Content
from domain.content.compare import compare
from domain.content.year import read
from domain.cycle import CycleStatus
from domain.events import ChangeTraced
from domain.process import Kind
from examples import load
from rehearsal.papers import EXAMPLES, TEXT, corrected, paper
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


def test_laholms_full_year_after_the_first_goes_on_with_its_plan() -> None:
    assert paper("1381", Kind.FULL, load.YEAR, "measures") == load.content("laholm", "measures")
    second = paper("1381", Kind.FULL, load.YEAR + 1, "measures")
    assert second == load.content("laholm_second", "measures", load.YEAR + 1)
    origins = {each.origin.cycle for each in read({"measures": second}).planned.values() if each.origin}
    assert origins == {f"1381-{load.YEAR}"}


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
@pytest.mark.parametrize("temper", [temper for temper in Temper if temper is not Temper.REOPENED])
def test_what_happens_when_does_not_depend_on_what_is_handed_in(temper: Temper, kind: Kind) -> None:
    """Whether by Laholm, by a small year or in text alone; recalled or returned."""
    happened = [
        str(days(imagined(temper, kind, town=town)[1])).replace(town, WITH_AN_EXAMPLE)
        for town in (WITH_AN_EXAMPLE, "1315", SMALL, TEXT_ALONE)
    ]
    assert len(set(happened)) == 1


def test_a_correction_changes_the_first_figure_and_nothing_else() -> None:
    before = paper("1381", Kind.FULL, YEAR, "mapping")
    after = corrected(before)
    assert [change.pointer for change in compare(before, after)] == ["/observations/0/value"]
    assert corrected(ALONE) != ALONE


@pytest.mark.parametrize(("town", "confirmed"), [(WITH_AN_EXAMPLE, 1), (TEXT_ALONE, 1)])
def test_new_figures_are_confirmed_by_what_names_them_alone(town: str, confirmed: int) -> None:
    cycle, happened = imagined(Temper.REOPENED, Kind.FULL, town=town)
    traced = [event for event in happened if isinstance(event, ChangeTraced)]
    assert [event.step for event in traced] == ["mapping", "follow_up"]
    assert len(traced[0].stale) == confirmed
    assert cycle.status is CycleStatus.CLOSED
