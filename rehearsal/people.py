"""How people go through a year: on time, late, with a return, a recall, a reopening, a late start, more time asked for.

What somebody does next follows from where the year stands and from the municipality's temper alone, so a rehearsal says
the same on any day it is run.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from domain import commands as c
from domain.calendar import at_hour, stockholm_date
from domain.cycle import Cycle, CycleStatus
from domain.people import Body, Role
from domain.process import Kind
from domain.steps import Step, StepStatus
from domain.workdays import add_workdays, next_workday
from rehearsal.papers import corrected, paper

JOINS_LATE_BY, REVIEW_TAKES, LATE_BY, MORE_TIME, SECOND_THOUGHTS = 30, 2, 12, 20, 5  # working days
OPENING, MORNING, AFTERNOON = 8, 10, 14  # o'clock in Stockholm
LATE_STEPS = ("mapping", "follow_up")
NEW_FIGURES_BEFORE = ("measures", "implementation")
# The first of these that the year has: a light year has neither goals nor a cause analysis.
RECALLED_STEPS = ("goals", "follow_up")
EXTENDED_STEPS = ("cause_analysis", "implementation")


class Temper(StrEnum):
    RETURNED = "returned"
    LATE = "late"
    MORE_TIME = "more_time"
    REOPENED = "reopened"
    RECALLED = "recalled"
    LATE_JOINER = "late_joiner"
    ON_TIME = "on_time"


class Deed(NamedTuple):
    """Somebody does something at an instant (UTC)."""

    at: datetime
    command: c.PersonCommand


def temper_of(index: int) -> Temper:
    """The temper of a county's municipality, by its place in the county; the first one never joins late."""
    tempers = tuple(Temper)
    return tempers[index % len(tempers)]


def opening(year: int) -> datetime:
    """When the county opens the round of a year."""
    return at_hour(date(year - 1, 9, 1), OPENING)


def joining(year: int) -> datetime:
    """When a late municipality starts its year."""
    return at_hour(add_workdays(date(year - 1, 9, 1), JOINS_LATE_BY), MORNING)


def acts(role: Role, where: str) -> c.Acting:
    bodies = tuple(Body) if role is Role.DECISION_MAKER else ()
    return c.Acting(person=f"rehearsal-{role.value}-{where}", role=role, bodies=bodies)


def next_deed(cycle: Cycle, temper: Temper) -> Deed | None:
    """What a person does next in this municipality, and when; None once nothing more will be done.

    To be asked once after each deed: `cycle.at` is when the last one was done.
    """
    if cycle.at is None:
        return None
    today = stockholm_date(cycle.at)
    if cycle.status is CycleStatus.CLOSED:
        return _after_the_end(cycle, temper, today)
    step = next((s for s in cycle.steps if cycle.actionable(s) and cycle.required(s)), None)
    return _next_at(cycle, step, temper, today) if step is not None else None


def _next_at(cycle: Cycle, step: Step, temper: Temper, today: date) -> Deed:
    if temper is Temper.REOPENED and step.key in NEW_FIGURES_BEFORE and cycle.step("mapping").version == 1:
        return _deed(cycle, today, AFTERNOON, _reopen(cycle, "mapping", "Polisens siffror kom (provkörning)"))
    if step.stale and step.status in (StepStatus.DONE, StepStatus.SUBMITTED):
        confirmed = c.ConfirmStep(actor=_does(cycle, step.role), step=step.key)
        return _deed(cycle, add_workdays(today, 1), MORNING, confirmed)
    if step.status is StepStatus.SUBMITTED:
        return _reviewed(cycle, step, temper, today)
    return _worked(cycle, step, temper, today)


def _worked(cycle: Cycle, step: Step, temper: Temper, today: date) -> Deed:
    latest = step.latest or step.target
    if temper is Temper.MORE_TIME and step.key == _first(cycle, EXTENDED_STEPS):
        return _handed_in(cycle, step, max(today, latest)) if _extended(cycle, step) else _asks(cycle, step, today)
    if temper is Temper.LATE and step.key in LATE_STEPS:
        return _handed_in(cycle, step, max(today, add_workdays(latest, LATE_BY)))
    return _handed_in(cycle, step, max(today, step.target))


def _extended(cycle: Cycle, step: Step) -> bool:
    planned = cycle.definition(step.key).latest
    return planned is None or step.latest is None or step.latest > max(planned.on(cycle.year), step.target)


def _asks(cycle: Cycle, step: Step, today: date) -> Deed:
    later = c.ExtendStep(
        actor=acts(Role.COUNTY_COORDINATOR, cycle.county),
        step=step.key,
        latest=add_workdays(step.latest or step.target, MORE_TIME),
        reason="Samordnaren är ny (provkörning)",
    )
    return _deed(cycle, next_workday(max(today, step.target)), MORNING, later)


def _handed_in(cycle: Cycle, step: Step, day: date) -> Deed:
    kind = cycle.procedure.kind
    content = paper(cycle.municipality, kind, cycle.year, step.key)
    if kind is Kind.LIGHT and step.key == "follow_up" and cycle.plan_in_force is None:
        content = {"plan": "Planen i kraft (provkörning)", **content}
    if step.status is StepStatus.REOPENED:
        content = corrected(content)
    handed_in = c.CompleteStep(actor=_does(cycle, step.role), step=step.key, content=content)
    return _deed(cycle, next_workday(day), MORNING, handed_in)


def _reviewed(cycle: Cycle, step: Step, temper: Temper, today: date) -> Deed:
    if temper is Temper.RECALLED and step.key == _first(cycle, RECALLED_STEPS) and step.version == 1:
        recalled = c.RecallStep(actor=_does(cycle, step.role), step=step.key)
        return _deed(cycle, today, AFTERNOON, recalled)
    decides, day = _does(cycle, Role.DECISION_MAKER), add_workdays(today, REVIEW_TAKES)
    if temper is Temper.RETURNED and step.key == "situation_analysis" and step.version == 1:
        reason = "Konsekvenserna behöver beskrivas (provkörning)"
        return _deed(cycle, day, MORNING, c.ReturnStep(actor=decides, step=step.key, reason=reason))
    return _deed(cycle, day, MORNING, c.ApproveStep(actor=decides, step=step.key))


def _after_the_end(cycle: Cycle, temper: Temper, today: date) -> Deed | None:
    if temper is not Temper.REOPENED or cycle.step("follow_up").version > 1:
        return None
    reopened = _reopen(cycle, "follow_up", "Ett mätvärde var fel (provkörning)")
    return _deed(cycle, add_workdays(today, SECOND_THOUGHTS), MORNING, reopened)


def _reopen(cycle: Cycle, step: str, reason: str) -> c.ReopenStep:
    return c.ReopenStep(actor=_does(cycle, Role.MUNICIPAL_COORDINATOR), step=step, reason=reason)


def _does(cycle: Cycle, role: Role) -> c.Acting:
    return acts(role, cycle.municipality)


def _first(cycle: Cycle, keys: tuple[str, ...]) -> str | None:
    return next((key for key in keys if key in cycle.procedure.definitions), None)


def _deed(cycle: Cycle, day: date, hour: int, command: c.PersonCommand) -> Deed:
    """At that hour, or a minute after the last thing that happened."""
    at = at_hour(day, hour)
    return Deed(at if cycle.at is None else max(at, cycle.at + timedelta(minutes=1)), command)
