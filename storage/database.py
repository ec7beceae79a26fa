"""The one way to PostgreSQL: an engine, and sessions whose transaction is opened and committed at the edge."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Annotated, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    DateTime,
    Executable,
    ForeignKey,
    MetaData,
    String,
    Table,
    bindparam,
    event,
    func,
)
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.engine.interfaces import AdaptedConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, mapped_column

from storage.scope import NOTHING, Scope, current

Sessions = async_sessionmaker[AsyncSession]

# Every table that holds something of a municipality or a county carries both codes, for the second fence around them.
CountyCode = Annotated[str, mapped_column(String(2), ForeignKey("counties.code"))]
MunicipalityCode = Annotated[str, mapped_column(String(4), ForeignKey("municipalities.code"))]
CycleId = Annotated[str, mapped_column(String(9))]
CommandId = Annotated[str, mapped_column(String(64))]
Hash = Annotated[str, mapped_column(String(64))]
Instant = DateTime(timezone=True)

_SAY_SCOPE = "SELECT set_config('arshjul.scope', $1, true), set_config('arshjul.person', $2, true)"


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


def connect(url: str, *, pool_size: int = 10, otherwise: Scope = NOTHING) -> AsyncEngine:
    """An engine on `url` (postgresql+asyncpg://…). Nothing connects before the first statement.

    A statement gives up after 10 s and a connection after 2 s, so that an absent server is noticed and said. An error
    never says with what a statement failed: an activity's error goes into Temporal's history and into logs.

    Each transaction has the scope that it begins within; `otherwise`, where nobody has said one.
    """
    arguments = {"timeout": 2, "command_timeout": 10, "server_settings": {"application_name": "arshjul"}}
    engine = create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=5,
        pool_use_lifo=True,
        hide_parameters=True,
        connect_args=arguments,
    )
    event.listen(engine.sync_engine, "checkout", _still_there)
    event.listen(engine.sync_engine, "begin", partial(_say_scope, otherwise))
    return engine


def _still_there(connection: AdaptedConnection, _record: object, _proxy: object) -> None:
    """A server that was restarted has closed its sockets, which costs nothing to see; a ping is three round trips."""
    if connection.driver_connection.is_closed():
        raise InvalidatePoolError


def _say_scope(otherwise: Scope, connection: Connection) -> None:
    """For this transaction alone, so that a pooled connection takes nothing along. Nothing is what unsaid means."""
    scope = current() or otherwise
    if scope != NOTHING:
        connection.exec_driver_sql(_SAY_SCOPE, (scope.setting, scope.person))


def sessions_on(engine: AsyncEngine) -> Sessions:
    return async_sessionmaker(engine, expire_on_commit=False)


def upsert(model: type[Base], *, keys: Sequence[str], kept: Collection[str] = ()) -> Insert:
    """Insert rows, or overwrite those that are there. Built once: making and compiling it costs more than running it.

    In columns `kept`, a null leaves what stands.
    """
    table = cast("Table", model.__table__)
    statement = insert(table).values({column.name: bindparam(column.name) for column in table.columns})
    updates: dict[str, ColumnElement[object]] = {}
    for name, new in statement.excluded.items():
        if name not in keys:
            updates[name] = func.coalesce(new, table.c[name]) if name in kept else new
    return statement.on_conflict_do_update(index_elements=keys, set_=updates)


async def write(session: AsyncSession, statement: Executable, rows: Sequence[Mapping[str, object]]) -> None:
    """Run a statement once for each row, past the ORM: what is written here is never read back as objects."""
    if rows:
        await (await session.connection()).execute(statement, rows)
