"""`make bench`: one run on one machine, as a table with ratios. Trust the ratios; the machine drifts.

The last columns are milliseconds of processor that a call costs each kind of process: where a rate misses its aim, they
say what costs it. python -m bench [PORT].
"""

import asyncio
import json
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from uuid import uuid4

import httpx
from sqlalchemy import text
from temporalio.client import Client, WorkflowHandle

from bench import content, pages, table
from bench.callers import Call, Took, timed
from bench.crowd import FIRST_YEAR, crowd
from bench.floors import QUEUE, Floor
from bench.machines import KINDS, memory, processor, serving
from bench.year import ThroughClient, ThroughHttp
from domain.places import Places
from embedded.machine import Machine
from storage.database import Sessions, connect, sessions_on
from storage.places import read_places
from storage.scope import EVERYWHERE
from workflows.client import Conductor
from workflows.client import connect as connect_temporal

CALLERS = (1, 16, 64)
CALLS = {1: 160, 16: 960, 64: 960}
PER_LINE = 8
OPEN, CROWD = 580, 10_000
YEARS = (2026, 2028)
OF_TWENTY_PAGES = 15  # measures
AIMS = {
    ("client", 1): "p50 15 ms",
    ("client", 16): "0.9 of commit, 0.7 of empty",
}

Floors = dict[tuple[str, int], Took]


async def floor_lines(client: Client, update: str, lines: int) -> list[list[Call]]:
    handles = [await client.start_workflow(Floor.run, id=f"floor-{uuid4()}", task_queue=QUEUE) for _ in range(lines)]

    async def call(handle: WorkflowHandle[Floor, None]) -> None:
        await handle.execute_update(update, "note", id=str(uuid4()))

    for handle in handles:  # the first one starts the workflow on its worker
        await call(handle)
    return [[partial(call, handle)] * PER_LINE for handle in handles]


async def floors(servers: Machine, client: Client) -> Floors:
    engine = connect(servers.owner_url)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE floor (id bigserial PRIMARY KEY, note text)"))
        await connection.execute(text("GRANT INSERT ON floor TO arshjul_app"))
        await connection.execute(text("GRANT USAGE ON SEQUENCE floor_id_seq TO arshjul_app"))
    await engine.dispose()
    module = [sys.executable, "-m", "bench.floors", servers.database_url, servers.temporal_address]
    process = await asyncio.create_subprocess_exec(*module)
    found: Floors = {}
    try:
        for update in ("nothing", "commit"):
            for callers in CALLERS:
                lines = await floor_lines(client, update, max(CALLS[callers] // PER_LINE, callers))
                before = processor(servers)
                took = found[update, callers] = await timed(lines, callers)
                costs = {"Temporal": per_call(servers, before, took)["Temporal"]}
                table.timing(f"floor: Update, {update}, {callers} callers", took, costs=costs)
    finally:
        process.terminate()
        await process.wait()
    return found


def per_call(servers: Machine, before: dict[str, float], took: Took) -> dict[str, float]:
    after = processor(servers)
    return {kind: (after[kind] - before[kind]) * 1000 / len(took.each) for kind in KINDS}


async def rounds(http: httpx.AsyncClient, places: Places, year: int) -> float:
    """From asking for the rounds of all counties to all cycles recorded, in seconds."""
    begun = perf_counter()

    async def one(county: str) -> None:
        headers = {"Authorization": f"Bearer demo-coordinator-{county}"}
        body = {"county": county, "year": year, "kind": "full"}
        answer = await http.post("/v1/rounds", json=body, headers=headers, timeout=60)
        while answer.json().get("pending", 1):
            await asyncio.sleep(0.1)
            answer = await http.get(f"/v1/rounds/{county}-{year}", headers=headers)
        assert not answer.json()["failed"], answer.text  # noqa: S101

    await asyncio.gather(*(one(county) for county in places.counties))
    return perf_counter() - begun


async def completions(
    servers: Machine, sessions: Sessions, client: Client, http: httpx.AsyncClient, base: Floors
) -> None:
    """The first eight commands of years, through the client as the edge sends them, and through HTTP."""
    ways = {"client": ThroughClient(sessions, Conductor(client, "arshjul")), "HTTP": ThroughHttp(http)}
    places = read_places()
    for year, (name, way) in zip(YEARS, ways.items(), strict=True):
        seconds = await rounds(http, places, year)
        table.line(f"all 21 rounds of {year} to 290 cycles recorded", f"{seconds:.1f} s", aim="5 s")
        waiting = list(places.municipalities.values())
        for callers in CALLERS:
            count = max(CALLS[callers] // PER_LINE, callers)
            lines = [way.line(waiting.pop(), year) for _ in range(min(count, len(waiting)))]
            before = processor(servers)
            took = await timed(lines, callers)
            table.timing(
                f"completions through {name}, {callers} callers",
                took,
                of=(base["commit", callers], base["nothing", callers]),
                costs=per_call(servers, before, took),
                aim=AIMS.get((name, callers), ""),
            )


async def board(http: httpx.AsyncClient, name: str, query: str, aim: str) -> None:
    headers = {"Authorization": "Bearer demo-supervisor"}

    async def look() -> None:
        assert (await http.get(f"/v1/overview?{query}", headers=headers)).status_code == 200  # noqa: S101

    table.timing(f"overview of {name}", await timed([[look] * 60], 1), aim=aim)


def kept(servers: Machine, cycles: int, aim: str = "") -> None:
    used = memory(servers)
    told = ", ".join(f"{kind} {used[kind]:.0f} MB" for kind in KINDS)
    table.line(f"memory with {cycles} open cycles", f"  {told}", aim=aim)


def substance() -> None:
    """What the content of a big plan costs: 40 measures that act on 15 problems."""
    table.line("checking a plan of 40 measures", f"{content.checking():.1f} ms", aim="5 ms")
    table.line("the red thread of that year", f"{content.tying():.1f} ms")
    for measures, aim in ((content.MEASURES, ""), (OF_TWENTY_PAGES, "300 ms")):
        pages, milliseconds = content.printing(measures)
        table.line(f"a plan of {measures} measures as a PDF of {pages} pages", f"{milliseconds:.0f} ms", aim=aim)


async def rehearsed(arguments: Sequence[str]) -> dict[str, float]:
    program = Path(sys.executable).with_name("arshjul")
    process = await asyncio.create_subprocess_exec(
        program, "rehearse", *arguments, "--json", stdout=asyncio.subprocess.PIPE
    )
    told, _ = await process.communicate()
    return json.loads(told)


async def main(port: int) -> None:
    with tempfile.TemporaryDirectory(prefix="arshjul-bench-") as folder:
        data = Path(folder) / "data"
        async with serving(data, port) as (_, cold):
            table.line("serve --demo to ready, nothing there yet", f"{cold:.1f} s")
        async with serving(data, port) as (servers, warm):
            table.line("serve --demo to ready, again", f"{warm:.1f} s", aim="8 s")
            table.heading()
            engine = connect(servers.database_url, pool_size=30, otherwise=EVERYWHERE)
            sessions, client = sessions_on(engine), await connect_temporal(servers.temporal_address, "default")
            base = await floors(servers, client)
            limits = httpx.Limits(max_connections=80)
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", limits=limits, timeout=30) as http:
                await completions(servers, sessions, client, http, base)
                await board(http, "6 cycles", "county=13&year=2028", "")
                await board(http, "290 cycles, 586 open", "year=2028&limit=500", "p95 10 ms")
                await pages.lines(http, YEARS[-1])
                kept(servers, OPEN, "worker 250 MB at 290")
                everybody = tuple(read_places().municipalities)
                one, all_of_them = [await content.mapping(sessions, codes) for codes in (everybody[:1], everybody)]
                table.line("map of the Act, one municipality", f"{one:.1f} ms", aim="10 ms")
                table.line("map of the Act, all 290", f"{all_of_them:.0f} ms", aim="1 s")
                begun = perf_counter()
                started = await crowd(client, sessions, read_places(), CROWD - OPEN)
                table.line(f"{started} years more, one by one", f"{started / (perf_counter() - begun):.0f}/s")
                await board(http, "290 cycles, 10,000 open", f"year={FIRST_YEAR}&limit=500", "p95 50 ms")
                kept(servers, CROWD)
            await engine.dispose()
    substance()
    for where, name, aim in (("13", "Halland's six cycles", "10 s"), ("all", "all 290 cycles", "120 s")):
        figures = await rehearsed(["--county", where, "--year", "2027"])
        table.line(f"{name} rehearsed, {figures['events']} events", f"{figures['seconds']:.1f} s", aim=aim)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 8177))
