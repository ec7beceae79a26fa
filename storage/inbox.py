"""What people are told of their work: a step that was given to them, and one that is no longer theirs."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Identity, Index, String, UniqueConstraint, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.events import Event, StepAssigned
from storage.database import Base, CountyCode, CycleId, Instant, MunicipalityCode
from storage.log import Stream


class Told(StrEnum):
    GIVEN = "given"
    TAKEN = "taken"


class InboxRow(Base):
    """One person told of one event of a cycle. `by` is who did it, never the person told."""

    __tablename__ = "inbox"
    __table_args__ = (UniqueConstraint("cycle_id", "seq", "person"), Index(None, "person", "id"))

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    person: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(20))
    cycle_id: Mapped[CycleId]
    seq: Mapped[int]
    step: Mapped[str] = mapped_column(String(50))
    municipality_code: Mapped[MunicipalityCode]
    county_code: Mapped[CountyCode]
    by: Mapped[str | None] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime | None] = mapped_column(Instant)


async def tell(session: AsyncSession, stream: Stream, events: Sequence[Event], by: str | None) -> None:
    """Tell both whom a step is taken from and whom it is given to; nobody of what they did themselves."""
    rows = [
        {
            "person": person,
            "kind": kind.value,
            "cycle_id": stream.cycle_id,
            "seq": seq,
            "step": event.step,
            "municipality_code": stream.municipality,
            "county_code": stream.county,
            "by": by,
            "at": event.at,
        }
        for seq, event in enumerate(events, stream.version + 1)
        if isinstance(event, StepAssigned)
        for person, kind in _concerned(event)
        if person != by
    ]
    if rows:
        await session.execute(insert(InboxRow).values(rows).on_conflict_do_nothing())


def _concerned(event: StepAssigned) -> Iterator[tuple[str, Told]]:
    if event.old_person == event.new_person:
        return
    if event.old_person is not None:
        yield event.old_person, Told.TAKEN
    if event.new_person is not None:
        yield event.new_person, Told.GIVEN


async def of(session: AsyncSession, person: str, *, before: int | None, limit: int) -> Sequence[InboxRow]:
    """Up to `limit` that the person was told before this id, the latest first."""
    statement = select(InboxRow).where(InboxRow.person == person)
    if before is not None:
        statement = statement.where(InboxRow.id < before)
    return (await session.scalars(statement.order_by(InboxRow.id.desc()).limit(limit))).all()


async def unseen(session: AsyncSession, person: str) -> int:
    statement = select(func.count()).select_from(InboxRow).where(InboxRow.person == person, InboxRow.seen_at.is_(None))
    return await session.scalar(statement) or 0


async def see(session: AsyncSession, person: str, upto: int, now: datetime) -> None:
    """Everything that the person was told up to this id counts as seen."""
    mine = (InboxRow.person == person, InboxRow.id <= upto, InboxRow.seen_at.is_(None))
    await session.execute(update(InboxRow).where(*mine).values(seen_at=now))
