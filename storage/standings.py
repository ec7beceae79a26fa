"""How the steps of a whole country stand, counted by what their light depends on, so that few rows say it all."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.light import Standing
from domain.people import Reach
from domain.steps import StepStatus
from storage.cycles import CycleRow, StepRow
from storage.overview import within

NO_FORM_STEPS = ("start",)  # what only starts a year says nothing of how it goes


class Counted(NamedTuple):
    """So many steps of a county stand so."""

    county: str
    standing: Standing
    steps: int


class YearCount(NamedTuple):
    """Of one year: how many municipalities have begun it, and how many have finished each of the steps."""

    year: int
    begun: int
    finished: dict[str, int]


_ON = (StepRow.status, StepRow.stale, StepRow.required, StepRow.target, StepRow.latest)


async def standings(session: AsyncSession, reach: Reach, year: int) -> Sequence[Counted]:
    """Every step of that year within reach, by county."""
    statement = (
        select(CycleRow.county_code, *_ON, func.count())
        .join(CycleRow, CycleRow.id == StepRow.cycle_id)
        .where(CycleRow.year == year, within(reach), StepRow.key.not_in(NO_FORM_STEPS))
        .group_by(CycleRow.county_code, *_ON)
    )
    return [
        Counted(
            county,
            Standing(status=StepStatus(status), stale=stale, required=required, target=target, latest=latest),
            steps,
        )
        for county, status, stale, required, target, latest, steps in await session.execute(statement)
    ]


async def begun(session: AsyncSession, reach: Reach, year: int) -> dict[str, int]:
    """How many municipalities of each county have begun that year."""
    statement = select(CycleRow.county_code, func.count()).where(CycleRow.year == year, within(reach))
    rows = await session.execute(statement.group_by(CycleRow.county_code))
    return {row[0]: row[1] for row in rows}


async def year_counts(session: AsyncSession, reach: Reach, steps: Sequence[str], most: int) -> Sequence[YearCount]:
    """The newest years that there are within reach, the earliest of them first."""
    cycles = select(CycleRow.year, func.count()).where(within(reach)).group_by(CycleRow.year)
    years = (await session.execute(cycles.order_by(CycleRow.year.desc()).limit(most))).all()
    settled = (
        select(CycleRow.year, StepRow.key, func.count())
        .join(CycleRow, CycleRow.id == StepRow.cycle_id)
        .where(within(reach), StepRow.key.in_(steps), StepRow.status == StepStatus.DONE.value)
        .group_by(CycleRow.year, StepRow.key)
    )
    finished = {(year, key): found for year, key, found in await session.execute(settled)}
    return [
        YearCount(year, found, {key: finished.get((year, key), 0) for key in steps}) for year, found in reversed(years)
    ]
