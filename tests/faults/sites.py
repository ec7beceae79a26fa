"""A running system on servers of its own, asked as its people ask.

ARSHJUL_AWAY_SECONDS keeps PostgreSQL away longer than the conditions of the tests ask for.
"""

import asyncio
import hashlib
import json
import os
import signal
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from fastapi import FastAPI

import worker
from api.app import create_app
from api.services import Services
from domain.people import Role
from domain.places import Municipality, Places
from embedded.serve import shipped_processes
from storage import commands
from storage.database import Sessions, connect, sessions_on
from storage.files import LocalFiles
from storage.filing import command_id
from storage.log import GENESIS
from storage.migrate import prepare
from storage.processes import Procedures
from storage.scope import EVERYWHERE
from tests.conftest import TASK_QUEUE, strict_sandbox
from tests.faults.machines import Fragile
from tests.workflows.years import OwnYear, assign, opening, shift_to
from workflows.client import Conductor
from workflows.client import connect as connect_temporal

AWAY = float(os.environ.get("ARSHJUL_AWAY_SECONDS", "0"))
TEXT = "Vi har gått igenom underlaget."
FEW_SECONDS = timedelta(seconds=4)


@dataclass(frozen=True)
class Site:
    servers: Fragile
    services: Services
    app: FastAPI
    sessions: Sessions

    def town(self, own_year: tuple[Municipality, int]) -> OwnYear:
        return OwnYear(self.sessions, self.services.conductor, *own_year)

    async def request(self, method: str, town: OwnYear, path: str, body: object, key: str) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False, client=("127.0.0.1", 50_000))
        headers = {"Authorization": f"Bearer demo-municipality-{town.place.code}", "Idempotency-Key": key}
        async with httpx.AsyncClient(transport=transport, base_url="http://arshjul.test", headers=headers) as client:
            return await client.request(method, path, json=body)

    async def complete(self, town: OwnYear, step: str, key: str, text: str = TEXT) -> httpx.Response:
        body = {"content": {"text": text}}
        return await self.request("POST", town, f"/v1/cycles/{town.cycle_id}/steps/{step}/completion", body, key)

    async def assign(self, town: OwnYear, key: str) -> httpx.Response:
        """The same key always asks for the same."""
        role = (Role.POLICE_PARTNER, Role.CONTRIBUTOR, Role.DECISION_MAKER)[sum(map(ord, key)) % 3]
        path = f"/v1/cycles/{town.cycle_id}/steps/mapping/assignment"
        return await self.request("PUT", town, path, {"role": role}, key)

    async def outcome(self, town: OwnYear, key: str) -> commands.Outcome | None:
        identity = command_id(f"demo-municipality-{town.place.code}", key)
        async with self.sessions() as session:
            return await commands.outcome_of(session, identity)

    def at(self, instant: datetime) -> Conductor:
        """One whose years have a clock that shows this instant now."""
        client = self.services.conductor._client  # pyright: ignore[reportPrivateUsage]
        return Conductor(client, TASK_QUEUE, clock_shift=shift_to(instant))

    async def on_the_eve(self, own_year: tuple[Municipality, int]) -> tuple[OwnYear, float]:
        """A year whose first date comes in a few seconds, and when that is by the monotonic clock."""
        town = replace(self.town(own_year), conductor=self.at(opening(own_year[1])))
        first_date = (await town.start()).next_wakeup
        assert first_date is not None
        await town.handle().terminate("so that it resumes by another clock")
        town = replace(town, conductor=self.at(first_date - FEW_SECONDS))
        comes = time.monotonic() + FEW_SECONDS.total_seconds()
        assert (await town.do(assign("closing", Role.CONTRIBUTOR))).accepted
        return town, comes

    @asynccontextmanager
    async def without_postgres(self, how: signal.Signals) -> AsyncGenerator[None]:
        """Gone while this lasts, and at least as long as the environment asks for."""
        await self.servers.take_away(how)
        least = asyncio.create_task(asyncio.sleep(AWAY))
        try:
            yield
            await least
        finally:
            await self.servers.bring_back()


@asynccontextmanager
async def running(servers: Fragile, places: Places) -> AsyncGenerator[Site]:
    """A worker in the strict sandbox and the API on these servers."""
    await prepare(servers.urls.owner_url, places, shipped_processes(), datetime.now(UTC))
    engine = connect(servers.urls.database_url)
    looking = connect(servers.urls.database_url, otherwise=EVERYWHERE)
    client = await connect_temporal(servers.temporal_address, "default")
    conductor = Conductor(client, TASK_QUEUE)
    sessions = sessions_on(engine)
    files = LocalFiles(Path(tempfile.gettempdir()) / "arshjul-none")  # made with the first file, and none is sent
    services = Services(sessions, Procedures(), places, conductor, files, demo=True)
    async with worker.build(client, sessions, conductor, task_queue=TASK_QUEUE, runner=strict_sandbox()):
        yield Site(servers, services, create_app(services), sessions_on(looking))
    await engine.dispose()
    await looking.dispose()


async def check_log(town: OwnYear) -> None:
    """The chain is whole, nothing stands in it twice, and each command's events are those of its outcome."""
    head, by_command = GENESIS, dict[str, list[str]]()
    for seq, row in enumerate(await town.log(), 1):
        assert (row.seq, row.prev_hash) == (seq, head)
        head = hashlib.sha256((head + row.body).encode()).hexdigest()
        assert row.hash == head
        if command := json.loads(row.body)["command"]:
            by_command.setdefault(command["id"], []).append(row.kind)
    assert (await town.row()).head == head
    async with town.sessions() as session:
        for identity, kinds in by_command.items():
            outcome = await commands.outcome_of(session, identity)
            assert outcome is not None
            assert list(outcome.kinds) == kinds
