"""Who may decide about whose roles, and who stands in for whom.

    administrator           every role, everywhere
    county coordinator      the coordinators of the county; the coordinators and police partners of its municipalities
    municipal coordinator   coordinators, contributors and decision-makers of the municipality

Nobody gives themselves a role, and managing people is not lent to a substitute.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from domain.errors import NotAllowed
from domain.membership.person import Held, Person
from domain.people import POLICY, Action, Actor, Grant, Place, Role

MANAGED: Mapping[Role, frozenset[Role]] = {
    Role.ADMINISTRATOR: frozenset(Role),
    Role.COUNTY_COORDINATOR: frozenset({Role.COUNTY_COORDINATOR, Role.MUNICIPAL_COORDINATOR, Role.POLICE_PARTNER}),
    Role.MUNICIPAL_COORDINATOR: frozenset({Role.MUNICIPAL_COORDINATOR, Role.CONTRIBUTOR, Role.DECISION_MAKER}),
}

# Who may borrow an absent person's role: what the substitute is in the same place. A voice in a body is not lent to
# somebody who has none there, nor what reaches beyond a municipality to somebody who has it not.
STANDS_IN: Mapping[Role, frozenset[Role]] = {
    Role.COUNTY_COORDINATOR: frozenset({Role.COUNTY_COORDINATOR}),
    Role.MUNICIPAL_COORDINATOR: frozenset({Role.MUNICIPAL_COORDINATOR, Role.CONTRIBUTOR}),
    Role.CONTRIBUTOR: frozenset({Role.MUNICIPAL_COORDINATOR, Role.CONTRIBUTOR}),
    Role.DECISION_MAKER: frozenset({Role.DECISION_MAKER}),
    Role.POLICE_PARTNER: frozenset({Role.POLICE_PARTNER}),
    Role.SUPERVISOR: frozenset({Role.SUPERVISOR}),
    Role.ADMINISTRATOR: frozenset({Role.ADMINISTRATOR}),
}


class MayNotManage(NotAllowed):
    """This role, or this person's account, is not yours to decide about; ask a coordinator or an administrator."""


class NotYourself(NotAllowed):
    """Nobody gives themselves a role; ask another coordinator, or an administrator."""


class Post(NamedTuple):
    """What must not be left empty once somebody had it: coordinator of a county or a municipality, administrator."""

    role: Role
    code: str | None = None


def post_of(held: Held) -> Post | None:
    match held.role:
        case Role.COUNTY_COORDINATOR:
            return Post(held.role, held.county)
        case Role.MUNICIPAL_COORDINATOR:
            return Post(held.role, held.municipality)
        case Role.ADMINISTRATOR:
            return Post(held.role)
        case _:
            return None


GUARDED = frozenset({Role.COUNTY_COORDINATOR, Role.MUNICIPAL_COORDINATOR, Role.ADMINISTRATOR})


def manager(actor: Actor, role: Role, place: Place) -> Grant | None:
    """The grant of the actor's own that lets them decide who has this role there; never one of a service token's."""
    if not actor.may_ask_for(Action.MANAGE_PEOPLE):
        return None
    for grant in actor.grants:
        own = grant.on_behalf is None and grant.role in POLICY[Action.MANAGE_PEOPLE]
        if own and role in MANAGED[grant.role] and grant.covers(place):
            return grant
    return None


def manager_of(actor: Actor, person: Person) -> Grant | None:
    """The actor's grant over this person as a whole: over every role of theirs, and one where they have none."""
    grants = [manager(actor, held.role, held.place) for held in person.roles]
    if not grants and actor.may_ask_for(Action.MANAGE_PEOPLE):
        any_own = (g for g in actor.grants if g.on_behalf is None and g.role in POLICY[Action.MANAGE_PEOPLE])
        return next(any_own, None)
    return grants[0] if grants and all(grants) else None


def borrowed(own: Sequence[Held], absent: Sequence[Held], of: str) -> Iterator[Grant]:
    """What the standing roles of somebody absent lend to their substitute, who has `own` in the same places."""
    for lent in absent:
        here = [held for held in own if held.place == lent.place and held.role in STANDS_IN[lent.role]]
        if not here:
            continue
        grant = lent.grant(on_behalf=of)
        if lent.role is not Role.DECISION_MAKER:
            yield grant
        elif voices := tuple(body for body in lent.bodies if any(body in held.bodies for held in here)):
            yield grant.model_copy(update={"bodies": voices})
