"""A municipality's year to test on: commands by those who may give them, and a year brought to where a test begins.

Every builder takes keyword overrides. `Year` keeps the cycle, its log and the clock; nothing here knows a rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from domain.commands import (
    Acting,
    ApproveStep,
    AssignStep,
    ClaimStep,
    CloseCycle,
    Command,
    CompleteStep,
    ConfirmStep,
    Content,
    ExtendStep,
    RecallStep,
    ReleaseStep,
    RemindStep,
    ReopenStep,
    ReturnStep,
    StartCycle,
    Tick,
    WaiveStep,
)
from domain.cycle import Cycle, fold
from domain.decide import decide
from domain.events import Event, PhaseEntered
from domain.forms import FORMS
from domain.handed_in import HandedIn, knowing, with_content
from domain.people import Role
from domain.procedure import Procedure
from domain.process import Kind
from storage.process_files import load

PROCESS = load(Path(__file__).parents[2] / "processes" / "lag-2023-196.yaml", frozenset(FORMS))
DIGEST = "0" * 64
PROCEDURES: Mapping[Kind, Procedure] = {kind: Procedure(PROCESS, DIGEST, kind) for kind in Kind}
OPENS = datetime(2026, 9, 1, 7, 0, tzinfo=UTC)
CONTENT: Content = {"text": "Vi har gått igenom underlaget tillsammans."}
CHANGED: Content = {"text": "Vi har gått igenom underlaget en gång till."}
REASON = "Nya uppgifter har kommit."


def an_actor(role: Role = Role.MUNICIPAL_COORDINATOR, **given: object) -> Acting:
    """Somebody in that role; every role is another person unless `person` says otherwise."""
    return Acting.model_validate({"person": f"the-{role}", "role": role} | given)


def doer(step: str, **given: object) -> Acting:
    """The one to whom the process gives the step."""
    definition = PROCESS.step(step)
    return an_actor(definition.role, **({"bodies": definition.bodies[:1]} | given))


def reviewer(step: str, **given: object) -> Acting:
    """The one who approves the step; whoever does it where nobody approves."""
    approver = PROCESS.step(step).approver
    if approver is None:
        return doer(step, **given)
    return an_actor(approver.role, **({"bodies": approver.bodies[:1]} | given))


COORDINATOR = an_actor()
COUNTY = an_actor(Role.COUNTY_COORDINATOR)


def start(kind: Kind = Kind.FULL, **given: object) -> StartCycle:
    planned = {"actor": COUNTY, "municipality": "1381", "county": "13", "year": 2027, "round": "13-2027"}
    return StartCycle.model_validate(planned | {"cycle_kind": kind, "process": DIGEST} | given)


def complete(step: str, **given: object) -> CompleteStep:
    return CompleteStep.model_validate({"step": step, "actor": doer(step), "content": CONTENT} | given)


def approve(step: str, **given: object) -> ApproveStep:
    return ApproveStep.model_validate({"step": step, "actor": reviewer(step)} | given)


def send_back(step: str, **given: object) -> ReturnStep:
    return ReturnStep.model_validate({"step": step, "actor": reviewer(step), "reason": REASON} | given)


def recall(step: str, **given: object) -> RecallStep:
    return RecallStep.model_validate({"step": step, "actor": doer(step)} | given)


def reopen(step: str, **given: object) -> ReopenStep:
    return ReopenStep.model_validate({"step": step, "actor": COORDINATOR, "reason": REASON} | given)


def confirm(step: str, **given: object) -> ConfirmStep:
    return ConfirmStep.model_validate({"step": step, "actor": doer(step)} | given)


def assign(step: str, role: Role, **given: object) -> AssignStep:
    return AssignStep.model_validate({"step": step, "actor": COORDINATOR, "role": role} | given)


def claim(step: str, **given: object) -> ClaimStep:
    return ClaimStep.model_validate({"step": step, "actor": doer(step)} | given)


def release(step: str, **given: object) -> ReleaseStep:
    return ReleaseStep.model_validate({"step": step, "actor": doer(step)} | given)


def remind(step: str, **given: object) -> RemindStep:
    return RemindStep.model_validate({"step": step, "actor": COORDINATOR} | given)


def extend(step: str, latest: date, **given: object) -> ExtendStep:
    plain = {"step": step, "actor": COORDINATOR, "latest": latest, "reason": REASON}
    return ExtendStep.model_validate(plain | given)


def waive(step: str, **given: object) -> WaiveStep:
    return WaiveStep.model_validate({"step": step, "actor": COORDINATOR, "reason": REASON} | given)


def close(**given: object) -> CloseCycle:
    return CloseCycle.model_validate({"actor": COORDINATOR, "reason": REASON} | given)


def told(events: list[Event]) -> list[str]:
    """Events as short lines: `StepOpened mapping`, `PhaseEntered action_plan`, `CycleClosed`."""
    return [f"{event.kind} {_about(event)}".strip() for event in events]


def _about(event: Event) -> str:
    return event.phase if isinstance(event, PhaseEntered) else str(getattr(event, "step", ""))


@dataclass
class Year:
    """A cycle, its log, and a clock that stands still until a test moves it."""

    cycle: Cycle
    now: datetime = OPENS
    log: list[Event] = field(default_factory=list[Event])
    handed_in: HandedIn = field(default_factory=dict[str, tuple[Content, ...]])

    def give(self, *commands: Command) -> list[Event]:
        """What the commands lead to, one after the other."""
        new: list[Event] = []
        for command in commands:
            events = decide(self.cycle, knowing(command, self.cycle, self.handed_in), self.now)
            self.cycle = fold(self.cycle, events)
            new += events
            self.handed_in = with_content(self.handed_in, command)
        self.log += new
        return new

    def tell(self, *commands: Command) -> list[str]:
        return told(self.give(*commands))

    def tick(self, day: date, hour: int = 6) -> list[Event]:
        """What is told at that hour (UTC) of that day, which becomes today."""
        self.now = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
        return self.give(Tick())

    def settle(self, *steps: str, content: Content = CONTENT) -> list[str]:
        """Each step handed in by its doer and, where somebody approves it, approved."""
        lines: list[str] = []
        for step in steps:
            lines += self.tell(complete(step, content=content))
            if PROCESS.step(step).approver is not None:
                lines += self.tell(approve(step))
        return lines

    def statuses(self) -> dict[str, str]:
        return {step.key: f"{step.status}{' stale' if step.stale else ''}" for step in self.cycle.steps}

    def stale(self) -> list[str]:
        return [step.key for step in self.cycle.steps if step.stale]


def a_blank(kind: Kind = Kind.FULL) -> Year:
    return Year(Cycle.blank("1381-2027", PROCEDURES[kind]))


def a_year(
    kind: Kind = Kind.FULL, upto: str | None = "organisation", *, now: datetime = OPENS, **given: object
) -> Year:
    """A started year with every step before `upto` settled but the optional ones; all of them if it is None."""
    year = a_blank(kind)
    year.now = now
    year.give(start(kind, **given))
    for step in PROCESS.steps_of(kind)[1:]:
        if step.key == upto:
            break
        if not step.optional:
            year.settle(step.key)
    return year


def days_later(year: Year, days: int) -> None:
    year.now += timedelta(days=days)
