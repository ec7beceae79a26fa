"""What must hold of every year, whatever people do: asked of each event and of each state, by rules of its own.

Nothing here uses the domain's rules for what it checks: the order of the steps comes from the process as written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from domain.calendar import SWEDEN
from domain.cycle import Cycle, CycleStatus, apply
from domain.due import next_wakeup
from domain.events import (
    ChangeTraced,
    Event,
    PhaseEntered,
    StepApproved,
    StepCompleted,
    StepConfirmed,
    StepEscalated,
    StepRecalled,
    StepReminded,
    StepReopened,
    StepSubmitted,
    events,
)
from domain.process import Kind, Phase
from domain.steps import Step, StepStatus
from storage.cycles import restored
from tests.domain.builders import PROCESS
from tests.domain.move_table import EXPECTED, MOVE_OF

OPTIONAL = frozenset({"adoption"})
PHASES = (Phase.SITUATION_ANALYSIS, Phase.ACTION_PLAN, Phase.FOLLOW_UP)
STANDS = (StepStatus.SUBMITTED, StepStatus.DONE)
UNTOUCHED = (StepStatus.WAITING, StepStatus.OPEN)
SETTLED = (StepStatus.DONE, StepStatus.WAIVED)
BUILDS = StepSubmitted | StepCompleted | StepApproved | StepConfirmed | StepReminded | StepEscalated


@cache
def ancestors(kind: Kind) -> Mapping[str, frozenset[str]]:
    """For each step of the year, all that it builds on, near or far, also through steps that this year lacks."""
    here = {step.key for step in PROCESS.steps if kind in step.kinds}
    behind: dict[str, frozenset[str]] = {}
    for step in PROCESS.steps:  # written so that a step comes after what it waits for
        behind[step.key] = frozenset(step.waits_for).union(*(behind[key] for key in step.waits_for))
    return {key: behind[key] & here for key in here}


def is_settled(step: Step) -> bool:
    return step.status in SETTLED and not step.stale


def is_needed(step: Step) -> bool:
    return step.key not in OPTIONAL or step.status not in UNTOUCHED


@dataclass
class Watcher:
    """Follows a year event by event, each of them through JSON as the log keeps it."""

    replayed: Cycle
    finished: set[str] = field(default_factory=set[str])

    def follow(self, new: list[Event]) -> None:
        for event in new:
            read = events.validate_json(event.model_dump_json())
            assert read == event
            before, self.replayed = self.replayed, apply(self.replayed, read)
            self._moved_by_the_table(before, read)
            self._nothing_runs_backwards(before, read)
            self._built_on_what_is_settled(before, read)
            self._done_once(read)
            self._reminded_once_a_day(before, read)
            self._traced(before, self.replayed, read)
            self._reviewed_by_somebody_else(before, read)

    def _moved_by_the_table(self, before: Cycle, event: Event) -> None:
        moved = {s.key for s, t in zip(before.steps, self.replayed.steps, strict=False) if s.status is not t.status}
        move = MOVE_OF.get(event.kind)
        if move is None:
            assert not moved
            return
        key = str(getattr(event, "step", ""))
        step = before.step(key)
        assert moved <= {key}
        assert self.replayed.step(key).status is EXPECTED[step.status, step.stale, move]

    def _nothing_runs_backwards(self, before: Cycle, event: Event) -> None:
        after = self.replayed
        assert after.version == before.version + 1
        assert before.at is None or event.at >= before.at
        assert after.at == event.at
        assert PHASES.index(after.phase) >= PHASES.index(before.phase)
        if isinstance(event, PhaseEntered):
            assert PHASES.index(after.phase) == PHASES.index(before.phase) + 1
        for old, new in zip(before.steps, after.steps, strict=False):
            assert new.target >= old.target
            assert old.latest is None or (new.latest is not None and new.latest >= old.latest)
            assert new.version >= old.version

    def _traced(self, before: Cycle, after: Cycle, event: Event) -> None:
        """A traced change leaves nothing waiting for it, and makes nothing stale that does not build on it."""
        if isinstance(event, ChangeTraced):
            assert not any(event.step in step.stale_until for step in after.steps)
            later = [s.key for s in before.steps if event.step in ancestors(before.procedure.kind)[s.key]]
            assert {stale.step for stale in event.stale} <= {k for k in later if before.step(k).status in STANDS}
            assert all(after.step(stale.step).stale for stale in event.stale)

    def _built_on_what_is_settled(self, before: Cycle, event: Event) -> None:
        """Nothing is handed in, approved or confirmed, nor anybody urged, before all that comes first is settled."""
        if isinstance(event, BUILDS):
            behind = ancestors(before.procedure.kind)[event.step]
            assert [key for key in behind if not is_settled(before.step(key))] == []

    def _done_once(self, event: Event) -> None:
        if isinstance(event, StepCompleted | StepApproved):
            assert event.step not in self.finished
            self.finished.add(event.step)
        elif isinstance(event, StepReopened):
            self.finished -= {event.step, *event.stale}
        elif isinstance(event, ChangeTraced):
            self.finished -= {stale.step for stale in event.stale}
        elif isinstance(event, StepRecalled):
            self.finished.discard(event.step)

    def _reminded_once_a_day(self, before: Cycle, event: Event) -> None:
        """Every reminder is for a later day than the one before it; a person's is for the day it is given on."""
        if isinstance(event, StepReminded):
            last = before.step(event.step).told.reminder
            assert last is None or event.due > last
            assert event.by is None or event.due == event.at.astimezone(SWEDEN).date()

    def _reviewed_by_somebody_else(self, before: Cycle, event: Event) -> None:
        if isinstance(event, StepApproved):
            assert before.step(event.step).submitted_by != event.by
            assert event.version == before.step(event.step).version
        if isinstance(event, StepReopened):
            stale = [s.key for s in before.steps if event.step in ancestors(before.procedure.kind)[s.key]]
            assert list(event.stale) == [key for key in stale if before.step(key).status in STANDS]


def check_state(cycle: Cycle) -> None:
    """What holds of a year between commands."""
    assert restored(cycle.model_dump_json(), cycle.procedure) == cycle
    if cycle.status is CycleStatus.NOT_STARTED:
        assert cycle.steps == ()
        return
    behind = ancestors(cycle.procedure.kind)
    settled = {step.key for step in cycle.steps if is_settled(step)}
    for step in cycle.steps:
        ready = behind[step.key] <= settled
        assert not step.stale or step.status in STANDS
        assert ready or step.status is not StepStatus.OPEN
        assert not ready or step.status is not StepStatus.WAITING
        reopened = [key for key in behind[step.key] if cycle.step(key).status is StepStatus.REOPENED]
        assert step.stale or step.status not in STANDS or not reopened
    left = [step.key for step in cycle.steps if is_needed(step) and step.key not in settled]
    assert (cycle.status is CycleStatus.CLOSED) == (left == [])
    if cycle.status is CycleStatus.CLOSED:
        assert settled == {step.key for step in cycle.steps}
        assert cycle.phase is Phase.FOLLOW_UP


def check_wakeup(cycle: Cycle) -> None:
    """A year is woken at six in the morning, and on no day on which it was told something already."""
    wakeup = next_wakeup(cycle)
    if wakeup is not None:
        assert cycle.status is CycleStatus.RUNNING
        local = wakeup.astimezone(SWEDEN)
        assert (local.hour, local.minute) == (6, 0)
        assert cycle.ticked_at is None or local.date() > cycle.ticked_at.astimezone(SWEDEN).date()


def check_asleep(cycle: Cycle, now: datetime) -> None:
    """After a tick the next morning on which something falls due is still to come."""
    wakeup = next_wakeup(cycle)
    assert wakeup is None or wakeup > max(now, cycle.at or now)
