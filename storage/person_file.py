"""Everything that is stored about a person, table by table: for the person who asks, and before erasing.

A table that comes later is found too, as long as it calls a person as the others do (`NAMES`).
"""

from datetime import date, datetime

from pydantic import JsonValue
from sqlalchemy import Table, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.membership.decide import PersonNotFound
from storage.people import PersonRow
from storage.schema import metadata

NAMES = frozenset({"person", "person_id", "substitute_id", "invited_by", "submitted_by", "created_by", "by"})
WHOLE = ("people", "grants", "absences", "people_log", "sessions", "service_tokens")  # the others' rows are counted
OF_NOBODY = frozenset({"command_id", "request", "hash", "prev_hash", "head", "version", "id_hash"})  # hashes of ours
SIGNED = "id_token"  # what the provider signed opens doors: that there is one is said, not what it is

PersonFile = dict[str, JsonValue]


async def person_file(session: AsyncSession, person_id: str) -> PersonFile:
    """The rows about the person, and in which tables and how often their id stands. To be read as the tables' owner,
    whom row security does not bind. Raises PersonNotFound.
    """
    if await session.get(PersonRow, person_id) is None:
        raise PersonNotFound("There is nobody with that id; `arshjul person list` says who there is")
    found: PersonFile = {name: await _rows(session, metadata.tables[name], person_id) for name in WHOLE}
    counts: dict[str, JsonValue] = {}
    for table in metadata.sorted_tables:
        if table.name not in WHOLE and (count := await _count(session, table, person_id)):
            counts[table.name] = count
    return {**found, "id_stands_in": counts}


async def _rows(session: AsyncSession, table: Table, person_id: str) -> JsonValue:
    key = {"people": "id", "people_log": "stream"}.get(table.name, "person_id")
    rows = await session.execute(select(table).where(table.c[key] == person_id).order_by(*table.primary_key))
    return [
        {name: _plain(name, value) for name, value in row.items() if name not in OF_NOBODY} for row in rows.mappings()
    ]


async def _count(session: AsyncSession, table: Table, person_id: str) -> int:
    named = [column == person_id for column in table.columns if column.name in NAMES]
    if table.name == "events":
        named = [table.c.body.contains(f'"person":"{person_id}"', autoescape=True)]
    if not named:
        return 0
    return await session.scalar(select(func.count()).select_from(table).where(or_(*named))) or 0


def _plain(name: str, value: object) -> JsonValue:
    if name == SIGNED:
        return value is not None
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if isinstance(value, str | int | list) or value is None else str(value)  # pyright: ignore[reportUnknownVariableType]
