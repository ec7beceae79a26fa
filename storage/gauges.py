"""What operators watch, by county and never nearer: steps past their latest date, commands without an outcome."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.commands import CommandRow, OutcomeRow
from storage.cycles import CycleRow, StepRow


class Unrecorded(NamedTuple):
    """Commands without an outcome: how many filed since an instant and the oldest of them, and how many before it."""

    waiting: int
    oldest: datetime | None
    abandoned: int


async def overdue_by_county(session: AsyncSession, today: date) -> Mapping[str, int]:
    """Required, unsettled steps of running years that are past their latest date; a county without any is left out."""
    statement = (
        select(StepRow.county_code, func.count())
        .join(CycleRow, CycleRow.id == StepRow.cycle_id)
        .where(CycleRow.status == "running", StepRow.required, ~StepRow.settled, StepRow.latest < today)
        .group_by(StepRow.county_code)
    )
    return {row[0]: row[1] for row in await session.execute(statement)}


async def unrecorded(session: AsyncSession, since: datetime) -> Unrecorded:
    """A command older than `since` was answered 503 and never sent again; nobody waits for it."""
    recent = CommandRow.filed_at > since
    statement = (
        select(func.count().filter(recent), func.min(CommandRow.filed_at).filter(recent), func.count().filter(~recent))
        .select_from(CommandRow)
        .outerjoin(OutcomeRow, OutcomeRow.command_id == CommandRow.id)
        .where(OutcomeRow.command_id.is_(None))
    )
    waiting, oldest, abandoned = (await session.execute(statement)).one()
    return Unrecorded(waiting, oldest, abandoned)
