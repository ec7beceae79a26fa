"""One machine: a Temporal and a PostgreSQL that keep their state in one folder.

async with machine(folder) as servers: ...     start both, be the folder's holder, stop both
async with attached(folder) as servers: ...    use those that run, else start and stop one's own
async with throwaway() as servers: ...         both for a test or a rehearsal, gone afterwards
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from pydantic import TypeAdapter

from embedded.alive import Say, kept_alive
from embedded.errors import FolderBusy
from embedded.folder import doors_closed, held, holding, note_of, noted, usable, visiting
from embedded.postgres import Postgres
from embedded.processes import until
from embedded.temporal import Temporal

COMING_UP_WITHIN, GUESTS_WITHIN = 90.0, 60.0


@dataclass(frozen=True)
class Machine:
    """Where the two servers of a folder are reached. `pid` is the process that holds them."""

    folder: Path
    database_url: str
    owner_url: str
    admin_url: str
    temporal_address: str
    temporal_ui: str | None
    pid: int
    postgres_pid: int
    temporal_pid: int


NOTE = TypeAdapter(Machine)


@asynccontextmanager
async def machine(
    folder: Path, *, time_skipping: bool = False, warn: Say | None = None, ending: asyncio.Future[None] | None = None
) -> AsyncGenerator[Machine]:
    """Start the servers of `folder` and stop them at the end; to be entered in the main thread.

    With `warn`, one that dies meanwhile is started again; `ending` fails when that does not help.

    Raises FolderBusy, FolderUnusable or ServerFailed.
    """
    folder = usable(folder)
    postgres, temporal = Postgres(folder), Temporal(folder, time_skipping=time_skipping)
    async with _servers(folder, postgres, temporal) as servers:
        if warn is None:
            yield servers
        else:
            async with kept_alive((postgres, temporal), warn, ending):
                yield servers


@asynccontextmanager
async def throwaway(*, time_skipping: bool = False) -> AsyncGenerator[Machine]:
    """Servers in a temporary folder that promise nothing about a power cut and are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="arshjul-") as name:
        folder = usable(Path(name))
        temporal = Temporal(folder, durable=False, time_skipping=time_skipping, ui=False)
        async with _servers(folder, Postgres(folder, durable=False), temporal) as servers:
            yield servers


def running(folder: Path) -> Machine | None:
    """The servers of `folder` if somebody runs them now."""
    note = note_of(folder)
    servers = NOTE.validate_json(note) if note else None
    return servers if servers and psutil.pid_exists(servers.pid) else None  # a killed holder leaves its note behind


@asynccontextmanager
async def attached(folder: Path) -> AsyncGenerator[Machine]:
    """The servers that run, or that somebody is just starting; if none do, one's own for as long as this lasts.

    One's own last until the commands that attached to them meanwhile are done, too.
    """
    folder = usable(folder)
    async with AsyncExitStack() as stack:
        yield await _found(folder, stack) or await _own(folder, stack)


async def _found(folder: Path, stack: AsyncExitStack) -> Machine | None:
    """Waits for those that are just coming up: the folder is held, but nothing is said about it yet."""
    await until(lambda: running(folder) is not None or not held(folder), COMING_UP_WITHIN)
    with ExitStack() as visit:
        visit.enter_context(visiting(folder))
        if servers := running(folder):
            stack.push(visit.pop_all())
        return servers


async def _own(folder: Path, stack: AsyncExitStack) -> Machine:
    try:
        servers = await stack.enter_async_context(machine(folder))
    except FolderBusy:
        if found := await _found(folder, stack):  # another command was a moment faster
            return found
        raise

    async def see_off(failure: type[BaseException] | None, *_: object) -> None:
        if failure is None:
            await until(lambda: doors_closed(folder), GUESTS_WITHIN)

    stack.push_async_exit(see_off)
    return servers


@asynccontextmanager
async def _servers(folder: Path, postgres: Postgres, temporal: Temporal) -> AsyncGenerator[Machine]:
    """Temporal ends first, so that nothing asks for a database that is gone."""
    async with AsyncExitStack() as stack:
        stack.enter_context(holding(folder))
        stack.push_async_callback(postgres.stop)
        stack.push_async_callback(temporal.stop)
        servers = await _started(folder, postgres, temporal)
        stack.enter_context(noted(folder, NOTE.dump_json(servers, indent=2)))
        yield servers


async def _started(folder: Path, postgres: Postgres, temporal: Temporal) -> Machine:
    """At once, for speed; one failure is the answer, without a group around it."""
    try:
        async with asyncio.TaskGroup() as group:
            database = group.create_task(postgres.start())
            engine = group.create_task(temporal.start())
    except BaseExceptionGroup as failures:
        raise failures.exceptions[0] from None
    postgres_pid, urls = database.result()
    return Machine(
        folder=folder,
        database_url=urls.database_url,
        owner_url=urls.owner_url,
        admin_url=urls.admin_url,
        temporal_address=temporal.address,
        temporal_ui=temporal.ui,
        pid=os.getpid(),
        postgres_pid=postgres_pid,
        temporal_pid=engine.result(),
    )
