"""A person as the rules see one: an id, roles in places, absences. Name and address are kept apart (storage/)."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from domain.people import Body, Grant, Place, Role


class PersonState(StrEnum):
    """Invited until the first sign-in, active until closed. An erased person is an id that nobody stands behind."""

    INVITED = "invited"
    ACTIVE = "active"
    CLOSED = "closed"
    ERASED = "erased"


OPEN = frozenset({PersonState.INVITED, PersonState.ACTIVE})


class Held(BaseModel):
    """One role in one place, from the day `since` to the last day `until`, if it has one.

    A municipality's role names its county too; what is held everywhere (supervisor, administrator) names neither.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    role: Role
    county: str | None = None
    municipality: str | None = None
    bodies: tuple[Body, ...] = ()
    since: date
    until: date | None = None

    @property
    def place(self) -> Place:
        return Place(county=self.county, municipality=self.municipality)

    def stands(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    def grant(self, on_behalf: str | None = None) -> Grant:
        """What the policy asks of it."""
        towns = (self.municipality,) if self.municipality else ()
        county = self.county if self.role is Role.COUNTY_COORDINATOR else None
        return Grant(role=self.role, county=county, municipalities=towns, bodies=self.bodies, on_behalf=on_behalf)


class Absence(BaseModel):
    """Away from the day `first` to the day `last`, both of them; the substitute (ersättare), if there is one, acts."""

    model_config = ConfigDict(frozen=True)

    id: str
    substitute: str | None = None
    first: date
    last: date

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last

    def meets(self, first: date, last: date) -> bool:
        return self.first <= last and first <= self.last


class Person(BaseModel):
    """What the log of one person says. `state` is empty before the invitation; `version` counts the log's events.

    `granted` and `stated` count all roles and absences there ever were, so that no id comes twice.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    state: PersonState | None = None
    roles: tuple[Held, ...] = ()
    absences: tuple[Absence, ...] = ()
    version: int = 0
    granted: int = 0
    stated: int = 0

    @property
    def open(self) -> bool:
        return self.state in OPEN

    def standing(self, day: date) -> tuple[Held, ...]:
        return tuple(held for held in self.roles if held.stands(day))

    def absent(self, day: date) -> bool:
        return any(absence.covers(day) for absence in self.absences)
