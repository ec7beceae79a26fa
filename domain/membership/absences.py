"""Stating and ending an absence (frånvaro), with a substitute (ersättare) or without."""

from collections.abc import Iterator
from datetime import date, datetime

from domain.calendar import stockholm_date
from domain.errors import Finding, Invalid, NotFound
from domain.membership.around import Around, check_open
from domain.membership.authority import borrowed
from domain.membership.commands import StateAbsence
from domain.membership.events import AbsenceEnded, AbsenceStated, Event
from domain.membership.person import Absence, Person, PersonState

LONGEST_ABSENCE = 366 * 2  # days


class AbsenceNotFound(NotFound):
    """The person has no absence with that id, or it is over."""


class AbsenceInvalid(Invalid):
    """The days or the substitute of an absence cannot be; `errors` says where."""


def state_absence(person: Person, command: StateAbsence, around: Around, now: datetime) -> list[Event]:
    check_open(person)
    wrong = tuple(_absence_findings(person, command, around, stockholm_date(now)))
    if wrong:
        raise AbsenceInvalid(f"The absence cannot be as it is: {len(wrong)} finding(s)", wrong)
    absence = Absence(
        id=f"{person.id}.a{person.stated + 1}",
        substitute=command.substitute,
        first=command.first,
        last=command.last,
    )
    return [AbsenceStated(at=now, absence=absence)]


def _absence_findings(person: Person, command: StateAbsence, around: Around, today: date) -> Iterator[Finding]:
    first, last = command.first, command.last
    if last < first or last < today:
        yield Finding(
            code="days-wrong", pointer="/last", message="the last day comes after the first and has not passed"
        )
    elif (last - first).days > LONGEST_ABSENCE:
        yield Finding(
            code="too-long", pointer="/last", message="an absence is at most two years; close an account instead"
        )
    if any(absence.meets(first, last) for absence in person.absences):
        yield Finding(
            code="absent-already", pointer="/first", message="another absence has days of these; end it first"
        )
    if command.substitute is not None and (why := _unfit(person, command, around, today)):
        yield Finding(code="substitute-unfit", pointer="/substitute", message=why)


def _unfit(person: Person, command: StateAbsence, around: Around, today: date) -> str:
    substitute = around.substitute
    if command.substitute == person.id:
        return "somebody else has to stand in"
    if substitute is None or substitute.state is not PersonState.ACTIVE:
        return "there is nobody with that id in the same place who has signed in"
    if not any(borrowed(substitute.standing(today), person.standing(today), person.id)):
        return "there is nobody with that id in the same place who may do the same"
    if any(absence.meets(command.first, command.last) for absence in substitute.absences):
        return "the substitute is away on some of these days"
    return ""


def end_absence(person: Person, absence: str, now: datetime) -> list[Event]:
    today = stockholm_date(now)
    if not any(each.id == absence and each.last >= today for each in person.absences):
        raise AbsenceNotFound("The person has no absence with that id, or it is over")
    return [AbsenceEnded(at=now, absence=absence, back=today)]
