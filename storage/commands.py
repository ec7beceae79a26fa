"""Commands as they were filed, and what came of each. Neither row ever changes."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple, cast

from pydantic import BaseModel, ConfigDict, TypeAdapter
from sqlalchemy import ForeignKey, Index, Row, String, Table, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.errors import DomainError, Finding, Invalid
from storage.database import Base, CommandId, CountyCode, CycleId, Hash, Instant, MunicipalityCode, write


class KeyReused(Invalid):
    """An Idempotency-Key names one request for ever; another request needs another key."""


class CommandRow(Base):
    """`request` is the hash of what the caller sent, `hash` that of the command as filed (`body`, canonical JSON).

    `request_id` names the HTTP request that brought it, as logs and the event's record do.
    """

    __tablename__ = "commands"
    __table_args__ = (Index(None, "cycle_id"), Index(None, "round_id"))

    id: Mapped[CommandId] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    cycle_id: Mapped[CycleId | None]
    round_id: Mapped[str | None] = mapped_column(String(7))
    municipality_code: Mapped[MunicipalityCode | None]
    county_code: Mapped[CountyCode]
    person: Mapped[str]
    role: Mapped[str] = mapped_column(String(40))
    body: Mapped[str]
    hash: Mapped[Hash]
    request: Mapped[Hash]
    filed_at: Mapped[datetime] = mapped_column(Instant)
    request_id: Mapped[str | None] = mapped_column(String(64))


class OutcomeRow(Base):
    __tablename__ = "outcomes"

    command_id: Mapped[CommandId] = mapped_column(ForeignKey("commands.id"), primary_key=True)
    municipality_code: Mapped[MunicipalityCode | None]
    county_code: Mapped[CountyCode]
    accepted: Mapped[bool]
    version: Mapped[int]
    kinds: Mapped[list[str]] = mapped_column(ARRAY(String(40)))
    error: Mapped[str | None] = mapped_column(String(60))
    message: Mapped[str | None]
    findings: Mapped[str | None]
    decided_at: Mapped[datetime] = mapped_column(Instant)


class Filing(BaseModel):
    """A command as the edge files it: who, where, the canonical body and the two hashes."""

    model_config = ConfigDict(frozen=True)

    id: str
    kind: str
    cycle_id: str | None = None
    round_id: str | None = None
    municipality_code: str | None = None
    county_code: str
    person: str
    role: str
    body: str
    hash: str
    request: str
    filed_at: datetime
    request_id: str | None = None


class Outcome(BaseModel):
    """What came of a command. `version` is the cycle's version after it (before it, if it was rejected)."""

    model_config = ConfigDict(frozen=True)

    accepted: bool
    version: int
    kinds: tuple[str, ...] = ()
    error: str | None = None
    message: str | None = None
    findings: tuple[Finding, ...] = ()


def rejection(error: DomainError, version: int) -> Outcome:
    return Outcome(accepted=False, version=version, error=error.code, message=error.message, findings=error.findings)


_findings: TypeAdapter[tuple[Finding, ...]] = TypeAdapter(tuple[Finding, ...])


_COMMANDS = cast("Table", CommandRow.__table__)
_FILE = (
    insert(_COMMANDS)
    .values({column.name: bindparam(column.name) for column in _COMMANDS.columns})
    .on_conflict_do_nothing(index_elements=["id"])
    .returning(_COMMANDS.c.id)
)
_RECORD = insert(OutcomeRow)


async def file(session: AsyncSession, filing: Filing) -> bool:
    """Store a command once; whether it is new. Raises KeyReused if its id is taken by another request."""
    if await session.scalar(_FILE, filing.model_dump()) is not None:
        return True
    await check_same_request(session, filing.id, filing.request)
    return False


async def check_same_request(session: AsyncSession, command_id: str, request: str) -> bool:
    """Whether this very request has been made before. Raises KeyReused if its key belongs to another one.

    Asked across all places, since a key names one request wherever that was made.
    """
    found = await session.scalar(select(func.request_of(command_id)))
    if found is not None and found != request:
        raise KeyReused("This Idempotency-Key was used for another request; use a new key for a new request")
    return found is not None


class Found(NamedTuple):
    """A filed command, and what came of it if it has been decided."""

    id: str
    kind: str
    cycle_id: str | None
    municipality_code: str | None
    county_code: str
    body: str
    hash: str
    request_id: str | None
    outcome: Outcome | None


_FILED = [getattr(CommandRow, name) for name in Found._fields[:-1]]
_DECIDED = [getattr(OutcomeRow, name) for name in Outcome.model_fields]
_FIND = (
    select(*_FILED, *_DECIDED)
    .outerjoin(OutcomeRow, OutcomeRow.command_id == CommandRow.id)
    .where(CommandRow.id == bindparam("id"))
)
_OUTCOME = select(*_DECIDED).where(OutcomeRow.command_id == bindparam("id"))


async def find(session: AsyncSession, command_id: str) -> Found | None:
    row = (await session.execute(_FIND, {"id": command_id})).one_or_none()
    if row is None:
        return None
    return Found(
        id=row.id,
        kind=row.kind,
        cycle_id=row.cycle_id,
        municipality_code=row.municipality_code,
        county_code=row.county_code,
        body=row.body,
        hash=row.hash,
        request_id=row.request_id,
        outcome=_outcome(row) if row.accepted is not None else None,
    )


async def command_row(session: AsyncSession, command_id: str) -> CommandRow | None:
    return await session.get(CommandRow, command_id)


async def reasons(session: AsyncSession, command_ids: Collection[str]) -> dict[str, str]:
    """What people gave as their reason, by command; without those that gave none."""
    found = await session.execute(select(CommandRow.id, CommandRow.body).where(CommandRow.id.in_(command_ids)))
    told = {command_id: json.loads(body).get("reason") for command_id, body in found}
    return {command_id: str(reason) for command_id, reason in told.items() if reason}


async def outcome_of(session: AsyncSession, command_id: str) -> Outcome | None:
    row = (await session.execute(_OUTCOME, {"id": command_id})).one_or_none()
    return _outcome(row) if row is not None else None


def _outcome(row: Row[*tuple[Any, ...]]) -> Outcome:
    return Outcome(
        accepted=row.accepted,
        version=row.version,
        kinds=tuple(row.kinds),
        error=row.error,
        message=row.message,
        findings=_findings.validate_json(row.findings) if row.findings else (),
    )


async def record(session: AsyncSession, command: Found | CommandRow, outcome: Outcome, now: datetime) -> None:
    """Write a command's outcome. A second one is refused by the primary key, loudly."""
    values = {
        **outcome.model_dump(exclude={"findings", "kinds"}),
        "kinds": list(outcome.kinds),
        "findings": _findings.dump_json(outcome.findings).decode() if outcome.findings else None,
        "command_id": command.id,
        "municipality_code": command.municipality_code,
        "county_code": command.county_code,
        "decided_at": now,
    }
    await write(session, _RECORD, [values])
