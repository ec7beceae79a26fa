"""What falls due as time passes: reminders, passed dates, rungs of the ladder; and when time matters next."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from domain.calendar import at_hour, stockholm_date
from domain.cycle import Cycle, CycleStatus
from domain.events import Event, StepEscalated, StepOverdue, StepReminded
from domain.people import Body, Role
from domain.steps import Step, StepStatus
from domain.workdays import add_workdays

MORNING = 6  # o'clock in Stockholm, when a day's reminders go out


class Rung(NamedTuple):
    due: date
    to: Role


class Turn(NamedTuple):
    """Whose turn it is: everybody of a role, or of it those who speak for one of these bodies; or one person."""

    role: Role
    bodies: tuple[Body, ...] = ()
    person: str | None = None


def tick(cycle: Cycle, now: datetime) -> list[Event]:
    """What has fallen due by `now` and has not been told yet; nothing in a year that is not running."""
    today = stockholm_date(now)
    return [event for step in _told_about(cycle) for event in _due(cycle, step, today, now)]


def next_wakeup(cycle: Cycle) -> datetime | None:
    """The next morning (UTC instant) on which something falls due, at most one a day; None if nothing will."""
    days = [day for step in _told_about(cycle) for day in _pending_days(cycle, step)]
    if not days:
        return None
    day = min(days)
    if cycle.ticked_at is not None:
        day = max(day, stockholm_date(cycle.ticked_at) + timedelta(days=1))
    return at_hour(day, MORNING)


def turn(cycle: Cycle, step: Step) -> Turn:
    """Who has to act now: the approver of a fresh submission, otherwise whoever the step is assigned to."""
    approver = cycle.definition(step.key).approver
    if approver is not None and step.status is StepStatus.SUBMITTED and not step.stale:
        return Turn(approver.role, approver.bodies)
    return doer(cycle, step)


def doer(cycle: Cycle, step: Step) -> Turn:
    """Whoever the step is assigned to; what decision-makers do is done for the bodies that the process names."""
    bodies = cycle.definition(step.key).bodies if step.role is Role.DECISION_MAKER else ()
    return Turn(step.role, bodies, step.person)


def acting_role(cycle: Cycle, step: Step) -> Role:
    return turn(cycle, step).role


def _told_about(cycle: Cycle) -> Iterator[Step]:
    if cycle.status is CycleStatus.RUNNING:
        yield from (step for step in cycle.steps if not step.settled)


def _due(cycle: Cycle, step: Step, today: date, now: datetime) -> Iterator[Event]:
    """Several missed reminders are one; every rung is told, since each speaks to somebody else."""
    reminders = [day for day in _reminders(cycle, step) if day <= today]
    if reminders:
        yield StepReminded(at=now, step=step.key, due=max(reminders), to=acting_role(cycle, step))
    passed = _overdue_day(cycle, step)
    if passed is not None and passed <= today and step.latest is not None:
        yield StepOverdue(at=now, step=step.key, latest=step.latest)
    for rung in _rungs(cycle, step):
        if rung.due <= today:
            yield StepEscalated(at=now, step=step.key, due=rung.due, to=rung.to)


def _pending_days(cycle: Cycle, step: Step) -> Iterator[date]:
    yield from _reminders(cycle, step)
    passed = _overdue_day(cycle, step)
    if passed is not None:
        yield passed
    yield from (rung.due for rung in _rungs(cycle, step))


def _reminders(cycle: Cycle, step: Step) -> Iterator[date]:
    """The reminder days not told yet. Nobody is reminded of a step that still waits for others."""
    if not cycle.actionable(step):
        return
    for before in cycle.definition(step.key).reminders:
        day = add_workdays(step.target, -before)
        if step.told.reminder is None or day > step.told.reminder:
            yield day


def _overdue_day(cycle: Cycle, step: Step) -> date | None:
    """The day after the latest one, if not told. A step that waits for others is late as well."""
    if step.latest is None or not cycle.required(step):
        return None
    if step.told.overdue is not None and step.latest <= step.told.overdue:
        return None
    return step.latest + timedelta(days=1)


def _rungs(cycle: Cycle, step: Step) -> Iterator[Rung]:
    if step.latest is None or not cycle.actionable(step) or not cycle.required(step):
        return
    for rung in cycle.definition(step.key).escalation:
        due = add_workdays(step.latest, rung.after)
        if step.told.rung is None or due > step.told.rung:
            yield Rung(due, rung.to)
