"""Ten thousand open years: every municipality's, decade after decade, each begun by a clock moved to its own time."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count

from temporalio.client import Client

from domain.calendar import at_hour
from domain.commands import Acting, StartCycle
from domain.people import Role
from domain.places import Municipality, Places
from domain.process import Kind
from storage import commands
from storage.database import Sessions
from storage.filing import command_id, cycle_filing
from storage.processes import newest
from workflows.client import Conductor

FIRST_YEAR = 2030
SIDE_BY_SIDE = 24


async def crowd(client: Client, sessions: Sessions, places: Places, wanted: int) -> int:
    """Start years until there are at least so many more; how many were started."""
    async with sessions() as session:
        process = await newest(session)
    years = _years(places, wanted)

    async def starter() -> None:
        for place, year in years:
            now = at_hour(datetime(year - 1, 9, 1, tzinfo=UTC).date(), 8)
            conductor = Conductor(client, "arshjul", clock_shift=now - datetime.now(UTC))
            identity = command_id("bench", f"crowd/{place.code}-{year}")
            await _file(sessions, place, year, process, identity)
            await conductor.start_cycle(place, year, identity)

    await asyncio.gather(*(starter() for _ in range(SIDE_BY_SIDE)))
    return wanted


def _years(places: Places, wanted: int) -> Iterator[tuple[Municipality, int]]:
    everywhere = ((place, year) for year in count(FIRST_YEAR) for place in places.municipalities.values())
    return (found for _, found in zip(range(wanted), everywhere, strict=False))


async def _file(sessions: Sessions, place: Municipality, year: int, process: str, identity: str) -> None:
    start = StartCycle(
        actor=Acting(person="bench", role=Role.COUNTY_COORDINATOR),
        municipality=place.code,
        county=place.county,
        year=year,
        cycle_kind=Kind.FULL,
        process=process,
    )
    filing = cycle_filing(
        start,
        cycle_id=f"{place.code}-{year}",
        place=place,
        identity=identity,
        request=identity,
        now=datetime.now(UTC),
    )
    async with sessions.begin() as session:
        await commands.file(session, filing)
