"""Serving from one machine: the two servers, a worker beside them, and the API, started and stopped in order."""

import asyncio
import json
import signal
import socket
import sys
from collections.abc import AsyncGenerator, Callable, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

import uvicorn

from api.app import create_app
from api.services import Services
from domain.forms import FORMS
from domain.process import Process
from embedded.errors import EmbeddedError, FolderBusy
from embedded.machine import Machine, machine, running
from embedded.processes import Server, start, until
from settings import Settings
from storage.database import connect, sessions_on
from storage.migrate import prepare
from storage.places import read_places
from storage.process_files import load
from storage.processes import Procedures
from workflows.client import Conductor
from workflows.client import connect as connect_temporal

DEMO_COUNTY, DEMO_YEAR = "13", 2027
STARTED_WITHIN = 60.0

Say = Callable[[str], None]


class AddressTaken(EmbeddedError):
    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(
            f"cannot listen on {host}:{port}: {reason}; stop what listens there or choose another port (ARSHJUL_PORT)"
        )


class NotLoopback(EmbeddedError):
    def __init__(self, host: str) -> None:
        super().__init__(f"demo sign-in is for this machine alone, not for {host}; leave out --demo or --host")


class DemoFailed(EmbeddedError):
    pass


class _Api(uvicorn.Server):
    """uvicorn without its own way with signals: who serves decides when to stop, and in what order."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


async def serve(settings: Settings, say: Say) -> None:
    """Serve until SIGINT or SIGTERM, then stop everything in order. Raises EmbeddedError, one line each."""
    if settings.demo and settings.host not in ("127.0.0.1", "localhost", "::1"):
        raise NotLoopback(settings.host)
    if (other := running(settings.folder)) is not None:
        raise FolderBusy(settings.folder, other.pid)
    stop = _stop_asked()
    with _listening(settings.host, settings.port) as listener:
        async with machine(settings.folder) as servers:
            await prepare(servers.owner_url, read_places(), shipped_processes(), datetime.now(UTC))
            async with _working(servers), _answering(servers, settings, listener):
                say(f"Årshjul runs at http://{settings.host}:{settings.port}   (API: /docs)")
                say(f"Temporal's own pages: {servers.temporal_ui}")
                if settings.demo:
                    await asyncio.to_thread(_start_demo, settings)
                    say(_welcome(settings))
                await stop.wait()
                say("Stopping; what has been done stays.")


def shipped_processes() -> list[Process]:
    """The processes that come with the project. Raises InvalidProcess."""
    folder = Path(__file__).parent.parent / "processes"
    return [load(path, frozenset(FORMS)) for path in sorted(folder.glob("*.yaml"))]


def _stop_asked() -> asyncio.Event:
    stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    return stop


@contextmanager
def _listening(host: str, port: int) -> Generator[socket.socket]:
    """The address is taken before anything starts, so that a taken one costs nothing."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        try:
            listener.bind((host, port))
        except (OSError, OverflowError) as error:
            raise AddressTaken(host, port, getattr(error, "strerror", None) or str(error)) from error
        yield listener
    finally:
        listener.close()


@asynccontextmanager
async def _working(servers: Machine) -> AsyncGenerator[None]:
    """A worker as a process of its own, started again should it die."""
    extra = {"ARSHJUL_DATABASE_URL": servers.database_url, "ARSHJUL_TEMPORAL_ADDRESS": servers.temporal_address}

    def begin() -> Server:
        command = [sys.executable, "-m", "worker"]
        return start("worker", command, servers.folder / "worker.log", dies_by=signal.SIGTERM, extra=extra)

    worker = begin()

    async def watch() -> None:
        nonlocal worker
        while True:
            await asyncio.sleep(1)
            if worker.ended is not None:
                worker = begin()

    watching = asyncio.create_task(watch())
    try:
        yield
    finally:
        watching.cancel()
        await worker.stop(signal.SIGTERM, grace=15)


@asynccontextmanager
async def _answering(servers: Machine, settings: Settings, listener: socket.socket) -> AsyncGenerator[None]:
    engine = connect(servers.database_url)
    client = await connect_temporal(servers.temporal_address, settings.temporal_namespace)
    services = Services(
        sessions=sessions_on(engine),
        procedures=Procedures(),
        places=read_places(),
        conductor=Conductor(client, settings.task_queue),
        demo=settings.demo,
    )
    config = uvicorn.Config(create_app(services), log_level="warning", access_log=False, timeout_graceful_shutdown=10)
    server = _Api(config)
    answering = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await until(lambda: server.started or answering.done(), STARTED_WITHIN)
        yield
    finally:
        server.should_exit = True
        await answering
        await engine.dispose()


def _start_demo(settings: Settings) -> None:
    """Open Halland's 2027 as its coordinator would, over HTTP; the same key every time, so it is opened once."""
    body = {"county": DEMO_COUNTY, "year": DEMO_YEAR, "kind": "full"}
    status, answer = _ask(settings, "POST", "/v1/rounds", body)
    if status != 201:
        raise DemoFailed(f"the demo round could not be opened: {answer.get('detail', status)}")


def _ask(settings: Settings, method: str, path: str, body: Mapping[str, object]) -> tuple[int, dict[str, object]]:
    connection = HTTPConnection(settings.host, settings.port, timeout=STARTED_WITHIN)
    headers = {
        "Authorization": f"Bearer demo-coordinator-{DEMO_COUNTY}",
        "Content-Type": "application/json",
        "Idempotency-Key": f"demo-{DEMO_COUNTY}-{DEMO_YEAR}",
    }
    try:
        connection.request(method, path, json.dumps(body), headers)
        response = connection.getresponse()
        return response.status, json.load(response)
    finally:
        connection.close()


def _welcome(settings: Settings) -> str:
    address = f"http://{settings.host}:{settings.port}"
    return f"""The {DEMO_YEAR} round of Halland is open: {address}/v1/rounds/{DEMO_COUNTY}-{DEMO_YEAR}

Log in with a token, for instance the municipal coordinator of Laholm:
  curl -H 'Authorization: Bearer demo-municipality-1381' {address}/v1/tasks
Others: demo-coordinator-13 (county), demo-contributor-1381, demo-decision-1381, demo-police-1381,
        demo-supervisor, demo-admin; 1381 may be any municipality's code.

Ctrl-C stops everything. What has been done stays in {settings.folder}/."""
