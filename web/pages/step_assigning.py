"""To whom a step can be given: the roles of the municipality, and its people by name, with who is away."""

from collections.abc import Iterable
from dataclasses import dataclass

from api import assigning, models
from domain.arranging import ASSIGNABLE
from domain.due import doer
from domain.errors import Finding
from domain.people import Action, Role, grant_for
from web.fitting import Candidate, NobodyChosen, candidates, fitting
from web.pages.step_frame import StepOf

ROLE, PERSON = "role", "person"


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
    """Roles and people; for the county's coordinator, who names a person and leaves the role, those whom it fits."""
    found = await candidates(on.page, on.year.municipality)
    if _names_alone(on):
        return _people(fitting(found, on.year.municipality, doer(on.cycle, on.state)))
    return [*(Choice(f"{ROLE}:{role.value}", on.role(role), ROLE) for role in ASSIGNABLE), *_people(found)]


def _names_alone(on: StepOf) -> bool:
    acts = grant_for(on.page.reader, Action.ASSIGN, on.year.place, Role.MUNICIPAL_COORDINATOR)
    return acts is not None and acts.role is Role.COUNTY_COORDINATOR


def _people(found: Iterable[Candidate]) -> list[Choice]:
    return [Choice(f"{PERSON}:{each.person}", each.called, PERSON) for each in found]


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
