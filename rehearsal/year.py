"""A county's year, or all counties', played day by day on one calendar that every municipality shares."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date

from domain.calendar import stockholm_date
from domain.errors import DomainError
from domain.people import Role
from domain.places import County
from domain.process import Kind
from domain.rounds import OpenRound
from rehearsal.errors import RehearsalFailed
from rehearsal.people import Deed, Temper, acts, opening, temper_of
from rehearsal.plan import Plan
from rehearsal.stage import AT_ONCE, Stage, working
from rehearsal.town import Town
from storage.commands import Filing
from storage.filing import command_id, cycle_filing, request_hash, round_filing
from storage.rounds import MemberState, members, round_id
from workflows.client import Conductor
from workflows.messages import Filed

COUNTIES_AT_ONCE = 1  # a round starts ten municipalities side by side as it is
OPENED_WITHIN, RECORDED_WITHIN, LOOK_AGAIN = 120.0, 60.0, 0.01

Progress = Callable[[date], None]


@dataclass
class Rehearsal:
    stage: Stage
    plan: Plan
    towns: list[Town] = field(default_factory=list)
    workers: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def play(self, progress: Progress) -> None:
        """Day by day: on each everybody's clock is moved to it and everything that happens on it is recorded."""
        async with self.workers:
            openings = {stockholm_date(opening(year)): (year, kind) for year, kind in self.plan.rounds}
            while (day := self._next_day(openings)) is not None:
                progress(day)
                if day in openings:
                    await self._open(*openings.pop(day))
                while towns := [town for town in self.towns if town.next_day == day]:
                    await self._live(towns, day)

    def _next_day(self, openings: Iterable[date]) -> date | None:
        days = [day for town in self.towns if (day := town.next_day) is not None]
        return min([*days, *openings], default=None)

    async def _live(self, towns: Sequence[Town], day: date) -> None:
        """In each town time comes first, then people act; and all of it is recorded before anything else happens."""
        deeds = {town.cycle_id: (deed, self._filing(town, deed)) for town in towns if (deed := town.deed_on(day))}
        if deeds:
            await self.stage.file(filing for _, filing in deeds.values())

        async def live(town: Town) -> None:
            await self._arrive(town, day)
            if town.cycle_id in deeds:
                await self._act(town, *deeds[town.cycle_id])

        await _side_by_side(AT_ONCE, (live(town) for town in towns))
        await self._recorded(towns)

    async def _arrive(self, town: Town, day: date) -> None:
        if (way := town.way(day, self.stage.clock())) is not None:
            await self.stage.forward(town.cycle_id, way)
        town.arrived(day, self.stage.clock())

    def _filing(self, town: Town, deed: Deed) -> Filing:
        town.deeds += 1
        return cycle_filing(
            deed.command,
            cycle_id=town.cycle_id,
            place=town.place,
            identity=command_id(deed.command.actor.person, f"{town.cycle_id}/{town.deeds}"),
            request=request_hash("deed", {"cycle": town.cycle_id, "deed": town.deeds}),
            now=self.stage.clock(),
        )

    async def _act(self, town: Town, deed: Deed, filing: Filing) -> None:
        """Send what was filed, and let the rules foresee what comes of it."""
        conductor = self.stage.conductor(town.year, deed.at)
        acted = await conductor.cycle_command(town.place, town.year, Filed(command_id=filing.id, kind=filing.kind))
        if acted is not None and not acted.accepted:
            raise RehearsalFailed(f"{filing.kind} in {town.cycle_id} was refused")
        try:
            town.done(deed)
        except DomainError as error:
            raise RehearsalFailed(f"{filing.kind} in {town.cycle_id} is against the rules: {error}") from error
        if town.cycle is None:
            town.started(await self.stage.read(town.cycle_id))

    async def _recorded(self, towns: Sequence[Town]) -> None:
        """Wait until the log is as long as the rules foresee."""
        async with _in_time(f"{towns[0].cycle_id} or another year is not as the rules foresee", RECORDED_WITHIN):
            expected = {town.cycle_id: town.version for town in towns}
            while await self.stage.versions(expected) != expected:  # noqa: ASYNC110  a commit sends no event
                await asyncio.sleep(LOOK_AGAIN)

    async def _open(self, year: int, kind: Kind) -> None:
        conductor = self.stage.conductor(year, opening(year))
        await self.workers.enter_async_context(working(self.stage, year, conductor))
        await _side_by_side(
            COUNTIES_AT_ONCE, (self._open_round(county, year, kind, conductor) for county in self.plan.counties)
        )

    async def _open_round(self, county: County, year: int, kind: Kind, conductor: Conductor) -> None:
        """Open a county's round without those who join late, and wait until it has started everybody else."""
        tempers = {code: temper_of(index) for index, code in enumerate(county.municipalities)}
        towns = [self._town(code, year, kind, temper) for code, temper in tempers.items()]
        order = OpenRound(
            actor=acts(Role.COUNTY_COORDINATOR, county.code),
            county=county.code,
            year=year,
            cycle_kind=kind,
            process=self.stage.process,
            municipalities=tuple(code for code, temper in tempers.items() if temper is not Temper.LATE_JOINER),
        )
        await self._sent(order, conductor)
        for town in towns:
            if town.temper is Temper.LATE_JOINER:
                town.join_late(self.stage.process)
            else:
                town.started(await self.stage.read(town.cycle_id))
        self.towns += towns

    async def _sent(self, order: OpenRound, conductor: Conductor) -> None:
        wanted = round_id(order.county, order.year)
        identity = command_id(order.actor.person, f"open/{wanted}")
        request = request_hash("open_round", {"round": wanted})
        await self.stage.file([round_filing(order, identity=identity, request=request, now=self.stage.clock())])
        async with _in_time(f"The round {wanted} was not open in time", OPENED_WITHIN):
            filed = Filed(command_id=identity, kind=order.kind)
            await conductor.round_command(wanted, order.county, order.year, filed)
            await self._everybody_started(wanted)

    def _town(self, code: str, year: int, kind: Kind, temper: Temper) -> Town:
        place = self.stage.places.municipality(code)
        return Town(place, year, kind, temper, now=opening(year), seen=self.stage.clock())

    async def _everybody_started(self, of: str) -> None:
        while True:
            async with self.stage.sessions() as session:
                states = {member.municipality_code: member.state for member in await members(session, of)}
            failed = sorted(code for code, state in states.items() if state == MemberState.FAILED)
            if failed:
                raise RehearsalFailed(f"The round {of} could not start {', '.join(failed)}")
            if states and set(states.values()) == {MemberState.STARTED}:
                return
            await asyncio.sleep(LOOK_AGAIN)


@asynccontextmanager
async def _in_time(otherwise: str, within: float) -> AsyncGenerator[None]:
    try:
        async with asyncio.timeout(within):
            yield
    except TimeoutError as error:
        raise RehearsalFailed(otherwise) from error


async def _side_by_side(places: int, work: Iterable[Awaitable[None]]) -> None:
    """All of it, a few at a time; the first failure is the answer."""
    free = asyncio.Semaphore(places)

    async def one(part: Awaitable[None]) -> None:
        async with free:
            await part

    parts: Sequence[Awaitable[None]] = [one(part) for part in work]
    await asyncio.gather(*parts)
