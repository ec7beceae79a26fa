"""A local Temporal: the real server in one process, with its state in a SQLite file or, for a test, in memory."""

import shutil
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from google.protobuf.duration_pb2 import Duration
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, UpdateNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError

from embedded.errors import ServerFailed
from embedded.processes import Server, start

NAME = "Temporal"
HOST = "127.0.0.1"
NAMESPACE = "default"
DB = "temporal.db"  # in the server's working folder: it reads a path as a URL, and trips over % and ?
START_WITHIN, STOP_WITHIN = 60.0, 15.0
TRIES = 3
RETENTION = timedelta(days=30)
SEARCH_ATTRIBUTES = {"ArshjulCounty": "Keyword", "ArshjulMunicipality": "Keyword", "ArshjulYear": "Int"}
# Else the one history shard of this server reads each of its queues 20 times a second: activities and timers wait for
# slots of 50 ms, and a workflow whose clock is moved for several of them.
PROMPT = {"history.transferProcessorMaxPollRPS": "1000", "history.timerProcessorMaxPollRPS": "1000"}
# Else the eleventh command that waits for one year, say while PostgreSQL is away, is turned away until it times out.
PATIENT = {"history.maxInFlightUpdates": "100"}
TIME_SKIPPING = {"frontend.WorkflowTimeSkippingEnabled": "true", "history.timerProcessorMaxTimeShift": '"10ms"'}
# WAL is 1.8 times faster than the default; FULL so that after a power cut Temporal does not know less than PostgreSQL.
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL")


def program() -> Path:
    """Beside this Python (a virtual environment that is not activated), else on the path."""
    beside = Path(sys.executable).with_name("temporal")
    found = beside if beside.exists() else shutil.which("temporal")
    if not found:
        raise ServerFailed(NAME, "is not installed for this Python; run: make setup")
    return Path(found)


class Temporal:
    """The Temporal of one folder, or, not `durable`, in memory. `time_skipping` lets a workflow's clock run ahead."""

    def __init__(self, folder: Path, *, durable: bool = True, time_skipping: bool = False, ui: bool = True) -> None:
        self._log = folder / "temporal.log"
        self._durable = durable
        self._dynamic = PROMPT | PATIENT | (TIME_SKIPPING if time_skipping else {})
        self._ui = ui
        self._server: Server | None = None
        self._port, self._ui_port = 0, 0

    @property
    def address(self) -> str:
        return f"{HOST}:{self._port}"

    @property
    def ui(self) -> str | None:
        return f"http://{HOST}:{self._ui_port}" if self._ui else None

    async def start(self) -> int:
        """The server's process. A free port may be taken between finding and using it, so another one is tried."""
        for tries_left in reversed(range(TRIES)):
            self._port, self._ui_port = free_ports(2)
            try:
                return await self._started()
            except ServerFailed as failure:
                if not tries_left or not any("address already in use" in line for line in failure.log_tail):
                    raise
        raise AssertionError("the last try returns or raises")

    @property
    def server(self) -> Server | None:
        return self._server

    async def again(self) -> None:
        """After it ended by itself: the same state, the same ports, since clients hold on to them."""
        await self._started()

    async def _started(self) -> int:
        self._server = start(NAME, [program(), *self._flags()], self._log, dies_by=signal.SIGKILL)
        await self._server.ready(self._answers, START_WITHIN)
        return self._server.pid

    async def stop(self) -> None:
        """What is in memory is thrown away, so nothing is lost by not waiting for the server's farewell of a second."""
        if self._server:
            await self._server.stop(signal.SIGTERM if self._durable else signal.SIGKILL, STOP_WITHIN)

    def _flags(self) -> Iterator[str]:
        yield from ("server", "start-dev", "--disable-config-file", "--disable-config-env", "--log-level", "error")
        yield from ("--ip", HOST, "--port", str(self._port))
        yield from ("--ui-port", str(self._ui_port), "--ui-disable-news-fetch") if self._ui else ("--headless",)
        if self._durable:
            yield from ("--db-filename", DB)
            for pragma in PRAGMAS:
                yield from ("--sqlite-pragma", pragma)
        for key, value in self._dynamic.items():
            yield from ("--dynamic-config-value", f"{key}={value}")
        for key, value in SEARCH_ATTRIBUTES.items():
            yield from ("--search-attribute", f"{key}={value}")

    async def _answers(self) -> bool:
        """The namespace and our search attributes are there, and closed workflows are kept for a month, not a day."""
        try:
            client = await Client.connect(self.address, namespace=NAMESPACE)
            known = await client.operator_service.list_search_attributes(
                ListSearchAttributesRequest(namespace=NAMESPACE)
            )
            await keep_for(client, RETENTION)
        except (RuntimeError, RPCError):
            return False
        wanted = {
            key: IndexedValueType.Value(f"INDEXED_VALUE_TYPE_{kind.upper()}") for key, kind in SEARCH_ATTRIBUTES.items()
        }
        return wanted.items() <= dict(known.custom_attributes).items()


async def keep_for(client: Client, retention: timedelta) -> None:
    """The development server has no flag for how long it keeps closed workflows."""
    described = await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=NAMESPACE))
    if described.config.workflow_execution_retention_ttl.ToTimedelta() != retention:
        wanted = Duration()
        wanted.FromTimedelta(retention)
        config = NamespaceConfig(workflow_execution_retention_ttl=wanted)
        await client.workflow_service.update_namespace(UpdateNamespaceRequest(namespace=NAMESPACE, config=config))


def free_ports(count: int) -> list[int]:
    """Held all at once, so that they differ."""
    with ExitStack() as stack:
        held = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in held:
            each.bind((HOST, 0))
        return [each.getsockname()[1] for each in held]
