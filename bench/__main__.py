"""`make bench`: one run on one machine, as a table with ratios. Trust the ratios; the machine drifts."""

import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from time import perf_counter
from uuid import uuid4

import httpx
import psutil
from sqlalchemy import text
from temporalio.client import Client, WorkflowHandle

from bench.callers import Call, Took, timed
from bench.floors import QUEUE, Floor
from bench.year import ThroughClient, ThroughHttp
from domain.places import Places
from embedded.machine import Machine, running
from storage.database import connect, sessions_on
from storage.places import read_places
from workflows.client import Conductor
from workflows.client import connect as connect_temporal

CALLERS = (1, 16, 64)
CALLS = {1: 160, 16: 960, 64: 960}
PER_LINE = 8
UP_WITHIN = 60.0


def row(name: str, *cells: object) -> None:
    sys.stdout.write(f"{name:<46}" + "".join(f"{cell!s:>13}" for cell in cells) + "\n")
    sys.stdout.flush()


def of_took(took: Took, floor: Took | None, empty: Took | None) -> Sequence[str]:
    ratios = [f"{took.per_second / base.per_second:.2f}" if base else "" for base in (floor, empty)]
    return [f"{took.per_second:.0f}/s", f"{took.percentile(50):.1f}", f"{took.percentile(95):.1f}", *ratios]


@asynccontextmanager
async def serving(folder: Path, port: int) -> AsyncGenerator[tuple[Machine, float]]:
    """A real `arshjul serve --demo`, and how many seconds it took to be ready."""
    begun = perf_counter()
    program = Path(sys.executable).with_name("arshjul")
    arguments = ["serve", "--demo", "--folder", str(folder), "--port", str(port)]
    process = await asyncio.create_subprocess_exec(program, *arguments, stdout=asyncio.subprocess.PIPE)
    assert process.stdout  # noqa: S101
    try:
        async with asyncio.timeout(UP_WITHIN):
            while b"Ctrl-C" not in (line := await process.stdout.readline()):
                assert line, "serve ended"  # noqa: S101
        servers = running(folder)
        assert servers  # noqa: S101
        yield servers, perf_counter() - begun
    finally:
        process.terminate()
        await process.wait()


async def floor_lines(client: Client, update: str, lines: int) -> list[list[Call]]:
    handles = [await client.start_workflow(Floor.run, id=f"floor-{uuid4()}", task_queue=QUEUE) for _ in range(lines)]

    async def call(handle: WorkflowHandle[Floor, None]) -> None:
        await handle.execute_update(update, "note", id=str(uuid4()))

    for handle in handles:  # the first one starts the workflow on its worker
        await call(handle)
    return [[partial(call, handle)] * PER_LINE for handle in handles]


async def floors(servers: Machine, client: Client) -> dict[tuple[str, int], Took]:
    engine = connect(servers.owner_url)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE floor (id bigserial PRIMARY KEY, note text)"))
        await connection.execute(text("GRANT INSERT ON floor TO arshjul_app"))
        await connection.execute(text("GRANT USAGE ON SEQUENCE floor_id_seq TO arshjul_app"))
    await engine.dispose()
    module = [sys.executable, "-m", "bench.floors", servers.database_url, servers.temporal_address]
    process = await asyncio.create_subprocess_exec(*module)
    found: dict[tuple[str, int], Took] = {}
    try:
        for update in ("nothing", "commit"):
            for callers in CALLERS:
                lines = await floor_lines(client, update, max(CALLS[callers] // PER_LINE, callers))
                found[update, callers] = await timed(lines, callers)
    finally:
        process.terminate()
        await process.wait()
    return found


async def rounds(http: httpx.AsyncClient, places: Places, year: int) -> float:
    """From asking for the rounds of all counties to all cycles recorded, in seconds."""
    begun = perf_counter()

    async def one(county: str) -> None:
        headers = {"Authorization": f"Bearer demo-coordinator-{county}"}
        body = {"county": county, "year": year, "kind": "full"}
        answer = await http.post("/v1/rounds", json=body, headers=headers, timeout=60)
        while answer.json().get("pending", 1):
            await asyncio.sleep(0.25)
            answer = await http.get(f"/v1/rounds/{county}-{year}", headers=headers)

    await asyncio.gather(*(one(county) for county in places.counties))
    return perf_counter() - begun


async def engine_rows(
    servers: Machine, http: httpx.AsyncClient, client: Client, base: dict[tuple[str, int], Took]
) -> None:
    places = read_places()
    engine = connect(servers.database_url)
    direct = ThroughClient(sessions_on(engine), Conductor(client, "arshjul"))
    over_http = ThroughHttp(http)
    for year, (name, way) in zip((2026, 2028), (("client", direct), ("HTTP", over_http)), strict=True):
        row(f"290 cycles recorded ({name}'s year)", f"{await rounds(http, places, year):.1f} s")
        waiting = list(places.municipalities.values())
        for callers in CALLERS:
            count = max(CALLS[callers] // PER_LINE, callers)
            lines = [way.line(waiting.pop(), year) for _ in range(min(count, len(waiting)))]
            took = await timed(lines, callers)
            row(
                f"completions through {name}, {callers} callers",
                *of_took(took, base["commit", callers], base["nothing", callers]),
            )
    await engine.dispose()


async def boards(http: httpx.AsyncClient) -> None:
    headers = {"Authorization": "Bearer demo-supervisor"}
    for name, query in (("6 cycles", "county=13&year=2028"), ("290 cycles", "year=2028&limit=500")):

        async def look(query: str = query) -> None:
            assert (await http.get(f"/v1/overview?{query}", headers=headers)).status_code == 200  # noqa: S101

        took = await timed([[look] * 40], 1)
        row(f"overview, {name}", "", f"{took.percentile(50):.1f}", f"{took.percentile(95):.1f}")


def memory(servers: Machine) -> None:
    main = psutil.Process(servers.pid)
    kinds = {"API": [main], "worker": [], "Temporal": [], "PostgreSQL": []}
    for child in main.children(recursive=True):
        line = " ".join(child.cmdline())
        kinds["worker" if "-m worker" in line else "Temporal" if "temporal" in child.name() else "PostgreSQL"].append(
            child
        )
    for name, processes in kinds.items():
        row(f"memory of {name}, 586 open cycles", f"{sum(p.memory_full_info().uss for p in processes) / 2**20:.0f} MB")


async def main() -> None:
    port = int(json.loads(sys.argv[1])) if len(sys.argv) > 1 else 8177
    with tempfile.TemporaryDirectory(prefix="arshjul-bench-") as folder:
        async with serving(Path(folder) / "data", port):
            pass
        async with serving(Path(folder) / "data", port) as (servers, ready):
            row("", "", "p50 ms", "p95 ms", "of commit", "of empty")
            row("serve --demo to ready, folder there", f"{ready:.1f} s")
            client = await connect_temporal(servers.temporal_address, "default")
            base = await floors(servers, client)
            for (update, callers), took in base.items():
                row(f"floor: Update, {update}, {callers} callers", *of_took(took, None, None))
            async with httpx.AsyncClient(
                base_url=f"http://127.0.0.1:{port}", limits=httpx.Limits(max_connections=80)
            ) as http:
                await engine_rows(servers, http, client, base)
                await boards(http)
            memory(servers)


if __name__ == "__main__":
    asyncio.run(main())
