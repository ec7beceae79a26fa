"""One municipality's year (årscykel): a frozen value, and how each event turns it into the next.

    Cycle ──decide(command, now)──▶ [Event, …] ──apply──▶ Cycle

`domain/rules.py` holds what a command may do, `domain/due.py` what falls due. Nothing here looks at a clock.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from functools import reduce, singledispatch
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, InstanceOf

from domain import events as e
from domain.errors import NotFound
from domain.procedure import Procedure
from domain.process import Phase, StepDefinition
from domain.steps import Move, Step


class StepNotFound(NotFound):
    pass


class CycleStatus(StrEnum):
    NOT_STARTED = "not_started"
    RUNNING = "running"
    CLOSED = "closed"


class Cycle(BaseModel):
    """Where a municipality's year stands. `version` counts the events it is made of, `at` is the last one's instant.

    `phase` is the furthest phase reached: a step reopened in an earlier one does not take the year back.
    """

    model_config = ConfigDict(frozen=True)

    procedure: InstanceOf[Procedure] = Field(exclude=True, repr=False)
    id: str
    municipality: str = ""
    county: str = ""
    year: int = 0
    status: CycleStatus = CycleStatus.NOT_STARTED
    phase: Phase = Phase.SITUATION_ANALYSIS
    version: int = 0
    at: datetime | None = None
    ticked_at: datetime | None = None
    started_at: datetime | None = None
    closed_at: datetime | None = None
    round: str | None = None
    plan_in_force: str | None = None
    steps: tuple[Step, ...] = ()

    @classmethod
    def blank(cls, cycle_id: str, procedure: Procedure) -> Self:
        return cls(id=cycle_id, procedure=procedure)

    def step(self, key: str) -> Step:
        for step in self.steps:
            if step.key == key:
                return step
        raise StepNotFound(
            f"The year {self.id} has no step {key}; its steps are {', '.join(s.key for s in self.steps)}"
        )

    def definition(self, key: str) -> StepDefinition:
        return self.procedure.definitions[key]

    def waits_for(self, key: str) -> tuple[Step, ...]:
        """The unsettled steps that this one waits for; beyond a settled one, those that it waits for itself."""
        found: dict[str, Step] = {}
        seen: set[str] = set()
        ahead = [*self.definition(key).waits_for]
        while ahead:
            step = self.step(ahead.pop(0))
            if step.key in seen:
                continue
            seen.add(step.key)
            if step.settled:
                ahead += self.definition(step.key).waits_for
            else:
                found[step.key] = step
        return tuple(found.values())

    def actionable(self, step: Step) -> bool:
        """Somebody can do something about it now: it is not settled, and all that it waits for is."""
        return not step.settled and not self.waits_for(step.key)

    def dependents(self, key: str) -> tuple[Step, ...]:
        """All steps that build on this one, near or far."""
        return tuple(self.step(other) for other in self.procedure.dependents[key])

    def required(self, step: Step) -> bool:
        """Whether the year cannot close without this step: an optional one that nobody has begun may be left."""
        return step.begun or not self.definition(step.key).optional

    def with_step(self, key: str, **changes: object) -> Self:
        steps = tuple(step.model_copy(update=changes) if step.key == key else step for step in self.steps)
        return self.model_copy(update={"steps": steps})


def apply(cycle: Cycle, event: e.Event) -> Cycle:
    """The cycle after one more event."""
    after = _after(event, cycle)
    return after.model_copy(update={"version": cycle.version + 1, "at": event.at})


def fold(cycle: Cycle, events: Iterable[e.Event]) -> Cycle:
    return reduce(apply, events, cycle)


@singledispatch
def _after(event: object, cycle: Cycle) -> Cycle:
    raise NotImplementedError(f"no fold for {type(event).__name__}")


@_after.register
def _(event: e.CycleStarted, cycle: Cycle) -> Cycle:
    dates = {planned.key: planned for planned in event.dates}
    steps = tuple(
        Step(key=key, role=definition.role, target=dates[key].target, latest=dates[key].latest)
        for key, definition in cycle.procedure.definitions.items()
    )
    return cycle.model_copy(
        update={
            "municipality": event.municipality,
            "county": event.county,
            "year": event.year,
            "status": CycleStatus.RUNNING,
            "started_at": event.at,
            "round": event.round,
            "plan_in_force": event.plan_in_force,
            "steps": steps,
        }
    )


@_after.register
def _(event: e.ScheduleMoved, cycle: Cycle) -> Cycle:
    for move in event.moves:
        cycle = cycle.with_step(move.key, target=move.new_target, latest=move.new_latest)
    return cycle


_MOVED: Mapping[type[e.Event], Move] = {
    e.StepOpened: Move.OPEN,
    e.StepHeld: Move.HOLD,
    e.StepSubmitted: Move.SUBMIT,
    e.StepCompleted: Move.FINISH,
    e.StepApproved: Move.APPROVE,
    e.StepReturned: Move.RETURN,
    e.StepRecalled: Move.RECALL,
    e.StepReopened: Move.REOPEN,
    e.StepConfirmed: Move.CONFIRM,
    e.StepWaived: Move.WAIVE,
    e.StepSkipped: Move.SKIP,
}


_FRESH: Mapping[str, tuple[str, ...]] = {"stale_at": (), "stale_until": ()}


@_after.register
def _(event: e.StepOpened | e.StepHeld, cycle: Cycle) -> Cycle:
    return cycle.with_step(event.step, status=cycle.step(event.step).moved(_MOVED[type(event)]))


@_after.register
def _(event: e.StepApproved, cycle: Cycle) -> Cycle:
    status = cycle.step(event.step).moved(Move.APPROVE)
    return cycle.with_step(event.step, status=status, settled_version=event.version)


@_after.register
def _(event: e.StepReturned | e.StepRecalled | e.StepWaived | e.StepSkipped | e.StepConfirmed, cycle: Cycle) -> Cycle:
    """What stands no longer, or was confirmed, is not stale."""
    return cycle.with_step(event.step, status=cycle.step(event.step).moved(_MOVED[type(event)]), **_FRESH)


@_after.register
def _(event: e.StepSubmitted | e.StepCompleted, cycle: Cycle) -> Cycle:
    step = cycle.step(event.step)
    status = step.moved(_MOVED[type(event)])
    settled = event.version if isinstance(event, e.StepCompleted) else step.settled_version
    handed_in: dict[str, object] = {"version": event.version, "settled_version": settled}
    handed_in |= {"submitted_by": event.by, "submitted_for": event.on_behalf}
    return cycle.with_step(event.step, status=status, **handed_in, **_FRESH)


@_after.register
def _(event: e.StepReopened, cycle: Cycle) -> Cycle:
    for key in event.stale:
        step = cycle.step(key)
        # Where an earlier change was never traced, nobody can say any more what it bore on.
        untraced = ("",) if event.step in step.stale_until else ()
        cycle = cycle.with_step(
            key,
            stale_at=_joined(step.stale_at, untraced),
            stale_until=_joined(step.stale_until, (event.step,)),
        )
    return cycle.with_step(event.step, status=cycle.step(event.step).moved(Move.REOPEN), **_FRESH)


@_after.register
def _(event: e.ChangeTraced, cycle: Cycle) -> Cycle:
    """What was stale before for another reason, or for an earlier change, stays so until somebody confirms it."""
    found = {stale.step: stale.at for stale in event.stale}
    for step in cycle.dependents(event.step):
        at = _joined(step.stale_at, found.get(step.key, ()))
        until = tuple(key for key in step.stale_until if key != event.step)
        cycle = cycle.with_step(step.key, stale_at=at, stale_until=until)
    return cycle


def _joined(some: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*some, *more)))


@_after.register
def _(event: e.StepAssigned, cycle: Cycle) -> Cycle:
    return cycle.with_step(event.step, role=event.new, person=event.new_person)


@_after.register
def _(event: e.StepExtended, cycle: Cycle) -> Cycle:
    return cycle.with_step(event.step, latest=event.new_latest)


@_after.register
def _(event: e.StepReminded, cycle: Cycle) -> Cycle:
    """A person's reminder is no morning of the year's own: whatever else falls due that day is still told on it."""
    after = _told(cycle, event, reminder=event.due)
    return after if event.by is None else after.model_copy(update={"ticked_at": cycle.ticked_at})


@_after.register
def _(event: e.StepOverdue, cycle: Cycle) -> Cycle:
    return _told(cycle, event, overdue=event.latest)


@_after.register
def _(event: e.StepEscalated, cycle: Cycle) -> Cycle:
    return _told(cycle, event, rung=event.due)


def _told(cycle: Cycle, event: e.StepReminded | e.StepOverdue | e.StepEscalated, **changes: object) -> Cycle:
    told = cycle.step(event.step).told.model_copy(update=changes)
    return cycle.with_step(event.step, told=told).model_copy(update={"ticked_at": event.at})


@_after.register
def _(event: e.PhaseEntered, cycle: Cycle) -> Cycle:
    return cycle.model_copy(update={"phase": event.phase})


@_after.register
def _(event: e.CycleClosed, cycle: Cycle) -> Cycle:
    return cycle.model_copy(update={"status": CycleStatus.CLOSED, "closed_at": event.at})


@_after.register
def _(event: e.CycleReopened, cycle: Cycle) -> Cycle:  # noqa: ARG001
    return cycle.model_copy(update={"status": CycleStatus.RUNNING, "closed_at": None})
