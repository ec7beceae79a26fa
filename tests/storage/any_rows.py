"""A row of every table for each of some places, made from the columns alone: a table that is added has its rows too."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ARRAY, Boolean, Column, Date, DateTime, Integer, Table, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.places import Places
from storage.schema import metadata

Row = Mapping[str, object]
Rows = dict[tuple[str, str], Row]
"""By table and municipality."""

# What no column says of itself. A round is its county's.
SAID: Mapping[str, Mapping[str, object]] = {
    "comments": {"audience": "shared"},
    "evidence": {"visibility": "public"},
    "rounds": {"municipality_code": None},
}
SEEDED = {"counties", "municipalities"}
TABLES = [table for table in metadata.sorted_tables if table.name not in SEEDED]


async def fill(connection: AsyncConnection, places: Places, codes: Iterable[str]) -> Rows:
    """To be done as the owner, whom no policy binds."""
    made: Rows = {}
    for code in codes:
        for table in TABLES:
            values = row_of(table, code, places.municipalities[code].county, made)
            returned = await connection.execute(insert(table).values(values).returning(*table.columns))
            made[table.name, code] = dict(returned.mappings().one())
    return made


def row_of(table: Table, code: str, county: str, made: Rows) -> Row:
    said = {"municipality_code": code, "county_code": county, **SAID.get(table.name, {})}
    wanted = [column for column in table.columns if column.identity is None]
    return {
        column.name: said[column.name] if column.name in said else _any(column, code, made)
        for column in wanted
        if column.name in said or not column.nullable
    }


def word(code: str) -> str:
    """What stands in every column of text; whoever's name is asked for has this one."""
    return f"{code}-2027"


def _any(column: Column[object], code: str, made: Rows) -> object:
    for key in column.foreign_keys:
        return made[key.column.table.name, code][key.column.name]
    if isinstance(column.type, DateTime):
        return datetime(2027, 1, 1, tzinfo=UTC)
    if isinstance(column.type, Date):
        return date(2027, 1, 1) + timedelta(days=int(code))
    if isinstance(column.type, Boolean):
        return True
    if isinstance(column.type, Integer):
        return int(code)
    if isinstance(column.type, ARRAY):
        return []
    length = getattr(column.type, "length", None)
    return word(code)[:length]
