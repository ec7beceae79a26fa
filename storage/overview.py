"""The questions that the boards ask: where every year stands, and who has what to do."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, false, or_, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from domain.calendar import stockholm_date
from domain.cycle import Cycle, fold
from domain.due import acting_role
from domain.events import events
from domain.people import Reach, Role
from domain.process import Kind
from domain.standing import Standing, standing
from storage.cycles import CycleRow, StepRow, restored
from storage.log import bodies
from storage.processes import Procedures


class Seen(NamedTuple):
    """One line of the board."""

    cycle: Cycle
    standing: Standing

    @property
    def acting_role(self) -> Role | None:
        """Who has to act next."""
        return acting_role(self.cycle, self.standing.next) if self.standing.next else None


def within(reach: Reach) -> ColumnElement[bool]:
    """The cycles that an actor may see."""
    if reach.everywhere:
        return true()
    places: list[ColumnElement[bool]] = []
    if reach.counties:
        places.append(CycleRow.county_code.in_(reach.counties))
    if reach.municipalities:
        places.append(CycleRow.municipality_code.in_(reach.municipalities))
    return or_(*places) if places else false()


async def board(
    session: AsyncSession, reach: Reach, year: int, county: str | None, *, after: str, limit: int
) -> Sequence[CycleRow]:
    """Up to `limit` cycles of the year after a cycle id, in the order of their ids."""
    statement = select(CycleRow).where(
        CycleRow.year == year,
        CycleRow.id > after,
        within(reach),
    )
    if county is not None:
        statement = statement.where(CycleRow.county_code == county)
    return (await session.scalars(statement.order_by(CycleRow.id).limit(limit))).all()


async def now_seen(
    session: AsyncSession, procedures: Procedures, rows: Sequence[CycleRow], today: date
) -> Sequence[Seen]:
    cycles = [restored(row.state, await procedures.get(session, row.process, Kind(row.kind))) for row in rows]
    return [Seen(cycle, standing(cycle, today)) for cycle in cycles]


async def then_seen(
    session: AsyncSession, procedures: Procedures, rows: Sequence[CycleRow], until: datetime
) -> Sequence[Seen]:
    """The same as of an instant: the fold of each log up to it. A year that had not begun by then is left out."""
    by_id = {row.id: row for row in rows}
    logged = [found async for found in bodies(session, list(by_id), until)]
    seen: list[Seen] = []
    for cycle_id, records in groupby(logged, key=lambda found: found[0]):
        row = by_id[cycle_id]
        procedure = await procedures.get(session, row.process, Kind(row.kind))
        history = (events.validate_python(json.loads(body)["event"]) for _, body in records)
        cycle = fold(Cycle.blank(cycle_id, procedure), history)
        seen.append(Seen(cycle, standing(cycle, stockholm_date(until))))
    return seen


class TaskKey(NamedTuple):
    """A task's place in the order of the list: by target date, then by cycle and step."""

    target: date
    cycle_id: str
    step: str


async def tasks(
    session: AsyncSession, wanted: Sequence[tuple[str, Sequence[str]]], *, after: TaskKey | None, limit: int
) -> Sequence[tuple[StepRow, CycleRow]]:
    """Steps that wait for one of these (role, municipalities) to act, earliest target first."""
    belongs = [
        and_(StepRow.acting_role == role, StepRow.municipality_code.in_(municipalities))
        for role, municipalities in wanted
    ]
    order = (StepRow.target, StepRow.cycle_id, StepRow.key)
    statement = (
        select(StepRow, CycleRow)
        .join(CycleRow, CycleRow.id == StepRow.cycle_id)
        .where(or_(*belongs) if belongs else false(), CycleRow.status == "running")
    )
    if after is not None:
        statement = statement.where(tuple_(*order) > tuple_(*after))
    return [(step, cycle) for step, cycle in await session.execute(statement.order_by(*order).limit(limit))]
