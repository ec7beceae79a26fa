"""Registrations of documents as rows that never change: the newest of a version and side stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger, Identity, Index, String, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.places import Municipality
from domain.registration import Earlier, Side
from storage.commands import KeyReused
from storage.database import Base, CountyCode, CycleId, Hash, Instant, MunicipalityCode

_ONE_AT_A_TIME = 0x44494152  # a class of advisory locks, one for each municipality


class RegistrationRow(Base):
    """`version` and `hash` name what was registered, by the document's footer; `number` is the diarienummer.

    `key` is the hash of person, document and Idempotency-Key, `request` that of what was sent. `reason` says why the
    row before it, of the same version and side, is corrected.
    """

    __tablename__ = "registrations"
    __table_args__ = (Index(None, "cycle_id", "document", "id"), Index(None, "key", unique=True))

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    cycle_id: Mapped[CycleId]
    document: Mapped[str] = mapped_column(String(30))
    municipality_code: Mapped[MunicipalityCode]
    county_code: Mapped[CountyCode]
    version: Mapped[int]
    hash: Mapped[Hash]
    side: Mapped[str] = mapped_column(String(12))
    number: Mapped[str] = mapped_column(String(40))
    registered_on: Mapped[date]
    reason: Mapped[str | None]
    person: Mapped[str]
    role: Mapped[str] = mapped_column(String(40))
    on_behalf: Mapped[str | None]
    told_at: Mapped[datetime] = mapped_column(Instant)
    key: Mapped[Hash]
    request: Mapped[Hash]


async def hold(session: AsyncSession, place: Municipality) -> None:
    """Nobody else registers anything of the municipality until the transaction ends."""
    await session.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME, int(place.code))))


async def made_before(session: AsyncSession, key: str, request: str) -> RegistrationRow | None:
    """What this very request made. To be called under `hold`. Raises KeyReused if its key made another."""
    row = await session.scalar(select(RegistrationRow).where(RegistrationRow.key == key))
    if row is not None and row.request != request:
        raise KeyReused("This Idempotency-Key was used for another registration; use a new key for a new one")
    return row


async def standing(
    session: AsyncSession, cycle_id: str, document: str, hash_: str, side: Side
) -> RegistrationRow | None:
    """The newest registration of a version by a side."""
    statement = select(RegistrationRow).where(
        RegistrationRow.cycle_id == cycle_id,
        RegistrationRow.document == document,
        RegistrationRow.hash == hash_,
        RegistrationRow.side == side.value,
    )
    return await session.scalar(statement.order_by(RegistrationRow.id.desc()).limit(1))


def earlier(row: RegistrationRow | None) -> Earlier | None:
    return Earlier(number=row.number, registered_on=row.registered_on) if row is not None else None


async def add(session: AsyncSession, new: RegistrationRow) -> RegistrationRow:
    session.add(new)
    await session.flush()
    return new


async def registrations(
    session: AsyncSession, cycle_id: str, document: str, *, after: int, limit: int
) -> Sequence[RegistrationRow]:
    """Up to `limit` registrations of a document after an id, of all its versions, the first one first."""
    statement = select(RegistrationRow).where(
        RegistrationRow.cycle_id == cycle_id, RegistrationRow.document == document, RegistrationRow.id > after
    )
    return (await session.scalars(statement.order_by(RegistrationRow.id).limit(limit))).all()


@dataclass(frozen=True)
class Newest:
    """Of one document: the registration that stands, by version (hash) and side; and by side the last of any."""

    by_version: Mapping[tuple[str, Side], RegistrationRow]
    last: Mapping[Side, RegistrationRow]


async def newest(session: AsyncSession, cycle_id: str) -> Mapping[str, Newest]:
    """By document, for those of the year that were ever registered."""
    statement = select(RegistrationRow).where(RegistrationRow.cycle_id == cycle_id).order_by(RegistrationRow.id)
    found: dict[str, list[RegistrationRow]] = {}
    for row in await session.scalars(statement):
        found.setdefault(row.document, []).append(row)
    return {
        document: Newest(
            by_version={(row.hash, Side(row.side)): row for row in rows}, last={Side(row.side): row for row in rows}
        )
        for document, rows in found.items()
    }
