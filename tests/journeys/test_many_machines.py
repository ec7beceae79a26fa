"""Many machines: two APIs and three workers, each a process of its own, on one Temporal and one PostgreSQL."""

import asyncio
import json
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from domain.places import Places
from embedded.machine import Machine, throwaway
from storage.database import connect
from tests.cli.serving import ARSHJUL, ROOT, a_free_port, arshjul, environment
from tests.journeys.requests import ASSIGNED, ROLES, YEAR, Request, requests

APIS, WORKERS, CALLERS = 2, 3, 16
UP_WITHIN = 40.0
HOW_OFTEN = """
    SELECT cycle_id, kind, coalesce(body::json->'event'->>'step', ''), count(*)
    FROM events WHERE municipality_code = ANY(:towns) GROUP BY 1, 2, 3
"""


@dataclass(frozen=True)
class Site:
    """Where it all runs; `logs` are the workers'."""

    servers: Machine
    apis: tuple[str, ...]
    processes: Sequence[subprocess.Popen[bytes]]
    logs: Sequence[Path]
    metrics: str


@pytest.fixture(scope="module")
async def site(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Site]:
    folder = tmp_path_factory.mktemp("many")
    ports = [a_free_port() for _ in range(APIS + 1)]
    async with throwaway() as servers:
        settings = {
            "ARSHJUL_DATABASE_URL": servers.database_url,
            "ARSHJUL_DATABASE_OWNER_URL": servers.owner_url,
            "ARSHJUL_TEMPORAL_ADDRESS": servers.temporal_address,
            "ARSHJUL_DEMO": "true",
        }
        await migrated_twice_at_once(settings)
        logs = [folder / f"{number}.log" for number in range(APIS + WORKERS)]
        with ExitStack() as stack:
            processes = [
                stack.enter_context(started(command, log, settings | extra))
                for (command, extra), log in zip(commands(ports), logs, strict=True)
            ]
            apis = tuple(f"http://127.0.0.1:{port}" for port in ports[:APIS])
            await up(apis, logs)
            yield Site(servers, apis, processes, logs[APIS:], f"http://127.0.0.1:{ports[-1]}")


def commands(ports: Sequence[int]) -> list[tuple[list[str], dict[str, str]]]:
    """What docker-compose.yml starts, each with settings of its own; the first worker shows its metrics."""
    metrics = {"ARSHJUL_METRICS_PORT": str(ports[-1])}
    apis: list[tuple[list[str], dict[str, str]]] = [
        ([str(ARSHJUL), "api"], {"ARSHJUL_PORT": str(p)}) for p in ports[:APIS]
    ]
    worker = [sys.executable, "-P", "-m", "worker"]
    return [*apis, *((worker, metrics if number == 0 else {}) for number in range(WORKERS))]


@contextmanager
def started(command: list[str], log: Path, settings: dict[str, str]) -> Generator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment(**settings), cwd=ROOT, stdout=output, stderr=output)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


async def migrated_twice_at_once(settings: dict[str, str]) -> None:
    both = await asyncio.gather(*(asyncio.to_thread(arshjul, "migrate", "--json", **settings) for _ in range(2)))
    assert [(one.returncode, one.stderr) for one in both] == [(0, "")] * 2
    assert json.loads(both[0].stdout)["schema"]


async def up(apis: Sequence[str], logs: Sequence[Path]) -> None:
    """Everyone answers and every worker works."""
    async with httpx.AsyncClient() as client:
        for _ in range(int(UP_WITHIN / 0.1)):
            working = all("working on" in log.read_text() for log in logs[APIS:])
            if working and all([await answers(client, f"{api}/readyz") for api in apis]):
                return
            await asyncio.sleep(0.1)
    raise AssertionError("\n".join(log.read_text()[-2000:] for log in logs))


async def answers(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(url)).status_code == 200
    except httpx.TransportError:
        return False


async def send(client: httpx.AsyncClient, api: str, request: Request) -> int:
    """Until it is decided: a 202 and a 503 are asked again with the same key, as callers are told to."""
    headers = {"Authorization": f"Bearer demo-municipality-{request.code}", "Idempotency-Key": request.key}
    while True:
        answer = await client.request(request.method, api + request.path, json=request.body, headers=headers)
        if answer.status_code not in (202, 503):
            return answer.status_code
        await asyncio.sleep(0.2)


async def sent_by_all(site: Site, lists: list[list[Request]]) -> Counter[int]:
    """Sixteen callers, each with towns of its own, in turn to one API and the other."""
    waiting = list(reversed(lists))
    answered: Counter[int] = Counter()

    async def caller(number: int, client: httpx.AsyncClient) -> None:
        while waiting:
            for turn, request in enumerate(waiting.pop()):
                chosen = site.apis if request.twin else (site.apis[(number + turn) % APIS],)
                answered.update(await asyncio.gather(*(send(client, api, request) for api in chosen)))

    async with httpx.AsyncClient(timeout=30, limits=httpx.Limits(max_connections=2 * CALLERS)) as client:
        await asyncio.gather(*(caller(number, client) for number in range(CALLERS)))
    return answered


async def logged(site: Site, towns: Sequence[str]) -> Counter[tuple[str, str, str]]:
    """How often each kind and step stands in each town's log."""
    engine = connect(site.servers.database_url)
    async with engine.connect() as connection:
        found = await connection.execute(
            text(HOW_OFTEN),
            {"towns": list(towns)},
        )
        counted = Counter({(row[0], row[1], row[2]): int(row[3]) for row in found})
        unanswered = await connection.scalar(
            text("SELECT count(*) FROM commands c LEFT JOIN outcomes o ON o.command_id = c.id WHERE o IS NULL")
        )
    await engine.dispose()
    assert unanswered == 0
    return counted


def acts(log: Path) -> list[dict[str, Any]]:
    records = [json.loads(line) for line in log.read_text().splitlines()]
    return [record for record in records if record["event"] == "acted"]


async def test_nothing_is_lost_and_nothing_doubled(site: Site, places: Places) -> None:
    towns = places.counties["12"].municipalities[:CALLERS]
    lists = requests(towns)
    answered = await sent_by_all(site, lists)
    expected = sum(1 + request.twin for each in lists for request in each)
    assert set(answered) <= {200, 201}
    assert answered.total() == expected >= 200
    counted = await logged(site, towns)
    for code in towns:
        cycle = f"{code}-{YEAR}"
        assert counted[cycle, "CycleStarted", ""] == counted[cycle, "StepCompleted", "organisation"] == 1
        assert [counted[cycle, "StepAssigned", step] for step in ASSIGNED] == [len(ROLES)] * len(ASSIGNED)
    decided = [[act["command"] for act in acts(log) if act["outcome"] == "accepted"] for log in site.logs]
    assert any(decided)  # which of them, Temporal decides: a worker may have had nothing to do
    once = Counter(command for each in decided for command in each if command)
    assert len(once) == sum(map(len, lists))
    assert set(once.values()) == {1}


async def test_a_worker_tells_prometheus_how_it_fares(site: Site) -> None:
    async with httpx.AsyncClient() as client:
        said = (await client.get(f"{site.metrics}/metrics")).text
    assert "arshjul_acts_total" in said  # with figures once this worker had something to do
    assert "arshjul_act_duration_seconds" in said
    assert "temporal_workflow_task_execution_latency" in said


async def test_asked_to_end_they_end_in_order(site: Site) -> None:
    for process in site.processes:
        process.send_signal(signal.SIGTERM)
    ended = await asyncio.gather(*(asyncio.to_thread(process.wait, 15) for process in site.processes))
    assert ended == [0] * (APIS + WORKERS)
    assert all("stopped" in log.read_text() for log in site.logs)
