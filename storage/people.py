"""People: whom there is, what they are where, when they are away; and the three questions that a sign-in asks.

Who somebody is must be known before what they may see: `person_for`, `bind`, `actor_of` and `seen` are called in a
transaction that sees everybody (`within(EVERYWHERE)`, storage/scope.py).

Rows are what the log of people (storage/people_log.py) says, plus what it never holds: name, address, sign-in.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ARRAY, ForeignKey, Index, String, UniqueConstraint, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.errors import NotAllowed
from domain.membership.around import Around
from domain.membership.authority import borrowed
from domain.membership.commands import BindSubject
from domain.membership.decide import decide
from domain.membership.particulars import address
from domain.membership.person import Held, PersonState
from domain.people import Actor, Body, Role
from domain.telling import Named
from storage.database import Base, CountyCode, Instant, MunicipalityCode
from storage.people_log import Cause, append, loaded

_OPEN = text("state IN ('invited', 'active')")
_ONE_AT_A_TIME = 0x50454F50  # an arbitrary key for the advisory lock around what is decided about people


class NotInvited(NotAllowed):
    """Nobody has invited this address; ask the coordinator of your municipality or county."""


class PersonRow(Base):
    """`name`, `email` (in small letters), `issuer` and `subject` are gone once the person is erased."""

    __tablename__ = "people"
    __table_args__ = (
        UniqueConstraint("issuer", "subject"),
        Index("uq_people_email_open", "email", unique=True, postgresql_where=_OPEN),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str | None] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    issuer: Mapped[str | None]
    subject: Mapped[str | None]
    state: Mapped[str] = mapped_column(String(10))
    invited_at: Mapped[datetime] = mapped_column(Instant)
    invited_by: Mapped[str] = mapped_column(String(40))
    last_seen_at: Mapped[datetime | None] = mapped_column(Instant)
    version: Mapped[int]
    head: Mapped[str] = mapped_column(String(64))


class GrantRow(Base):
    """One role in one place, for as long as `ended_at` is empty and `until` has not passed. It stays to be read."""

    __tablename__ = "grants"

    id: Mapped[str] = mapped_column(String(50), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(40), ForeignKey("people.id"), index=True)
    role: Mapped[str] = mapped_column(String(40))
    county_code: Mapped[CountyCode | None] = mapped_column(index=True)
    municipality_code: Mapped[MunicipalityCode | None] = mapped_column(index=True)
    bodies: Mapped[list[str]] = mapped_column(ARRAY(String(40)))
    since: Mapped[date]
    until: Mapped[date | None]
    ended_at: Mapped[datetime | None] = mapped_column(Instant)

    @property
    def held(self) -> Held:
        return Held(
            id=self.id,
            role=Role(self.role),
            county=self.county_code,
            municipality=self.municipality_code,
            bodies=tuple(map(Body, self.bodies)),
            since=self.since,
            until=self.until,
        )


class AbsenceRow(Base):
    """`last` is the last day away, also of an absence that was ended before its time; then `ended_at` says when."""

    __tablename__ = "absences"

    id: Mapped[str] = mapped_column(String(50), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(40), ForeignKey("people.id"), index=True)
    substitute_id: Mapped[str | None] = mapped_column(String(40), ForeignKey("people.id"), index=True)
    first: Mapped[date]
    last: Mapped[date]
    stated_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


async def person_for(session: AsyncSession, issuer: str, subject: str) -> str | None:
    """The id of the person who is this account at that provider; None if nobody is, or not any longer."""
    return await session.scalar(
        select(PersonRow.id).where(
            PersonRow.issuer == issuer, PersonRow.subject == subject, PersonRow.state == PersonState.ACTIVE.value
        )
    )


async def bind(session: AsyncSession, issuer: str, subject: str, email: str, now: datetime) -> str:
    """The id of the person who signs in; the first time, whoever was invited by this address (verified there) is bound.

    Raises NotInvited, or BoundAlready where the invited person has another account at the provider.
    """
    await hold(session)
    known = await person_for(session, issuer, subject)
    if known is not None:
        return known
    row = await by_email(session, email)
    if row is None:
        raise NotInvited("Nobody has invited this address; ask the coordinator of your municipality or county")
    person, head = await loaded(session, row.id)
    happened = decide(person, BindSubject(), Around(), now)
    row.version, row.head = await append(session, person, head, happened, Cause())
    row.state, row.issuer, row.subject = PersonState.ACTIVE.value, issuer, subject
    return row.id


async def by_email(session: AsyncSession, email: str) -> PersonRow | None:
    """Whose open account has this address, in small letters or large."""
    return await session.scalar(select(PersonRow).where(PersonRow.email == address(email), _OPEN))


async def hold(session: AsyncSession) -> None:
    """Nobody else decides about people until the transaction ends: the last coordinator of a place is found by all."""
    await session.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))


async def actor_of(session: AsyncSession, person_id: str, today: date) -> Actor | None:
    """A person and what they are where on this day, what they borrow as a substitute after their own.

    None for somebody unknown, who has never signed in, or whose account is closed or erased.
    """
    state = await session.scalar(select(PersonRow.state).where(PersonRow.id == person_id))
    if state != PersonState.ACTIVE:
        return None
    absent = (
        await session.scalars(
            select(AbsenceRow.person_id).where(
                AbsenceRow.substitute_id == person_id, AbsenceRow.first <= today, AbsenceRow.last >= today
            )
        )
    ).all()
    held = await roles_of(session, {person_id, *absent}, today)
    own = held.get(person_id, ())
    lent = [grant for each in sorted(absent) for grant in borrowed(own, held.get(each, ()), each)]
    return Actor(person=person_id, grants=(*(role.grant() for role in own), *lent))


async def roles_of(session: AsyncSession, people: Collection[str], today: date) -> dict[str, tuple[Held, ...]]:
    """The roles that stand on this day, by person, in the order they were given."""
    statement = select(GrantRow).where(GrantRow.person_id.in_(people), GrantRow.ended_at.is_(None))
    found: dict[str, tuple[Held, ...]] = {}
    for row in sorted(await session.scalars(statement), key=lambda row: (row.since, len(row.id), row.id)):
        if row.held.stands(today):
            found[row.person_id] = (*found.get(row.person_id, ()), row.held)
    return found


async def roles_in(session: AsyncSession, municipality: str, today: date) -> Sequence[Named]:
    """The roles that stand there on this day, of everybody who has signed in at least once."""
    statement = (
        select(GrantRow)
        .join(PersonRow, PersonRow.id == GrantRow.person_id)
        .where(
            GrantRow.municipality_code == municipality,
            GrantRow.ended_at.is_(None),
            PersonRow.state == PersonState.ACTIVE.value,
        )
        .order_by(GrantRow.person_id)
    )
    return [
        Named(row.person_id, row.held.grant()) for row in await session.scalars(statement) if row.held.stands(today)
    ]


async def lent_in(session: AsyncSession, municipality: str, today: date) -> Sequence[Named]:
    """The roles there that substitutes have on this day from those who are absent."""
    there = select(GrantRow.person_id).where(GrantRow.municipality_code == municipality, GrantRow.ended_at.is_(None))
    rows = await session.scalars(
        select(AbsenceRow)
        .where(AbsenceRow.person_id.in_(there), AbsenceRow.first <= today, AbsenceRow.last >= today)
        .where(AbsenceRow.substitute_id.is_not(None))
        .order_by(AbsenceRow.person_id)
    )
    pairs = [(row.person_id, row.substitute_id) for row in rows if row.substitute_id is not None]
    held = await roles_of(session, {person for pair in pairs for person in pair}, today)
    return [
        Named(substitute, grant)
        for absent, substitute in pairs
        for grant in borrowed(held.get(substitute, ()), held.get(absent, ()), absent)
        if municipality in grant.municipalities
    ]


async def seen(session: AsyncSession, person_id: str, now: datetime) -> None:
    """Note that the person has signed in, by which an account counts as used."""
    await session.execute(update(PersonRow).where(PersonRow.id == person_id).values(last_seen_at=now))


async def speak(session: AsyncSession, person_id: str, language: str) -> None:
    """Write to the person in this language (ISO 639-1) from now on."""
    await session.execute(update(PersonRow).where(PersonRow.id == person_id).values(language=language))
