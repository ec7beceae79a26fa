"""What somebody wants of a person's account, in the imperative. Name and address travel beside it, never in it."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from domain.membership.events import Leaving
from domain.people import Body, Role

MOST_PLACES = 60  # Västra Götaland, the county with most municipalities, has 49


class _Command(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Offer(_Command):
    """A role in one place or, of a municipality's roles, in several at once: the area of a police partner, say.

    `county` is for a county coordinator, `bodies` for a decision-maker; `until` is the role's last day.
    """

    role: Role
    county: str | None = None
    municipalities: Annotated[tuple[str, ...], Field(max_length=MOST_PLACES)] = ()
    bodies: Annotated[tuple[Body, ...], Field(max_length=len(Body))] = ()
    until: date | None = None


class InvitePerson(_Command):
    """Let somebody in, with at least one role. Somebody who is here already gets the roles alone."""

    roles: Annotated[tuple[Offer, ...], Field(min_length=1, max_length=20)]


class GrantRole(_Command):
    offer: Offer


class RevokeRole(_Command):
    grant: str


class BindSubject(_Command):
    """The first sign-in of somebody invited. Whose address it was is found by storage/, exactly once."""


class StateAbsence(_Command):
    """Away from `first` to `last`; a substitute acts meanwhile, in what the two have in common."""

    first: date
    last: date
    substitute: str | None = None


class EndAbsence(_Command):
    absence: str


class ClosePerson(_Command):
    """The person leaves: every role ends, nobody signs in as them any more."""

    why: Leaving = Leaving.LEFT


class ErasePerson(_Command):
    """Take away what says who it was: name, address, sign-in. Closes first, if it was open."""


Command = InvitePerson | GrantRole | RevokeRole | BindSubject | StateAbsence | EndAbsence | ClosePerson | ErasePerson
