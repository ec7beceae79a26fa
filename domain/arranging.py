"""What the commands that arrange a year's work may do: who does a step, until when, what is reminded of or left out."""

from collections.abc import Iterable
from datetime import date, datetime

from domain import commands as c
from domain import events as e
from domain.calendar import stockholm_date
from domain.cycle import Cycle
from domain.due import Turn, acting_role
from domain.errors import Conflict, Invalid
from domain.people import Grant, Place, Role
from domain.rules import COVERED_BY_COORDINATOR, YEARS_AHEAD, MoveNotPossible, NotYourStep, check_doer, check_move, rule
from domain.steps import Move, Step

ASSIGNABLE = (Role.MUNICIPAL_COORDINATOR, Role.CONTRIBUTOR, Role.DECISION_MAKER, Role.POLICE_PARTNER)


class StepTaken(Conflict):
    """Another person has the step; a claim takes only what nobody has."""


class LawRequires(Conflict):
    """The year cannot close without a step that lag (2023:196) requires."""


class AlreadyReminded(Conflict):
    """The step was reminded of today, by somebody or by the process itself; once a day is enough."""


class NotWaivable(Invalid):
    pass


class NotAssignable(Invalid):
    pass


class DateNotLater(Invalid):
    """An extension gives a later date than the one that stands, and one that is still to come."""


@rule.register
def _(command: c.AssignStep, cycle: Cycle, now: datetime) -> list[e.Event]:
    step = cycle.step(command.step)
    if command.role not in ASSIGNABLE:
        raise NotAssignable(f"A step can be given to {', '.join(ASSIGNABLE)}, not to {command.role}")
    _check_left(step)
    if command.actor.role is Role.COUNTY_COORDINATOR:
        _check_named_alone(command, step)
    return _given(step, command.role, command.person, now)


@rule.register
def _(command: c.ClaimStep, cycle: Cycle, now: datetime) -> list[e.Event]:
    step = cycle.step(command.step)
    check_doer(cycle, step, command.actor)
    _check_left(step)
    if step.person not in (None, command.actor.person, command.actor.on_behalf):
        raise StepTaken(f"{step.key} is somebody's already; whoever has it can release it, or the coordinator move it")
    return _given(step, step.role, command.actor.person, now)


@rule.register
def _(command: c.ReleaseStep, cycle: Cycle, now: datetime) -> list[e.Event]:
    step, actor = cycle.step(command.step), command.actor
    if step.person not in (actor.person, actor.on_behalf) and actor.role is not Role.MUNICIPAL_COORDINATOR:
        raise NotYourStep(f"{step.key} is not yours to release")
    _check_left(step)
    return _given(step, step.role, None, now)


def role_for(grants: Iterable[Grant], place: Place, step: Role) -> Role:
    """As what a person would do a step that belongs to the role `step`: as that role, as the coordinator who may do it
    for them, or else as what they are in that municipality. Raises NotAssignable if they are nothing there.
    """
    here = [grant.role for grant in grants if grant.covers(place) and grant.role in ASSIGNABLE]
    covered = step in COVERED_BY_COORDINATOR and Role.MUNICIPAL_COORDINATOR in here
    if step in here or covered:
        return step
    if not here:
        raise NotAssignable("That person has no role in this municipality; invite them first")
    return here[0]


def passed_by(cycle: Cycle, key: str, latest: date) -> tuple[Step, ...]:
    """What builds on the step and would have its own last day before the step's, were that moved to `latest`."""
    after = (step for step in cycle.dependents(key) if not step.settled and (step.latest or step.target) < latest)
    return tuple(sorted(after, key=lambda step: step.latest or step.target))


def fits(grants: Iterable[Grant], place: Place, turn: Turn) -> bool:
    """Whether somebody with these roles can do there what falls to that role and, if it names any, those bodies."""
    here = [grant for grant in grants if grant.covers(place)]
    covered = turn.role in COVERED_BY_COORDINATOR and any(g.role is Role.MUNICIPAL_COORDINATOR for g in here)
    return covered or any(has(grant, turn) for grant in here)


def has(grant: Grant, turn: Turn) -> bool:
    """Whether it is that very role, for one of those bodies if there are any."""
    return grant.role is turn.role and (not turn.bodies or bool({*turn.bodies} & {*grant.bodies}))


def _given(step: Step, role: Role, person: str | None, now: datetime) -> list[e.Event]:
    if (role, person) == (step.role, step.person):
        return []
    given = e.StepAssigned(at=now, step=step.key, old=step.role, new=role, old_person=step.person, new_person=person)
    return [given]


def _check_left(step: Step) -> None:
    if step.settled:
        raise MoveNotPossible(f"{step.key} is {step.status}; there is nothing left to do in it")


def _check_named_alone(command: c.AssignStep, step: Step) -> None:
    """The county may name who does a step of those who have its role, where the municipality has named nobody."""
    if step.person not in (None, command.person):
        raise StepTaken(f"{step.key} is somebody's already; that is the municipality's to change")
    if command.role is not step.role:
        raise NotAssignable(f"{step.key} belongs to {step.role}; which role has it is the municipality's to change")


@rule.register
def _(command: c.RemindStep, cycle: Cycle, now: datetime) -> list[e.Event]:
    step = cycle.step(command.step)
    if not cycle.actionable(step):
        raise MoveNotPossible(f"{step.key} is {step.status}; there is nothing that anybody could do about it now")
    today = stockholm_date(now)
    if step.told.reminder is not None and step.told.reminder >= today:
        raise AlreadyReminded(f"{step.key} was reminded of today; it can be again tomorrow")
    return [e.StepReminded(at=now, step=step.key, due=today, to=acting_role(cycle, step), by=command.actor.person)]


@rule.register
def _(command: c.ExtendStep, cycle: Cycle, now: datetime) -> list[e.Event]:
    step = cycle.step(command.step)
    if step.settled:
        raise MoveNotPossible(f"{step.key} is {step.status}; there is no date left to extend")
    today = stockholm_date(now)
    stands = max(filter(None, (step.target, step.latest, today)))
    if command.latest <= stands:
        raise DateNotLater(f"The new latest date for {step.key} must be after {stands}")
    last = max(cycle.year, today.year) + YEARS_AHEAD
    if command.latest.year > last:
        raise DateNotLater(f"The new latest date for {step.key} must not be after {last}-12-31")
    return [e.StepExtended(at=now, step=step.key, old_latest=step.latest, new_latest=command.latest)]


@rule.register
def _(command: c.WaiveStep, cycle: Cycle, now: datetime) -> list[e.Event]:
    step = cycle.step(command.step)
    definition = cycle.definition(step.key)
    if not (definition.waivable or definition.optional):
        raise NotWaivable(f"{step.key} cannot be waived; it rests on {definition.basis.reference}")
    check_move(step, Move.WAIVE)
    return [e.StepWaived(at=now, step=step.key)]


@rule.register
def _(command: c.CloseCycle, cycle: Cycle, now: datetime) -> list[e.Event]:  # noqa: ARG001
    left = [step for step in cycle.steps if not step.settled]
    by_law = [step.key for step in left if cycle.definition(step.key).basis.kind == "law"]
    if by_law:
        raise LawRequires(f"The year cannot close before {', '.join(by_law)}: lag (2023:196) requires it")
    stale = [step.key for step in left if not step.allows(Move.WAIVE)]
    if stale:
        raise MoveNotPossible(f"{', '.join(stale)} must be approved, returned or confirmed before the year can close")
    return [e.StepWaived(at=now, step=step.key) for step in left]
