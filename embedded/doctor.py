"""Is this machine able to serve, and is what serves well?"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from embedded.errors import FolderUnusable, ServerFailed
from embedded.folder import usable
from embedded.machine import Machine, running
from embedded.postgres import installation
from embedded.temporal import program
from settings import Settings
from storage.database import connect
from storage.migrate import newest
from workflows.client import Conductor
from workflows.client import connect as connect_temporal


class Check(NamedTuple):
    what: str
    ok: bool
    detail: str


async def examine(settings: Settings) -> list[Check]:
    checks = [*_programs(), _folder(settings)]
    servers = running(settings.folder)
    if servers is None:
        idle = f"nothing serves from {settings.folder}; `arshjul serve` does"
        return [*checks, Check("serving", ok=True, detail=idle)]
    return [*checks, await _database(servers), await _temporal(servers, settings)]


def _programs() -> list[Check]:
    python = Check("python", sys.version_info >= (3, 11), f"{sys.version.split()[0]} (3.11 or newer is needed)")
    return [python, _found("temporal", program), _found("postgresql", installation)]


def _found(what: str, find: Callable[[], Path]) -> Check:
    try:
        return Check(what, ok=True, detail=str(find()))
    except ServerFailed as error:
        return Check(what, ok=False, detail=str(error))


def _folder(settings: Settings) -> Check:
    try:
        return Check("folder", ok=True, detail=str(usable(settings.folder)))
    except FolderUnusable as error:
        return Check("folder", ok=False, detail=str(error))


async def _database(servers: Machine) -> Check:
    engine = connect(servers.database_url)
    try:
        async with engine.connect() as connection:
            found = (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar_one()
            cycles = (await connection.execute(text("SELECT count(*) FROM cycles"))).scalar_one()
    except (DBAPIError, OSError) as error:
        return Check("database", ok=False, detail=f"does not answer: {type(error).__name__}")
    finally:
        await engine.dispose()
    return Check("database", ok=found == newest(), detail=f"schema {found} (newest {newest()}), {cycles} years")


async def _temporal(servers: Machine, settings: Settings) -> Check:
    client = await connect_temporal(servers.temporal_address, settings.temporal_namespace)
    workers = await Conductor(client, settings.task_queue).workers()
    return Check("worker", ok=workers > 0, detail=f"{workers} worker(s) take work from {settings.task_queue}")
