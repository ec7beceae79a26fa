"""People over the wire. A caller never supplies who asks or when."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from domain.membership.commands import Offer
from domain.membership.particulars import Particulars
from domain.membership.person import PersonState
from domain.people import Body, Role


class NewPerson(Particulars):
    """Whom to invite, with at least one role. Somebody whose address is known here gets the roles, and keeps the name
    that they have.
    """

    roles: Annotated[tuple[Offer, ...], Field(min_length=1, max_length=20)]


class NewAbsence(BaseModel):
    """Away from the day `first` to the day `last`; `substitute` is the id of somebody in the same place."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    first: date
    last: date
    substitute: Annotated[str | None, Field(max_length=40)] = None


class RoleView(BaseModel):
    """A role in one place. A role everywhere (supervisor, administrator) names neither county nor municipality."""

    id: str
    role: Role
    county: str | None
    municipality: str | None
    bodies: tuple[Body, ...]
    since: date
    until: date | None


class AbsenceView(BaseModel):
    id: str
    first: date
    last: date
    substitute: str | None


class PersonView(BaseModel):
    """`state`: invited until the first sign-in, then active, then closed. Who is erased has neither name nor address.

    `roles` are those in places that you may see.
    """

    id: str
    name: str | None
    email: str | None
    language: str
    state: PersonState
    roles: tuple[RoleView, ...]
    absences: tuple[AbsenceView, ...]
    invited_at: datetime


class People(BaseModel):
    items: tuple[PersonView, ...]
    next: str | None
