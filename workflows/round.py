"""A county's round: every municipality's year is started once, and one that cannot start keeps nobody waiting."""

import asyncio

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.messages import Member, MemberFailed, OpenRound, RoundAnswer, RoundRef
    from activities.rounds import Rounds
    from workflows.messages import CountyYear, Filed
    from workflows.options import ACT_UNTIL_DONE, START_MEMBER

AT_ONCE = 10  # years started side by side


@workflow.defn
class RoundWorkflow:
    """Keeps nothing: who is left to start stands in the database, so it may be asked or interrupted at any time."""

    @workflow.init
    def __init__(self, county_year: CountyYear) -> None:
        self._county_year = county_year
        self._turn = asyncio.Lock()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._asked = 0
        self._started = 0

    @workflow.run
    async def run(self, county_year: CountyYear) -> None:  # noqa: ARG002
        while not await self._everybody_started():
            await self._start_all(await self._pending())

    @workflow.update
    async def command(self, filed: Filed) -> RoundAnswer:
        """Open the round or try again; the outcome with its reasons stands on the command's row."""
        self._asked += 1
        async with self._turn:
            now = workflow.now() + self._county_year.clock_shift
            order = OpenRound(command_id=filed.command_id, round_id=self._county_year.round_id, now=now)
            return await workflow.execute_activity_method(Rounds.open_round, order, **ACT_UNTIL_DONE)

    @workflow.query
    def started(self) -> int:
        """How many starts have been tried to the end by this run."""
        return self._started

    async def _everybody_started(self) -> bool:
        """Nobody is pending, and nobody has asked anything while that was looked up."""
        await workflow.wait_condition(workflow.all_handlers_finished)
        asked = self._asked
        return not await self._pending() and self._asked == asked

    async def _pending(self) -> tuple[str, ...]:
        ref = RoundRef(round_id=self._county_year.round_id)
        found = await workflow.execute_activity_method(Rounds.pending, ref, **ACT_UNTIL_DONE)
        return found.municipalities

    async def _start_all(self, municipalities: tuple[str, ...]) -> None:
        await asyncio.gather(*(self._start(municipality) for municipality in municipalities))

    async def _start(self, municipality: str) -> None:
        async with self._places:
            now = workflow.now() + self._county_year.clock_shift
            member = Member(round_id=self._county_year.round_id, municipality=municipality, now=now)
            try:
                await workflow.execute_activity_method(Rounds.start_member, member, **START_MEMBER)
            except ActivityError as error:
                reason = error.cause.type if isinstance(error.cause, ApplicationError) else None
                failed = MemberFailed(**member.model_dump(), reason=reason or type(error.cause).__name__)
                await workflow.execute_activity_method(Rounds.member_failed, failed, **ACT_UNTIL_DONE)
            self._started += 1
            workflow.set_current_details(f"**{self._county_year.round_id}**: {self._started} starts tried")
