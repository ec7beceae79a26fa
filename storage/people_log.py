"""The log of people: append-only, hash-chained per person, by the same rule as the log of years (storage/log.py).

    hash = SHA-256(prev_hash ‖ body)      prev_hash of the first event: 64 zeros

`body` is the canonical JSON (RFC 8785) of the record: person's id, sequence number, event, who and as what. It never
holds a name, an address or an account at a provider, so erasing a person leaves the chain whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ConfigDict, JsonValue
from sqlalchemy import String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.commands import Acting
from domain.membership.events import Event, RoleGranted, RoleRevoked, apply
from domain.membership.person import Person
from storage.canonical import canonical, digest
from storage.database import Base, CommandId, CountyCode, Hash, Instant, MunicipalityCode
from storage.log import GENESIS, who


class PeopleLogRow(Base):
    """The place is that of the role which the event is about; empty for what concerns the person as a whole.

    `command_id` and `request` are of the request that led to it: the same request sent again is answered from here.
    """

    __tablename__ = "people_log"

    stream: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Instant)
    county_code: Mapped[CountyCode | None]
    municipality_code: Mapped[MunicipalityCode | None]
    body: Mapped[str]
    prev_hash: Mapped[Hash]
    hash: Mapped[Hash]
    command_id: Mapped[CommandId | None] = mapped_column(index=True)
    request: Mapped[Hash | None]


@dataclass(frozen=True)
class Cause:
    """Who led to events about a person, as what, and by which request; nobody and none for the passing of time.

    `identity` is the hash of the Idempotency-Key and who sent it, `request` that of what was asked. `request_id` is how
    the request is called in the service's own log.
    """

    actor: Acting | None = None
    identity: str | None = None
    request: str | None = None
    request_id: str | None = None

    def record(self) -> dict[str, JsonValue]:
        actor = self.actor
        if actor is None:
            return {"actor": None}
        return {"actor": who(actor.person, actor.role.value, actor.on_behalf, self.request_id)}


async def log_of(session: AsyncSession, person_id: str) -> Sequence[PeopleLogRow]:
    statement = select(PeopleLogRow).where(PeopleLogRow.stream == person_id).order_by(PeopleLogRow.seq)
    return (await session.scalars(statement)).all()


async def loaded(session: AsyncSession, person_id: str) -> tuple[Person, str]:
    """The person that the log makes, and the hash that it ends with."""
    person, head = Person(id=person_id), GENESIS
    for row in await log_of(session, person_id):
        person, head = apply(person, event_in(row)), row.hash
    return person, head


class Record(BaseModel):
    """What a body says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stream: str
    seq: int
    event: Event
    actor: dict[str, JsonValue] | None


def event_in(row: PeopleLogRow) -> Event:
    return Record.model_validate_json(row.body).event


async def append(
    session: AsyncSession, person: Person, head: str, happened: Sequence[Event], cause: Cause
) -> tuple[int, str]:
    """Append events after `head`, the end of the person's log; the log's new length and hash."""
    for seq, event in enumerate(happened, person.version + 1):
        record: dict[str, JsonValue] = {"stream": person.id, "seq": seq, "event": event.model_dump(mode="json")}
        body = canonical({**record, **cause.record()})
        place = event.held if isinstance(event, RoleGranted | RoleRevoked) else None
        row = PeopleLogRow(
            stream=person.id,
            seq=seq,
            kind=event.kind,
            at=event.at,
            county_code=place.county if place else None,
            municipality_code=place.municipality if place else None,
            body=body,
            prev_hash=head,
            hash=digest(head + body),
            command_id=cause.identity,
            request=cause.request,
        )
        session.add(row)
        head = row.hash
    await session.flush()
    return person.version + len(happened), head


async def request_before(session: AsyncSession, identity: str) -> PeopleLogRow | None:
    """The first event that a request with this identity led to."""
    statement = select(PeopleLogRow).where(PeopleLogRow.command_id == identity)
    return await session.scalar(statement.order_by(PeopleLogRow.stream, PeopleLogRow.seq).limit(1))
