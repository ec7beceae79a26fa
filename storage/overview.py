"""The questions that the boards ask: where every year stands, and who has what to do."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, false, or_, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from domain.cycle import Cycle, fold
from domain.events import events
from domain.people import Reach
from domain.procedure import Procedure
from domain.process import Kind
from domain.standing import Outlook, outlook
from storage.cycles import CycleRow, StepRow
from storage.log import bodies
from storage.processes import Procedures


class Line(NamedTuple):
    """A year as its row tells it; `outlook` as JSON."""

    id: str
    municipality_code: str
    county_code: str
    year: int
    status: str
    phase: str
    process: str
    kind: str
    outlook: str


class Seen(NamedTuple):
    """One line of the board."""

    id: str
    municipality: str
    county: str
    year: int
    status: str
    phase: str
    procedure: Procedure
    outlook: Outlook


_LINE = select(*(getattr(CycleRow, name) for name in Line._fields))


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
) -> Sequence[Line]:
    """Up to `limit` cycles of the year after a cycle id, in the order of their ids."""
    statement = _LINE.where(CycleRow.year == year, CycleRow.id > after, within(reach))
    if county is not None:
        statement = statement.where(CycleRow.county_code == county)
    found = await session.execute(statement.order_by(CycleRow.id).limit(limit))
    return [Line(*row) for row in found]


async def now_seen(session: AsyncSession, procedures: Procedures, lines: Sequence[Line]) -> Sequence[Seen]:
    return [
        Seen(
            id=line.id,
            municipality=line.municipality_code,
            county=line.county_code,
            year=line.year,
            status=line.status,
            phase=line.phase,
            procedure=await procedures.get(session, line.process, Kind(line.kind)),
            outlook=Outlook.model_validate_json(line.outlook),
        )
        for line in lines
    ]


async def then_seen(
    session: AsyncSession, procedures: Procedures, lines: Sequence[Line], until: datetime
) -> Sequence[Seen]:
    """The same as of an instant. A year that had not begun by then is left out."""
    return [
        Seen(
            id=cycle.id,
            municipality=cycle.municipality,
            county=cycle.county,
            year=cycle.year,
            status=cycle.status,
            phase=cycle.phase,
            procedure=cycle.procedure,
            outlook=outlook(cycle),
        )
        for cycle in await cycles_then(session, procedures, lines, until)
    ]


async def cycles_then(
    session: AsyncSession, procedures: Procedures, lines: Sequence[Line], until: datetime
) -> Sequence[Cycle]:
    """These years as of an instant: the fold of each log up to it. One that had not begun by then is left out."""
    by_id = {line.id: line for line in lines}
    logged = [found async for found in bodies(session, list(by_id), until)]
    found: list[Cycle] = []
    for cycle_id, records in groupby(logged, key=lambda each: each[0]):
        line = by_id[cycle_id]
        procedure = await procedures.get(session, line.process, Kind(line.kind))
        history = (events.validate_python(json.loads(body)["event"]) for _, body in records)
        found.append(fold(Cycle.blank(cycle_id, procedure), history))
    return found


async def had_by(session: AsyncSession, reach: Reach, person: str, *, limit: int) -> Sequence[StepRow]:
    """Up to `limit` unfinished steps of running years within reach that this person has, the earliest target first."""
    statement = (
        select(StepRow)
        .join(CycleRow, CycleRow.id == StepRow.cycle_id)
        .where(StepRow.person == person, ~StepRow.settled, CycleRow.status == "running", within(reach))
        .order_by(StepRow.target, StepRow.cycle_id, StepRow.position)
        .limit(limit)
    )
    return (await session.scalars(statement)).all()


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
