"""What people are told of their work: a step that was given to them, one that is no longer theirs, and reminders."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Identity, Index, String, UniqueConstraint, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.arranging import has
from domain.calendar import stockholm_date
from domain.cycle import Cycle
from domain.due import Turn, turn
from domain.events import Event, StepAssigned, StepReminded, StepReturned
from domain.membership.demo import demo_people
from domain.people import Role
from storage.database import Base, CountyCode, CycleId, Instant, MunicipalityCode
from storage.log import Stream
from storage.people import Named, roles_in

_TOLD = (StepAssigned, StepReminded, StepReturned)


class Told(StrEnum):
    GIVEN = "given"
    TAKEN = "taken"
    REMINDED = "reminded"
    RETURNED = "returned"


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
    """Tell both whom a step is taken from and whom it is given to, whose turn it is where they are reminded, and who
    handed in what is sent back; nobody of what they did themselves.
    """
    stream, after, by = news.stream, news.after, news.by
    told = [(seq, event) for seq, event in enumerate(news.events, stream.version + 1) if isinstance(event, _TOLD)]
    if not told:
        return
    crowd = await _crowd(session, news, [event for _, event in told if isinstance(event, StepReminded)])
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
        for person, kind in _concerned(event, after, crowd)
        if person != by
    ]
    if rows:
        await session.execute(insert(InboxRow).values(rows).on_conflict_do_nothing())


async def _crowd(session: AsyncSession, news: News, reminders: Sequence[StepReminded]) -> Sequence[Named]:
    """The municipality's roles, each with who has it; nobody's where none of the reminders is to a whole role."""
    cycle = news.after
    if all(turn(cycle, cycle.step(event.step)).person is not None for event in reminders):
        return ()
    found = await roles_in(session, cycle.municipality, stockholm_date(reminders[0].at))
    if not news.demo:
        return found
    return [*found, *(Named(person, grant) for person, grant in demo_people(cycle.municipality).items())]


def _concerned(
    event: StepAssigned | StepReminded | StepReturned, cycle: Cycle, crowd: Sequence[Named]
) -> Iterator[tuple[str, Told]]:
    if isinstance(event, StepReturned):
        handed_in_by = cycle.step(event.step).submitted_by
        yield from [] if handed_in_by is None else [(handed_in_by, Told.RETURNED)]
        return
    if isinstance(event, StepReminded):
        yield from ((person, Told.REMINDED) for person in _reminded(turn(cycle, cycle.step(event.step)), crowd))
    elif event.old_person != event.new_person:
        if event.old_person is not None:
            yield event.old_person, Told.TAKEN
        if event.new_person is not None:
            yield event.new_person, Told.GIVEN


def _reminded(whose: Turn, crowd: Sequence[Named]) -> Collection[str]:
    """Whose turn it is; where the municipality has nobody for it, those who coordinate its year and its people."""
    if whose.person is not None:
        return (whose.person,)
    having = {person for person, grant in crowd if has(grant, whose)}
    return having or {person for person, grant in crowd if grant.role is Role.MUNICIPAL_COORDINATOR}


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
