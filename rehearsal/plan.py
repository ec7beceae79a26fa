"""What is rehearsed: which counties' years, and when their rounds open."""

from dataclasses import dataclass
from datetime import date

from domain.calendar import stockholm_date
from domain.places import County, Places
from domain.process import Kind
from domain.rules import FIRST_YEAR, YearOutOfRange
from domain.workdays import LAST_YEAR
from rehearsal.people import opening

ALL = "all"


@dataclass(frozen=True)
class Plan:
    """What is rehearsed. A light year comes after a full one, which it overlaps."""

    counties: tuple[County, ...]
    year: int
    kind: Kind

    @property
    def rounds(self) -> tuple[tuple[int, Kind], ...]:
        full = (self.year - 1 if self.kind is Kind.LIGHT else self.year, Kind.FULL)
        return (full, (self.year, Kind.LIGHT)) if self.kind is Kind.LIGHT else (full,)

    @property
    def span(self) -> tuple[date, date]:
        """From the first opening to about the last year's end."""
        return stockholm_date(opening(self.rounds[0][0])), date(self.year + 1, 6, 30)


def plan(places: Places, county: str, year: int, kind: Kind) -> Plan:
    """Raises UnknownCounty or YearOutOfRange."""
    counties = tuple(places.counties.values()) if county == ALL else (places.county(county),)
    first, last = FIRST_YEAR + (kind is Kind.LIGHT), LAST_YEAR - 2
    if not first <= year <= last:
        before = ", since a full year comes before it" if kind is Kind.LIGHT else ""
        raise YearOutOfRange(f"A {kind} year to rehearse must be between {first} and {last}{before}")
    return Plan(counties, year, kind)
