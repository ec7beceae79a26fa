"""Places that an address names."""

from domain.errors import NotFound
from domain.places import County, Municipality, Places


class NoSuchPlace(NotFound):
    """The address names a county or a municipality that there is not."""


def named_municipality(places: Places, code: str) -> Municipality:
    """Raises NoSuchPlace."""
    if code not in places.municipalities:
        raise NoSuchPlace("There is no municipality with that code; codes are four digits, such as 1381")
    return places.municipalities[code]


def named_county(places: Places, code: str) -> County:
    """Raises NoSuchPlace."""
    if code not in places.counties:
        raise NoSuchPlace("There is no county with that code; codes are two digits, such as 13 for Halland")
    return places.counties[code]
