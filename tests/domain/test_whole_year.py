"""A year from its start to its end, and what keeps it from ending."""

import pytest

from domain.commands import Command
from domain.cycle import CycleStatus
from domain.errors import Finding
from domain.forms import ContentInvalid
from domain.process import Kind
from tests.domain import builders as a
from tests.domain.builders import Year, a_year

IN_ORDER = {
    Kind.FULL: [
        "PhaseEntered action_plan after cause_analysis",
        "PhaseEntered follow_up after decision",
        "CycleClosed after closing",
    ],
    Kind.LIGHT: [
        "PhaseEntered action_plan after situation_analysis",
        "PhaseEntered follow_up after situation_analysis",
        "CycleClosed after closing",
    ],
}


def without_optional(kind: Kind) -> list[str]:
    return [step.key for step in a.PROCESS.steps_of(kind)[1:] if step.key != "adoption"]


@pytest.mark.parametrize("kind", Kind)
def test_a_whole_year_goes_through_its_phases_in_order_and_closes(kind: Kind) -> None:
    year, turns = a_year(kind, plan_in_force="1381-2026"), list[str]()
    for step in without_optional(kind):
        assert year.cycle.status is CycleStatus.RUNNING
        lines = year.settle(step)
        turns += [f"{line} after {step}" for line in lines if line.startswith(("PhaseEntered", "CycleClosed"))]
    assert turns == IN_ORDER[kind]
    assert year.cycle.status is CycleStatus.CLOSED
    assert set(year.statuses().values()) <= {"done", "waived"}


def test_each_step_opens_the_next() -> None:
    year = a_year()
    opened = [line for step in without_optional(Kind.FULL) for line in year.settle(step) if "Opened" in line]
    expected = [f"StepOpened {step}" for step in without_optional(Kind.FULL)[1:]]
    expected.insert(expected.index("StepOpened goals"), "StepOpened adoption")
    assert opened == expected


def test_an_optional_step_that_nobody_began_is_skipped_when_the_year_closes() -> None:
    year = a_year(upto="closing")
    assert year.statuses()["adoption"] == "open"
    assert year.settle("closing") == ["StepCompleted closing", "StepSkipped adoption", "CycleClosed"]


@pytest.mark.parametrize("begun", [[a.complete("adoption")], [a.complete("adoption"), a.send_back("adoption")]])
def test_an_optional_step_that_somebody_began_keeps_the_year_open(begun: list[Command]) -> None:
    year = a_year(upto="closing")
    for command in begun:
        year.give(command)
    assert year.settle("closing") == ["StepCompleted closing"]
    assert year.cycle.status is CycleStatus.RUNNING


def ready_but_for_the_adoption() -> Year:
    year = a_year(upto="closing")
    year.give(a.complete("adoption"), a.complete("closing"))
    return year


def test_the_year_closes_when_the_begun_optional_step_is_approved() -> None:
    assert ready_but_for_the_adoption().tell(a.approve("adoption")) == ["StepApproved adoption", "CycleClosed"]


def test_an_optional_step_that_was_returned_can_be_waived() -> None:
    year = ready_but_for_the_adoption()
    year.give(a.send_back("adoption"))
    assert year.tell(a.waive("adoption")) == ["StepWaived adoption", "CycleClosed"]


def test_an_optional_step_recalled_after_it_went_stale_may_be_left() -> None:
    year = a_year(upto="closing")
    year.give(a.complete("adoption"), a.reopen("cause_analysis"), a.recall("adoption"))
    year.settle("cause_analysis")
    assert year.stale() == []
    assert year.settle("closing") == ["StepCompleted closing", "StepSkipped adoption", "CycleClosed"]


def test_a_year_is_closed_early_when_the_law_has_its_own() -> None:
    year = a_year(upto="closing")
    assert year.tell(a.close()) == ["StepWaived adoption", "StepWaived closing", "CycleClosed"]


def test_every_step_that_the_law_does_not_require_can_be_waived_but_the_practice_steps() -> None:
    year, waived = a_year(), list[str]()
    for step in without_optional(Kind.FULL)[:-1]:
        if a.PROCESS.step(step).waivable:
            waived += year.tell(a.waive(step))[:1]
        else:
            year.settle(step)
    year.settle("closing")
    assert waived == [
        f"StepWaived {step}"
        for step in ("prioritisation", "cause_analysis", "goals", "measures", "action_plan", "implementation")
    ]
    assert year.cycle.status is CycleStatus.CLOSED


def test_a_light_year_without_a_known_plan_names_it_at_the_follow_up() -> None:
    year = a_year(Kind.LIGHT, upto="follow_up")
    with pytest.raises(ContentInvalid) as refused:
        year.give(a.complete("follow_up"))
    assert refused.value.findings == (
        Finding(code="plan-not-named", pointer="/plan", message="a light year follows up the plan in force: name it"),
    )
    assert year.give(a.complete("follow_up", content=a.CONTENT | {"plan": "1381-2026"}))


def test_a_light_year_that_knows_its_plan_and_a_full_year_need_not_name_it() -> None:
    for kind, plan in ((Kind.LIGHT, "1381-2026"), (Kind.FULL, None)):
        assert a_year(kind, upto="follow_up", plan_in_force=plan).give(a.complete("follow_up"))


def test_other_findings_are_told_along_with_the_missing_plan() -> None:
    with pytest.raises(ContentInvalid) as refused:
        a_year(Kind.LIGHT, upto="follow_up").give(a.complete("follow_up", content={"text": " "}))
    assert [finding.pointer for finding in refused.value.findings] == ["/text", "/plan"]
