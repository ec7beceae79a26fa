"""A process of its own that holds a machine: says where it is, waits to be ended, and says whether the servers still
answered when Ctrl-C reached it."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import asyncpg

from embedded.databases import SUPERUSER, socket_dir_of
from embedded.machine import Machine, machine


async def main(folder: Path) -> None:
    """A handler of the loop's own, as `serve` has: without one, a signal that comes just before the loop waits for
    events wakes nobody, and nothing else happens here that would.
    """
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, ended.set)
    async with machine(folder) as servers:
        say("up")
        await ended.wait()
        say(await state_of(servers))


async def state_of(servers: Machine) -> str:
    connection = await asyncpg.connect(host=socket_dir_of(servers.admin_url), user=SUPERUSER, database=SUPERUSER)
    answer = await connection.fetchval("SELECT 1")
    await connection.close()
    os.kill(servers.temporal_pid, 0)
    return "answering" if answer == 1 else "silent"


def say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
