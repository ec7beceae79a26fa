"""Whom a step is given to: as what the person does it, and whether they are away when it is due."""

from typing import NamedTuple

from api.access import place_of
from api.models import Assignment
from api.services import Services
from api.signing_in.demo import demo_actor, is_demo
from domain.arranging import NotAssignable, role_for
from domain.calendar import stockholm_date
from domain.errors import Finding
from domain.people import Actor, Role
from domain.places import Municipality
from storage import people
from storage.absences import away_on
from storage.cycles import StepRow, step_row
from storage.scope import EVERYWHERE, within


class Given(NamedTuple):
    role: Role
    warnings: tuple[Finding, ...] = ()


async def resolved(services: Services, municipality: Municipality, cycle_id: str, step: str, body: Assignment) -> Given:
    """As what the named person would do the step. Raises StepNotFound, NotAssignable."""
    async with services.sessions() as session:
        row = await step_row(session, cycle_id, step)
    if body.person is None:
        assert body.role is not None  # noqa: S101  one of the two is named
        return Given(body.role)
    actor = await _known(services, body.person)
    own = [grant for grant in actor.grants if grant.on_behalf is None]
    role = role_for(own, place_of(municipality), body.role or Role(row.role))
    if body.role is not None and role is not body.role:
        raise NotAssignable(f"That person is no {body.role} in this municipality")
    return Given(role, await absent_then(services, body.person, row))


async def absent_then(services: Services, person: str, row: StepRow) -> tuple[Finding, ...]:
    """A warning where the person's stated absence covers the day that the step is due."""
    due = row.latest or row.target
    with within(EVERYWHERE):
        async with services.sessions() as session:
            away = await away_on(session, person, due)
    if away is None:
        return ()
    message = f"the person is away from {away.first} to {away.last}, and the step is due on {due}"
    return (Finding(code="absent-when-due", pointer="/person", message=message),)


async def _known(services: Services, person: str) -> Actor:
    if services.demo and is_demo(person):
        found = demo_actor(person, services.places)
    else:
        with within(EVERYWHERE):
            async with services.sessions() as session:
                found = await people.actor_of(session, person, stockholm_date(services.clock()))
    if found is None:
        raise NotAssignable("There is nobody with that id who could do it; the list of people says who there is")
    return found
