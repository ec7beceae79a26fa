"""A worker process that kills itself at a chosen point of one command's way: python -m tests.faults.dying (see main).

SIGKILL from inside is the same as from outside, and hits the point that is meant.
"""

import asyncio
import os
import signal
import sys

from temporalio import activity
from temporalio.worker import Worker

import worker
from activities.act import Acting
from activities.messages import Act, Acted
from storage.database import connect, sessions_on
from storage.processes import Procedures
from workflows.client import connect as connect_temporal

BEFORE, AFTER = "between Update and act", "between commit and answer"


class Dying(Acting):
    """Dies by the command with this id: before anything is decided, or after it is recorded and before it is told."""

    fatal, point = "", ""

    @activity.defn
    async def act(self, order: Act) -> Acted:
        if order.command_id != self.fatal:
            return await super().act(order)
        if self.point == AFTER:
            await super().act(order)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("it lives")


async def main(point: str, fatal: str, queue: str, database_url: str, temporal_address: str) -> None:
    Dying.point, Dying.fatal = point, fatal
    acting = Dying(sessions_on(connect(database_url)), Procedures())
    client = await connect_temporal(temporal_address, "default")
    activities = [acting.act, acting.standing]
    async with Worker(client, task_queue=queue, workflows=worker.WORKFLOWS, activities=activities):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
