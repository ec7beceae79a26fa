"""Who read what is internal to a municipality, and when: rows that never change.

A reading is written before the answer goes out, in the transaction that found what is answered: what was read is here,
also where the answer never arrived.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import BigInteger, Identity, Index, String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.commands import Acting
from storage.database import Base, CountyCode, Instant, MunicipalityCode


class What(StrEnum):
    """What was read: a file marked internal (`of` is its number), or a page as the municipality sees it (its name)."""

    INTERNAL_ANNEX = "internal_annex"
    AS_MUNICIPALITY = "as_municipality"


class ReadingRow(Base):
    """`request_id` names the request in the logs."""

    __tablename__ = "readings"
    __table_args__ = (Index(None, "municipality_code", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    municipality_code: Mapped[MunicipalityCode]
    county_code: Mapped[CountyCode]
    at: Mapped[datetime] = mapped_column(Instant)
    person: Mapped[str]
    role: Mapped[str] = mapped_column(String(40))
    on_behalf: Mapped[str | None]
    what: Mapped[str] = mapped_column(String(30))
    of: Mapped[str] = mapped_column(String(100))
    request_id: Mapped[str | None] = mapped_column(String(64))


class Reading(NamedTuple):
    """What was read, and whose it is."""

    municipality: str
    county: str
    what: What
    of: str


async def note(session: AsyncSession, reader: Acting, reading: Reading, *, now: datetime, request: str | None) -> None:
    row = ReadingRow(
        municipality_code=reading.municipality,
        county_code=reading.county,
        at=now,
        person=reader.person,
        role=reader.role.value,
        on_behalf=reader.on_behalf,
        what=reading.what.value,
        of=reading.of,
        request_id=request,
    )
    session.add(row)
    await session.flush()


async def readings(session: AsyncSession, municipality: str, after: int, limit: int) -> Sequence[ReadingRow]:
    """Up to `limit` readings of a municipality's after this id, the earliest first."""
    statement = select(ReadingRow).where(ReadingRow.municipality_code == municipality, ReadingRow.id > after)
    return (await session.scalars(statement.order_by(ReadingRow.id).limit(limit))).all()
