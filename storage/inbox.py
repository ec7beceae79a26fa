"""What people are told of their work: a step that was given to them, one that is no longer theirs, and reminders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Identity, Index, String, UniqueConstraint, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.calendar import stockholm_date
from domain.cycle import Cycle
from domain.events import Event
from domain.membership.demo import demo_people
from domain.telling import TOLD_OF, Named, asks_for_roles, concerned
from storage.database import Base, CountyCode, CycleId, Instant, MunicipalityCode
from storage.log import Stream
from storage.people import lent_in, roles_in


class InboxRow(Base):
    """One person told of one event of a cycle. `by` is who did it, never the person told; nobody for the clock."""

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


@dataclass(frozen=True)
class News:
    """What somebody did, or the clock where `by` is nobody: the events, and the year as they left it.

    With `demo`, a demo's people have their roles too.
    """

    stream: Stream
    events: Sequence[Event]
    after: Cycle
    by: str | None
    demo: bool = False


async def tell(session: AsyncSession, news: News) -> None:
    """Tell whom it concerns (domain/telling.py); nobody of what they did themselves."""
    stream, after, by = news.stream, news.after, news.by
    told = [(seq, event) for seq, event in enumerate(news.events, stream.version + 1) if isinstance(event, TOLD_OF)]
    if not told:
        return
    crowd = await _crowd(session, news) if any(asks_for_roles(event) for _, event in told) else ()
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
        for seq, event in told
        for person, kind in concerned(event, after, crowd)
        if person != by
    ]
    if rows:
        await session.execute(insert(InboxRow).values(rows).on_conflict_do_nothing())


async def _crowd(session: AsyncSession, news: News) -> Sequence[Named]:
    """The municipality's roles, each with who has it or stands in."""
    municipality, today = news.after.municipality, stockholm_date(news.events[0].at)
    found = [*await roles_in(session, municipality, today), *await lent_in(session, municipality, today)]
    if not news.demo:
        return found
    return [*found, *(Named(person, grant) for person, grant in demo_people(municipality).items())]


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
