"""What has happened to a person, in the past tense. No event holds a name, an address, or a word that was written."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from domain.membership.person import Absence, Held, Person, PersonState


class Leaving(StrEnum):
    """Why somebody was closed: they left, or had not signed in for so long."""

    LEFT = "left"
    INACTIVE = "inactive"


class _Event(BaseModel):
    """`at` is the instant (UTC) of the decision."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: datetime


class PersonInvited(_Event):
    kind: Literal["PersonInvited"] = "PersonInvited"


class RoleGranted(_Event):
    kind: Literal["RoleGranted"] = "RoleGranted"
    held: Held


class RoleRevoked(_Event):
    kind: Literal["RoleRevoked"] = "RoleRevoked"
    held: Held


class SubjectBound(_Event):
    """The first sign-in: from now on this account at the provider, and no other, is this person."""

    kind: Literal["SubjectBound"] = "SubjectBound"


class AbsenceStated(_Event):
    kind: Literal["AbsenceStated"] = "AbsenceStated"
    absence: Absence


class AbsenceEnded(_Event):
    """`back` is the first day that the person is there again."""

    kind: Literal["AbsenceEnded"] = "AbsenceEnded"
    absence: str
    back: date


class PersonClosed(_Event):
    """All roles end with it."""

    kind: Literal["PersonClosed"] = "PersonClosed"
    why: Leaving


class PersonErased(_Event):
    """Name, address and sign-in are gone; the id and what it did stay."""

    kind: Literal["PersonErased"] = "PersonErased"


Event = Annotated[
    PersonInvited
    | RoleGranted
    | RoleRevoked
    | SubjectBound
    | AbsenceStated
    | AbsenceEnded
    | PersonClosed
    | PersonErased,
    Field(discriminator="kind"),
]


def apply(person: Person, event: Event) -> Person:
    """The person after the event."""
    return person.model_copy(update={"version": person.version + 1, **_changes(person, event)})


def _changes(person: Person, event: Event) -> dict[str, object]:
    changes: dict[str, object]
    match event:
        case PersonInvited():
            changes = {"state": PersonState.INVITED}
        case RoleGranted(held=held):
            changes = {"roles": (*person.roles, held), "granted": person.granted + 1}
        case RoleRevoked(held=held):
            changes = {"roles": tuple(each for each in person.roles if each.id != held.id)}
        case SubjectBound():
            changes = {"state": PersonState.ACTIVE}
        case AbsenceStated(absence=absence):
            changes = {"absences": (*person.absences, absence), "stated": person.stated + 1}
        case AbsenceEnded(absence=ended, back=back):
            changes = {"absences": _left(person.absences, ended, back)}
        case PersonClosed():
            changes = {"state": PersonState.CLOSED, "roles": (), "absences": ()}
        case PersonErased():
            changes = {"state": PersonState.ERASED}
    return changes


def _left(absences: tuple[Absence, ...], ended: str, back: date) -> tuple[Absence, ...]:
    """An absence that ends before it began has not been."""
    shorter = [a.model_copy(update={"last": back - timedelta(days=1)}) if a.id == ended else a for a in absences]
    return tuple(absence for absence in shorter if absence.first <= absence.last)


def fold(person: Person, happened: list[Event]) -> Person:
    for event in happened:
        person = apply(person, event)
    return person
