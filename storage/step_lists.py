"""Steps as the pages list them: a county's year as a matrix. Somebody's own lists are in `worklists.py`."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from domain.people import Reach
from storage.cycles import CycleRow, StepRow
from storage.overview import within

Roles = Sequence[tuple[str, Sequence[str]]]
"""What somebody is where: (role, municipalities)."""


# The whole year as JSON, which would come along with each of its steps.
LIGHT = tuple(defer(column, raiseload=True) for column in (CycleRow.state, CycleRow.outlook))


class Listed(NamedTuple):
    step: StepRow
    cycle: CycleRow


async def county_steps(session: AsyncSession, reach: Reach, county: str, year: int) -> Sequence[Listed]:
    """Every step of the county's cycles of that year within reach, by municipality and then in the year's order."""
    statement = (
        select(StepRow, CycleRow)
        .join(CycleRow, CycleRow.id == StepRow.cycle_id)
        .where(CycleRow.county_code == county, CycleRow.year == year, within(reach))
        .order_by(CycleRow.id, StepRow.position)
        .options(*LIGHT)
    )
    return [Listed(step, cycle) for step, cycle in await session.execute(statement)]


async def years_of(session: AsyncSession, reach: Reach, county: str) -> Sequence[int]:
    """The years that the county has cycles of within reach, the newest first."""
    statement = select(CycleRow.year).where(CycleRow.county_code == county, within(reach)).distinct()
    return (await session.scalars(statement.order_by(CycleRow.year.desc()))).all()


async def municipality_years(session: AsyncSession, municipality: str) -> Sequence[CycleRow]:
    """Every year of a municipality, the newest first."""
    statement = select(CycleRow).where(CycleRow.municipality_code == municipality)
    return (await session.scalars(statement.order_by(CycleRow.year.desc()))).all()
