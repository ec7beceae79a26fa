"""Does the log hold? Events, commands, outcomes and projections of a cycle, read from the first event to the last.

A break is named by its cycle, the sequence number where it shows, and its kind; of several the first:

    missing      an event, or the command or outcome of one, is not there
    edited       an event, its command or its outcome is not what was hashed, or not what its neighbours say of it
    reordered    an event stands where another one was
    cut          the log ends before the projection, or an outcome, says it does
    gap          an event of some log is gone altogether: the one after it in the order of all is named
    projection   the rows are not what the log makes of the cycle

What cannot be seen from inside: events cut from the very end of the order of all together with their outcomes and rows
(Temporal, or an export that was kept, still knows them); a log, with all that follows, rewritten and hashed anew; both
of which an anchor from before shows (`domain/anchors.py`); the wording of a refusal.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, JsonValue
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.cycle import CycleStatus
from domain.errors import DomainError
from domain.events import CycleStarted, Event, events
from storage.canonical import digest
from storage.commands import CommandRow, OutcomeRow
from storage.cycles import CycleRow
from storage.folding import Record, differs, folded, log_of
from storage.log import GENESIS, EventRow, who
from storage.processes import Procedures
from storage.rounds import MemberRow, MemberState


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


class Standing(NamedTuple):
    """How far a cycle has come by its row, and whether its year runs."""

    version: int = 0
    open: bool = False


class _Read(NamedTuple):
    """An event as it stands and as its body says; None if the body says nothing that can be read."""

    row: EventRow
    record: Record | None
    event: Event | None

    @property
    def command(self) -> str | None:
        return self.record.command.id if self.record and self.record.command else None


async def cycle_ids(session: AsyncSession) -> Sequence[str]:
    """Every cycle that the log or the projections know, in order."""
    logged = select(EventRow.cycle_id).distinct()
    return sorted({*(await session.scalars(logged)), *(await session.scalars(select(CycleRow.id)))})


async def standings(session: AsyncSession, only: str | None = None) -> dict[str, Standing]:
    """How every cycle stands, or one of them."""
    statement = select(CycleRow.id, CycleRow.version, CycleRow.status).order_by(CycleRow.id)
    found = await session.execute(statement if only is None else statement.where(CycleRow.id == only))
    return {cycle_id: Standing(version, status == CycleStatus.RUNNING) for cycle_id, version, status in found}


async def pending_rounds(session: AsyncSession) -> set[str]:
    """The rounds in which somebody has yet to be started."""
    return set(await session.scalars(select(MemberRow.round_id).where(MemberRow.state == MemberState.PENDING)))


async def check_cycle(session: AsyncSession, procedures: Procedures, cycle_id: str) -> tuple[int, Break | None]:
    """How many events a cycle's log has, and the first break in it, what belongs to it, or its projection."""
    rows = await log_of(session, cycle_id)
    found = await log_break(session, cycle_id, rows)
    if found is None and not await _projected(session, procedures, rows):
        found = Break(cycle=cycle_id, seq=len(rows), kind="projection")
    return len(rows), found


async def log_break(session: AsyncSession, cycle_id: str, rows: Sequence[EventRow]) -> Break | None:
    """The first thing in a log, its commands and its outcomes that no rebuilding of rows could mend."""
    read = [_read(row) for row in rows]
    projected = await session.get(CycleRow, cycle_id)
    filed = list(await session.scalars(select(CommandRow).where(CommandRow.cycle_id == cycle_id)))
    decided = select(OutcomeRow).join(CommandRow, CommandRow.id == OutcomeRow.command_id)
    outcomes = {o.command_id: o for o in await session.scalars(decided.where(CommandRow.cycle_id == cycle_id))}
    breaks = [*_chain_breaks(read), *_command_breaks(read, filed, outcomes)]
    if not breaks:  # else these would only tell the same again, elsewhere
        breaks = [*_outcome_breaks(read, outcomes), *_end_breaks(rows, projected)]
    seq, kind = min(breaks, key=lambda each: each[0], default=(0, ""))
    return Break(cycle=cycle_id, seq=seq, kind=kind) if kind else None


async def gap(session: AsyncSession) -> Break | None:
    """The first position in the order of all events that is missing: the event after it, if there is one, is named."""
    positions = select(EventRow.position, EventRow.cycle_id, EventRow.seq).order_by(EventRow.position)
    found = await session.stream(positions.execution_options(yield_per=2000))
    before = 0
    async for position, cycle_id, seq in found:
        if position != before + 1:
            return Break(cycle=cycle_id, seq=seq, kind="gap")
        before = position
    return None


async def unknown(session: AsyncSession, taken: frozenset[str], answered: frozenset[str]) -> bool:
    """Whether some command that a workflow took was never filed, or one that it answered never decided."""
    filed = set(await session.scalars(select(CommandRow.id).where(CommandRow.id.in_(taken))))
    decided = set(await session.scalars(select(OutcomeRow.command_id).where(OutcomeRow.command_id.in_(answered))))
    return not (taken <= filed and answered <= decided)


def _read(row: EventRow) -> _Read:
    try:
        record = Record.model_validate_json(row.body)
        return _Read(row, record, events.validate_python(record.event))
    except ValueError:
        return _Read(row, None, None)


def _chain_breaks(read: Sequence[_Read]) -> Iterator[tuple[int, str]]:
    """Sequence, hashes and columns. Where two events that are whole do not fit, the earlier one was exchanged."""
    for before, now in pairwise((None, *read)):
        assert now is not None  # noqa: S101
        row, record = now.row, now.record
        last_seq, last_hash = (before.row.seq, before.row.hash) if before else (0, GENESIS)
        if row.seq != last_seq + 1:
            yield last_seq + 1, "missing"
            return
        if record and (record.cycle_id, record.seq) != (row.cycle_id, row.seq):
            yield row.seq, "reordered"
            continue
        if row.hash != digest(row.prev_hash + row.body) or not _as_written(now, before):
            yield row.seq, "edited"
        if row.prev_hash != last_hash:
            yield max(last_seq, 1), "edited"
        if before and row.position <= before.row.position:
            yield row.seq, "reordered"


def _as_written(now: _Read, before: _Read | None) -> bool:
    """The columns beside the body say what the body says; the place is said by the first."""
    row, event = now.row, now.event
    if event is None or (event.kind, event.at) != (row.kind, row.at):
        return False
    if isinstance(event, CycleStarted):
        return (event.municipality, event.county) == (row.municipality_code, row.county_code)
    return before is not None and (row.municipality_code, row.county_code) == (
        before.row.municipality_code,
        before.row.county_code,
    )


def _command_breaks(
    read: Sequence[_Read], filed: Sequence[CommandRow], outcomes: dict[str, OutcomeRow]
) -> Iterator[tuple[int, str]]:
    """Every command is what its own hash says; one that led to events is also what these say."""
    commands = {command.id: command for command in filed}
    for command in filed:
        if digest(command.body) != command.hash:
            decided = outcomes.get(command.id)
            yield min(max(decided.version if decided else 1, 1), max(len(read), 1)), "edited"
    for row, record, _ in read:
        if record is None or record.command is None:
            continue
        by = commands.get(record.command.id)
        if by is None:
            yield row.seq, "missing"
        elif {digest(by.body), by.hash} != {record.command.hash} or record.actor != _who(by):
            yield row.seq, "edited"


def _who(command: CommandRow) -> dict[str, JsonValue] | None:
    """As the command's record has to say it; None for a command that nobody can read."""
    try:
        actor = json.loads(command.body)["actor"]
    except (ValueError, KeyError, TypeError):
        return None
    return who(command.person, command.role, actor.get("on_behalf"), command.request_id)


def _outcome_breaks(read: Sequence[_Read], outcomes: dict[str, OutcomeRow]) -> Iterator[tuple[int, str]]:
    """What was answered is what was recorded, and the other way round."""
    made: dict[str, list[EventRow]] = {}
    for each in read:
        if each.command:
            made.setdefault(each.command, []).append(each.row)
    for command, rows in made.items():
        outcome = outcomes.get(command)
        if outcome is None:
            yield rows[0].seq, "missing"
        elif (outcome.accepted, outcome.version, outcome.kinds) != (True, rows[-1].seq, [r.kind for r in rows]):
            whole = outcome.version <= read[-1].row.seq
            yield (rows[0].seq, "edited") if whole else (read[-1].row.seq + 1, "cut")
    last = read[-1].row.seq if read else 0
    for outcome in outcomes.values():
        if outcome.accepted and outcome.kinds and outcome.command_id not in made:
            yield (last + 1, "cut") if outcome.version > last else (max(outcome.version, 1), "edited")


def _end_breaks(rows: Sequence[EventRow], projected: CycleRow | None) -> Iterator[tuple[int, str]]:
    """The row remembers how long the log was and the hash that it ended with."""
    last_seq, head = (rows[-1].seq, rows[-1].hash) if rows else (0, GENESIS)
    if projected is None or projected.head == head:
        return
    if projected.version > last_seq:
        yield last_seq + 1, "cut"
    elif projected.version == last_seq:
        yield max(last_seq, 1), "edited"


async def _projected(session: AsyncSession, procedures: Procedures, rows: Sequence[EventRow]) -> bool:
    """Whether the rows are what the log makes of the cycle."""
    try:
        return bool(rows) and not await differs(session, await folded(session, procedures, rows))
    except (DomainError, ValueError, KeyError):  # a log that holds, and that no rule can follow
        return False
