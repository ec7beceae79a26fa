"""A county's rounds: which municipalities are to have their year, and why one could not start."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint, bindparam, exists, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.errors import Conflict, NotFound
from domain.process import Kind
from storage.cycles import CycleRow
from storage.database import Base, CommandId, CountyCode, CycleId, Hash, Instant, MunicipalityCode


class RoundNotFound(NotFound):
    pass


class RoundAlreadyOpen(Conflict):
    """A county has one round a year."""


class MemberState(StrEnum):
    PENDING = "pending"
    STARTED = "started"
    FAILED = "failed"


class RoundRow(Base):
    __tablename__ = "rounds"
    __table_args__ = (UniqueConstraint("county_code", "year"),)

    id: Mapped[str] = mapped_column(String(7), primary_key=True)
    county_code: Mapped[CountyCode]
    municipality_code: Mapped[MunicipalityCode | None]
    year: Mapped[int]
    kind: Mapped[Kind] = mapped_column(String(10))
    process: Mapped[Hash] = mapped_column(ForeignKey("processes.digest"))
    command_id: Mapped[CommandId] = mapped_column(ForeignKey("commands.id"))
    opened_at: Mapped[datetime] = mapped_column(Instant)


class MemberRow(Base):
    """`reason` is an error's name, `message` its sentence, where the municipality could not start."""

    __tablename__ = "round_members"

    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    municipality_code: Mapped[MunicipalityCode] = mapped_column(primary_key=True)
    county_code: Mapped[CountyCode]
    cycle_id: Mapped[CycleId]
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(60))
    message: Mapped[str | None]
    tries: Mapped[int]
    tried_at: Mapped[datetime | None] = mapped_column(Instant)


def round_id(county: str, year: int) -> str:
    return f"{county}-{year}"


async def round_row(session: AsyncSession, wanted: str) -> RoundRow:
    """Raises RoundNotFound."""
    row = await session.get(RoundRow, wanted)
    if row is None:
        raise RoundNotFound(f"There is no round {wanted}")
    return row


async def of_county(session: AsyncSession, county: str) -> Sequence[RoundRow]:
    """Every round of the county, the newest first."""
    statement = select(RoundRow).where(RoundRow.county_code == county).order_by(RoundRow.year.desc())
    return (await session.scalars(statement)).all()


async def open_round(session: AsyncSession, new: RoundRow, municipalities: Sequence[str]) -> None:
    """Raises RoundAlreadyOpen, naming the round, if the county has one that year."""
    columns = {column.key: getattr(new, column.key) for column in RoundRow.__table__.columns}
    statement = insert(RoundRow).values(columns).on_conflict_do_nothing(index_elements=["id"])
    if await session.scalar(statement.returning(RoundRow.id)) is None:
        raise RoundAlreadyOpen(f"The round {new.id} is open already: see /v1/rounds/{new.id}")
    members = [
        {
            "round_id": new.id,
            "municipality_code": code,
            "county_code": new.county_code,
            "cycle_id": f"{code}-{new.year}",
            "state": MemberState.PENDING,
            "tries": 0,
        }
        for code in municipalities
    ]
    await session.execute(insert(MemberRow).values(members))


async def members(session: AsyncSession, of: str, state: MemberState | None = None) -> Sequence[MemberRow]:
    statement = select(MemberRow).where(MemberRow.round_id == of).order_by(MemberRow.municipality_code)
    if state is not None:
        statement = statement.where(MemberRow.state == state)
    return (await session.scalars(statement)).all()


_PENDING = select(exists().where(MemberRow.round_id == bindparam("of"), MemberRow.state == MemberState.PENDING))


async def anybody_pending(session: AsyncSession, of: str) -> bool:
    return bool(await session.scalar(_PENDING, {"of": of}))


async def member(session: AsyncSession, of: str, municipality: str) -> MemberRow:
    """Raises RoundNotFound."""
    row = await session.get(MemberRow, (of, municipality))
    if row is None:
        raise RoundNotFound(f"The round {of} does not take in that municipality")
    return row


async def retry(session: AsyncSession, of: str, municipality: str | None) -> int:
    """Make failed members pending again, all or one; how many there were."""
    statement = update(MemberRow).where(MemberRow.round_id == of, MemberRow.state == MemberState.FAILED)
    if municipality is not None:
        statement = statement.where(MemberRow.municipality_code == municipality)
    result = await session.execute(statement.values(state=MemberState.PENDING).returning(MemberRow.municipality_code))
    return len(result.all())


async def note_member(
    session: AsyncSession, of: str, municipality: str, now: datetime, failure: tuple[str, str] | None
) -> None:
    """Note that a municipality's start was tried: it started, or failed for (name, sentence)."""
    reason, message = failure or (None, None)
    state = MemberState.STARTED if failure is None else MemberState.FAILED
    await session.execute(
        update(MemberRow)
        .where(MemberRow.round_id == of, MemberRow.municipality_code == municipality)
        .values(state=state, reason=reason, message=message, tries=MemberRow.tries + 1, tried_at=now)
    )


async def standing(session: AsyncSession, county: str, year: int) -> Sequence[CycleRow]:
    """Every cycle of the county that year, in the round or not."""
    statement = select(CycleRow).where(CycleRow.county_code == county, CycleRow.year == year)
    return (await session.scalars(statement.order_by(CycleRow.municipality_code))).all()
