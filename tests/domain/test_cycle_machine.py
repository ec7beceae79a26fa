"""A year in the hands of people who do anything at any time, with a clock that may jump back.

HYPOTHESIS_PROFILE=thorough runs many more and longer years.
"""

import os
from datetime import datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domain.commands import Acting, Command, CompleteStep, Content, Tick
from domain.cycle import Cycle, CycleStatus, fold
from domain.decide import decide
from domain.due import next_wakeup
from domain.errors import DomainError
from domain.events import Event
from domain.people import Body, Role
from domain.process import Kind
from domain.steps import Move, Step, StepStatus
from tests.domain import builders as a
from tests.domain.move_table import EXPECTED
from tests.domain.watching import Watcher, check_asleep, check_state, check_wakeup

KEYS = [step.key for step in a.PROCESS.steps]
PLAN_NAMED = a.CONTENT | {"plan": "1381-2026"}
FITTING = [a.CONTENT, a.CHANGED, PLAN_NAMED, PLAN_NAMED]
CONTENTS = st.sampled_from([*FITTING, {}, {"text": ""}, {"text": "x", "other": 1}])
EXPECTED_VERSIONS = st.sampled_from([None, None, None, 0, 1, 2])
PEOPLE = st.builds(
    Acting,
    person=st.sampled_from(["anna", "bo", "cia"]),
    role=st.sampled_from(Role),
    bodies=st.lists(st.sampled_from(Body), max_size=2).map(tuple),
)
STEPS = st.integers(0, 59)  # which one, of those that fit
STRANGERS = st.integers(0, 5).flatmap(lambda n: PEOPLE if n == 5 else st.none())


def right(step: str) -> Content:
    """Content that the step takes; a light year's follow-up names the plan."""
    return PLAN_NAMED if step == "follow_up" else a.CONTENT


class AnyYear(RuleBasedStateMachine):
    cycle: Cycle
    watcher: Watcher
    log: list[Event]
    handed_in: dict[str, list[Content]]
    now: datetime

    @initialize(kind=st.sampled_from(Kind), plan=st.sampled_from([None, "1381-2026"]), late=st.integers(-60, 500))
    def begin(self, kind: Kind, plan: str | None, late: int) -> None:
        self.now = a.OPENS + timedelta(days=late)
        self.cycle = a.a_blank(kind).cycle
        self.watcher = Watcher(self.cycle)
        self.log, self.handed_in = [], {}
        self.give(a.complete("organisation"))
        self.give(a.start(kind, plan_in_force=plan))

    def give(self, command: Command) -> list[Event]:
        before = self.cycle.model_dump_json()
        try:
            new = decide(self.cycle, a.knowing(command, self.cycle, self.handed_in), self.now)
        except DomainError:
            new = []
        if isinstance(command, CompleteStep) and new:
            self.handed_in.setdefault(command.step, []).append(command.content)
        assert self.cycle.model_dump_json() == before
        self.watcher.follow(new)
        self.cycle = fold(self.cycle, new)
        self.log += new
        return new

    def who(self, step: str, stranger: Acting | None, *, reviews: bool = False) -> Acting:
        """Those whose work it is, or a stranger."""
        if stranger is not None:
            return stranger
        if reviews:
            return a.reviewer(step)
        role = next((s.role for s in self.cycle.steps if s.key == step), Role.CONTRIBUTOR)
        return a.an_actor(role, bodies=a.PROCESS.step(step).bodies)

    @rule(hours=st.integers(1, 24 * 45))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(hours=st.integers(1, 24 * 10))
    def the_clock_jumps_back(self, hours: int) -> None:
        self.now -= timedelta(hours=hours)

    @rule()
    def ticks(self) -> None:
        self.give(Tick())
        assert decide(self.cycle, Tick(), self.now) == []
        check_asleep(self.cycle, self.now)

    @rule()
    def sleeps_until_woken(self) -> None:
        wakeup = next_wakeup(self.cycle)
        if wakeup is None:
            return
        self.now = max(self.now, wakeup)
        assert self.give(Tick()) != []
        check_asleep(self.cycle, self.now)

    def pick(self, which: int, *moves: Move) -> str:
        """Mostly a step that one of the moves is possible for, sometimes any."""
        steps = self.cycle.steps if which % 4 else ()
        fitting = [s.key for s in steps if any(EXPECTED[s.status, s.stale, move] for move in moves)]
        return (fitting or KEYS)[which % len(fitting or KEYS)]

    @rule(upto=st.sampled_from(KEYS), hands_in=st.booleans())
    def goes_well(self, upto: str, *, hands_in: bool) -> None:
        """What somebody can do something about is done, whatever that takes, until it is this step's turn."""
        self.settle_before(upto)
        if hands_in:
            self.give(a.complete(upto, content=right(upto), actor=self.who(upto, None)))

    def settle_before(self, upto: str) -> None:
        for _ in range(2 * len(KEYS)):
            step = next((step for step in self.cycle.steps if self.cycle.actionable(step)), None)
            if step is None or step.key == upto:
                return
            assert self.give(self._what_helps(step)) != []

    def _what_helps(self, step: Step) -> Command:
        if step.status in (StepStatus.SUBMITTED, StepStatus.DONE) and step.stale:
            return a.confirm(step.key, actor=self.who(step.key, None))
        if step.status is StepStatus.SUBMITTED:
            return a.approve(step.key, actor=a.reviewer(step.key, person="the-reviewer"))
        return a.complete(step.key, content=right(step.key), actor=self.who(step.key, None))

    @rule(returned=st.booleans())
    def goes_back_and_forth(self, *, returned: bool) -> None:
        step = next((step for step in self.cycle.steps if self.cycle.actionable(step)), None)
        if step is not None:
            self.give(a.complete(step.key, content=right(step.key), actor=self.who(step.key, None)))
            self.give(a.send_back(step.key) if returned else a.recall(step.key, actor=self.who(step.key, None)))

    @rule(step=STEPS, stranger=STRANGERS, content=CONTENTS, expected=EXPECTED_VERSIONS)
    def completes(self, step: int, stranger: Acting | None, content: object, expected: int | None) -> None:
        key = self.pick(step, Move.SUBMIT)
        self.give(a.complete(key, actor=self.who(key, stranger), content=content, expected=expected))

    @rule(step=STEPS, stranger=STRANGERS, expected=EXPECTED_VERSIONS, returns=st.booleans(), own=st.booleans())
    def reviews(self, step: int, stranger: Acting | None, expected: int | None, *, returns: bool, own: bool) -> None:
        key, makes = self.pick(step, Move.RETURN), a.send_back if returns else a.approve
        if own:
            who_did = next((s.submitted_by for s in self.cycle.steps if s.key == key), None)
            stranger = a.reviewer(key, person=who_did or "anna")
        self.give(makes(key, actor=self.who(key, stranger, reviews=True), expected=expected))

    @rule(step=STEPS, stranger=STRANGERS)
    def recalls(self, step: int, stranger: Acting | None) -> None:
        key = self.pick(step, Move.RETURN if step % 2 else Move.RECALL)
        self.give(a.recall(key, actor=self.who(key, stranger)))

    @rule(step=STEPS, stranger=STRANGERS)
    def reopens(self, step: int, stranger: Acting | None) -> None:
        self.give(a.reopen(self.pick(step, Move.REOPEN), actor=stranger or a.COORDINATOR))

    @rule(step=STEPS, stranger=STRANGERS, reviews=st.booleans())
    def confirms(self, step: int, stranger: Acting | None, *, reviews: bool) -> None:
        key = self.pick(step, Move.CONFIRM)
        self.give(a.confirm(key, actor=self.who(key, stranger, reviews=reviews)))

    @rule(step=STEPS, role=st.sampled_from(Role))
    def assigns(self, step: int, role: Role) -> None:
        self.give(a.assign(self.pick(step, Move.WAIVE, Move.RETURN), role))

    @rule(step=STEPS, of_the_county=st.booleans())
    def reminds(self, step: int, *, of_the_county: bool) -> None:
        """Once a day; nothing else that falls due is lost by it, nor told twice."""
        actionable = [s.key for s in self.cycle.steps if self.cycle.actionable(s)] or KEYS
        reminder = a.remind(actionable[step % len(actionable)], actor=a.COUNTY if of_the_county else a.COORDINATOR)
        self.give(reminder)
        assert self.give(reminder) == []

    @rule(step=STEPS, days=st.integers(-30, 200))
    def extends(self, step: int, days: int) -> None:
        self.give(a.extend(self.pick(step, Move.WAIVE, Move.RETURN), self.now.date() + timedelta(days=days)))

    @rule(step=STEPS)
    def waives(self, step: int) -> None:
        self.give(a.waive(self.pick(step, Move.WAIVE)))

    @rule(in_the_end=st.booleans())
    def closes(self, *, in_the_end: bool) -> None:
        if in_the_end:
            self.settle_before("closing")
        self.give(a.close())

    @rule(kind=st.sampled_from(Kind))
    def starts_again(self, kind: Kind) -> None:
        assert self.give(a.start(kind)) == []

    @precondition(lambda self: self.cycle.status is CycleStatus.CLOSED)
    @rule()
    def nothing_falls_due_when_closed(self) -> None:
        assert self.give(Tick()) == []
        assert next_wakeup(self.cycle) is None

    @invariant()
    def the_log_is_the_state(self) -> None:
        assert self.watcher.replayed == self.cycle
        assert self.cycle.version == len(self.log)

    @invariant()
    def the_state_holds_together(self) -> None:
        check_state(self.cycle)
        check_wakeup(self.cycle)

    def teardown(self) -> None:
        if hasattr(self, "cycle"):
            assert fold(Cycle.blank(self.cycle.id, self.cycle.procedure), self.log) == self.cycle


THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"

pytestmark = pytest.mark.timeout(3600 if THOROUGH else 120)

TestAnyYear = AnyYear.TestCase
TestAnyYear.settings = settings(
    max_examples=2000 if THOROUGH else 120, stateful_step_count=60 if THOROUGH else 40, deadline=None
)
