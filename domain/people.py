"""Who there is: roles and deciding bodies."""

from enum import StrEnum


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
