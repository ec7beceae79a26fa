"""Two floors under the engine: an Update that records nothing, and one whose local activity commits one row."""

import asyncio
import sys
from datetime import timedelta

from sqlalchemy import text
from temporalio import activity, workflow
from temporalio.worker import PollerBehaviorAutoscaling, UnsandboxedWorkflowRunner, Worker

from storage.database import Sessions, connect, sessions_on
from workflows.client import connect as connect_temporal

QUEUE = "floors"


class Rows:
    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    @activity.defn
    async def commit_one(self, note: str) -> None:
        async with self._sessions.begin() as session:
            await session.execute(text("INSERT INTO floor (note) VALUES (:note)"), {"note": note})


@workflow.defn
class Floor:
    def __init__(self) -> None:
        self._over = False

    @workflow.run
    async def run(self) -> None:
        await workflow.wait_condition(lambda: self._over)

    @workflow.update
    async def nothing(self, note: str) -> str:
        return note

    @workflow.update
    async def commit(self, note: str) -> str:
        await workflow.execute_local_activity_method(Rows.commit_one, note, start_to_close_timeout=timedelta(seconds=5))
        return note

    @workflow.signal
    def end(self) -> None:
        self._over = True


async def work(database_url: str, temporal_address: str) -> None:
    """The floors' own worker process, like the engine's."""
    engine = connect(database_url)
    client = await connect_temporal(temporal_address, "default")
    async with Worker(
        client,
        task_queue=QUEUE,
        workflows=[Floor],
        activities=[Rows(sessions_on(engine)).commit_one],
        workflow_runner=UnsandboxedWorkflowRunner(),
        workflow_task_poller_behavior=PollerBehaviorAutoscaling(minimum=5, initial=10),
        max_cached_workflows=4000,
    ):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1], sys.argv[2]))
