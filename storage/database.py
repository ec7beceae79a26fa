"""The one way to PostgreSQL: an engine, and sessions whose transaction is opened and committed at the edge."""

from collections.abc import Collection, Mapping, Sequence
from typing import Annotated, cast

from sqlalchemy import ColumnElement, DateTime, Executable, ForeignKey, FromClause, MetaData, String, Table, bindparam
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, mapped_column

Sessions = async_sessionmaker[AsyncSession]

# Every table that holds something of a municipality or a county carries both codes, for the second fence around them.
CountyCode = Annotated[str, mapped_column(String(2), ForeignKey("counties.code"))]
MunicipalityCode = Annotated[str, mapped_column(String(4), ForeignKey("municipalities.code"))]
CycleId = Annotated[str, mapped_column(String(9))]
CommandId = Annotated[str, mapped_column(String(64))]
Hash = Annotated[str, mapped_column(String(64))]
Instant = DateTime(timezone=True)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def connect(url: str, *, pool_size: int = 10) -> AsyncEngine:
    """An engine on `url` (postgresql+asyncpg://…). Nothing connects before the first statement.

    A statement gives up after 10 s and a connection after 2 s, so that an absent server is noticed and said. An error
    never says with what a statement failed: an activity's error goes into Temporal's history and into logs.
    """
    arguments = {"timeout": 2, "command_timeout": 10, "server_settings": {"application_name": "arshjul"}}
    return create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=5,
        pool_use_lifo=True,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args=arguments,
    )


def sessions_on(engine: AsyncEngine) -> Sessions:
    return async_sessionmaker(engine, expire_on_commit=False)


def upsert(table: FromClause, *, keys: Sequence[str], but: Collection[str] = ()) -> Insert:
    """Insert rows, or overwrite those that are there. Built once: making and compiling it costs more than running it.

    Columns in `but` are neither written nor overwritten.
    """
    columns = [column.name for column in table.columns if column.name not in but]
    statement = insert(cast("Table", table)).values({name: bindparam(name) for name in columns})
    updates: dict[str, ColumnElement[object]] = {name: statement.excluded[name] for name in columns if name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=updates)


async def write(session: AsyncSession, statement: Executable, rows: Sequence[Mapping[str, object]]) -> None:
    """Run a statement once for each row, past the ORM: what is written here is never read back as objects."""
    if rows:
        await (await session.connection()).execute(statement, rows)
