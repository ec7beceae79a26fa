"""What people do to a running year: each command decided once, in turn, and answered, whether yes or no."""

import asyncio
import base64
import re
from datetime import UTC, datetime

from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import WorkflowExecutionStatus

from activities.act import Acting
from activities.messages import Act
from domain import commands as c
from domain.people import Role
from domain.process import Kind, Phase
from storage.processes import Procedures
from tests.workflows.years import COORDINATOR, REASON, TEXT, OwnYear, acts, assign, complete, reopen, until
from workflows.client import COUNTY, MUNICIPALITY, YEAR

FULL = (
    *("organisation", "mapping", "situation_analysis", "prioritisation", "cause_analysis", "goals", "measures"),
    *("action_plan", "decision", "implementation", "follow_up", "council_report", "closing"),
)
LIGHT = ("organisation", "mapping", "situation_analysis", "implementation", "follow_up", "council_report", "closing")


async def has_ended(town: OwnYear) -> bool:
    return (await town.handle().describe()).status is WorkflowExecutionStatus.COMPLETED


async def named_plan(town: OwnYear) -> c.StartCycle:
    return (await town.start_command(Kind.LIGHT)).model_copy(update={"plan_in_force": f"{town.place.code}-2023"})


async def test_a_full_year_goes_through_its_phases_closes_and_ends(town: OwnYear) -> None:
    assert (await town.start()).phase is Phase.SITUATION_ANALYSIS
    closed = await town.settle(FULL)
    assert closed.closed
    await town.handle().result()
    assert await has_ended(town)
    kinds = await town.kinds()
    assert kinds[0] == "CycleStarted"
    assert kinds[-1] == "CycleClosed"
    assert kinds.count("PhaseEntered") == 2
    assert kinds.count("StepSkipped") == 1  # adoption, which is optional


async def test_a_late_reopening_starts_the_ended_workflow_again_and_the_year_goes_on(town: OwnYear) -> None:
    await town.do(await named_plan(town))
    await town.settle(LIGHT)
    await town.handle().result()
    first = (await town.handle().describe()).run_id
    reopened = await town.do(reopen("council_report"))
    assert reopened.accepted
    assert not reopened.closed
    description = await town.handle().describe()
    assert description.run_id != first
    assert description.status is WorkflowExecutionStatus.RUNNING
    await town.settle(("council_report",))
    again = await town.do(c.ConfirmStep(actor=acts(COORDINATOR), step="closing"))
    assert again.closed
    await until(lambda: has_ended(town))
    assert [kind for kind in await town.kinds() if kind.startswith("Cycle")] == [
        *("CycleStarted", "CycleClosed", "CycleReopened", "CycleClosed")
    ]


async def test_a_year_whose_workflow_was_lost_resumes_from_the_log(town: OwnYear) -> None:
    await town.start()
    before = await town.do(complete("organisation"))
    await town.handle().terminate("as if the Temporal store were lost")
    after = await town.do(complete("mapping"))
    assert after.accepted
    assert after.version > before.version
    assert await town.conductor.live(town.cycle_id) == after
    assert [row.seq for row in await town.log()] == list(range(1, after.version + 1))


async def test_status_search_attributes_and_details_say_where_the_year_stands(town: OwnYear) -> None:
    started = await town.start()
    assert await town.conductor.live(town.cycle_id) == started
    assert started.awaits == ("organisation",)
    description = await town.handle().describe()
    found = description.typed_search_attributes
    assert (found[COUNTY], found[MUNICIPALITY], found[YEAR]) == (town.place.county, town.place.code, town.year)
    metadata = await town.handle().query("__temporal_workflow_metadata", result_type=WorkflowMetadata)
    assert town.cycle_id in metadata.current_details
    assert "organisation" in metadata.current_details
    assert "next date" in metadata.current_details


async def test_the_same_command_twice_has_one_outcome(town: OwnYear) -> None:
    await town.start()
    filed = await town.file(complete("organisation"))
    first, second = await asyncio.gather(town.send(filed), town.send(filed))
    assert first is not None
    assert second is not None
    assert (first.accepted, first.kinds) == (second.accepted, second.kinds)
    await town.handle().terminate("as if the Temporal store were lost")
    await town.do(assign("mapping", Role.POLICE_PARTNER))  # a new run, which knows of no Update before
    third = await town.send(filed)
    assert third is not None
    assert third.accepted
    assert (await town.kinds()).count("StepCompleted") == 2  # the start, and this one


async def test_commands_at_once_are_decided_one_after_the_other(town: OwnYear) -> None:
    """Of two assignments each starts where the other ended; of two completions one is too late."""
    await town.start()
    begun = len(await town.events())
    roles = (Role.CONTRIBUTOR, Role.POLICE_PARTNER, Role.DECISION_MAKER)
    answers = await asyncio.gather(*(town.do(assign("mapping", role)) for role in roles[1:]))
    assert sorted(answer.version for answer in answers) == [begun + 1, begun + 2]
    assert abs(answers[0].version - answers[1].version) == 1
    moves = [(e.old, e.new) for e in await town.events() if e.kind == "StepAssigned"]
    assert [old for old, _ in moves] == [roles[0], moves[0][1]]
    twice = await asyncio.gather(*(town.do(complete("organisation", person=name)) for name in ("anna", "bo")))
    assert sorted(answer.accepted for answer in twice) == [False, True]


async def test_a_rejection_is_an_answer_and_the_year_goes_on(town: OwnYear) -> None:
    await town.start()
    filed = await town.file(complete("closing"))
    refused = await town.send(filed)
    assert refused is not None
    assert not refused.accepted
    outcome = await town.outcome(filed)
    assert outcome is not None
    assert outcome.error == "StepNotOpen"
    assert (await town.do(complete("organisation"))).accepted


async def test_a_command_of_another_year_is_not_decided_here(town: OwnYear) -> None:
    """A Filed is only an id; whoever can reach Temporal could send any."""
    await town.start()
    other = OwnYear(town.sessions, town.conductor, town.place, town.year + 100)
    stray = await other.file(complete("organisation"))
    answer = await town.send(stray)
    assert answer is not None
    assert not answer.accepted
    assert await town.outcome(stray) is None
    assert (await town.kinds()).count("StepCompleted") == 1


async def test_time_that_passes_for_a_year_without_a_log_is_no_error(town: OwnYear) -> None:
    """After a restore to a time before the year began, its workflow must end, not try for ever and hold up a start."""
    order = Act(cycle_id=town.cycle_id, now=datetime.now(UTC))
    answer = await Acting(town.sessions, Procedures()).act(order)
    assert (answer.accepted, answer.version) == (False, 0)


async def test_history_holds_no_word_that_a_person_wrote(town: OwnYear) -> None:
    await town.do(await named_plan(town))
    await town.settle(("organisation", "mapping", "situation_analysis"))
    await town.do(reopen("mapping"))
    await town.do(c.WaiveStep(actor=acts(COORDINATOR), step="implementation", reason=REASON))
    await town.do(complete("mapping", text=f"{TEXT} Igen."))
    text = (await town.handle().fetch_history()).to_json()
    decoded = _payloads(text)
    assert town.cycle_id in decoded
    assert "StepReopened" in decoded
    for secret in (TEXT, REASON, "Åke", "Önnery", "someone", "municipal_coordinator"):
        assert secret not in decoded
        assert secret not in text


def _payloads(history: str) -> str:
    """What the base64 payloads of a history say."""
    found = re.findall(r'"data": ?"([A-Za-z0-9+/=]+)"', history)
    return "\n".join(base64.b64decode(each).decode() for each in found)
