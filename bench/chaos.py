"""Servers are killed at random under 16 callers, and every acknowledged answer is held against the log.

python -m bench.chaos [SECONDS] [SEED]. Kills the worker, Temporal, PostgreSQL and the API (the whole of `serve`), and
freezes PostgreSQL for up to a minute. Callers repeat what is not answered with the same key, as clients are told to.

Exit 1 if anything acknowledged is lost, anything is doubled, the log is broken or a year cannot go on. Then the folder
is kept, to look at what each server said.
"""

import argparse
import asyncio
import random
import shutil
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from itertools import count
from pathlib import Path
from time import monotonic

import asyncpg
import httpx
import psutil

from bench.notebook import ANSWERED, Notebook, Sums
from embedded.machine import running
from storage.filing import command_id

PORT, CALLERS = 8178, 16
COUNTIES = ("13", "10", "08", "07")
YEAR = 2027
PAUSES = (2.0, 8.0)
FROZEN = (5.0, 60.0)
SETTLES_WITHIN = 60.0
BEGINNING = ("organisation", "mapping")
UNSURE = (httpx.HTTPError, OSError)


class Serving:
    """`arshjul serve --demo`, started again whenever it was killed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        program = Path(sys.executable).with_name("arshjul")
        arguments = ["serve", "--demo", "--folder", str(self._folder), "--port", str(PORT)]
        with (self._folder.parent / "serve.log").open("ab") as said:
            self._process = await asyncio.create_subprocess_exec(program, *arguments, stdout=said, stderr=said)

    async def kill(self) -> None:
        assert self._process  # noqa: S101
        self._process.kill()
        await self._process.wait()
        await self.start()

    async def stop(self) -> None:
        assert self._process  # noqa: S101
        self._process.terminate()
        await self._process.wait()

    def child(self, name: str) -> psutil.Process | None:
        """The worker, temporal or postgres as it runs now."""
        assert self._process  # noqa: S101
        with suppress(psutil.Error):
            for child in psutil.Process(self._process.pid).children():
                words = child.cmdline()
                if (name == "worker" and words[-2:] == ["-m", "worker"]) or child.name() == name:
                    return child
        return None


async def kill_at_random(serving: Serving, book: Notebook, chance: random.Random, seconds: float) -> None:
    end = monotonic() + seconds
    while monotonic() < end:
        await asyncio.sleep(chance.uniform(*PAUSES))
        victim = chance.choice(("worker", "temporal", "postgres", "serve", "postgres frozen"))
        if victim == "serve":
            await serving.kill()
        elif (process := serving.child(victim.split()[0])) is None:
            continue
        elif victim == "postgres frozen":
            await freeze(process, min(chance.uniform(*FROZEN), max(end - monotonic(), FROZEN[0])))
        else:
            with suppress(psutil.Error):
                process.kill()
        book.kills[victim] += 1
        sys.stderr.write(f"{victim}\n")


async def freeze(postgres: psutil.Process, seconds: float) -> None:
    """All of its processes stand still: nobody is answered, and no connection is refused."""
    with suppress(psutil.Error):
        still = [postgres, *postgres.children(recursive=True)]
        for process in still:
            process.suspend()
        await asyncio.sleep(seconds)
        for process in still:
            with suppress(psutil.Error):
                process.resume()


async def ask(http: httpx.AsyncClient, book: Notebook, who: str, key: str, what: tuple[str, str, object]) -> int:
    """Ask until it is acknowledged: 200, 201, or a rule's no. 202 and 503 are asked again with the same key."""
    method, path, body = what
    headers = {"Authorization": f"Bearer {who}", "Idempotency-Key": key}
    for tries in count(1):
        status = 0
        with suppress(*UNSURE):
            status = (await http.request(method, path, json=body, headers=headers)).status_code
        if status in (200, 201) or 400 <= status < 500:
            book.tries[min(tries, 5)] += 1
            book.answers[command_id(who, key)] = status
            return status
        await asyncio.sleep(0.5)
    raise AssertionError("asked for ever")


async def caller(http: httpx.AsyncClient, book: Notebook, towns: list[str], name: int, over: asyncio.Event) -> None:
    """Begin each town's year, then give its last step to and fro until it is over."""
    keys = count()
    for code in towns:
        for step in BEGINNING:
            path = f"/v1/cycles/{code}-{YEAR}/steps/{step}/completion"
            await ask(
                http,
                book,
                f"demo-municipality-{code}",
                f"{name}-{next(keys)}",
                ("POST", path, {"content": {"text": step}}),
            )
    turn = 0
    while not over.is_set():
        turn += 1
        role = "contributor" if turn % 2 else "municipal_coordinator"
        for code in towns:
            path = f"/v1/cycles/{code}-{YEAR}/steps/closing/assignment"
            await ask(http, book, f"demo-municipality-{code}", f"{name}-{next(keys)}", ("PUT", path, {"role": role}))


async def logged(folder: Path) -> Counter[str]:
    """How many outcomes that were accepted each command has in the log: events by command, kinds that come once."""
    servers = running(folder)
    assert servers  # noqa: S101
    connection = await asyncpg.connect(servers.database_url.replace("+asyncpg", ""))
    await connection.execute("SET arshjul.scope = '*'")
    rows = await connection.fetch(
        "SELECT body::json->'command'->>'id' AS id, kind FROM events WHERE kind IN ('StepCompleted', 'StepAssigned')"
        " AND body::json->'event'->>'step' <> 'start'"
    )
    await connection.close()
    return Counter(str(row["id"]) for row in rows)


async def main(seconds: float, seed: int) -> int:
    home = Path(tempfile.mkdtemp(prefix="arshjul-chaos-"))
    serving = Serving(home / "data")
    await serving.start()
    try:
        sums = await faults(serving, home / "data", random.Random(seed), seconds)  # noqa: S311
    finally:
        await serving.stop()
    sys.stdout.write("\n".join(sums.lines()) + "\n")
    if not sums.good:
        sys.stdout.write(f"what the servers said is in {home}\n")
        return 1
    shutil.rmtree(home)
    return 0


async def faults(serving: Serving, folder: Path, chance: random.Random, seconds: float) -> Sums:
    book, over = Notebook(), asyncio.Event()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{PORT}", timeout=30) as http:
        towns = await opened(http, book)
        shares = [towns[index::CALLERS] for index in range(CALLERS)]
        calling = [asyncio.create_task(caller(http, book, share, i, over)) for i, share in enumerate(shares)]
        await kill_at_random(serving, book, chance, seconds)
        over.set()
        _, waiting = await asyncio.wait(calling, timeout=SETTLES_WITHIN)
        for call in waiting:
            call.cancel()
        book.unanswered = len(waiting)
        await everybody_goes_on(http, book, towns)
    program = Path(sys.executable).with_name("arshjul")
    verify = await asyncio.create_subprocess_exec(program, "verify", "--folder", str(folder))
    whole = await verify.wait() == 0
    return Sums(book, await logged(folder), whole, len(towns))


async def opened(http: httpx.AsyncClient, book: Notebook) -> list[str]:
    towns: list[str] = []
    for county in COUNTIES:
        who = f"demo-coordinator-{county}"
        body = {"county": county, "year": YEAR, "kind": "full"}
        await ask(http, book, who, f"demo-{county}-{YEAR}", ("POST", "/v1/rounds", body))
        answer = (await http.get(f"/v1/rounds/{county}-{YEAR}", headers={"Authorization": f"Bearer {who}"})).json()
        towns += [town["municipality"] for town in answer["municipalities"]]
    book.answers.clear()
    return towns


async def everybody_goes_on(http: httpx.AsyncClient, book: Notebook, towns: list[str]) -> None:
    """After all of it each year's next step is done at the first try."""
    body = {"content": {"text": "situation_analysis"}}
    for code in towns:
        headers = {"Authorization": f"Bearer demo-municipality-{code}", "Idempotency-Key": "after"}
        path = f"/v1/cycles/{code}-{YEAR}/steps/situation_analysis/completion"
        status = 0
        with suppress(*UNSURE):
            status = (await http.post(path, json=body, headers=headers)).status_code
        book.went_on += status == ANSWERED


if __name__ == "__main__":
    reader = argparse.ArgumentParser(prog="python -m bench.chaos", description="Kill servers at random under load")
    reader.add_argument("seconds", type=float, nargs="?", default=300.0)
    reader.add_argument("seed", type=int, nargs="?", default=1)
    given = reader.parse_args()
    sys.exit(asyncio.run(main(given.seconds, given.seed)))
