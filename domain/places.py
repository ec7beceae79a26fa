"""Counties (län) and municipalities (kommuner), by SCB's codes."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.errors import Invalid


class UnknownCounty(Invalid):
    pass


class UnknownMunicipality(Invalid):
    pass


@dataclass(frozen=True)
class County:
    code: str
    name: str
    municipalities: tuple[str, ...]


@dataclass(frozen=True)
class Municipality:
    code: str
    name: str
    county: str


@dataclass(frozen=True)
class Places:
    """Codes are SCB's, as text: '13' Hallands län, '1381' Laholm."""

    counties: Mapping[str, County]
    municipalities: Mapping[str, Municipality]

    def county(self, code: str) -> County:
        if code not in self.counties:
            raise UnknownCounty("There is no county with that code; codes are two digits, such as 13 for Halland")
        return self.counties[code]

    def municipality(self, code: str) -> Municipality:
        if code not in self.municipalities:
            raise UnknownMunicipality("There is no municipality with that code; codes are four digits, such as 1381")
        return self.municipalities[code]
