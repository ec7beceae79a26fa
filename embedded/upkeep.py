"""Looking after what is kept: does the log hold, do rows and workflows agree with it, and mending rows from it."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from embedded import agreement
from embedded.agreement import Kept
from embedded.errors import EmbeddedError
from embedded.machine import Machine, attached, running
from embedded.temporal import NAMESPACE
from settings import Settings
from storage import audit, folding
from storage.cycles import CycleNotFound
from storage.database import connect, sessions_on
from storage.export import exported
from storage.people_audit import people_break
from storage.places import read_places
from storage.processes import Procedures
from storage.scope import EVERYWHERE
from workflows.client import connect as connect_temporal
from workflows.records import Records


class NothingKept(EmbeddedError):
    def __init__(self, folder: Path) -> None:
        super().__init__(f"nothing is kept in {folder}; `arshjul serve` begins, `arshjul restore` brings a backup back")


class Rebuilt(BaseModel):
    """How many cycles' rows were written anew from the log, and which of them were other than the log says.

    A broken log is no ground to build on: those cycles are named, and their rows left as they are.
    """

    cycles: int
    changed: tuple[str, ...]
    refused: tuple[audit.Break, ...] = ()


@asynccontextmanager
async def kept(settings: Settings, *, as_owner: bool = False) -> AsyncGenerator[Kept]:
    """The servers of a folder: those that serve, or started for as long as this lasts, without a worker.

    No worker of one's own: it would let time pass in the years while they are looked at. Raises NothingKept.
    """
    async with servers_of(settings.folder) as (servers, served), kept_on(settings, servers, as_owner=as_owner) as here:
        works = served and await here.records.workers() > 0
        yield Kept(here.sessions, here.procedures, here.records, here.places, works)


@asynccontextmanager
async def servers_of(folder: Path) -> AsyncGenerator[tuple[Machine, bool]]:
    """The servers, and whether somebody ran them already."""
    if not (folder / "postgres").exists():
        raise NothingKept(folder)
    served = running(folder) is not None
    async with attached(folder) as servers:
        yield servers, served


@asynccontextmanager
async def kept_on(settings: Settings, servers: Machine, *, as_owner: bool = False) -> AsyncGenerator[Kept]:
    """What is kept on servers that no worker works for."""
    async with AsyncExitStack() as stack:
        engine = connect(servers.owner_url if as_owner else servers.database_url, otherwise=EVERYWHERE)
        stack.push_async_callback(engine.dispose)
        records = Records(await connect_temporal(servers.temporal_address, NAMESPACE), settings.task_queue)
        yield Kept(sessions_on(engine), Procedures(), records, read_places(), served=False)


async def verify(here: Kept, cycle_id: str | None = None) -> audit.Report:
    """Read every log, or one, and compare rows and workflows with it. Raises CycleNotFound."""
    cycles, events, breaks = 0, 0, list[audit.Break]()
    async with here.sessions() as session:
        await _at_one_moment(session)
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
        if not breaks and cycle_id is None and (of_a_person := await people_break(session)):
            breaks.append(of_a_person)
    if not breaks:
        breaks = await agreement.breaks(here, cycle_id)
    return audit.Report(ok=not breaks, cycles=cycles, events=events, first_break=breaks[0] if breaks else None)


async def rebuild(here: Kept, *, trust_log: bool = False) -> Rebuilt:
    """Write every projection anew from the log, a cycle a transaction; with `trust_log` from a broken one, too."""
    changed, refused = list[str](), list[audit.Break]()
    async with here.sessions() as session:
        ids = await audit.cycle_ids(session)
    for cycle_id in ids:
        async with here.sessions.begin() as session:
            await folding.hold(session, cycle_id)
            rows = await folding.log_of(session, cycle_id)
            broken = await audit.log_break(session, cycle_id, rows)
            if broken and not (trust_log and rows):
                refused.append(broken)
                continue
            made = await folding.folded(session, here.procedures, rows)
            if await folding.differs(session, made):
                changed.append(cycle_id)
            await folding.rewrite(session, made)
    return Rebuilt(cycles=len(ids), changed=tuple(changed), refused=tuple(refused))


async def export(here: Kept) -> AsyncIterator[str]:
    """The log as lines of JSON, as it stands at one moment."""
    async with here.sessions() as session:
        await _at_one_moment(session)
        async for line in exported(session, datetime.now(UTC)):
            yield line


async def _at_one_moment(session: AsyncSession) -> None:
    """Else what is acted between two statements would look like a break."""
    await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
