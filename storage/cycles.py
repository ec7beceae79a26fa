"""Cycles and their steps as the screens read them: projections, written in the transaction that appends to the log."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.commands import Content
from domain.cycle import Cycle, StepNotFound
from domain.due import acting_role, next_wakeup
from domain.errors import NotFound
from domain.events import Event, StepCompleted, StepSubmitted
from domain.procedure import Procedure
from domain.process import Kind
from domain.standing import outlook
from domain.steps import Step, StepStatus
from storage.commands import CommandRow
from storage.database import Base, CommandId, CountyCode, CycleId, Hash, Instant, MunicipalityCode, upsert, write
from storage.drafts import hand_in
from storage.processes import Procedures


class CycleNotFound(NotFound):
    pass


class CycleRow(Base):
    """`state` is the folded cycle as JSON, so that acting reads one row; `head` the hash of its last event.

    `outlook` is what the boards show, as JSON; empty in a row that an earlier version wrote, until `catch_up`.
    """

    __tablename__ = "cycles"
    __table_args__ = (
        UniqueConstraint("municipality_code", "year"),
        Index(None, "county_code", "year"),
        Index(None, "year", "id"),
    )

    id: Mapped[CycleId] = mapped_column(primary_key=True)
    municipality_code: Mapped[MunicipalityCode]
    county_code: Mapped[CountyCode]
    year: Mapped[int]
    kind: Mapped[Kind] = mapped_column(String(10))
    process: Mapped[Hash] = mapped_column(ForeignKey("processes.digest"))
    round_id: Mapped[str | None] = mapped_column(String(7))
    status: Mapped[str] = mapped_column(String(20))
    phase: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    head: Mapped[Hash]
    state: Mapped[str]
    outlook: Mapped[str] = mapped_column(server_default="")
    next_wakeup: Mapped[datetime | None] = mapped_column(Instant)
    started_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)


class StepRow(Base):
    """`content_command` names the command whose content stands; `acting_role` is who has to act now, if anybody.

    `stale_at` is a JSON array of pointers into that content, as a step's. `person` has it, if one does in particular.
    """

    __tablename__ = "steps"
    __table_args__ = (
        Index(None, "county_code", "municipality_code", "acting_role"),
        Index(None, "person", postgresql_where=text("person IS NOT NULL")),
    )

    cycle_id: Mapped[CycleId] = mapped_column(ForeignKey("cycles.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(50), primary_key=True)
    position: Mapped[int]
    municipality_code: Mapped[MunicipalityCode]
    county_code: Mapped[CountyCode]
    phase: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(20))
    role: Mapped[str] = mapped_column(String(40))
    acting_role: Mapped[str | None] = mapped_column(String(40))
    target: Mapped[date]
    latest: Mapped[date | None]
    stale: Mapped[bool]
    stale_at: Mapped[str] = mapped_column(server_default="[]")
    settled: Mapped[bool]
    required: Mapped[bool]
    version: Mapped[int]
    submitted_by: Mapped[str | None]
    submitted_for: Mapped[str | None] = mapped_column(String(60))
    person: Mapped[str | None] = mapped_column(String(60))
    content_command: Mapped[CommandId | None] = mapped_column(ForeignKey("commands.id"))


@dataclass(frozen=True)
class Loaded:
    """A cycle and the hash that its log ends with."""

    cycle: Cycle
    head: str


_LOAD = select(CycleRow.state, CycleRow.head, CycleRow.process, CycleRow.kind).where(CycleRow.id == bindparam("id"))
_LOAD_AND_LOCK = _LOAD.with_for_update()


async def load(session: AsyncSession, procedures: Procedures, cycle_id: str, *, lock: bool = False) -> Loaded | None:
    """The cycle as last recorded, or None before its first event. With `lock`, nobody else acts until this commits."""
    row = (await session.execute(_LOAD_AND_LOCK if lock else _LOAD, {"id": cycle_id})).one_or_none()
    if row is None:
        return None
    procedure = await procedures.get(session, row.process, Kind(row.kind))
    return Loaded(restored(row.state, procedure), row.head)


def restored(state: str, procedure: Procedure) -> Cycle:
    return Cycle.model_validate({**json.loads(state), "procedure": procedure})


async def cycle_row(session: AsyncSession, cycle_id: str) -> CycleRow:
    """Raises CycleNotFound."""
    row = await session.get(CycleRow, cycle_id)
    if row is None:
        raise CycleNotFound(f"There is no year {cycle_id}")
    return row


_EXISTS = select(CycleRow.year).where(CycleRow.id == bindparam("id"))


async def check_begun(session: AsyncSession, cycle_id: str) -> None:
    """Raises CycleNotFound."""
    if await session.scalar(_EXISTS, {"id": cycle_id}) is None:
        raise CycleNotFound(f"There is no year {cycle_id}")


async def steps_of(session: AsyncSession, cycle_id: str) -> Sequence[StepRow]:
    statement = select(StepRow).where(StepRow.cycle_id == cycle_id).order_by(StepRow.position)
    return (await session.scalars(statement)).all()


async def step_row(session: AsyncSession, cycle_id: str, key: str) -> StepRow:
    """Raises StepNotFound."""
    row = await session.get(StepRow, (cycle_id, key))
    if row is None:
        raise StepNotFound("This year has no step with that key")
    return row


RELEASED = (StepStatus.SUBMITTED, StepStatus.DONE)
_CONTENTS = (
    select(StepRow.key, CommandRow.body)
    .join(CommandRow, CommandRow.id == StepRow.content_command)
    .where(StepRow.cycle_id == bindparam("id"))
)


async def contents(
    session: AsyncSession, cycle_id: str, procedure: Procedure, *, released: bool = False
) -> dict[str, Content]:
    """What each step holds that was handed in, by the name of its form; `released`: without what is being reworked."""
    found: dict[str, Content] = {}
    statement = _CONTENTS.where(StepRow.status.in_(RELEASED)) if released else _CONTENTS
    for key, body in await session.execute(statement, {"id": cycle_id}):
        found[procedure.definitions[key].form] = json.loads(body).get("content", {})
    return found


async def plan_in_force(session: AsyncSession, municipality: str, before: int) -> str | None:
    """The latest earlier cycle of the municipality whose plan was decided."""
    statement = (
        select(CycleRow.id)
        .join(StepRow, (StepRow.cycle_id == CycleRow.id) & (StepRow.key == "decision"))
        .where(CycleRow.municipality_code == municipality, CycleRow.year < before, StepRow.status == "done")
        .order_by(CycleRow.year.desc())
        .limit(1)
    )
    return await session.scalar(statement)


@dataclass(frozen=True)
class Change:
    """What events made of a cycle; `content_command` is the command whose content was handed in, if any was."""

    before: Cycle
    after: Cycle
    events: Sequence[Event]
    head: str
    content_command: str | None = None


async def project(session: AsyncSession, change: Change) -> None:
    """Write what events made of a cycle: its row, the steps that changed; and remove the drafts that were handed in."""
    before, after = change.before, change.after
    handed_in = handed_in_by(change.events)
    old = {step.key: step_values(before, index, step) for index, step in enumerate(before.steps)}
    new = {step.key: step_values(after, index, step) for index, step in enumerate(after.steps)}
    await write_cycle(session, cycle_values(after, change.head))
    changed = [(key, row) for key, row in new.items() if row != old.get(key) or key in handed_in]
    await write_steps(
        session,
        [{**row, "content_command": change.content_command if key in handed_in else None} for key, row in changed],
    )
    if handed_in:
        await hand_in(session, after.id, handed_in)


def handed_in_by(events: Sequence[Event]) -> set[str]:
    """The steps whose content these events handed in."""
    return {event.step for event in events if isinstance(event, StepSubmitted | StepCompleted)}


def cycle_values(cycle: Cycle, head: str) -> dict[str, object]:
    """A cycle's row, column by column."""
    return {
        "id": cycle.id,
        "municipality_code": cycle.municipality,
        "county_code": cycle.county,
        "year": cycle.year,
        "kind": cycle.procedure.kind.value,
        "process": cycle.procedure.digest,
        "round_id": cycle.round,
        "status": cycle.status.value,
        "phase": cycle.phase.value,
        "version": cycle.version,
        "head": head,
        "state": cycle.model_dump_json(),
        "outlook": outlook(cycle).model_dump_json(),
        "next_wakeup": next_wakeup(cycle),
        "started_at": cycle.started_at,
        "changed_at": cycle.at,
        "closed_at": cycle.closed_at,
    }


def step_values(cycle: Cycle, position: int, step: Step) -> dict[str, object]:
    """A step's row, but for the command that its content came with."""
    return {
        "cycle_id": cycle.id,
        "key": step.key,
        "position": position,
        "municipality_code": cycle.municipality,
        "county_code": cycle.county,
        "phase": cycle.definition(step.key).phase.value,
        "status": step.status.value,
        "role": step.role.value,
        "acting_role": acting_role(cycle, step).value if cycle.actionable(step) else None,
        "target": step.target,
        "latest": step.latest,
        "stale": step.stale,
        "stale_at": json.dumps(step.stale_at),
        "settled": step.settled,
        "required": cycle.required(step),
        "version": step.version,
        "submitted_by": step.submitted_by,
        "submitted_for": step.submitted_for,
        "person": step.person,
    }


_CYCLES = upsert(CycleRow, keys=["id"])
_STEPS = upsert(StepRow, keys=["cycle_id", "key"], kept=["content_command"])


async def write_cycle(session: AsyncSession, values: dict[str, object]) -> None:
    await write(session, _CYCLES, [values])


async def write_steps(session: AsyncSession, rows: Sequence[dict[str, object]]) -> None:
    """Rows without a `content_command` leave the content that stands."""
    await write(session, _STEPS, rows)
