"""Looking after what is kept: does the log hold, do rows and running years agree with it, and mending from it."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel

from domain.places import Places
from embedded.machine import attached, running
from embedded.temporal import NAMESPACE
from settings import Settings
from storage import audit
from storage.cycles import CycleNotFound, CycleRow, cycle_row
from storage.database import Sessions, connect, sessions_on
from storage.places import read_places
from storage.processes import Procedures
from workflows.client import Conductor
from workflows.client import connect as connect_temporal

Result = TypeVar("Result")

ASKED_AT_ONCE = 16
LOOKS = 5  # a year may move between reading its row and asking its workflow


class Rebuilt(BaseModel):
    """How many cycles' rows were written anew from the log, and which of them were other than the log says."""

    cycles: int
    changed: tuple[str, ...]


class Resumed(BaseModel):
    """How many running years there are, and which of them had no workflow until now."""

    cycles: int
    resumed: tuple[str, ...]


@dataclass(frozen=True)
class Kept:
    """What upkeep works on. `served` says whether a worker is there to ask."""

    sessions: Sessions
    procedures: Procedures
    conductor: Conductor
    places: Places
    served: bool


@asynccontextmanager
async def kept(settings: Settings, *, as_owner: bool = False) -> AsyncGenerator[Kept]:
    """The servers of a folder: those that serve, or started for as long as this lasts, without a worker.

    No worker of one's own: it would let time pass in the years while they are looked at.
    """
    served = running(settings.folder) is not None
    async with attached(settings.folder) as servers, AsyncExitStack() as stack:
        engine = connect(servers.owner_url if as_owner else servers.database_url)
        stack.push_async_callback(engine.dispose)
        conductor = Conductor(await connect_temporal(servers.temporal_address, NAMESPACE), settings.task_queue)
        yield Kept(sessions_on(engine), Procedures(), conductor, read_places(), served)


async def verify(here: Kept, cycle_id: str | None = None) -> audit.Report:
    """Read every log, or one, and compare rows and workflows with it. Raises CycleNotFound."""
    cycles, events, breaks = 0, 0, list[audit.Break]()
    async with here.sessions() as session:
        ids = await audit.cycle_ids(session)
        if cycle_id is not None and cycle_id not in ids:
            raise CycleNotFound(f"There is no year {cycle_id}")
        for wanted in ids if cycle_id is None else [cycle_id]:
            read, broken = await audit.check_cycle(session, here.procedures, wanted)
            cycles, events = cycles + 1, events + read
            breaks += [broken] if broken else []
            session.expunge_all()
        if not breaks and cycle_id is None and (missing := await audit.gap(session)):
            breaks.append(missing)
        open_now = [row for row in await audit.open_cycles(session) if cycle_id in (None, row.id)]
    breaks += [broken for broken in await _all(_workflow_break(here, row) for row in open_now) if broken]
    return audit.Report(ok=not breaks, cycles=cycles, events=events, first_break=breaks[0] if breaks else None)


async def rebuild(here: Kept) -> Rebuilt:
    """Write every projection anew from the log, a cycle a transaction."""
    changed: list[str] = []
    async with here.sessions() as session:
        ids = await audit.cycle_ids(session)
    for cycle_id in ids:
        async with here.sessions.begin() as session:
            if await audit.rebuild(session, here.procedures, cycle_id):
                changed.append(cycle_id)
    return Rebuilt(cycles=len(ids), changed=tuple(changed))


async def resume(here: Kept) -> Resumed:
    """See that every running year has its workflow, as after the Temporal store was lost; it reads the log itself."""
    async with here.sessions() as session:
        rows = await audit.open_cycles(session)
    resumed = await _all(_resumed(here, row) for row in rows)
    return Resumed(cycles=len(rows), resumed=tuple(row.id for row, new in zip(rows, resumed, strict=True) if new))


async def _resumed(here: Kept, row: CycleRow) -> bool:
    return await here.conductor.resume(here.places.municipality(row.municipality_code), row.year)


async def _workflow_break(here: Kept, row: CycleRow) -> audit.Break | None:
    """A running year without a workflow, or one whose workflow stands elsewhere than the log."""
    if not await here.conductor.runs(row.id):
        return audit.Break(cycle=row.id, seq=row.version, kind="workflow")
    if not here.served:
        return None
    logged = row.version
    for _ in range(LOOKS):
        live = await here.conductor.live(row.id)
        async with here.sessions() as session:
            logged = (await cycle_row(session, row.id)).version
        if live is None or live.version == logged:
            return None
    return audit.Break(cycle=row.id, seq=logged, kind="workflow")


async def _all(work: Iterable[Awaitable[Result]]) -> list[Result]:
    """All of it, a few at a time, in order."""
    places = asyncio.Semaphore(ASKED_AT_ONCE)

    async def one(part: Awaitable[Result]) -> Result:
        async with places:
            return await part

    return await asyncio.gather(*(one(part) for part in work))
