"""Carrying out what is decided about people: load, decide, append to their log, write the rows; one transaction.

A rule about people needs to see all of them (who else is coordinator there?), so what is done here is done in a
transaction that sees everybody (`within(EVERYWHERE)`, storage/scope.py); who may do it is asked of the rules.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.calendar import stockholm_date
from domain.commands import Acting
from domain.membership import commands as c
from domain.membership import events as e
from domain.membership.around import Around
from domain.membership.authority import GUARDED, Post, post_of
from domain.membership.decide import PersonNotFound, decide, used
from domain.membership.idle import idle
from domain.membership.particulars import Particulars
from domain.membership.person import OPEN, Absence, Held, Person, PersonState
from domain.people import Actor, Grant
from domain.places import Places
from storage.commands import KeyReused, check_same_request
from storage.people import AbsenceRow, GrantRow, PersonRow, by_email, hold
from storage.people_log import Cause, append, loaded, request_before
from storage.sessions import SessionRow

_OPEN = [state.value for state in OPEN]


@dataclass(frozen=True)
class Asked:
    """Who asks for something of people, by which request, when; nobody for the passing of time.

    `identity` is the hash of the Idempotency-Key and who sent it, `request` that of what is asked, without any name.
    """

    now: datetime
    by: Actor | None = None
    identity: str | None = None
    request: str | None = None
    request_id: str | None = None


async def invite(
    session: AsyncSession, who: Particulars, command: c.InvitePerson, asked: Asked, places: Places
) -> tuple[str, bool]:
    """The id of the person with this address, and whether they are new here. Raises KeyReused or what a rule says."""
    assert asked.identity is not None  # noqa: S101  whoever invites names the request: the id is made of it
    await hold(session)
    if before := await _done_before(session, asked):
        row = await session.get_one(PersonRow, before)
        if row.email not in (who.email, None):
            raise KeyReused("This Idempotency-Key was used for another request; use a new key for a new request")
        return before, row.id == _id(asked.identity)
    row = await by_email(session, who.email)
    known = row is not None
    person, head = await loaded(session, row.id if row else _id(asked.identity))
    around = await _around(session, person, asked, places)
    happened = decide(person, command, around, asked.now)
    if row is None:
        row = _new(person.id, who, asked)
        session.add(row)
        await session.flush()
    await _keep(session, row, (person, head, happened), _cause(asked, used(person, command, around)))
    return row.id, not known


def _id(identity: str) -> str:
    return f"p-{identity[:20]}"


def _new(person_id: str, who: Particulars, asked: Asked) -> PersonRow:
    return PersonRow(
        id=person_id,
        name=who.name,
        email=who.email,
        language=who.language,
        state=PersonState.INVITED.value,
        invited_at=asked.now,
        invited_by=asked.by.person if asked.by else "",
        version=0,
        head="",
    )


async def act(session: AsyncSession, person_id: str, command: c.Command, asked: Asked, places: Places) -> bool:
    """Do what is asked of somebody who is here; whether anything came of it. The same request twice is done once.

    Raises PersonNotFound, KeyReused or what a rule says.
    """
    await hold(session)
    if await _done_before(session, asked):
        return False
    row = await session.get(PersonRow, person_id)
    if row is None:
        raise PersonNotFound("There is nobody with that id whom you may see")
    person, head = await loaded(session, person_id)
    substitute = None
    if isinstance(command, c.StateAbsence) and command.substitute is not None:
        substitute, _ = await loaded(session, command.substitute)
    around = await _around(session, person, asked, places, substitute)
    happened = decide(person, command, around, asked.now)
    await _keep(session, row, (person, head, happened), _cause(asked, used(person, command, around)))
    return bool(happened)


async def idle_people(session: AsyncSession, today: date, months: int) -> list[str]:
    """Who is open and has not signed in, or not answered their invitation, for so many months."""
    statement = select(PersonRow.id, func.coalesce(PersonRow.last_seen_at, PersonRow.invited_at))
    found = await session.execute(statement.where(PersonRow.state.in_(_OPEN)).order_by(PersonRow.id))
    return [person for person, seen in found if idle(stockholm_date(seen), today, months)]


async def _done_before(session: AsyncSession, asked: Asked) -> str | None:
    """Whom this very request was about, if it has been carried out. Raises KeyReused."""
    if asked.identity is None or asked.request is None:
        return None
    await check_same_request(session, asked.identity, asked.request)
    before = await request_before(session, asked.identity)
    if before is not None and before.request != asked.request:
        raise KeyReused("This Idempotency-Key was used for another request; use a new key for a new request")
    return before.stream if before else None


async def _around(
    session: AsyncSession, person: Person, asked: Asked, places: Places, substitute: Person | None = None
) -> Around:
    statement = (
        select(GrantRow, PersonRow.state)
        .join(PersonRow, PersonRow.id == GrantRow.person_id)
        .where(
            GrantRow.role.in_([role.value for role in GUARDED]),
            GrantRow.ended_at.is_(None),
            GrantRow.person_id != person.id,
            PersonRow.state.in_(_OPEN),
        )
    )
    posts: dict[str, set[Post]] = {state: set() for state in _OPEN}
    for row, state in await session.execute(statement):
        if post := post_of(row.held):
            posts[state].add(post)
    active, invited = frozenset(posts[PersonState.ACTIVE]), frozenset(posts[PersonState.INVITED])
    return Around(places, asked.by, active, invited, substitute)


def _cause(asked: Asked, grant: Grant | None) -> Cause:
    acting = None
    if asked.by is not None and grant is not None:
        acting = Acting(person=asked.by.person, role=grant.role, bodies=grant.bodies, on_behalf=grant.on_behalf)
    return Cause(acting, asked.identity, asked.request, asked.request_id)


async def _keep(
    session: AsyncSession, row: PersonRow, decided: tuple[Person, str, Sequence[e.Event]], cause: Cause
) -> None:
    person, head, happened = decided
    for event in happened:
        await _project(session, row, event)
    row.version, row.head = await append(session, person, head, happened, cause)


async def _project(session: AsyncSession, row: PersonRow, event: e.Event) -> None:
    match event:
        case e.PersonInvited() | e.SubjectBound():
            pass
        case e.RoleGranted(held=held):
            session.add(_grant_row(row.id, held))
        case e.RoleRevoked(held=held):
            await session.execute(update(GrantRow).where(GrantRow.id == held.id).values(ended_at=event.at))
        case e.AbsenceStated(absence=absence):
            session.add(_absence_row(row.id, absence, event.at))
        case e.AbsenceEnded(absence=absence, back=back):
            values = {"last": back - timedelta(days=1), "ended_at": event.at}
            await session.execute(update(AbsenceRow).where(AbsenceRow.id == absence).values(values))
        case e.PersonClosed():
            await _close(session, row, event.at)
        case e.PersonErased():
            row.state = PersonState.ERASED.value
            row.name = row.email = row.last_seen_at = None


async def _close(session: AsyncSession, row: PersonRow, at: datetime) -> None:
    """The account at the provider is let go of: whoever comes back is invited anew, and signs in with the same one.

    Sessions go with it, and what the provider said of the person in them.
    """
    await session.execute(delete(SessionRow).where(SessionRow.person_id == row.id))
    row.state, row.issuer, row.subject = PersonState.CLOSED.value, None, None
    ended = {"ended_at": at}
    await session.execute(
        update(GrantRow).where(GrantRow.person_id == row.id, GrantRow.ended_at.is_(None)).values(ended)
    )
    yesterday = stockholm_date(at) - timedelta(days=1)
    running = (AbsenceRow.person_id == row.id, AbsenceRow.last > yesterday)
    await session.execute(update(AbsenceRow).where(*running).values({**ended, "last": yesterday}))


def _grant_row(person_id: str, held: Held) -> GrantRow:
    return GrantRow(
        id=held.id,
        person_id=person_id,
        role=held.role.value,
        county_code=held.county,
        municipality_code=held.municipality,
        bodies=[body.value for body in held.bodies],
        since=held.since,
        until=held.until,
    )


def _absence_row(person_id: str, absence: Absence, at: datetime) -> AbsenceRow:
    return AbsenceRow(
        id=absence.id,
        person_id=person_id,
        substitute_id=absence.substitute,
        first=absence.first,
        last=absence.last,
        stated_at=at,
    )
