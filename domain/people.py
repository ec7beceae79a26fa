"""Who may do what where: roles, deciding bodies, and the one policy, deny by default.

The county supports the municipalities and does not supervise them (lag (2023:196) names no supervisory authority): it
starts years and sees where everyone stands, and never edits, approves or sends back what is theirs.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Role(StrEnum):
    """What a person is in one place (a county, a municipality, or everywhere)."""

    COUNTY_COORDINATOR = "county_coordinator"
    MUNICIPAL_COORDINATOR = "municipal_coordinator"
    CONTRIBUTOR = "contributor"
    DECISION_MAKER = "decision_maker"
    POLICE_PARTNER = "police_partner"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class Body(StrEnum):
    """The body a decision-maker speaks for. The law does not name the one that decides the plan (5 §, 13 §)."""

    STEERING_GROUP = "styrgrupp"
    COUNCIL = "rad"
    COMMITTEE = "namnd"
    EXECUTIVE_BOARD = "KS"
    ASSEMBLY = "KF"


class Action(StrEnum):
    START_ROUND = "start_round"
    START_CYCLE = "start_cycle"
    SEE_ROUND = "see_round"
    SEE_CYCLE = "see_cycle"
    SEE_CONTENT = "see_content"
    SEE_DRAFT = "see_draft"
    WRITE_DRAFT = "write_draft"
    COMPLETE = "complete"
    REVIEW = "review"
    RECALL = "recall"
    REOPEN = "reopen"
    CONFIRM = "confirm"
    ASSIGN = "assign"
    HAND_OVER = "hand_over"
    CLAIM = "claim"
    REMIND = "remind"
    EXTEND = "extend"
    WAIVE = "waive"
    CLOSE = "close"
    SEE_LAW = "see_law"
    STATE = "state"
    ENTER_FOR = "enter_for"
    ADD_EVIDENCE = "add_evidence"
    WITHDRAW_EVIDENCE = "withdraw_evidence"
    COMMENT = "comment"
    COMMENT_WITHIN = "comment_within"
    REQUEST_SUPPLEMENT = "request_supplement"
    SETTLE_SUPPLEMENT = "settle_supplement"
    REGISTER_DOCUMENT = "register_document"
    SEE_READINGS = "see_readings"
    SEE_PEOPLE = "see_people"
    MANAGE_PEOPLE = "manage_people"
    ERASE_PEOPLE = "erase_people"
    MAKE_TOKEN = "make_token"  # noqa: S105
    REHEARSE = "rehearse"


class Place(BaseModel):
    """Where an action happens. `municipality` is empty for what concerns a whole county, both for the whole country."""

    model_config = ConfigDict(frozen=True)

    county: str | None = None
    municipality: str | None = None


class Grant(BaseModel):
    """One role in one place: a county, or a tuple of municipalities, or (supervisor, administrator) everywhere.

    `on_behalf` is the absent person whose role it is, where a substitute (ersättare) has borrowed it.
    """

    model_config = ConfigDict(frozen=True)

    role: Role
    county: str | None = None
    municipalities: tuple[str, ...] = ()
    bodies: tuple[Body, ...] = ()
    on_behalf: str | None = None

    def covers(self, place: Place) -> bool:
        if self.role in EVERYWHERE:
            return True
        if self.role is Role.COUNTY_COORDINATOR:
            return self.county is not None and place.county == self.county
        return place.municipality is not None and place.municipality in self.municipalities


class Actor(BaseModel):
    """A signed-in person: an id (never a name) and what they are where.

    `actions` are those that may be asked for, where not all may (domain/service_tokens.py).
    """

    model_config = ConfigDict(frozen=True)

    person: str
    grants: tuple[Grant, ...]
    actions: frozenset[Action] | None = None

    def may_ask_for(self, action: Action) -> bool:
        return self.actions is None or action in self.actions


EVERYWHERE = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
_COUNTY = frozenset({Role.COUNTY_COORDINATOR})
_LEADS = frozenset({Role.MUNICIPAL_COORDINATOR})
_WORKS = frozenset({Role.MUNICIPAL_COORDINATOR, Role.CONTRIBUTOR, Role.DECISION_MAKER, Role.POLICE_PARTNER})
_MUNICIPALITY = frozenset({Role.MUNICIPAL_COORDINATOR, Role.CONTRIBUTOR, Role.DECISION_MAKER})

# Who may at all, in their own place. Which step a role may complete or review is the cycle's rule (domain/rules.py).
POLICY: Mapping[Action, frozenset[Role]] = {
    Action.START_ROUND: _COUNTY,
    Action.START_CYCLE: _COUNTY | _LEADS,
    Action.SEE_ROUND: _COUNTY | EVERYWHERE,
    Action.SEE_CYCLE: _COUNTY | _WORKS | EVERYWHERE,
    Action.SEE_CONTENT: _COUNTY | _WORKS | {Role.SUPERVISOR},
    Action.SEE_DRAFT: _MUNICIPALITY,
    Action.WRITE_DRAFT: _MUNICIPALITY,
    Action.COMPLETE: _WORKS,
    Action.REVIEW: frozenset({Role.DECISION_MAKER}),
    Action.RECALL: _WORKS,
    Action.REOPEN: _WORKS,
    Action.CONFIRM: _WORKS,
    Action.ASSIGN: _COUNTY | _LEADS,  # the county only where nobody has the step: domain/arranging.py
    Action.HAND_OVER: _LEADS,
    Action.CLAIM: _WORKS,
    Action.REMIND: _COUNTY | _LEADS,
    Action.EXTEND: _COUNTY | _LEADS,
    Action.WAIVE: _LEADS,
    Action.CLOSE: _LEADS,
    Action.SEE_LAW: _COUNTY | _MUNICIPALITY | {Role.SUPERVISOR},
    Action.STATE: _LEADS,
    Action.ENTER_FOR: _COUNTY,
    Action.ADD_EVIDENCE: _MUNICIPALITY,
    Action.WITHDRAW_EVIDENCE: _MUNICIPALITY,
    Action.COMMENT: _COUNTY | _MUNICIPALITY,
    Action.COMMENT_WITHIN: _MUNICIPALITY,
    Action.REQUEST_SUPPLEMENT: _COUNTY,
    Action.SETTLE_SUPPLEMENT: _LEADS,
    Action.REGISTER_DOCUMENT: _COUNTY | {Role.MUNICIPAL_COORDINATOR, Role.CONTRIBUTOR},
    Action.SEE_READINGS: _LEADS,
    Action.SEE_PEOPLE: _COUNTY | _WORKS | {Role.ADMINISTRATOR},
    Action.MANAGE_PEOPLE: _COUNTY | _LEADS | {Role.ADMINISTRATOR},  # whose roles: domain/membership/authority.py
    Action.ERASE_PEOPLE: frozenset({Role.ADMINISTRATOR}),
    Action.MAKE_TOKEN: _COUNTY | _LEADS | {Role.ADMINISTRATOR},
    Action.REHEARSE: frozenset({Role.ADMINISTRATOR}),
}


def grants_for(actor: Actor, action: Action, place: Place) -> tuple[Grant, ...]:
    """All of the actor's grants that let them do this there; none: nobody may what no grant allows."""
    if not actor.may_ask_for(action):
        return ()
    return tuple(grant for grant in actor.grants if grant.role in POLICY[action] and grant.covers(place))


def grant_for(actor: Actor, action: Action, place: Place, role: Role | None = None) -> Grant | None:
    """The grant by which the actor does this there: one of that `role` where they have one, else the first; with every
    body that they speak for in it. None if none allows it.
    """
    fitting = grants_for(actor, action, place)
    if not fitting:
        return None
    chosen = next((grant for grant in fitting if grant.role is role), fitting[0])
    alike = [grant for grant in fitting if (grant.role, grant.on_behalf) == (chosen.role, chosen.on_behalf)]
    bodies = tuple(dict.fromkeys(body for grant in alike for body in grant.bodies))
    return chosen.model_copy(update={"bodies": bodies})


class Reach(BaseModel):
    """All places where an actor may do something: everywhere, or these counties and municipalities."""

    model_config = ConfigDict(frozen=True)

    everywhere: bool = False
    counties: frozenset[str] = frozenset()
    municipalities: frozenset[str] = frozenset()


def reach(actor: Actor, action: Action) -> Reach:
    allowed = POLICY[action] if actor.may_ask_for(action) else frozenset[Role]()
    return _reach([grant for grant in actor.grants if grant.role in allowed])


def seen(actor: Actor) -> Reach:
    """All places where the actor is anything at all."""
    return _reach(actor.grants)


def _reach(grants: Collection[Grant]) -> Reach:
    return Reach(
        everywhere=any(grant.role in EVERYWHERE for grant in grants),
        counties=frozenset(g.county for g in grants if g.role is Role.COUNTY_COORDINATOR and g.county),
        municipalities=frozenset(
            code for g in grants if g.role is not Role.COUNTY_COORDINATOR for code in g.municipalities
        ),
    )


def may(actor: Actor, action: Action, place: Place) -> bool:
    return grant_for(actor, action, place) is not None
