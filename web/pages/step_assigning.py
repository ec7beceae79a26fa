"""To whom a step can be given: the roles of the municipality, and its people by name, with who is away."""

from dataclasses import dataclass

from api import assigning, models
from domain.arranging import ASSIGNABLE
from domain.errors import Finding, Invalid
from domain.membership.person import PersonState
from domain.people import Action, Role, reach
from storage import directory
from storage.directory import Card, Wanted
from web.pages.step_frame import StepOf

MOST = 200
ROLE, PERSON = "role", "person"


class NobodyChosen(Invalid):
    """Nobody was chosen to give the step to."""


@dataclass(frozen=True)
class Choice:
    """`value` is what the form sends; `group` is roles or people."""

    value: str
    text: str
    group: str


@dataclass(frozen=True)
class Given:
    role: Role | None = None
    person: str | None = None


async def choices_for(on: StepOf) -> list[Choice]:
    page, municipality = on.page, on.year.municipality
    roles = [Choice(f"{ROLE}:{role.value}", on.role(role), ROLE) for role in ASSIGNABLE]
    wanted = Wanted(reach(page.reader, Action.SEE_PEOPLE), municipality=municipality.code)
    async with page.services.sessions() as session:
        cards = await directory.listed(session, wanted, page.today, None, MOST)
    active = [card for card in cards if card.row.state == PersonState.ACTIVE.value]  # who has signed in at least once
    return [*roles, *(Choice(f"{PERSON}:{card.row.id}", _called(on, card), PERSON) for card in active)]


def given(value: str) -> Given:
    """Raises NobodyChosen."""
    kind, _, name = value.partition(":")
    if kind == ROLE and name in {role.value for role in ASSIGNABLE}:
        return Given(role=Role(name))
    if kind == PERSON and name:
        return Given(person=name)
    finding = Finding(code="choice", pointer="/to", message="choose a role or a person")
    raise NobodyChosen("Nobody was chosen", (finding,))


async def warned(on: StepOf, value: str) -> str:
    """When the person that the step would be given to is away, if the step falls due then. Raises as `given` does, and
    NotAssignable.
    """
    to = given(value)
    if to.person is None:
        return ""
    body = models.Assignment(person=to.person)
    found = await assigning.resolved(on.page.services, on.year.municipality, on.year.id, on.key, body)
    if not found.warnings:
        return ""
    text = on.page.t.gettext("Personen är borta när steget ska vara klart (%(day)s). Vill du ge steget ändå?")
    return text % {"day": on.row.latest or on.row.target}


def _called(on: StepOf, card: Card) -> str:
    """ "Kim Ek, Medverkande (borta 2027-06-28 till 2027-08-01)"."""
    here = [held for held in card.roles if held.place.municipality == on.year.municipality.code]
    said = ", ".join([card.row.name or card.row.id, *dict.fromkeys(on.role(held.role) for held in here)])
    for away in card.absences:
        days = on.page.t.gettext("borta %(first)s till %(last)s") % {"first": away.first, "last": away.last}
        said = f"{said} ({days})"
    return said
