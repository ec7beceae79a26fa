"""What somebody can do with a step just now: what the policy lets them, and the rules would not refuse."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain import commands as c
from domain.calendar import stockholm_date
from domain.cycle import Cycle
from domain.decide import decide
from domain.errors import DomainError
from domain.forms import ContentInvalid
from domain.people import Action, Actor, Place, Role, grant_for
from domain.steps import Step, StepStatus


class Verb(StrEnum):
    """What is done to a step; the value ends the address of its page."""

    REVIEW = "granska"
    CONFIRM = "bekrafta"
    CLAIM = "ta"
    RELEASE = "lamna"
    RECALL = "aterkalla"
    REOPEN = "ateroppna"
    REMIND = "paminn"
    ASSIGN = "fordela"
    EXTEND = "forlang"
    WAIVE = "avsta"


ACTIONS: Mapping[Verb, Action] = {
    Verb.REVIEW: Action.REVIEW,
    Verb.CONFIRM: Action.CONFIRM,
    Verb.CLAIM: Action.CLAIM,
    Verb.RELEASE: Action.CLAIM,
    Verb.RECALL: Action.RECALL,
    Verb.REOPEN: Action.REOPEN,
    Verb.REMIND: Action.REMIND,
    Verb.ASSIGN: Action.ASSIGN,
    Verb.EXTEND: Action.EXTEND,
    Verb.WAIVE: Action.WAIVE,
}
_ANY = "-"  # a reason, to ask the rules whether the rest would do
Make = Callable[[c.Acting, Step, datetime], c.PersonCommand]


def _extended(acts: c.Acting, step: Step, now: datetime) -> c.ExtendStep:
    stands = max(filter(None, (step.target, step.latest, stockholm_date(now))))
    return c.ExtendStep(actor=acts, step=step.key, latest=stands + timedelta(days=1), reason=_ANY)


_TRIED: Mapping[Verb, Make] = {
    Verb.REVIEW: lambda acts, step, _: c.ReturnStep(actor=acts, step=step.key, reason=_ANY),
    Verb.CONFIRM: lambda acts, step, _: c.ConfirmStep(actor=acts, step=step.key),
    Verb.CLAIM: lambda acts, step, _: c.ClaimStep(actor=acts, step=step.key),
    Verb.RELEASE: lambda acts, step, _: c.ReleaseStep(actor=acts, step=step.key),
    Verb.RECALL: lambda acts, step, _: c.RecallStep(actor=acts, step=step.key),
    Verb.REOPEN: lambda acts, step, _: c.ReopenStep(actor=acts, step=step.key, reason=_ANY),
    Verb.REMIND: lambda acts, step, _: c.RemindStep(actor=acts, step=step.key),
    Verb.ASSIGN: lambda acts, step, _: c.AssignStep(actor=acts, step=step.key, role=step.role),
    Verb.EXTEND: _extended,
    Verb.WAIVE: lambda acts, step, _: c.WaiveStep(actor=acts, step=step.key, reason=_ANY),
}
_EVEN_IF_NOTHING_FOLLOWS = frozenset({Verb.ASSIGN})  # tried with the role that has it already


@dataclass(frozen=True)
class Moves:
    """Asks the decider itself, so that a button is there exactly when it would do what it says."""

    cycle: Cycle
    step: Step
    actor: Actor
    place: Place
    now: datetime

    def possible(self) -> tuple[Verb, ...]:
        return tuple(verb for verb in Verb if self.allows(verb))

    def allows(self, verb: Verb) -> bool:
        events = self._tried(ACTIONS[verb], _TRIED[verb])
        return events is not None and (events > 0 or verb in _EVEN_IF_NOTHING_FOLLOWS)

    def may_approve(self) -> bool:
        return bool(self._tried(Action.REVIEW, lambda acts, step, _: c.ApproveStep(actor=acts, step=step.key)))

    def may_fill_in(self) -> bool:
        """Write a draft, now or while the step still waits for others; not for who cannot hand it in."""
        if grant_for(self.actor, Action.WRITE_DRAFT, self.place) is None:
            return False
        if self.step.status is StepStatus.WAITING:
            return True
        return self._tried(Action.COMPLETE, _handed_in) is not None

    def _tried(self, action: Action, make: Make) -> int | None:
        """How many events would follow; None where it would be refused. What is missing in a content is no refusal."""
        role = Role.MUNICIPAL_COORDINATOR if action is Action.ASSIGN else self.step.role
        grant = grant_for(self.actor, action, self.place, role)
        if grant is None:
            return None
        acts = c.Acting(person=self.actor.person, role=grant.role, bodies=grant.bodies, on_behalf=grant.on_behalf)
        try:
            return len(decide(self.cycle, make(acts, self.step, self.now), self.now))
        except ContentInvalid:
            return 1
        except DomainError:
            return None


def _handed_in(acts: c.Acting, step: Step, _now: datetime) -> c.CompleteStep:
    return c.CompleteStep(actor=acts, step=step.key, content={})


def built_upon(cycle: Cycle, key: str) -> Iterator[str]:
    """The steps that wait again, or do not hold until it is known what changed, when this one is opened again."""
    for step in cycle.dependents(key):
        if step.status not in (StepStatus.WAITING, StepStatus.WAIVED):
            yield step.key
