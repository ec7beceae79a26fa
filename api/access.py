"""Asking the policy at the edge: what one may not know exists is not found; what one may not do is refused."""

from domain.commands import Acting
from domain.errors import NotAllowed
from domain.people import Action, Actor, Place, Role, grant_for, may
from domain.places import Municipality, Places, UnknownMunicipality
from storage.cycles import CycleNotFound


class RoleMayNot(NotAllowed):
    """No role of this person lets them do that here."""


def acting(actor: Actor, action: Action, place: Place, role: Role | None = None) -> Acting:
    """As what the actor does it; as `role`, if they have it there. Raises RoleMayNot."""
    grant = grant_for(actor, action, place, role)
    if grant is None:
        raise RoleMayNot(f"No role of yours allows this here: {action.value.replace('_', ' ')}")
    return Acting(person=actor.person, role=grant.role, bodies=grant.bodies, on_behalf=grant.on_behalf)


def place_of(municipality: Municipality) -> Place:
    return Place(county=municipality.county, municipality=municipality.code)


def seen_municipality(actor: Actor, places: Places, cycle_id: str) -> Municipality:
    """The municipality of a cycle that the actor may see. Raises CycleNotFound for every other one alike."""
    code, _, year = cycle_id.partition("-")
    try:
        municipality = places.municipality(code)
    except UnknownMunicipality as error:
        raise _not_found(cycle_id) from error
    if len(year) != 4 or not year.isdecimal() or not may(actor, Action.SEE_CYCLE, place_of(municipality)):
        raise _not_found(cycle_id)
    return municipality


def _not_found(cycle_id: str) -> CycleNotFound:
    known = cycle_id if len(cycle_id) == 9 and cycle_id.replace("-", "").isdecimal() else "of that name"
    return CycleNotFound(f"There is no year {known} that you may see")
