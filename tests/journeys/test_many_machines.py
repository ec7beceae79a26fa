"""Many machines: two APIs and three workers, each a process of its own, on one Temporal and one PostgreSQL."""

import asyncio
import json
import re
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
from embedded.temporal import free_ports
from storage.database import connect
from storage.scope import EVERYWHERE
from tests.cli.serving import ARSHJUL, ROOT, arshjul, environment
from tests.journeys.requests import ASSIGNED, ROLES, YEAR, Request, requests

APIS, WORKERS, CALLERS = 2, 3, 16
UP_WITHIN = 60.0
ACTED = re.compile(r"^arshjul_acts_total\{.*\} (\d+)$", re.MULTILINE)
TIMED = re.compile(r"^arshjul_act_duration_seconds_count\{.*\} (\d+)$", re.MULTILINE)
HOW_OFTEN = """
    SELECT cycle_id, kind, coalesce(body::json->'event'->>'step', ''), count(*)
    FROM events WHERE municipality_code = ANY(:towns) GROUP BY 1, 2, 3
"""


@dataclass(frozen=True)
class Site:
    """Where it all runs; `logs` and `metrics` are the workers', one each."""

    servers: Machine
    apis: tuple[str, ...]
    processes: Sequence[subprocess.Popen[bytes]]
    logs: Sequence[Path]
    metrics: tuple[str, ...]


@dataclass(frozen=True)
class Sent:
    """To whom commands were sent, and how often they were answered how."""

    towns: list[str]
    answered: Counter[int]


@pytest.fixture(scope="module")
async def site(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Site]:
    folder = tmp_path_factory.mktemp("many")
    ports = free_ports(APIS + WORKERS)
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
            answering = tuple(f"http://127.0.0.1:{port}" for port in ports)
            await up(answering[:APIS], logs)
            yield Site(servers, answering[:APIS], processes, logs[APIS:], answering[APIS:])


def commands(ports: Sequence[int]) -> list[tuple[list[str], dict[str, str]]]:
    """What docker-compose.yml starts, each with a port of its own: the APIs', and those of the workers' metrics."""
    worker = [sys.executable, "-P", "-m", "worker"]
    apis = [([str(ARSHJUL), "api"], {"ARSHJUL_PORT": str(port)}) for port in ports[:APIS]]
    return [*apis, *((worker, {"ARSHJUL_METRICS_PORT": str(port)}) for port in ports[APIS:])]


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
    engine = connect(site.servers.database_url, otherwise=EVERYWHERE)
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


@pytest.fixture(scope="module")
async def sent(site: Site, places: Places) -> Sent:
    """Commands to sixteen towns at a time until every worker has acted: which of them does, Temporal decides."""
    codes, so_far = sorted(places.municipalities), Sent([], Counter())
    for first in range(0, len(codes), CALLERS):
        towns = codes[first : first + CALLERS]
        so_far.towns.extend(towns)
        so_far.answered.update(await sent_by_all(site, requests(towns)))
        if all(acts(log) for log in site.logs):
            return so_far
    raise AssertionError(f"A worker had nothing to do: {[len(acts(log)) for log in site.logs]}")


async def test_nothing_is_lost_and_nothing_doubled(site: Site, sent: Sent) -> None:
    lists = requests(sent.towns)
    expected = sum(1 + request.twin for each in lists for request in each)
    assert set(sent.answered) <= {200, 201}
    assert sent.answered.total() == expected >= 200
    counted = await logged(site, sent.towns)
    for code in sent.towns:
        cycle = f"{code}-{YEAR}"
        assert counted[cycle, "CycleStarted", ""] == counted[cycle, "StepCompleted", "organisation"] == 1
        assert [counted[cycle, "StepAssigned", step] for step in ASSIGNED] == [len(ROLES)] * len(ASSIGNED)
    decided = [[act["command"] for act in acts(log) if act["outcome"] == "accepted"] for log in site.logs]
    assert all(decided)
    once = Counter(command for each in decided for command in each if command)
    assert len(once) == sum(map(len, lists))
    assert set(once.values()) == {1}


@pytest.mark.usefixtures("sent")
async def test_every_worker_tells_prometheus_how_it_fares(site: Site) -> None:
    """What it counts is what it did, by its log."""
    async with httpx.AsyncClient() as client:
        for metrics, log in zip(site.metrics, site.logs, strict=True):
            said = (await client.get(f"{metrics}/metrics")).text
            assert sum(map(int, ACTED.findall(said))) == sum(map(int, TIMED.findall(said))) == len(acts(log)) > 0
            assert "temporal_workflow_task_execution_latency" in said


async def test_asked_to_end_they_end_in_order(site: Site) -> None:
    for process in site.processes:
        process.send_signal(signal.SIGTERM)
    ended = await asyncio.gather(*(asyncio.to_thread(process.wait, 40) for process in site.processes))
    assert ended == [0] * (APIS + WORKERS)
    assert all("stopped" in log.read_text() for log in site.logs)
