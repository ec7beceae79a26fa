"""Does the log hold? Chain, commands and projections, read from the first event to the last; and mended from the log.

A break is named by its cycle, the sequence number where it shows, and its kind:

    missing      a sequence number is not there             edited      a record, or its command, is not what was hashed
    reordered    a record does not follow the one before    cut         the log ends before the projection says it does
    gap          an event of some log is gone altogether    projection  the rows are not what the log makes of the cycle
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pydantic import BaseModel, ConfigDict, JsonValue
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.cycle import Cycle, CycleStatus, apply
from domain.events import CycleStarted, Event, events
from storage.canonical import digest
from storage.commands import CommandRow
from storage.cycles import CycleRow, StepRow, cycle_values, handed_in_by, step_values, write_cycle, write_steps
from storage.log import GENESIS, EventRow
from storage.processes import Procedures


class Break(BaseModel):
    model_config = ConfigDict(frozen=True)

    cycle: str
    seq: int
    kind: str


class Report(BaseModel):
    """What was read, and the first thing that does not hold."""

    ok: bool
    cycles: int
    events: int
    first_break: Break | None = None


@dataclass
class Folded:
    """What a log makes of its cycle: the state, the head, and the command that each step's content came with."""

    cycle: Cycle | None = None
    head: str = GENESIS
    contents: dict[str, str] = field(default_factory=dict)

    def rows(self) -> tuple[dict[str, object], list[dict[str, object]]]:
        assert self.cycle is not None  # noqa: S101  only a cycle with events has rows
        cycle = self.cycle
        steps = [
            {**step_values(cycle, index, step), "content_command": self.contents.get(step.key)}
            for index, step in enumerate(cycle.steps)
        ]
        return cycle_values(cycle, self.head), steps


class _By(BaseModel):
    id: str
    hash: str


class _Record(BaseModel):
    cycle_id: str
    seq: int
    event: dict[str, JsonValue]
    command: _By | None


async def cycle_ids(session: AsyncSession) -> Sequence[str]:
    """Every cycle that the log or the projections know, in order."""
    logged = select(EventRow.cycle_id).distinct()
    return sorted({*(await session.scalars(logged)), *(await session.scalars(select(CycleRow.id)))})


async def check_cycle(session: AsyncSession, procedures: Procedures, cycle_id: str) -> tuple[int, Break | None]:
    """How many events a cycle's log has, and the first break in it, its commands or its projection."""
    rows = (await session.scalars(select(EventRow).where(EventRow.cycle_id == cycle_id).order_by(EventRow.seq))).all()
    found = _chain_break(cycle_id, rows) or await _command_break(session, rows)
    if found is None:
        found = await _projection_break(session, procedures, cycle_id, rows)
    return len(rows), found


async def gap(session: AsyncSession) -> Break | None:
    """The first position in the order of all events that is missing: the event after it, if there is one, is named."""
    positions = select(EventRow.position, EventRow.cycle_id, EventRow.seq).order_by(EventRow.position)
    before = 0
    for position, cycle_id, seq in await session.execute(positions):
        if position != before + 1:
            return Break(cycle=cycle_id, seq=seq, kind="gap")
        before = position
    return None


async def folded(session: AsyncSession, procedures: Procedures, rows: Sequence[EventRow]) -> Folded:
    """Fold a log. Raises ValueError (pydantic's too) when a record is none that this version can read."""
    result = Folded()
    for row in rows:
        record = _Record.model_validate_json(row.body)
        event: Event = events.validate_python(record.event)
        if isinstance(event, CycleStarted):
            procedure = await procedures.get(session, event.process, event.cycle_kind)
            result.cycle = Cycle.blank(row.cycle_id, procedure)
        if result.cycle is None:
            raise ValueError(f"the log of {row.cycle_id} does not begin with its start")
        result.cycle = apply(result.cycle, event)
        result.head = row.hash
        if record.command is not None:
            result.contents |= dict.fromkeys(handed_in_by([event]), record.command.id)
    return result


async def rebuild(session: AsyncSession, procedures: Procedures, cycle_id: str) -> bool:
    """Write a cycle's rows anew from its log; whether that changed anything."""
    rows = (await session.scalars(select(EventRow).where(EventRow.cycle_id == cycle_id).order_by(EventRow.seq))).all()
    if not rows:
        return False
    made = await folded(session, procedures, rows)
    row, steps = made.rows()
    changed = await _differs(session, cycle_id, row, steps)
    await write_cycle(session, row)
    await write_steps(session, steps)
    return changed


def _chain_break(cycle_id: str, rows: Sequence[EventRow]) -> Break | None:
    for before, row in pairwise((None, *rows)):
        assert row is not None  # noqa: S101
        last_seq, last_hash = (before.seq, before.hash) if before is not None else (0, GENESIS)
        if row.seq != last_seq + 1:
            return Break(cycle=cycle_id, seq=last_seq + 1, kind="missing")
        if row.hash != digest(row.prev_hash + row.body) or not _as_written(row):
            return Break(cycle=cycle_id, seq=row.seq, kind="edited")
        if row.prev_hash != last_hash:
            return Break(cycle=cycle_id, seq=row.seq, kind="reordered")
    return None


def _as_written(row: EventRow) -> bool:
    """The columns beside the body say what the body says."""
    try:
        record = _Record.model_validate_json(row.body)
        event: Event = events.validate_python(record.event)
    except ValueError:
        return False
    return (record.cycle_id, record.seq, event.kind, event.at) == (row.cycle_id, row.seq, row.kind, row.at)


async def _command_break(session: AsyncSession, rows: Sequence[EventRow]) -> Break | None:
    if not rows:
        return None
    filed = {
        command.id: command
        for command in await session.scalars(select(CommandRow).where(CommandRow.cycle_id == rows[0].cycle_id))
    }
    for row in rows:
        by = _Record.model_validate_json(row.body).command
        if by is None:
            continue
        command = filed.get(by.id)
        if command is None or digest(command.body) != by.hash:
            return Break(cycle=row.cycle_id, seq=row.seq, kind="edited" if command else "missing")
    return None


async def _projection_break(
    session: AsyncSession, procedures: Procedures, cycle_id: str, rows: Sequence[EventRow]
) -> Break | None:
    projected = await session.get(CycleRow, cycle_id)
    if projected is not None and projected.version > len(rows):
        return Break(cycle=cycle_id, seq=len(rows) + 1, kind="cut")
    try:
        row, steps = (await folded(session, procedures, rows)).rows()
    except ValueError:
        return Break(cycle=cycle_id, seq=len(rows), kind="edited")
    if projected is None or await _differs(session, cycle_id, row, steps):
        return Break(cycle=cycle_id, seq=len(rows), kind="projection")
    return None


async def _differs(
    session: AsyncSession, cycle_id: str, row: dict[str, object], steps: Sequence[dict[str, object]]
) -> bool:
    projected = await session.get(CycleRow, cycle_id)
    if projected is None or any(getattr(projected, column) != value for column, value in row.items()):
        return True
    kept = (await session.scalars(select(StepRow).where(StepRow.cycle_id == cycle_id).order_by(StepRow.position))).all()
    return [{column: getattr(step, column) for column in new} for step, new in zip(kept, steps, strict=False)] != steps


async def open_cycles(session: AsyncSession) -> Sequence[CycleRow]:
    """The years that run, and so ought to have a workflow."""
    statement = select(CycleRow).where(CycleRow.status == CycleStatus.RUNNING).order_by(CycleRow.id)
    return (await session.scalars(statement)).all()
