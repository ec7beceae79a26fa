"""Does the log of people hold? Chain and rows of each person, as storage/audit.py reads those of a year."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.membership.events import apply
from domain.membership.person import Person
from storage.audit import Break
from storage.canonical import digest
from storage.log import GENESIS
from storage.people import GrantRow, PersonRow
from storage.people_log import PeopleLogRow, Record, log_of


async def people_break(session: AsyncSession) -> Break | None:
    """The first thing that does not hold in anybody's chain, or a row that is not what the log says; named by the
    person's id where a year's break names the year.
    """
    logged = set(await session.scalars(select(PeopleLogRow.stream).distinct()))
    for person_id in sorted({*logged, *(await session.scalars(select(PersonRow.id)))}):
        rows = await log_of(session, person_id)
        person, found = _read(person_id, rows)
        found = found or await _row_break(session, person, rows)
        if found is not None:
            return Break(cycle=person_id, seq=found[0], kind=found[1])
        session.expunge_all()
    return None


def _read(person_id: str, rows: Sequence[PeopleLogRow]) -> tuple[Person, tuple[int, str] | None]:
    person, head = Person(id=person_id), GENESIS
    for number, row in enumerate(rows, 1):
        if row.seq != number:
            return person, (number, "missing")
        try:
            record = Record.model_validate_json(row.body)
        except ValueError:
            return person, (row.seq, "edited")
        said = (record.stream, record.seq, record.event.kind, record.event.at)
        whole = row.prev_hash == head and row.hash == digest(head + row.body)
        if not whole or said != (row.stream, row.seq, row.kind, row.at):
            return person, (row.seq, "edited")
        person, head = apply(person, record.event), row.hash
    return person, None


async def _row_break(session: AsyncSession, person: Person, rows: Sequence[PeopleLogRow]) -> tuple[int, str] | None:
    """The row remembers how long the log was and how it ended; the roles that have not ended are those of the log."""
    row = await session.get(PersonRow, person.id)
    if row is None:
        return person.version, "projection"
    if row.version > person.version:
        return person.version + 1, "cut"
    head = rows[-1].hash if rows else GENESIS
    granted = select(GrantRow).where(GrantRow.person_id == person.id, GrantRow.ended_at.is_(None))
    roles = {each.id: each.held for each in await session.scalars(granted)}
    agrees = (row.version, row.head, row.state) == (person.version, head, person.state)
    return None if agrees and roles == {held.id: held for held in person.roles} else (person.version, "projection")
