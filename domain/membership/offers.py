"""An offered role, checked: does it name the places it needs, and no others?"""

from collections.abc import Iterator
from datetime import date

from domain.errors import Finding, Invalid
from domain.membership.authority import GUARDED
from domain.membership.commands import Offer
from domain.membership.person import Held, Person
from domain.people import EVERYWHERE, Role
from domain.places import Places


class OfferInvalid(Invalid):
    """A role does not name the places or bodies that it needs, or names others; `errors` says where."""


def findings(offer: Offer, places: Places, today: date, at: str = "") -> tuple[Finding, ...]:
    """Everything that keeps the offer from being made; pointers begin with `at`."""
    found = (*_place_findings(offer, places), *_other_findings(offer, today))
    return tuple(Finding(code=code, pointer=at + pointer, message=message) for code, pointer, message in found)


def _place_findings(offer: Offer, places: Places) -> Iterator[tuple[str, str, str]]:
    wants_county = offer.role is Role.COUNTY_COORDINATOR
    wants_towns = not wants_county and offer.role not in EVERYWHERE
    if wants_county and offer.county is None:
        yield "county-missing", "/county", "a county coordinator has one county; name it by its two digits"
    elif wants_county and offer.county not in places.counties:
        yield "unknown-county", "/county", "there is no county with that code; codes are two digits, such as 13"
    elif not wants_county and offer.county is not None:
        yield "county-unwanted", "/county", "only a county coordinator has a county; leave it out"
    if wants_towns and not offer.municipalities:
        yield "municipality-missing", "/municipalities", "name at least one municipality by its four digits"
    elif not wants_towns and offer.municipalities:
        yield "municipality-unwanted", "/municipalities", "this role has no municipality of its own; leave them out"
    for index, code in enumerate(offer.municipalities):
        if wants_towns and code not in places.municipalities:
            yield "unknown-municipality", f"/municipalities/{index}", "there is no municipality with that code"


def _other_findings(offer: Offer, today: date) -> Iterator[tuple[str, str, str]]:
    decides = offer.role is Role.DECISION_MAKER
    if decides and not offer.bodies:
        yield "body-missing", "/bodies", "a decision-maker speaks for at least one body"
    elif offer.bodies and not decides:
        yield "body-unwanted", "/bodies", "only a decision-maker speaks for bodies; leave them out"
    if offer.until is not None and offer.role in GUARDED:
        yield "until-unwanted", "/until", "this role does not end by itself, or its place could be left without anybody"
    elif offer.until is not None and offer.until < today:
        yield "until-passed", "/until", "the role's last day has passed"


def held(offer: Offer, person: Person, places: Places, today: date) -> list[Held]:
    """What the person would hold by it, one for each place, with ids that were never used."""
    codes: list[tuple[str | None, str | None]] = [
        (places.municipality(code).county, code) for code in dict.fromkeys(offer.municipalities)
    ]
    return [
        Held(
            id=f"{person.id}.{person.granted + number}",
            role=offer.role,
            county=county,
            municipality=municipality,
            bodies=tuple(dict.fromkeys(offer.bodies)),
            since=today,
            until=offer.until,
        )
        for number, (county, municipality) in enumerate(codes or [(offer.county, None)], 1)
    ]
