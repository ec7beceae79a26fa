"""The decider: what follows from a command, as events or as one `DomainError`."""

from collections.abc import Iterator
from datetime import datetime

from domain import events as e
from domain import rules
from domain.arranging import rule  # all of them: importing it adds its own to those of rules.py
from domain.commands import Command, ReopenStep, StartCycle, Tick
from domain.cycle import Cycle, CycleStatus, apply, fold
from domain.due import tick
from domain.errors import Conflict
from domain.process import Phase
from domain.steps import Move


class CycleNotStarted(Conflict):
    pass


class YearClosed(Conflict):
    pass


def decide(cycle: Cycle, command: Command, now: datetime) -> list[e.Event]:
    """The events that the command leads to at `now` (UTC), in order; none if nothing is to be said.

    A clock that ran behind the log's last event is lifted to it, so that dates in a log never run backwards.
    Raises a `DomainError` when a rule says no; nothing has happened then.
    """
    now = now if cycle.at is None else max(now, cycle.at)
    if isinstance(command, Tick):
        return tick(cycle, now)
    _check_running(cycle, command)
    first = rule(command, cycle, now)
    return [*first, *_consequences(fold(cycle, first), now)]


def _check_running(cycle: Cycle, command: Command) -> None:
    if isinstance(command, StartCycle):
        return
    if cycle.status is CycleStatus.NOT_STARTED:
        raise CycleNotStarted(f"The year {cycle.id} has not been started")
    if cycle.status is CycleStatus.CLOSED and not isinstance(command, ReopenStep):
        raise YearClosed(f"The year {cycle.id} is closed; reopen the step first, with a reason")


def _consequences(cycle: Cycle, now: datetime) -> Iterator[e.Event]:
    """What follows by itself: steps open or are held, the year reaches its next phase, closes when all is settled."""
    for step in cycle.steps:
        ready = not cycle.waits_for(step.key)
        if ready and step.allows(Move.OPEN):
            yield e.StepOpened(at=now, step=step.key)
        elif not ready and step.allows(Move.HOLD):
            yield e.StepHeld(at=now, step=step.key)
    while (following := _next_phase(cycle)) is not None:
        entered = e.PhaseEntered(at=now, phase=following)
        cycle = apply(cycle, entered)
        yield entered
    if cycle.status is CycleStatus.RUNNING and all(step.settled for step in cycle.steps if cycle.required(step)):
        yield from rules.closing(cycle, now)


def _next_phase(cycle: Cycle) -> Phase | None:
    phases = list(Phase)
    here = [step for step in cycle.steps if cycle.definition(step.key).phase is cycle.phase and cycle.required(step)]
    if not all(step.settled for step in here) or cycle.phase is phases[-1]:
        return None
    return phases[phases.index(cycle.phase) + 1]
