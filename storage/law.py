"""What the rules of the Act rest on, gathered for one municipality or many at once."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.commands import Content
from domain.content.year import YearContent
from domain.content.year import read as read_year
from domain.events import Event, events
from domain.law.facts import TOLD_BY, Facts, Finished, YearFacts, finished
from domain.procedure import Procedure
from domain.process import Kind
from storage import statements
from storage.commands import CommandRow
from storage.cycles import CycleRow
from storage.folding import Record
from storage.log import EventRow
from storage.processes import Procedures

Done = Mapping[str, Mapping[str, Finished]]
"""By cycle and step."""


async def facts(
    session: AsyncSession, procedures: Procedures, municipalities: Collection[str], until: datetime
) -> dict[str, Facts]:
    """Facts by municipality: every statement, and what its years had finished by an instant."""
    told = await statements.of(session, municipalities)
    rows = (await session.scalars(select(CycleRow).where(CycleRow.municipality_code.in_(municipalities)))).all()
    done = await _finished(session, [row.id for row in rows], until)
    contents = await _contents(session, done)
    years: dict[str, list[YearFacts]] = defaultdict(list)
    for row in rows:
        procedure = await procedures.get(session, row.process, Kind(row.kind))
        years[row.municipality_code].append(_year(row, procedure, done.get(row.id, {}), contents))
    return {
        code: Facts(municipality=code, statements=told.get(code, ()), years=tuple(years[code]))
        for code in municipalities
    }


def _year(
    row: CycleRow, procedure: Procedure, done: Mapping[str, Finished], contents: Mapping[str, Content]
) -> YearFacts:
    forms = {step: _form(procedure, step) for step in done}
    held = {
        forms[step]: contents[each.command] for step, each in done.items() if each.command and each.command in contents
    }
    days = {forms[step]: each.on for step, each in done.items()}
    return YearFacts(cycle=row.id, year=row.year, content=read_year(held), done=days)


def _form(procedure: Procedure, step: str) -> str:
    """The step's typed form; its key, where the first process versions had plain text."""
    form = procedure.definitions[step].form
    return form if form in YearContent.model_fields else step


async def _finished(session: AsyncSession, cycle_ids: Collection[str], until: datetime) -> Done:
    kinds = [event.__name__ for event in TOLD_BY]
    statement = (
        select(EventRow.cycle_id, EventRow.body)
        .where(EventRow.cycle_id.in_(cycle_ids), EventRow.kind.in_(kinds), EventRow.at <= until)
        .order_by(EventRow.cycle_id, EventRow.seq)
    )
    histories: dict[str, list[tuple[Event, str | None]]] = defaultdict(list)
    for cycle_id, body in await session.execute(statement):
        record = Record.model_validate_json(body)
        histories[cycle_id].append((events.validate_python(record.event), record.command and record.command.id))
    return {cycle_id: finished(history) for cycle_id, history in histories.items()}


async def _contents(session: AsyncSession, done: Done) -> dict[str, Content]:
    wanted = {each.command for steps in done.values() for each in steps.values() if each.command}
    statement = select(CommandRow.id, CommandRow.body).where(
        CommandRow.id.in_(wanted), CommandRow.kind == "CompleteStep"
    )
    return {found: json.loads(body).get("content", {}) for found, body in await session.execute(statement)}
