"""Do the workflows agree with the log, and bringing those that do not back to it: after one of the two stores was lost,
or restored to another day than the other. The log is right; a workflow is only its shell and reads it at its start.
"""

import asyncio
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel

from domain.places import Places
from storage import audit
from storage.audit import Break, Standing
from storage.database import Sessions
from storage.processes import Procedures
from workflows.records import CYCLE, ROUND, Records

Result = TypeVar("Result")

ASKED_AT_ONCE = 16
LOOKS, PAUSE = 6, 0.4  # while a worker works, a year may move between reading its workflow and its row


@dataclass(frozen=True)
class Kept:
    """What upkeep works on. `served` says whether a worker is there, so that workflows move by themselves."""

    sessions: Sessions
    procedures: Procedures
    records: Records
    places: Places
    served: bool


class Resumed(BaseModel):
    """How many years run, and which years' and rounds' workflows did not agree with that and got a fresh run."""

    cycles: int
    resumed: tuple[str, ...]
    rounds: tuple[str, ...]


async def breaks(here: Kept, cycle_id: str | None = None) -> list[Break]:
    """Every year, and round, whose workflow says other than the log; with `cycle_id`, that one alone."""
    wanted = await _cycles(here, cycle_id)
    found = await every(_cycle_break(here, each) for each in wanted)
    rounds = await every(_round_break(here, each) for each in await _rounds(here)) if cycle_id is None else []
    return [broken for broken in (*found, *rounds) if broken]


async def resume(here: Kept) -> Resumed:
    """Give a fresh run to every workflow that does not agree with the log, and to every running year that has none.

    The years first: a round's workflow starts years, and must not be answered from what a wrong run remembers.
    """
    cycles, rounds = await _cycles(here, None), await _rounds(here)
    resumed = await every(_resumed(here, each) for each in cycles)
    again = await every(_round_resumed(here, each) for each in rounds)
    async with here.sessions() as session:
        running = sum(standing.open for standing in (await audit.standings(session)).values())
    return Resumed(cycles=running, resumed=_chosen(cycles, resumed), rounds=_chosen(rounds, again))


def _chosen(ids: list[str], which: list[bool]) -> tuple[str, ...]:
    return tuple(each for each, chosen in zip(ids, which, strict=True) if chosen)


async def _cycles(here: Kept, only: str | None) -> list[str]:
    """The years that the log or Temporal knows."""
    if only is not None:
        return [only]
    async with here.sessions() as session:
        return sorted({*(await audit.standings(session)), *(await here.records.known(CYCLE))})


async def _rounds(here: Kept) -> list[str]:
    async with here.sessions() as session:
        return sorted({*(await audit.pending_rounds(session)), *(await here.records.known(ROUND))})


async def _cycle_break(here: Kept, cycle_id: str) -> Break | None:
    standing = Standing()
    for _ in range(LOOKS if here.served else 1):
        agreed, standing = await _agrees(here, cycle_id, strict=here.served)
        if agreed:
            return None
        await asyncio.sleep(PAUSE if here.served else 0)
    return Break(cycle=cycle_id, seq=standing.version, kind="workflow")


async def _agrees(here: Kept, cycle_id: str, *, strict: bool) -> tuple[bool, Standing]:
    """Temporal is read first: what it has on record was committed before.

    A workflow that knows less than the log, where no worker works, will read the log as soon as it acts: only `strict`
    minds that. One that has not acted at all reads the log first.
    """
    told = await here.records.told(f"{CYCLE}{cycle_id}")
    async with here.sessions() as session:
        standing = (await audit.standings(session, cycle_id)).get(cycle_id, Standing())
        more = told is not None and await audit.unknown(session, told.taken, told.answered)
    if more:
        return False, standing
    if told is None or not told.running:
        return not standing.open, standing
    if told.version is None:
        return True, standing
    settled = standing.open and told.version == standing.version
    return settled or (not strict and told.version <= standing.version), standing


async def _resumed(here: Kept, cycle_id: str) -> bool:
    agreed, _ = await _agrees(here, cycle_id, strict=True)
    if agreed or (here.served and await _cycle_break(here, cycle_id) is None):
        return False
    municipality, year = cycle_id.split("-")
    await here.records.year_afresh(here.places.municipality(municipality), int(year))
    return True


async def _round_break(here: Kept, round_id: str) -> Break | None:
    for _ in range(LOOKS if here.served else 1):
        if await _round_agrees(here, round_id):
            return None
        await asyncio.sleep(PAUSE if here.served else 0)
    return Break(cycle=round_id, seq=0, kind="round")


async def _round_agrees(here: Kept, round_id: str) -> bool:
    """Who is pending has a workflow that starts them."""
    told = await here.records.told(f"{ROUND}{round_id}")
    async with here.sessions() as session:
        if told is not None and await audit.unknown(session, told.taken, told.answered):
            return False
        return round_id not in await audit.pending_rounds(session) or (told is not None and told.running)


async def _round_resumed(here: Kept, round_id: str) -> bool:
    if await _round_break(here, round_id) is None:
        return False
    await here.records.round_afresh(round_id)
    return True


async def every(work: Iterable[Awaitable[Result]]) -> list[Result]:
    """All of it, a few at a time, in order."""
    places = asyncio.Semaphore(ASKED_AT_ONCE)

    async def one(part: Awaitable[Result]) -> Result:
        async with places:
            return await part

    return await asyncio.gather(*(one(part) for part in work))
