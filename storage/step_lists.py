"""Steps as the pages list them: a county's year as a matrix. Somebody's own lists are in `worklists.py`."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from domain.light import Standing
from domain.people import Reach
from domain.process import Kind
from domain.steps import StepStatus
from storage.cycles import CycleRow, StepRow
from storage.overview import within

Roles = Sequence[tuple[str, Sequence[str]]]
"""What somebody is where: (role, municipalities)."""


# The whole year as JSON, which would come along with each of its steps.
LIGHT = tuple(defer(column, raiseload=True) for column in (CycleRow.state, CycleRow.outlook))


class Listed(NamedTuple):
    step: StepRow
    cycle: CycleRow


class Stood(NamedTuple):
    """How one step of one year stands."""

    cycle: str
    municipality: str
    step: str
    standing: Standing


class CountyYear(NamedTuple):
    """A county's year: every step, by municipality and then in the year's order, and the processes they follow."""

    steps: Sequence[Stood]
    processes: Sequence[tuple[str, Kind]]


_CYCLE = (CycleRow.id, CycleRow.municipality_code, CycleRow.process, CycleRow.kind)
_STEP = (StepRow.key, StepRow.status, StepRow.stale, StepRow.required, StepRow.target, StepRow.latest)


async def county_year(session: AsyncSession, reach: Reach, county: str, year: int) -> CountyYear:
    """Within reach. Columns and not rows, of which the largest county has hundreds for each look."""
    statement = (
        select(*_CYCLE, *_STEP)
        .join(CycleRow, CycleRow.id == StepRow.cycle_id)
        .where(CycleRow.county_code == county, CycleRow.year == year, within(reach))
        .order_by(CycleRow.id, StepRow.position)
    )
    steps: list[Stood] = []
    processes: set[tuple[str, Kind]] = set()
    for row in await session.execute(statement):
        cycle, municipality, process, kind, key, status, stale, required, target, latest = row
        stood = Standing(StepStatus(status), stale=stale, required=required, target=target, latest=latest)
        steps.append(Stood(cycle, municipality, key, stood))
        processes.add((process, Kind(kind)))
    return CountyYear(steps, sorted(processes))


async def years_of(session: AsyncSession, reach: Reach, county: str) -> Sequence[int]:
    """The years that the county has cycles of within reach, the newest first."""
    statement = select(CycleRow.year).where(CycleRow.county_code == county, within(reach)).distinct()
    return (await session.scalars(statement.order_by(CycleRow.year.desc()))).all()


async def municipality_years(session: AsyncSession, municipality: str) -> Sequence[CycleRow]:
    """Every year of a municipality, the newest first."""
    statement = select(CycleRow).where(CycleRow.municipality_code == municipality)
    return (await session.scalars(statement.order_by(CycleRow.year.desc()))).all()
