"""The log: append-only, hash-chained per cycle, ordered over all cycles by `position`. It is the truth and the audit.

    hash = SHA-256(prev_hash ‖ body)      prev_hash of the first event: 64 zeros

`body` is the canonical JSON (RFC 8785) of the record: cycle, sequence number, event, who and as what, and the command
with its hash. Text that people wrote stays in the command, so the chain vouches for it without holding it. On whose
behalf, and by which request, is written where there was one: records from before either was known read alike.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue
from sqlalchemy import BigInteger, String, UniqueConstraint, bindparam, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.commands import Acting
from domain.events import Event
from storage.canonical import canonical, digest
from storage.database import Base, CountyCode, CycleId, Hash, Instant, MunicipalityCode, write

GENESIS = "0" * 64


class EventRow(Base):
    __tablename__ = "events"
    __table_args__ = (UniqueConstraint("position"),)

    cycle_id: Mapped[CycleId] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Instant)
    municipality_code: Mapped[MunicipalityCode]
    county_code: Mapped[CountyCode]
    body: Mapped[str]
    prev_hash: Mapped[Hash]
    hash: Mapped[Hash]
    position: Mapped[int] = mapped_column(BigInteger)


@dataclass(frozen=True)
class Cause:
    """Who led to events, by which command and request; nobody and none for the passing of time."""

    actor: Acting | None = None
    command_id: str | None = None
    command_hash: str | None = None
    request: str | None = None

    def record(self) -> dict[str, JsonValue]:
        actor: dict[str, JsonValue] | None = None
        if self.actor is not None:
            actor = who(self.actor.person, self.actor.role.value, self.actor.on_behalf, self.request)
        command: dict[str, JsonValue] | None = None
        if self.command_id is not None:
            command = {"id": self.command_id, "hash": self.command_hash}
        return {"actor": actor, "command": command}


def who(person: str, role: str, on_behalf: str | None, request: str | None) -> dict[str, JsonValue]:
    """A record's actor. What there is none of is left out, as it was before anybody wrote it."""
    more = {"on_behalf": on_behalf, "request": request}
    return {"person": person, "role": role, **{name: value for name, value in more.items() if value is not None}}


@dataclass(frozen=True)
class Stream:
    """One cycle's end of the log, to append to: where it belongs, its length and its last hash."""

    cycle_id: str
    municipality: str
    county: str
    version: int
    head: str


@dataclass(frozen=True)
class Chained:
    """Events as rows that follow a stream's end, without their positions yet, and the hash that they end with."""

    rows: tuple[dict[str, object], ...]
    head: str


def chained(stream: Stream, events: Sequence[Event], cause: Cause) -> Chained:
    head = stream.head
    rows: list[dict[str, object]] = []
    for seq, event in enumerate(events, stream.version + 1):
        record: dict[str, JsonValue] = {"cycle_id": stream.cycle_id, "seq": seq, "event": event.model_dump(mode="json")}
        body = canonical({**record, **cause.record()})
        row = {"cycle_id": stream.cycle_id, "seq": seq, "kind": event.kind, "at": event.at, "body": body}
        row |= {"municipality_code": stream.municipality, "county_code": stream.county, "prev_hash": head}
        head = digest(head + body)
        rows.append({**row, "hash": head})
    return Chained(tuple(rows), head)


_COLUMNS = [column.name for column in EventRow.__table__.columns if column.name != "position"]
_APPEND = insert(EventRow).values({**{name: bindparam(name) for name in _COLUMNS}, "position": func.next_position()})


async def append(session: AsyncSession, new: Chained) -> None:
    """Append rows to the log: the last thing a transaction does.

    Positions are given under an advisory lock that is held until the commit, so they follow the order of commits
    without gaps. The same (cycle, seq) twice is an integrity error, never ignored.
    """
    await write(session, _APPEND, new.rows)


async def history(session: AsyncSession, cycle_id: str, after: int, limit: int) -> Sequence[EventRow]:
    """Up to `limit` events of a cycle after sequence number `after`, oldest first."""
    statement = select(EventRow).where(EventRow.cycle_id == cycle_id, EventRow.seq > after)
    return (await session.scalars(statement.order_by(EventRow.seq).limit(limit))).all()


async def bodies(session: AsyncSession, cycle_ids: Sequence[str], until: datetime) -> AsyncIterator[tuple[str, str]]:
    """(cycle id, body) of all events of these cycles up to an instant, cycle by cycle, oldest first."""
    statement = (
        select(EventRow.cycle_id, EventRow.body)
        .where(EventRow.cycle_id.in_(cycle_ids), EventRow.at <= until)
        .order_by(EventRow.cycle_id, EventRow.seq)
    )
    for cycle_id, body in await session.execute(statement):
        yield cycle_id, body
