"""Statements of what existed before, as rows that never change: the newest of a kind stands."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Identity, Index, String, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.calendar import stockholm_date
from domain.commands import Acting
from domain.people import Role
from domain.places import Municipality
from domain.statements import Content, Kind, Statement, read, taken
from storage.canonical import canonical
from storage.database import Base, CountyCode, Instant, MunicipalityCode

_ONE_AT_A_TIME = 0x53544154  # a class of advisory locks, one for each municipality


class StatementRow(Base):
    """`content` is canonical JSON; `role` is as what the person told it."""

    __tablename__ = "statements"
    __table_args__ = (Index(None, "municipality_code", "kind", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    municipality_code: Mapped[MunicipalityCode]
    county_code: Mapped[CountyCode]
    kind: Mapped[str] = mapped_column(String(40))
    content: Mapped[str]
    person: Mapped[str]
    role: Mapped[str] = mapped_column(String(40))
    told_at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True)
class Telling:
    """Who tells something, as what, and when."""

    by: Acting
    now: datetime


async def hold(session: AsyncSession, municipalities: Collection[str]) -> None:
    """Nobody else states anything of these until the transaction ends; in one order, so that nobody waits in a ring."""
    for code in sorted(municipalities):
        await session.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME, int(code))))


async def state(
    session: AsyncSession, place: Municipality, kind: Kind, content: Content, telling: Telling
) -> tuple[StatementRow, bool]:
    """What stands from now on, and whether it is new. To be called under `hold`. Raises OwnStands."""
    old = await _standing(session, place.code, kind)
    stands = (json.loads(old.content), Role(old.role)) if old else None
    new = taken(kind, stands, content, telling.by.role)
    if new is None and old is not None:
        return old, False
    row = StatementRow(
        municipality_code=place.code,
        county_code=place.county,
        kind=kind.value,
        content=canonical(new or content),
        person=telling.by.person,
        role=telling.by.role.value,
        told_at=telling.now,
    )
    session.add(row)
    await session.flush()
    return row, True


async def _standing(session: AsyncSession, municipality: str, kind: Kind) -> StatementRow | None:
    statement = select(StatementRow).where(
        StatementRow.municipality_code == municipality, StatementRow.kind == kind.value
    )
    return await session.scalar(statement.order_by(StatementRow.id.desc()).limit(1))


async def standing(session: AsyncSession, municipality: str, kind: Kind) -> Content | None:
    """What stands of a kind; None where nothing was ever told."""
    row = await _standing(session, municipality, kind)
    return json.loads(row.content) if row else None


async def that_stand(session: AsyncSession, municipality: str) -> Sequence[StatementRow]:
    """The newest of each kind."""
    newest = (
        select(func.max(StatementRow.id))
        .where(StatementRow.municipality_code == municipality)
        .group_by(StatementRow.kind)
    )
    statement = select(StatementRow).where(StatementRow.id.in_(newest)).order_by(StatementRow.kind)
    return (await session.scalars(statement)).all()


async def history(session: AsyncSession, municipality: str, before: int | None, limit: int) -> Sequence[StatementRow]:
    """Up to `limit` statements before an id, the newest first."""
    statement = select(StatementRow).where(StatementRow.municipality_code == municipality)
    if before is not None:
        statement = statement.where(StatementRow.id < before)
    return (await session.scalars(statement.order_by(StatementRow.id.desc()).limit(limit))).all()


async def of(session: AsyncSession, municipalities: Collection[str]) -> dict[str, tuple[Statement, ...]]:
    """Every statement ever made of these, by municipality, in the order they were made."""
    statement = select(StatementRow).where(StatementRow.municipality_code.in_(municipalities))
    found: dict[str, tuple[Statement, ...]] = {}
    for row in await session.scalars(statement.order_by(StatementRow.id)):
        found[row.municipality_code] = (*found.get(row.municipality_code, ()), _read(row))
    return found


def _read(row: StatementRow) -> Statement:
    kind = Kind(row.kind)
    return Statement(
        kind=kind,
        content=read(kind, json.loads(row.content)),
        told_on=stockholm_date(row.told_at),
        role=Role(row.role),
    )
