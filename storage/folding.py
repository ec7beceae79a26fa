"""The rows of a cycle as its log makes them: to compare with those that are kept, and to write them anew."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel, JsonValue
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.cycle import Cycle, apply
from domain.events import CycleStarted, Event, events
from storage.cycles import CycleRow, StepRow, cycle_values, handed_in_by, step_values, write_cycle, write_steps
from storage.log import GENESIS, EventRow
from storage.processes import Procedures


class By(BaseModel):
    id: str
    hash: str


class Record(BaseModel):
    """What an event's body holds."""

    cycle_id: str
    seq: int
    event: dict[str, JsonValue]
    actor: dict[str, JsonValue] | None
    command: By | None


@dataclass
class Folded:
    """What a log makes of its cycle: the state, the head, and the command that each step's content came with."""

    cycle: Cycle
    head: str = GENESIS
    contents: dict[str, str] = field(default_factory=dict)

    def row(self) -> dict[str, object]:
        return cycle_values(self.cycle, self.head)

    def steps(self) -> list[dict[str, object]]:
        return [
            {**step_values(self.cycle, index, step), "content_command": self.contents.get(step.key)}
            for index, step in enumerate(self.cycle.steps)
        ]


async def log_of(session: AsyncSession, cycle_id: str) -> Sequence[EventRow]:
    """All events of a cycle as they stand now, oldest first."""
    statement = select(EventRow).where(EventRow.cycle_id == cycle_id).order_by(EventRow.seq)
    return (await session.scalars(statement)).all()


async def folded(session: AsyncSession, procedures: Procedures, rows: Sequence[EventRow]) -> Folded:
    """Fold a log. Raises ValueError (pydantic's too) when a record is none that this version can read."""
    result: Folded | None = None
    for row in rows:
        record = Record.model_validate_json(row.body)
        event: Event = events.validate_python(record.event)
        if isinstance(event, CycleStarted):
            procedure = await procedures.get(session, event.process, event.cycle_kind)
            result = Folded(Cycle.blank(row.cycle_id, procedure))
        if result is None:
            break
        result.cycle = apply(result.cycle, event)
        result.head = row.hash
        if record.command is not None:
            result.contents |= dict.fromkeys(handed_in_by([event]), record.command.id)
    if result is None:
        raise ValueError("the log does not begin with its start")
    return result


async def differs(session: AsyncSession, made: Folded) -> bool:
    """Whether the rows that are kept are other, fewer or more than the log makes."""
    projected = await session.get(CycleRow, made.cycle.id)
    if projected is None or any(getattr(projected, column) != value for column, value in made.row().items()):
        return True
    kept = {s.key: s for s in await session.scalars(select(StepRow).where(StepRow.cycle_id == made.cycle.id))}
    wanted = made.steps()
    if kept.keys() != {new["key"] for new in wanted}:
        return True
    return any(getattr(kept[str(new["key"])], column) != value for new in wanted for column, value in new.items())


async def rewrite(session: AsyncSession, made: Folded) -> None:
    """Write a cycle's rows anew; removing its steps first is the owner's alone."""
    await write_cycle(session, made.row())
    await session.execute(delete(StepRow).where(StepRow.cycle_id == made.cycle.id))
    await write_steps(session, made.steps())


async def catch_up(session: AsyncSession, procedures: Procedures) -> None:
    """Write anew the rows that an earlier version wrote: from the log, since what it kept may lack more than is seen.

    The owner's alone.
    """
    for cycle_id in (await session.scalars(select(CycleRow.id).where(CycleRow.outlook == ""))).all():
        await rewrite(session, await folded(session, procedures, await log_of(session, cycle_id)))


async def hold(session: AsyncSession, cycle_id: str) -> None:
    """Nobody acts on the cycle until this transaction ends."""
    await session.execute(select(CycleRow.id).where(CycleRow.id == cycle_id).with_for_update())
