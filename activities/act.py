"""Acting: load, decide by the domain's rules, append and project, in one transaction."""

from collections.abc import Callable, Sequence
from datetime import datetime

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession
from temporalio import activity

from activities.messages import Act, Acted, CycleRef
from activities.watching import Watch
from domain.commands import ApproveStep, Command, CompleteStep, PersonCommand, StartCycle, Tick, commands
from domain.cycle import Cycle, CycleStatus, fold
from domain.decide import decide
from domain.due import next_wakeup
from domain.errors import DomainError, Invalid
from domain.events import Event
from storage.commands import Found, Outcome, find, record, rejection
from storage.cycles import Change, CycleNotFound, Loaded, load, plan_in_force, project
from storage.database import Sessions
from storage.inbox import News, tell
from storage.log import GENESIS, Cause, Stream, append, chained
from storage.processes import Procedures
from storage.scope import of_place, within
from storage.versions import held


class CommandUnreadable(Invalid):
    pass


Decider = Callable[[Cycle, Command, datetime], list[Event]]


class Acting:
    """Holds what acting needs. Running twice is harmless: a command that has its outcome answers with it.

    With `demo`, a demo's people are told of what is told to their roles.
    """

    def __init__(
        self, sessions: Sessions, procedures: Procedures, decider: Decider = decide, *, demo: bool = False
    ) -> None:
        self._demo = demo
        self._sessions = sessions
        self._procedures = procedures
        self._decide_by = decider

    @activity.defn
    async def act(self, order: Act) -> Acted:
        """Raises nothing that a rule said: a rejection is an answer. What it raises is worth another try."""
        watch = Watch(order)
        with within(of_place(order.cycle_id)):
            async with self._sessions.begin() as session:
                acted = await self._carry_out(session, order, watch)
        watch.tell(acted)
        return acted

    @activity.defn
    async def standing(self, ref: CycleRef) -> Acted:
        """Where a cycle stands by the log; version 0 if it has no event yet."""
        with within(of_place(ref.cycle_id)):
            async with self._sessions() as session:
                loaded = await load(session, self._procedures, ref.cycle_id)
        return _acted(loaded.cycle if loaded else None, accepted=True, kinds=())

    async def _carry_out(self, session: AsyncSession, order: Act, watch: Watch) -> Acted:
        loaded = await load(session, self._procedures, order.cycle_id, lock=True)
        if order.command_id is None:
            return await self._tick(session, loaded, order.now)
        command = await find(session, order.command_id)
        # Unknown: the database was restored to a time before it was filed. Another year's: not decided here.
        if command is None or command.cycle_id != order.cycle_id:
            return _acted(loaded.cycle if loaded else None, accepted=False, kinds=())
        if command.outcome is None:
            return await self._decide(session, loaded, command, order.now, watch)
        watch.repeated(command.kind)
        return _acted(loaded.cycle if loaded else None, command.outcome.accepted, command.outcome.kinds)

    async def _tick(self, session: AsyncSession, loaded: Loaded | None, now: datetime) -> Acted:
        if loaded is None:  # the database was restored to a time before the year began: the workflow ends
            return _acted(None, accepted=False, kinds=())
        events = self._decide_by(loaded.cycle, Tick(), now)
        after = await self._keep(session, loaded, events, Cause())
        return _acted(after, accepted=True, kinds=tuple(event.kind for event in events))

    async def _decide(
        self, session: AsyncSession, loaded: Loaded | None, row: Found, now: datetime, watch: Watch
    ) -> Acted:
        try:
            command = _read(row.body)
            before = loaded or await self._blank(session, row, command)
            if isinstance(command, StartCycle) and command.plan_in_force is None:
                plan = await plan_in_force(session, command.municipality, command.year)
                command = command.model_copy(update={"plan_in_force": plan})
            if isinstance(command, CompleteStep | ApproveStep):
                command = command.model_copy(update={"held": await held(session, before.cycle, command)})
            events = self._decide_by(before.cycle, command, now)
        except DomainError as error:
            await record(session, row, rejection(error, loaded.cycle.version if loaded else 0), now)
            watch.decided(row.kind, error.code)
            return _acted(loaded.cycle if loaded else None, accepted=False, kinds=())
        after = await self._keep(session, before, events, Cause(command.actor, row.id, row.hash, row.request_id))
        kinds = tuple(event.kind for event in events)
        await record(session, row, Outcome(accepted=True, version=after.version, kinds=kinds), now)
        watch.decided(row.kind)
        return _acted(after, accepted=True, kinds=kinds)

    async def _blank(self, session: AsyncSession, row: Found, command: PersonCommand) -> Loaded:
        if not isinstance(command, StartCycle) or row.cycle_id is None:
            raise CycleNotFound("Only a start can be the first command of a year")
        procedure = await self._procedures.get(session, command.process, command.cycle_kind)
        return Loaded(Cycle.blank(row.cycle_id, procedure), GENESIS)

    async def _keep(self, session: AsyncSession, before: Loaded, events: Sequence[Event], cause: Cause) -> Cycle:
        if not events:
            return before.cycle
        after = fold(before.cycle, events)
        stream = Stream(after.id, after.municipality, after.county, before.cycle.version, before.head)
        new = chained(stream, events, cause)
        await project(session, Change(before.cycle, after, events, new.head, cause.command_id))
        by = cause.actor.person if cause.actor else None
        await tell(session, News(stream, events, after, by, self._demo))
        await append(session, new)
        return after


def _read(body: str) -> PersonCommand:
    """A command as it was filed. One that an older version filed and this one cannot read is refused, not retried."""
    try:
        return commands.validate_json(body)
    except ValidationError as error:
        raise CommandUnreadable("This command was filed by another version; file it again") from error


def _acted(cycle: Cycle | None, accepted: bool, kinds: tuple[str, ...]) -> Acted:  # noqa: FBT001
    if cycle is None or cycle.status is CycleStatus.NOT_STARTED:
        return Acted(accepted=accepted)
    return Acted(
        accepted=accepted,
        version=cycle.version,
        kinds=kinds,
        phase=cycle.phase,
        next_wakeup=next_wakeup(cycle),
        closed=cycle.status is CycleStatus.CLOSED,
        awaits=tuple(step.key for step in cycle.steps if cycle.actionable(step)),
    )
