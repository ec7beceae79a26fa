"""Years that began under earlier code go on under this one: every recorded history replays."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest
from temporalio.client import Client, WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer, Worker

import worker
from activities.act import Acting, Decider
from domain.commands import Command, WaiveStep
from domain.cycle import Cycle
from domain.decide import decide
from domain.errors import Conflict
from domain.events import Event
from domain.people import Role
from domain.places import Municipality
from embedded.machine import Machine
from storage.database import Sessions
from storage.processes import Procedures
from tests.conftest import strict_sandbox
from tests.workflows.years import COORDINATOR, REASON, OwnYear, acts, assign
from workflows.client import Conductor, connect

HISTORIES = sorted((Path(__file__).parents[1] / "histories").glob("*.json"))


class WaiversAreOver(Conflict):
    pass


def mended(cycle: Cycle, command: Command, now: datetime) -> list[Event]:
    """A rule as it may be mended while years run: nothing is waived any more."""
    if isinstance(command, WaiveStep):
        raise WaiversAreOver("Waiving has been done away with")
    return decide(cycle, command, now)


def replayer() -> Replayer:
    return Replayer(
        workflows=worker.WORKFLOWS, data_converter=pydantic_data_converter, workflow_runner=strict_sandbox()
    )


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.stem)
async def test_a_recorded_history_replays(path: Path) -> None:
    recorded = path.read_text()  # noqa: ASYNC240  small, and nothing else runs
    await replayer().replay_workflow(WorkflowHistory.from_json(path.stem, recorded))


def test_there_are_histories_of_every_workflow() -> None:
    recorded = {path.stem.split("-")[1] for path in HISTORIES}
    assert recorded == {"cycle", "round", "clocks", "anchors", "people"}


@asynccontextmanager
async def deciding_by(client: Client, sessions: Sessions, decider: Decider) -> AsyncGenerator[Worker]:
    acting = Acting(sessions, Procedures(), decider)
    activities: list[Callable[..., object]] = [acting.act, acting.standing]
    async with Worker(client, task_queue="mending", workflows=worker.WORKFLOWS, activities=activities) as running:
        yield running


@pytest.fixture
def running_year(sessions: Sessions, temporal: Client, own_year: tuple[Municipality, int]) -> OwnYear:
    return OwnYear(sessions, Conductor(temporal, "mending"), *own_year)


async def test_a_mended_rule_holds_from_the_next_command_on(
    running_year: OwnYear, temporal: Client, servers: Machine
) -> None:
    """The second worker stands beside the first one before that one ends, so the year never stops."""
    waive = WaiveStep(actor=acts(COORDINATOR), step="prioritisation", reason=REASON)
    again = WaiveStep(actor=acts(COORDINATOR), step="goals", reason=REASON)
    async with AsyncExitStack() as first:
        await first.enter_async_context(deciding_by(temporal, running_year.sessions, decide))
        await running_year.start()
        another = await connect(servers.temporal_address, "default")  # as another process has its own
        async with deciding_by(another, running_year.sessions, mended):
            await first.aclose()
            assert (await running_year.do(assign("mapping", Role.POLICE_PARTNER))).accepted
            refused = await running_year.file(again)
            answer = await running_year.send(refused)
    assert answer is not None
    assert not answer.accepted
    outcome = await running_year.outcome(refused)
    assert outcome is not None
    assert outcome.error == "WaiversAreOver"
    async with deciding_by(temporal, running_year.sessions, decide):
        assert (await running_year.do(waive)).accepted
        assert (await running_year.settle(["organisation"])).accepted
    history = await running_year.handle().fetch_history()
    await replayer().replay_workflow(history)
