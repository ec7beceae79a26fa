"""The log for others: JSON Lines that `docs/verify_log.py`, or anybody, checks without us. Never all of it in memory.

The first line names the format and says of every cycle how many events it has and the hash that they end with; then
one event a line, by cycle and sequence number. What people wrote is in the commands and not here.
"""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.cycles import CycleRow
from storage.log import EventRow

FORMAT, VERSION = "arshjul-log", 1
COLUMNS = EventRow.__table__.columns


async def exported(session: AsyncSession, now: datetime) -> AsyncIterator[str]:
    """The lines, each with its end. The session should see one state of the database throughout."""
    rows = await session.execute(select(CycleRow.id, CycleRow.version, CycleRow.head).order_by(CycleRow.id))
    heads = {cycle_id: [version, head] for cycle_id, version, head in rows}
    yield _line({"format": FORMAT, "version": VERSION, "exported_at": _instant(now), "heads": heads})
    statement = select(*COLUMNS).order_by(EventRow.cycle_id, EventRow.seq)
    stream = await session.stream(statement.execution_options(yield_per=500))
    async for row in stream.mappings():
        yield _line({**row, "at": _instant(row["at"])})


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _line(value: dict[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
