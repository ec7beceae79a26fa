"""Whom a step of a municipality could be given to: its people by name, with what they are there and who is away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from api.access import place_of
from domain.arranging import fits, has
from domain.due import Turn
from domain.errors import Invalid
from domain.membership.demo import demo_people
from domain.membership.person import PersonState
from domain.people import Action, Grant, reach
from domain.places import Municipality
from storage import directory
from storage.directory import Card, Wanted
from storage.people import AbsenceRow
from web.page import Page
from web.words import ROLES

MOST = 200


class NobodyChosen(Invalid):
    """Nobody was chosen to give the step to."""


@dataclass(frozen=True)
class Candidate:
    """Somebody who has signed in at least once. `called`: "Kim Ek, Medverkande (borta 2027-06-28 till 2027-08-01)"."""

    person: str
    called: str
    grants: tuple[Grant, ...]
    absences: tuple[AbsenceRow, ...] = ()

    def away(self, day: date) -> bool:
        return any(each.first <= day <= each.last for each in self.absences)


async def candidates(page: Page, municipality: Municipality) -> list[Candidate]:
    """By name; in a demo its people come after."""
    wanted = Wanted(reach(page.reader, Action.SEE_PEOPLE), municipality=municipality.code)
    async with page.services.sessions() as session:
        cards = await directory.listed(session, wanted, page.today, None, MOST)
    found = [_candidate(page, municipality, card) for card in cards if card.row.state == PersonState.ACTIVE.value]
    if page.services.demo:
        people = demo_people(municipality.code).items()
        found += [Candidate(person, f"{_roles(page, [grant])} (demo)", (grant,)) for person, grant in people]
    return found


def fitting(found: Iterable[Candidate], municipality: Municipality, whose: Turn) -> list[Candidate]:
    """Those who can do it, first those who have that very role."""
    place = place_of(municipality)
    able = [each for each in found if fits(each.grants, place, whose)]
    return sorted(able, key=lambda each: not any(has(grant, whose) for grant in each.grants))


def likely(able: Sequence[Candidate], whose: Turn) -> Candidate | None:
    """The only one who has the role itself; where nobody has, the only one who can do it for them."""
    own = [each for each in able if any(has(grant, whose) for grant in each.grants)]
    chosen = own or able
    return chosen[0] if len(chosen) == 1 else None


def _candidate(page: Page, municipality: Municipality, card: Card) -> Candidate:
    grants = tuple(held.grant() for held in card.roles if held.place.municipality == municipality.code)
    said = f"{card.row.name or card.row.id}, {_roles(page, grants)}"
    for away in card.absences:
        said = f"{said} ({_days(page, away)})"
    return Candidate(card.row.id, said, grants, card.absences)


def _days(page: Page, away: AbsenceRow) -> str:
    if away.first == away.last:
        return page.t.gettext("borta %(day)s") % {"day": away.first}
    return page.t.gettext("borta %(first)s till %(last)s") % {"first": away.first, "last": away.last}


def _roles(page: Page, grants: Iterable[Grant]) -> str:
    return ", ".join(dict.fromkeys(page.t.gettext(ROLES[grant.role]) for grant in grants))
