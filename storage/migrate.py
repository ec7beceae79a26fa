"""Bring a database to the newest schema, as the role that owns it."""

from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncSession

from domain.places import Places
from domain.process import Process
from storage.database import connect
from storage.folding import catch_up
from storage.places import seed_places
from storage.processes import Procedures, register

MIGRATIONS = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = 0x41525348  # an arbitrary key for the advisory lock around migrations


def upgrade(connection: Connection) -> None:
    """Run every migration not run yet, in one transaction of the caller's."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def newest() -> str | None:
    """The newest schema there is."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


async def prepare(owner_url: str, places: Places, processes: list[Process], now: datetime) -> None:
    """Migrate, then write the places, register the processes that come with the project, and complete the projections.

    Several machines may do this at once: an advisory lock lets one go first. Running it again changes nothing. Raises
    VersionReused if a process was changed without a new version number.
    """
    engine = connect(owner_url)
    try:
        async with engine.begin() as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
            await connection.run_sync(upgrade)
            session = AsyncSession(bind=connection)
            await seed_places(session, places)
            for process in processes:
                await register(session, process, now)
            await catch_up(session, Procedures())
            await session.flush()
    finally:
        await engine.dispose()
