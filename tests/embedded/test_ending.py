"""However the process that holds the servers ends, they end with it, and what they kept is there afterwards."""

import os
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import psutil
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from embedded.folder import NOTE
from embedded.machine import Machine, machine, running
from embedded.postgres import Postgres
from embedded.processes import until

ROOT = Path(__file__).parents[2]


@contextmanager
def a_holder(folder: Path) -> Generator[subprocess.Popen[str]]:
    """As a shell would start it: a process group of its own."""
    command = [sys.executable, str(ROOT / "tests" / "embedded" / "holder.py"), str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, process_group=0
    ) as holder:
        try:
            yield holder
        finally:
            holder.kill()


def said(holder: subprocess.Popen[str]) -> str:
    assert holder.stdout
    return holder.stdout.readline().strip()


def held_machine(folder: Path) -> Machine:
    servers = running(folder)
    assert servers
    return servers


def family(servers: Machine) -> list[int]:
    """Both servers and PostgreSQL's own processes."""
    parents = [psutil.Process(servers.postgres_pid), psutil.Process(servers.temporal_pid)]
    return [process.pid for parent in parents for process in (parent, *parent.children(recursive=True))]


async def gone(pids: list[int]) -> bool:
    return await until(lambda: not any(alive(pid) for pid in pids), within=20)


def alive(pid: int) -> bool:
    """A container without an init keeps the ended ones as zombies."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


async def put_row(servers: Machine) -> None:
    engine = create_async_engine(servers.owner_url)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE kept AS SELECT 7 AS seven"))
    await engine.dispose()


async def row(servers: Machine) -> int | None:
    engine = create_async_engine(servers.owner_url)
    async with engine.connect() as connection:
        found = await connection.scalar(text("SELECT seven FROM kept"))
    await engine.dispose()
    return found


async def test_a_killed_holder_leaves_no_orphans_and_its_folder_starts_again_with_its_data(tmp_path: Path) -> None:
    with a_holder(tmp_path) as holder:
        assert said(holder) == "up"
        servers = held_machine(tmp_path)
        pids = family(servers)
        assert len(pids) > 4
        await put_row(servers)
        holder.kill()
        holder.wait()
        assert running(tmp_path) is None
        async with machine(tmp_path) as again:  # at once: the killed one's PostgreSQL may still be ending
            assert await gone(pids)
            assert await row(again) == 7


async def test_a_pid_file_whose_pid_is_somebody_elses_does_not_stop_the_start(tmp_path: Path) -> None:
    pid_file = tmp_path / "postgres" / "postmaster.pid"
    first, second = Postgres(tmp_path, durable=False), Postgres(tmp_path, durable=False)
    await first.start()
    _, *rest = pid_file.read_text().splitlines()
    await first.stop()
    pid_file.write_text("\n".join([str(os.getppid()), *rest]))
    pid, _ = await second.start()
    assert psutil.pid_exists(pid)
    await second.stop()


async def test_ctrl_c_reaches_the_holder_alone_and_it_stops_the_servers_in_order(tmp_path: Path) -> None:
    with a_holder(tmp_path) as holder:
        assert said(holder) == "up"
        pids = family(held_machine(tmp_path))
        os.killpg(holder.pid, signal.SIGINT)
        assert said(holder) == "answering"
        holder.wait(timeout=20)
        assert await gone(pids)
    assert not (tmp_path / NOTE).exists()
    assert not (tmp_path / "postgres" / "postmaster.pid").exists()
    assert "database system is shut down" in (tmp_path / "postgres.log").read_text()
