"""Steps as the pages list them: a county's year as a matrix, what comes later for somebody, and what is done."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.people import Reach
from storage.cycles import CycleRow, StepRow
from storage.overview import within

Roles = Sequence[tuple[str, Sequence[str]]]
"""What somebody is where: (role, municipalities)."""


class Share(StrEnum):
    """UPCOMING: not settled, and waiting for something else first. SETTLED: done or set aside, in any year."""

    UPCOMING = "upcoming"
    SETTLED = "settled"


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


async def share_of(session: AsyncSession, roles: Roles, share: Share, *, limit: int) -> Sequence[Listed]:
    """Up to `limit` steps that belong to these roles: what comes earliest first, what is settled latest first."""
    upcoming = share is Share.UPCOMING
    order = (StepRow.target, StepRow.cycle_id, StepRow.position)
    statement = (
        select(StepRow, CycleRow)
        .join(CycleRow, CycleRow.id == StepRow.cycle_id)
        .where(_belongs(roles), _in(share))
        .order_by(*(order if upcoming else (column.desc() for column in order)))
        .limit(limit)
    )
    return [Listed(step, cycle) for step, cycle in await session.execute(statement)]


async def size_of(session: AsyncSession, roles: Roles, share: Share) -> int:
    statement = select(func.count()).select_from(StepRow).join(CycleRow, CycleRow.id == StepRow.cycle_id)
    return await session.scalar(statement.where(_belongs(roles), _in(share))) or 0


def _belongs(roles: Roles) -> ColumnElement[bool]:
    mine = [and_(StepRow.role == role, StepRow.municipality_code.in_(places)) for role, places in roles]
    return or_(*mine) if mine else false()


def _in(share: Share) -> ColumnElement[bool]:
    if share is Share.SETTLED:
        return StepRow.settled.is_(True)
    return and_(~StepRow.settled, StepRow.acting_role.is_(None), CycleRow.status == "running")
