"""What the commands that make a year may do, and the events that they lead to first: start, hand in, review, rework.

`domain/arranging.py` holds those that arrange its work, and `domain/decide.py` adds what follows by itself.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import singledispatch

from domain import commands as c
from domain import events as e
from domain.bearing import BUILT, traced
from domain.calendar import stockholm_date
from domain.content.check import findings
from domain.cycle import Cycle, CycleStatus
from domain.errors import Conflict, Finding, Invalid, NotAllowed
from domain.forms import NO_FORM, ContentInvalid
from domain.people import Role
from domain.process import Kind, contracted
from domain.schedule import Move as DateMove
from domain.schedule import earliest_finishes, planned, schedule
from domain.steps import Move, Step, StepStatus

FIRST_YEAR = 2024  # the Act demands a plan from 1 July 2024 (transitional rule 2)
YEARS_AHEAD = 2
COVERED_BY_COORDINATOR = (Role.CONTRIBUTOR, Role.POLICE_PARTNER)


class YearOutOfRange(Invalid):
    pass


class CycleAlreadyStarted(Conflict):
    pass


class StepNotOpen(Conflict):
    """The step cannot be handed in now: it waits for others, is waiting for its approver, or is done."""


class MoveNotPossible(Conflict):
    """The step's status does not allow this move (domain/steps.py)."""


class StepIsStale(Conflict):
    """Something the step builds on was changed; it must be confirmed or done again first."""


class AlreadyBuiltUpon(Conflict):
    """A submission can be recalled only while nothing that builds on it has moved; reopen it instead."""


class ContentChanged(Conflict):
    """Somebody handed in another version since this one was read."""


class NotYourStep(NotAllowed):
    """The step, or its review, belongs to another role or body."""


class OwnSubmission(NotAllowed):
    """Nobody approves or returns what they handed in themselves, nor what a substitute handed in for them."""


def check_year(year: int, now: datetime) -> None:
    """Raises YearOutOfRange unless a year may be started: from 2024 to two years ahead."""
    last = stockholm_date(now).year + YEARS_AHEAD
    if not FIRST_YEAR <= year <= last:
        raise YearOutOfRange(f"The year must be between {FIRST_YEAR} and {last}")


def closing(cycle: Cycle, now: datetime) -> Iterator[e.Event]:
    for step in cycle.steps:
        if not step.settled:
            yield e.StepSkipped(at=now, step=step.key)
    yield e.CycleClosed(at=now)


@singledispatch
def rule(command: object, cycle: Cycle, now: datetime) -> list[e.Event]:
    raise NotImplementedError(f"no rule for {type(command).__name__}")


@rule.register
def _(command: c.StartCycle, cycle: Cycle, now: datetime) -> list[e.Event]:
    if cycle.status is not CycleStatus.NOT_STARTED:
        raise CycleAlreadyStarted(f"The year {cycle.id} has been started already")
    check_year(command.year, now)
    procedure = cycle.procedure
    process = procedure.process
    started = e.CycleStarted(
        at=now,
        cycle=cycle.id,
        municipality=command.municipality,
        county=command.county,
        year=command.year,
        cycle_kind=command.cycle_kind,
        process=procedure.digest,
        process_key=process.key,
        process_version=process.version,
        round=command.round,
        plan_in_force=command.plan_in_force,
        dates=planned(process, command.cycle_kind, command.year),
    )
    moves = schedule(process, command.cycle_kind, command.year, stockholm_date(now)).moves
    return [started, *_moved(moves, now), *_started_steps(cycle, command, now)]


def _started_steps(cycle: Cycle, command: c.StartCycle, now: datetime) -> Iterator[e.Event]:
    """A step that asks for nothing but the start itself is done by starting."""
    for key, definition in cycle.procedure.definitions.items():
        if definition.form == NO_FORM and not definition.waits_for:
            yield e.StepOpened(at=now, step=key)
            yield e.StepCompleted(at=now, step=key, version=1, by=command.actor.person)


@rule.register
def _(command: c.CompleteStep, cycle: Cycle, now: datetime) -> list[e.Event]:
    step = cycle.step(command.step)
    check_doer(cycle, step, command.actor)
    _check_version(step, command.expected)
    approved = cycle.definition(step.key).approver is not None
    move = Move.SUBMIT if approved else Move.FINISH
    _check_ready(cycle, step)
    if not step.allows(move):
        raise StepNotOpen(f"{step.key} is {step.status}, so it cannot be handed in")
    _check_content(cycle, command)
    version, by, on_behalf = step.version + 1, command.actor.person, command.actor.on_behalf
    if approved:
        return [e.StepSubmitted(at=now, step=step.key, version=version, by=by, on_behalf=on_behalf)]
    completed = e.StepCompleted(at=now, step=step.key, version=version, by=by, on_behalf=on_behalf)
    return [completed, *traced(cycle, step.key, command.content, command.held, now)]


@rule.register
def _(command: c.ApproveStep, cycle: Cycle, now: datetime) -> list[e.Event]:
    step = _reviewed(command, cycle)
    if step.stale:
        raise StepIsStale(f"{step.key} builds on something that has changed; it must be confirmed or handed in again")
    _check_ready(cycle, step)
    content = command.held.contents.get(cycle.definition(step.key).form)
    approved = e.StepApproved(at=now, step=step.key, version=step.version, by=command.actor.person)
    return [approved, *traced(cycle, step.key, content, command.held, now)]


@rule.register
def _(command: c.ReturnStep, cycle: Cycle, now: datetime) -> list[e.Event]:
    step = _reviewed(command, cycle)
    return [e.StepReturned(at=now, step=step.key, version=step.version, by=command.actor.person)]


@rule.register
def _(command: c.RecallStep, cycle: Cycle, now: datetime) -> list[e.Event]:
    step = cycle.step(command.step)
    check_doer(cycle, step, command.actor)
    _check_changeable(cycle, step)
    check_move(step, Move.RECALL)
    done = step.status is StepStatus.DONE  # on a submission nothing can have moved yet
    approved = done and cycle.definition(step.key).approver is not None
    moved = [other.key for other in cycle.dependents(step.key) if other.begun] if done else []
    if approved or moved:
        what = f"{', '.join(moved)} builds on it" if moved else "it has been approved"
        raise AlreadyBuiltUpon(f"{step.key} cannot be recalled: {what}; reopen it with a reason instead")
    return [e.StepRecalled(at=now, step=step.key, version=step.version)]


@rule.register
def _(command: c.ReopenStep, cycle: Cycle, now: datetime) -> list[e.Event]:
    step = cycle.step(command.step)
    if command.actor.role is not Role.MUNICIPAL_COORDINATOR:
        check_doer(cycle, step, command.actor)
    _check_changeable(cycle, step)
    check_move(step, Move.REOPEN)
    stale = tuple(other.key for other in cycle.dependents(step.key) if other.status in BUILT)
    reopened: list[e.Event] = [e.CycleReopened(at=now)] if cycle.status is CycleStatus.CLOSED else []
    reopened.append(e.StepReopened(at=now, step=step.key, stale=stale))
    return [*reopened, *_moved(_late_again(cycle, (step.key, *stale), stockholm_date(now)), now)]


@rule.register
def _(command: c.ConfirmStep, cycle: Cycle, now: datetime) -> list[e.Event]:
    step = cycle.step(command.step)
    if not _may_review(cycle, step, command.actor):
        check_doer(cycle, step, command.actor)
    _check_version(step, command.expected)
    check_move(step, Move.CONFIRM)
    _check_ready(cycle, step)
    return [e.StepConfirmed(at=now, step=step.key, version=step.version, by=command.actor.person)]


def _reviewed(command: c.ApproveStep | c.ReturnStep, cycle: Cycle) -> Step:
    step = cycle.step(command.step)
    if not _may_review(cycle, step, command.actor):
        raise NotYourStep(f"The review of {step.key} belongs to another role or body")
    _check_version(step, command.expected)
    check_move(step, Move.RETURN)
    reviewers = {command.actor.person, command.actor.on_behalf} - {None}
    if reviewers & {step.submitted_by, step.submitted_for}:
        raise OwnSubmission(f"{step.key} was handed in by or for the same person; somebody else has to review it")
    return step


def _may_review(cycle: Cycle, step: Step, actor: c.Acting) -> bool:
    approver = cycle.definition(step.key).approver
    if approver is None or approver.role is not actor.role:
        return False
    return not approver.bodies or any(body in approver.bodies for body in actor.bodies)


def check_doer(cycle: Cycle, step: Step, actor: c.Acting) -> None:
    """A step is done by the role it is assigned to; the coordinator may do what contributors and partners do."""
    covered = step.role in COVERED_BY_COORDINATOR and actor.role is Role.MUNICIPAL_COORDINATOR
    bodies = cycle.definition(step.key).bodies if step.role is Role.DECISION_MAKER else ()
    speaks = not bodies or any(body in bodies for body in actor.bodies)
    if not (covered or (actor.role is step.role and speaks)):
        whose = f"{step.role} ({', '.join(bodies)})" if bodies else step.role
        raise NotYourStep(f"{step.key} belongs to {whose}")


def _check_ready(cycle: Cycle, step: Step) -> None:
    waits = [other.key for other in cycle.waits_for(step.key)]
    if waits:
        raise StepNotOpen(f"{step.key} waits for {', '.join(waits)}")


def _check_version(step: Step, expected: int | None) -> None:
    if expected is not None and expected != step.version:
        raise ContentChanged(f"{step.key} is at version {step.version}, not {expected}; read it again before you go on")


def check_move(step: Step, move: Move) -> None:
    if not step.allows(move):
        how = f"{step.status} and stale" if step.stale else step.status
        raise MoveNotPossible(f"{step.key} is {how}, which does not allow: {move}")


def _check_changeable(cycle: Cycle, step: Step) -> None:
    if cycle.definition(step.key).form == NO_FORM:
        raise MoveNotPossible(f"{step.key} has nothing to change")


def _check_content(cycle: Cycle, command: c.CompleteStep) -> None:
    found = findings(cycle.definition(command.step).form, command.content, command.held.contents)
    names_plan = cycle.plan_in_force is not None or command.content.get("plan") is not None
    if cycle.procedure.kind is Kind.LIGHT and command.step == "follow_up" and not names_plan:
        message = "a light year follows up the plan in force: name it"
        found = (*found, Finding(code="plan-not-named", pointer="/plan", message=message))
    if found:
        raise ContentInvalid(f"{command.step} is not complete: {len(found)} finding(s)", found)


def _moved(moves: Iterable[DateMove], now: datetime) -> list[e.Event]:
    moves = tuple(moves)
    return [e.ScheduleMoved(at=now, moves=moves)] if moves else []


def _late_again(cycle: Cycle, keys: tuple[str, ...], today: date) -> Iterator[DateMove]:
    """Reopened work gets no date earlier than the working days it needs from today, along what builds on what."""
    definitions = cycle.procedure.definitions
    waits = contracted({key: definition.waits_for for key, definition in definitions.items()}, frozenset(keys))
    again = tuple(definitions[key].model_copy(update={"waits_for": waits[key]}) for key in waits)
    for key, ready in earliest_finishes(again, today).items():
        step = cycle.step(key)
        target = max(step.target, ready)
        latest = None if step.latest is None else max(step.latest, target)
        if (target, latest) != (step.target, step.latest):
            yield DateMove(
                key=key, old_target=step.target, new_target=target, old_latest=step.latest, new_latest=latest
            )
