"""Where a rehearsal is played: throwaway servers whose workflows' clocks can be moved, and a worker for each year."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from temporalio.testing import TimeSkipper, TimeSkippingConfig

import worker
from domain.cycle import Cycle
from domain.places import Places
from embedded.machine import throwaway
from embedded.serve import shipped_processes
from embedded.temporal import NAMESPACE
from rehearsal.errors import RehearsalFailed
from storage.commands import Filing, file
from storage.cycles import CycleRow, load
from storage.database import Sessions, connect, sessions_on
from storage.migrate import prepare
from storage.processes import Procedures, newest
from storage.scope import EVERYWHERE
from workflows.client import Conductor
from workflows.client import connect as connect_temporal

ARRIVES_WITHIN = 60.0
AT_ONCE = 8  # municipalities whose clocks or people move side by side: more would only wait for each other
# The default stops silently after some 200 skips, and the clock then never arrives.
SKIPS = TimeSkippingConfig(enabled=False, max_session_skip_count=100_000)

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Stage:
    """`clock` is the one on the wall, which a workflow's clock starts from."""

    sessions: Sessions
    procedures: Procedures
    places: Places
    process: str
    skipper: TimeSkipper
    clock: Clock

    def conductor(self, year: int, now: datetime) -> Conductor:
        """A conductor for whom it is `now`; a workflow that it starts begins there."""
        return Conductor(self.skipper.client, _queue(year), clock_shift=now - self.clock())

    async def file(self, filings: Iterable[Filing]) -> None:
        """All that is done side by side, in one transaction."""
        async with self.sessions.begin() as session:
            for filing in filings:
                await file(session, filing)

    async def read(self, cycle_id: str) -> Cycle:
        """A year as recorded. Raises RehearsalFailed where none is."""
        async with self.sessions() as session:
            loaded = await load(session, self.procedures, cycle_id)
        if loaded is None:
            raise RehearsalFailed(f"The start of {cycle_id} was not recorded")
        return loaded.cycle

    async def versions(self, cycle_ids: Iterable[str]) -> dict[str, int]:
        async with self.sessions() as session:
            found = await session.execute(select(CycleRow.id, CycleRow.version).where(CycleRow.id.in_(cycle_ids)))
            return {row.id: row.version for row in found}

    async def forward(self, cycle_id: str, span: timedelta) -> None:
        """Move a year's clock ahead, firing every timer on the way. Raises RehearsalFailed if it does not arrive."""
        handle = self.skipper.client.get_workflow_handle(f"cycle-{cycle_id}")
        try:
            async with asyncio.timeout(ARRIVES_WITHIN):
                arrived = await self.skipper.fast_forward(handle, span)
        except TimeoutError as error:
            raise RehearsalFailed(f"The clock of {cycle_id} did not arrive after {span}") from error
        if not arrived:
            raise RehearsalFailed(f"The workflow of {cycle_id} ended while its clock was moved")


@asynccontextmanager
async def stage(places: Places, clock: Clock) -> AsyncGenerator[Stage]:
    """Raises EmbeddedError where the servers cannot be had."""
    async with throwaway(time_skipping=True) as servers:
        await prepare(servers.owner_url, places, shipped_processes(), clock())
        engine = connect(servers.database_url, pool_size=AT_ONCE, otherwise=EVERYWHERE)
        try:
            sessions = sessions_on(engine)
            async with sessions() as session:
                process = await newest(session)
            client = await connect_temporal(servers.temporal_address, NAMESPACE)
            skipper = TimeSkipper(client, config=SKIPS)
            yield Stage(sessions, Procedures(), places, process, skipper, clock)
        finally:
            await engine.dispose()


@asynccontextmanager
async def working(stage: Stage, year: int, conductor: Conductor) -> AsyncGenerator[None]:
    """A worker for one year's rounds and cycles; the years that its rounds start begin at the conductor's now."""
    async with worker.build(stage.skipper.client, stage.sessions, conductor, task_queue=_queue(year)):
        yield


def _queue(year: int) -> str:
    return f"rehearsal-{year}"
