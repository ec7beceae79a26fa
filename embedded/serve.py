"""Serving from one machine: the two servers, a worker beside them, and the API, started and stopped in order."""

import asyncio
import signal
import socket
import sys
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError

from api.app import create_app
from api.services import Services
from api.serving import configured, limits_of
from api.signing_in.site import sign_in_of
from domain.forms import FORMS
from domain.process import Process
from embedded.alive import Say, kept_alive
from embedded.anchors import demo_key, key_file, signer
from embedded.demo import open_demo, welcome
from embedded.errors import EmbeddedError, FolderBusy
from embedded.folder import usable
from embedded.machine import Machine, machine, running
from embedded.processes import Server, start, until
from embedded.rehearsing import rehearsals
from embedded.temporal import NAMESPACE
from settings import Settings
from storage.database import connect, sessions_on
from storage.files import LocalFiles
from storage.migrate import prepare
from storage.places import read_places
from storage.process_files import load
from storage.processes import Procedures
from web.app import install, operator_of
from web.rehearsing import Rehearser
from workflows.client import Conductor
from workflows.client import connect as connect_temporal

LOOPBACK = ("127.0.0.1", "localhost", "::1")
STARTED_WITHIN = 60.0


class AddressTaken(EmbeddedError):
    def __init__(self, settings: Settings, error: Exception) -> None:
        reason = getattr(error, "strerror", None) or str(error)
        where = f"{settings.host}:{settings.port}"
        super().__init__(f"cannot listen on {where}: {reason}; choose another port (--port or ARSHJUL_PORT)")


class NotLoopback(EmbeddedError):
    def __init__(self, host: str) -> None:
        super().__init__(f"demo sign-in is for this machine alone, not for {host}; leave out --demo or --host")


class DataUnusable(EmbeddedError):
    def __init__(self, folder: Path, error: Exception) -> None:
        said = " ".join(str(error).split())[:300]
        super().__init__(f"the data in {folder} cannot be brought to this version's form: {said}")


class _Api(uvicorn.Server):
    """uvicorn without its own way with signals: who serves decides when to stop, and in what order."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


async def serve(settings: Settings, say: Say, warn: Say) -> None:
    """Serve until asked to stop, also while still starting; then stop everything in order.

    Raises SignInMisconfigured, and EmbeddedError also when the worker dies again and again, one line each. `warn` gets
    what goes wrong meanwhile.
    """
    if settings.demo and settings.host not in LOOPBACK:
        raise NotLoopback(settings.host)
    sign_in_of(settings)  # what contradicts itself is said before anything starts
    if (other := running(settings.folder)) is not None:
        raise FolderBusy(settings.folder, other.pid)
    ending = _ending()
    serving = asyncio.create_task(_serving(settings, say, warn, ending))
    await asyncio.wait({serving, ending}, return_when=asyncio.FIRST_COMPLETED)
    if not serving.done():
        say("Stopping; what has been done stays.")
        serving.cancel()
        await asyncio.wait({serving})
    if not serving.cancelled():
        serving.result()
    ending.result()


def shipped_processes() -> list[Process]:
    """The processes that come with the project. Raises InvalidProcess."""
    folder = Path(__file__).parent.parent / "processes"
    return [load(path, frozenset(FORMS)) for path in sorted(folder.glob("*.yaml"))]


async def _serving(settings: Settings, say: Say, warn: Say, ending: asyncio.Future[None]) -> None:
    """Everything up, until cancelled; `ending` fails if it cannot go on."""
    with _listening(settings) as listener:
        say(f"Starting; the data is in {usable(settings.folder)}")
        async with machine(settings.folder, warn=warn, ending=ending) as servers:
            await _prepared(servers)
            here = _at(settings, servers)
            if (key := demo_key(here) if here.demo else key_file(here)) is not None:
                here = here.model_copy(update={"anchor_key_file": key})
                signer(here)  # a key that cannot be used is said now, and once
            async with (
                _working(here, servers.folder, warn, ending),
                rehearsals(servers.folder) as rehearser,
                _answering(here, listener, rehearser),
            ):
                say(_up(here, servers))
                if here.demo:
                    await asyncio.to_thread(open_demo, here, STARTED_WITHIN)
                    say(welcome(here))
                say("\nCtrl-C stops everything; what has been done stays.")
                await asyncio.Event().wait()


def _ending() -> asyncio.Future[None]:
    """Done as soon as somebody asks to stop: Ctrl-C, a service manager, or the terminal's closing (unless `nohup`)."""
    loop = asyncio.get_running_loop()
    ending: asyncio.Future[None] = loop.create_future()

    def asked() -> None:
        if not ending.done():
            ending.set_result(None)

    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if sign is not signal.SIGHUP or signal.getsignal(sign) is not signal.SIG_IGN:
            loop.add_signal_handler(sign, asked)
    return ending


@contextmanager
def _listening(settings: Settings) -> Generator[socket.socket]:
    """The address is taken before anything starts, so that a taken one costs nothing."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
        except (OSError, ValueError) as error:  # a name that is none is a ValueError
            raise AddressTaken(settings, error) from error
        yield listener


def _listen(settings: Settings, listener: socket.socket) -> None:
    """Two may take the same address at the same moment, only one of them may listen; uvloop would not say so."""
    try:
        listener.listen()
    except OSError as error:
        raise AddressTaken(settings, error) from error


async def _prepared(servers: Machine) -> None:
    try:
        await prepare(servers.owner_url, read_places(), shipped_processes(), datetime.now(UTC))
    except (CommandError, DBAPIError) as error:
        raise DataUnusable(servers.folder, error) from error


def _at(settings: Settings, servers: Machine) -> Settings:
    """What this machine's own servers decide, whatever the environment says of others."""
    found = {
        "database_url": servers.database_url,
        "database_owner_url": servers.owner_url,
        "temporal_address": servers.temporal_address,
        "temporal_namespace": NAMESPACE,
    }
    return settings.model_copy(update=found)


def _up(settings: Settings, servers: Machine) -> str:
    closed = not settings.demo and settings.oidc_issuer is None
    sign_in = "\n  Nobody can sign in yet: see docs/sign-in.md, or try it with --demo." if closed else ""
    return f"""Årshjul runs at {settings.address}
  What programs can ask of it:  {settings.address}/docs
  Temporal, for operators:      {servers.temporal_ui}{sign_in}"""


class _Worker:
    """A worker as a process of its own, started at once."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._log = folder / "worker.log"
        self._settings = {
            "ARSHJUL_DATABASE_URL": settings.database_url,
            "ARSHJUL_TEMPORAL_ADDRESS": settings.temporal_address,
            "ARSHJUL_TEMPORAL_NAMESPACE": settings.temporal_namespace,
            "ARSHJUL_DEMO": str(settings.demo),
        }
        if settings.anchor_key_file is not None:
            self._settings["ARSHJUL_ANCHOR_KEY_FILE"] = str(settings.anchor_key_file)
        self.server = self._started()

    async def again(self) -> None:
        self.server = self._started()

    def _started(self) -> Server:
        command = [sys.executable, "-P", "-m", "worker"]  # -P: no module is looked for among the data
        return start("worker", command, self._log, dies_by=signal.SIGTERM, extra=self._settings)


@asynccontextmanager
async def _working(settings: Settings, folder: Path, warn: Say, ending: asyncio.Future[None]) -> AsyncGenerator[None]:
    worker = _Worker(settings, folder)
    try:
        async with kept_alive((worker,), warn, ending):
            yield
    finally:
        await worker.server.stop(signal.SIGTERM, grace=15)


@asynccontextmanager
async def _answering(settings: Settings, listener: socket.socket, rehearser: Rehearser) -> AsyncGenerator[None]:
    _listen(settings, listener)
    engine = connect(settings.database_url)
    client = await connect_temporal(settings.temporal_address, settings.temporal_namespace)
    services = Services(
        sessions=sessions_on(engine),
        procedures=Procedures(),
        places=read_places(),
        conductor=Conductor(client, settings.task_queue),
        files=LocalFiles(settings.files),
        demo=settings.demo,
        sign_in=sign_in_of(settings),
    )
    app = install(create_app(services, limits=limits_of(settings)), operator_of(settings), rehearser)
    server = _Api(configured(app))
    answering = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await until(lambda: server.started or answering.done(), STARTED_WITHIN)
        yield
    finally:
        server.should_exit = True
        await asyncio.wait({answering})
        await services.printers.close()
        await engine.dispose()
