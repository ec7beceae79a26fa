"""What can be rehearsed."""

import pytest

from domain.places import UnknownCounty
from domain.process import Kind
from domain.rules import YearOutOfRange
from rehearsal.plan import plan
from storage.places import read_places

PLACES = read_places()


def test_a_light_year_follows_a_full_one() -> None:
    assert plan(PLACES, "13", 2027, Kind.FULL).rounds == ((2027, Kind.FULL),)
    assert plan(PLACES, "13", 2027, Kind.LIGHT).rounds == ((2026, Kind.FULL), (2027, Kind.LIGHT))


def test_all_is_every_county() -> None:
    counties = plan(PLACES, "all", 2027, Kind.FULL).counties
    assert len(counties) == 21
    assert sum(len(county.municipalities) for county in counties) == 290


def test_an_unknown_county_is_refused() -> None:
    with pytest.raises(UnknownCounty):
        plan(PLACES, "02", 2027, Kind.FULL)


@pytest.mark.parametrize(("year", "kind"), [(2023, Kind.FULL), (2098, Kind.FULL), (2024, Kind.LIGHT), (0, Kind.FULL)])
def test_a_year_that_the_act_or_the_calendar_does_not_know_is_refused(year: int, kind: Kind) -> None:
    with pytest.raises(YearOutOfRange):
        plan(PLACES, "13", year, kind)


@pytest.mark.parametrize(("year", "kind"), [(2024, Kind.FULL), (2025, Kind.LIGHT), (2097, Kind.FULL)])
def test_the_first_and_last_years_can_be_rehearsed(year: int, kind: Kind) -> None:
    assert plan(PLACES, "13", year, kind).year == year
