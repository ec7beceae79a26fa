"""Killed at each point of a command's way, and asked again: it is carried out once, and answered as if nothing was."""

import asyncio
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
import pytest
from temporalio.client import Client
from temporalio.worker import Worker

import worker
from api.app import create_app
from api.services import Services
from domain.people import Role
from domain.places import Municipality
from embedded.machine import Machine
from storage.database import Sessions
from storage.filing import command_id
from tests.conftest import TASK_QUEUE, Browser, strict_sandbox
from tests.faults.dying import AFTER, BEFORE
from tests.workflows.years import OwnYear, assign, until
from workflows.client import Conductor
from workflows.messages import Filed

KEY = "the same key"


class Died(BaseException):
    """The process that would go on is no more."""


class DiesBeforeSending(Conductor):
    """The API's process ends when the command is filed and not sent."""

    async def cycle_command(self, place: Municipality, year: int, filed: Filed) -> None:  # noqa: ARG002
        raise Died


async def test_killed_between_file_and_update(
    services: Services, sessions: Sessions, temporal: Client, browser: Browser, own_year: tuple[Municipality, int]
) -> None:
    town = OwnYear(sessions, services.conductor, *own_year)
    who, path = f"demo-municipality-{town.place.code}", f"/v1/cycles/{town.cycle_id}/steps/mapping/assignment"

    async def ask(client: httpx.AsyncClient) -> int:
        body, headers = {"role": Role.POLICE_PARTNER}, {"Idempotency-Key": KEY}
        return (await client.put(path, json=body, headers=headers)).status_code

    async with browser(who) as living:
        await town.start()
        dying = create_app(replace(services, conductor=DiesBeforeSending(temporal, TASK_QUEUE)))
        transport = httpx.ASGITransport(dying, client=("127.0.0.1", 50_000))
        signed = {"Authorization": f"Bearer {who}"}
        async with httpx.AsyncClient(transport=transport, base_url="http://arshjul.test", headers=signed) as client:
            with pytest.raises(Died):
                await ask(client)
        assert (await living.get(f"/v1/commands/{command_id(who, KEY)}")).json()["status"] == "pending"
        assert (await town.kinds()).count("StepAssigned") == 0
        answers = [await ask(living) for _ in range(2)]
    assert answers == [200, 200]
    assert (await town.kinds()).count("StepAssigned") == 1


@asynccontextmanager
async def dying_worker(
    point: str, fatal: Filed, queue: str, servers: Machine
) -> AsyncGenerator[asyncio.subprocess.Process]:
    command = (sys.executable, "-m", "tests.faults.dying", point, fatal.command_id, queue)
    process = await asyncio.create_subprocess_exec(
        *command, servers.database_url, servers.temporal_address, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.parametrize("point", [BEFORE, AFTER])
async def test_killed_between(
    sessions: Sessions, servers: Machine, temporal: Client, own_year: tuple[Municipality, int], point: str
) -> None:
    queue = f"{TASK_QUEUE}-{point}-{own_year[0].code}"
    conductor = Conductor(temporal, queue)
    town = OwnYear(sessions, conductor, *own_year)

    def a_worker() -> Worker:
        return worker.build(temporal, sessions, conductor, task_queue=queue, runner=strict_sandbox())

    async with a_worker():
        await town.start()
    filed = await town.file(assign("mapping", Role.POLICE_PARTNER))
    async with dying_worker(point, filed, queue, servers) as dying:
        sending = asyncio.create_task(town.send(filed))
        assert await dying.wait() == -signal.SIGKILL
        assert (await town.kinds()).count("StepAssigned") == (point == AFTER)
    async with a_worker():
        await sending

        async def told() -> bool:
            acted = await town.send(filed)
            return acted is not None and acted.accepted and acted.kinds == ("StepAssigned",)

        await until(told)
    assert (await town.kinds()).count("StepAssigned") == 1
