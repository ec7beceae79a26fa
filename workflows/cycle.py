"""A municipality's year: one order of events, and time."""

import asyncio
from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.exceptions import FailureError

with workflow.unsafe.imports_passed_through():
    from activities.act import Acting
    from activities.messages import Act, Acted, CycleRef
    from domain.process import Phase
    from workflows.messages import Filed, Year
    from workflows.options import ACT_AT_ONCE, ACT_UNTIL_DONE

ONE_TIMER = "one-timer"


@workflow.defn
class CycleWorkflow:
    """Keeps nothing that the log does not hold: started again it reads where the year stands and goes on from there."""

    @workflow.init
    def __init__(self, year: Year) -> None:
        self._year = year
        self._standing: Acted | None = None
        self._turn = asyncio.Lock()

    @workflow.run
    async def run(self, year: Year) -> None:  # noqa: ARG002
        await self._resume()
        await self._through(Phase.SITUATION_ANALYSIS)
        await self._through(Phase.ACTION_PLAN)
        await self._through(Phase.FOLLOW_UP)
        await self._close()

    @workflow.update
    async def command(self, filed: Filed) -> Acted:
        """What a person does. A rejection is an answer too; its reasons stand in the command's outcome."""
        await workflow.wait_condition(lambda: self._standing is not None)
        return await self._act(filed.command_id)

    @workflow.query
    def status(self) -> Acted | None:
        """Where the year stood after the last act; None while the workflow is still reading the log."""
        return self._standing

    async def _resume(self) -> None:
        self._take(await self._standing_by_the_log())
        await workflow.wait_condition(workflow.all_handlers_finished)

    async def _through(self, phase: Phase) -> None:
        """Wait for people and for dates until the year has left this phase. A phase it has passed takes no time."""
        while self._is_in(phase):
            await self._until_something_happens(phase)
            if workflow.info().is_continue_as_new_suggested():
                await workflow.wait_condition(workflow.all_handlers_finished)
                workflow.continue_as_new(self._year)
            if self._is_in(phase) and self._is_due():
                await self._act(None)

    async def _close(self) -> None:
        """End with the year. A command that came in the same moment and reopened it keeps the workflow going."""
        await workflow.wait_condition(workflow.all_handlers_finished)
        while self._is_in(Phase.FOLLOW_UP):
            await self._through(Phase.FOLLOW_UP)
            await workflow.wait_condition(workflow.all_handlers_finished)

    def _is_in(self, phase: Phase) -> bool:
        standing = self._standing
        return standing is not None and standing.version > 0 and not standing.closed and standing.phase is phase

    async def _until_something_happens(self, phase: Phase) -> None:
        """Until the year leaves the phase, a date comes, a date moves nearer, or the server wants a fresh history.

        A date that moves away leaves the timer as it is: it rings in vain once, instead of being cancelled and started
        at every act, which is two events and a third of Temporal's work. Years begun before that do it the old way.
        """
        seen, alarm = self._standing, self._wakeup()
        lasting = workflow.patched(ONE_TIMER)

        def something_happened() -> bool:
            changed = not self._is_in(phase) or self._is_before(alarm) if lasting else self._standing is not seen
            return changed or workflow.info().is_continue_as_new_suggested()

        try:
            await workflow.wait_condition(something_happened, timeout=self._time_left())
        except TimeoutError:
            return

    def _wakeup(self) -> datetime | None:
        return self._standing.next_wakeup if self._standing else None

    def _is_before(self, alarm: datetime | None) -> bool:
        wakeup = self._wakeup()
        return wakeup is not None and (alarm is None or wakeup < alarm)

    def _time_left(self) -> timedelta | None:
        wakeup = self._wakeup()
        return None if wakeup is None else max(wakeup - self._now(), timedelta())

    def _is_due(self) -> bool:
        left = self._time_left()
        return left is not None and left <= timedelta()

    def _now(self) -> datetime:
        return workflow.now() + self._year.clock_shift

    async def _act(self, command_id: str | None) -> Acted:
        """Decide and record, one at a time. While PostgreSQL is away the act waits; Queries are still answered.

        A local activity that failed comes as an ActivityError the first time, and as what caused it (an
        ApplicationError, a TimeoutError) when its marker is replayed: hence their common base.
        """
        async with self._turn:
            order = Act(cycle_id=self._year.cycle_id, command_id=command_id, now=self._now())
            try:
                acted = await workflow.execute_local_activity_method(Acting.act, order, **ACT_AT_ONCE)
            except FailureError:
                acted = await workflow.execute_activity_method(Acting.act, order, **ACT_UNTIL_DONE)
            self._take(acted)
            return acted

    async def _standing_by_the_log(self) -> Acted:
        ref = CycleRef(cycle_id=self._year.cycle_id)
        try:
            return await workflow.execute_local_activity_method(Acting.standing, ref, **ACT_AT_ONCE)
        except FailureError:
            return await workflow.execute_activity_method(Acting.standing, ref, **ACT_UNTIL_DONE)

    def _take(self, acted: Acted) -> None:
        self._standing = acted
        lines = [f"**{self._year.cycle_id}**: {'closed' if acted.closed else acted.phase}, version {acted.version}"]
        lines += [f"- waits for somebody to act on: {', '.join(acted.awaits)}"] if acted.awaits else []
        lines += [f"- next date: {acted.next_wakeup:%Y-%m-%d %H:%M} UTC"] if acted.next_wakeup else []
        workflow.set_current_details("\n".join(lines))
