"""The machine that is timed: a real `arshjul serve --demo`, and what its processes cost."""

import asyncio
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from time import perf_counter

import psutil

from embedded.machine import Machine, running

UP_WITHIN = 60.0
KINDS = ("API", "worker", "Temporal", "PostgreSQL")


@asynccontextmanager
async def serving(folder: Path, port: int) -> AsyncGenerator[tuple[Machine, float]]:
    """The servers, and how many seconds it took until they were ready."""
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


def processes(servers: Machine) -> Mapping[str, list[psutil.Process]]:
    """By kind; the API is the process that serves, and parent of the others."""
    main = psutil.Process(servers.pid)
    found: dict[str, list[psutil.Process]] = {kind: [] for kind in KINDS}
    found["API"].append(main)
    for child in main.children(recursive=True):
        words = child.cmdline()
        kind = "worker" if words[-2:] == ["-m", "worker"] else "PostgreSQL"
        found["Temporal" if child.name() == "temporal" else kind].append(child)
    return found


def processor(servers: Machine) -> dict[str, float]:
    """Seconds of processor that each kind has used so far. A PostgreSQL process that ended takes its own along."""
    return {kind: sum(sum(process.cpu_times()[:2]) for process in each) for kind, each in processes(servers).items()}


def memory(servers: Machine) -> dict[str, float]:
    """MB of memory that each kind has for itself."""
    return {
        kind: sum(process.memory_full_info().uss for process in each) / 2**20
        for kind, each in processes(servers).items()
    }
