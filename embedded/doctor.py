"""Is this machine able to serve, and is what serves well?"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from temporalio.service import RPCError

from embedded.anchors import key_file, signer
from embedded.errors import FolderUnusable, ServerFailed
from embedded.folder import usable
from embedded.machine import Machine, running
from embedded.postgres import installation
from embedded.temporal import NAMESPACE, program
from settings import Settings
from storage.database import connect
from storage.migrate import newest
from storage.scope import EVERYWHERE
from storage.signing import KeyUnusable
from workflows.client import Conductor
from workflows.client import connect as connect_temporal


class Check(NamedTuple):
    what: str
    ok: bool
    detail: str


async def examine(settings: Settings) -> list[Check]:
    checks = [*_programs(), _folder(settings), _anchors(settings)]
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
    """Looking makes nothing: a folder that is not there yet is fine if it could be made."""
    try:
        if settings.folder.exists():
            return Check("folder", ok=True, detail=str(usable(settings.folder)))
        nearest = next(parent for parent in settings.folder.absolute().parents if parent.exists())
        usable(nearest)
    except FolderUnusable as error:
        return Check("folder", ok=False, detail=str(error))
    return Check("folder", ok=True, detail=f"{settings.folder.absolute()} (will be made)")


def _anchors(settings: Settings) -> Check:
    """A site may do without; it should know that it does."""
    path = key_file(settings)
    if path is None:
        return Check("anchors", ok=True, detail="none are made: ARSHJUL_ANCHOR_KEY_FILE names no key (docs/audit.md)")
    try:
        signer(settings)
    except (KeyUnusable, OSError) as error:
        return Check("anchors", ok=False, detail=str(error))
    return Check("anchors", ok=True, detail=f"signed with {path}")


async def _database(servers: Machine) -> Check:
    engine = connect(servers.database_url, otherwise=EVERYWHERE)
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
    try:
        client = await connect_temporal(servers.temporal_address, NAMESPACE)
        workers = await Conductor(client, settings.task_queue).workers()
    except (RPCError, RuntimeError) as error:  # RuntimeError is how the client says that nobody answers there
        return Check("worker", ok=False, detail=f"Temporal does not answer: {type(error).__name__}")
    return Check("worker", ok=workers > 0, detail=f"{workers} worker(s) take work from {settings.task_queue}")
