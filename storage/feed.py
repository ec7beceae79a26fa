"""The log in the order of `position`, for whoever follows along: what happened where, and no word of what it says.

Positions have no gaps and follow the order of commits (storage/log.py), so whoever has read up to one has missed
nothing before it.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Integer, bindparam, cast, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from storage.cycles import CycleRow
from storage.drafts import DraftRow
from storage.log import EventRow


class Happened(NamedTuple):
    """An event as others are told of it: `seq` is the year's version after it, `step_version` its content's."""

    position: int
    cycle_id: str
    municipality_code: str
    county_code: str
    seq: int
    kind: str
    step: str | None
    step_version: int | None


Drafts = Mapping[str, Mapping[str, int]]
"""The version of each step's draft, by cycle and step."""

_event = cast(EventRow.body, JSONB)["event"]
_AFTER = (
    select(
        EventRow.position,
        EventRow.cycle_id,
        EventRow.municipality_code,
        EventRow.county_code,
        EventRow.seq,
        EventRow.kind,
        _event["step"].astext,
        cast(_event["version"].astext, Integer),
    )
    .where(EventRow.position > bindparam("position"))
    .order_by(EventRow.position)
    .limit(bindparam("limit"))
)
_END = select(func.coalesce(func.max(EventRow.position), 0))


async def end(session: AsyncSession) -> int:
    """The last position that this scope shows; 0 for none."""
    return await session.scalar(_END) or 0


async def happened_after(session: AsyncSession, position: int, limit: int) -> Sequence[Happened]:
    """Up to `limit` events after a position, in order, as far as this scope shows them."""
    rows = await session.execute(_AFTER, {"position": position, "limit": limit})
    return [Happened(*row) for row in rows]


async def versions(session: AsyncSession, cycles: Collection[str]) -> Mapping[str, int]:
    """The version of each of these years; those that there are not, or not in this scope, are left out."""
    found = await session.execute(select(CycleRow.id, CycleRow.version).where(CycleRow.id.in_(cycles)))
    return {row.id: row.version for row in found}


async def draft_versions(session: AsyncSession, cycles: Collection[str]) -> Drafts:
    """Of the drafts of these years, as far as this scope shows them: the municipality's own alone."""
    statement = select(DraftRow.cycle_id, DraftRow.step, DraftRow.version).where(DraftRow.cycle_id.in_(cycles))
    found: dict[str, dict[str, int]] = {cycle_id: {} for cycle_id in cycles}
    for cycle_id, step, version in await session.execute(statement):
        found[cycle_id][step] = version
    return found
