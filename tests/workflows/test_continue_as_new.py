"""A history that the server finds long is continued as a new one, and nobody notices."""

import asyncio
import tempfile
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from temporalio.client import Client, WorkflowExecutionStatus

import worker
from domain.people import Role
from domain.places import Municipality
from embedded.folder import usable
from embedded.temporal import Temporal
from storage.database import Sessions
from tests.conftest import strict_sandbox
from tests.workflows.years import OwnYear, assign, complete
from workflows.client import Conductor, connect

SUGGESTED_AT = 60  # events of a history


class Impatient(Temporal):
    """Suggests a new history after a few events."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, durable=False, ui=False)
        self._dynamic = {**self._dynamic, "limit.historyCount.suggestContinueAsNew": str(SUGGESTED_AT)}


@pytest.fixture(scope="module")
async def impatient() -> AsyncGenerator[Client]:
    with tempfile.TemporaryDirectory(prefix="arshjul-") as name:
        temporal = Impatient(usable(Path(name)))
        try:
            await temporal.start()
            yield await connect(temporal.address, "default")
        finally:
            await temporal.stop()


async def test_a_long_year_goes_on_in_a_new_history(
    impatient: Client, sessions: Sessions, own_year: tuple[Municipality, int]
) -> None:
    conductor = Conductor(impatient, "arshjul")
    town = OwnYear(sessions, conductor, *own_year)
    async with worker.build(impatient, sessions, conductor, task_queue="arshjul", runner=strict_sandbox()):
        await town.start()
        first = (await town.handle().describe()).run_id
        roles = (Role.POLICE_PARTNER, Role.CONTRIBUTOR) * 10
        answers = [await town.do(assign("mapping", role)) for role in roles]
        last = await town.do(complete("organisation"))
        runs = [run async for run in impatient.list_workflows(f"WorkflowId = '{town.workflow_id}'")]
        newest = await town.handle().describe()
    assert all(answer.accepted for answer in answers)
    assert [answer.version for answer in answers] == list(range(answers[0].version, answers[0].version + 20))
    assert last.accepted
    assert newest.run_id != first
    assert newest.typed_search_attributes.search_attributes
    assert len(runs) > 1
    others = [run.status for run in runs if run.run_id != newest.run_id]
    assert set(others) == {WorkflowExecutionStatus.CONTINUED_AS_NEW}


async def test_commands_that_come_while_a_history_is_continued_are_all_answered(
    impatient: Client, sessions: Sessions, own_year: tuple[Municipality, int]
) -> None:
    conductor = Conductor(impatient, "arshjul")
    town = OwnYear(sessions, conductor, *own_year)
    async with worker.build(impatient, sessions, conductor, task_queue="arshjul", runner=strict_sandbox()):
        await town.start()
        roles = (Role.POLICE_PARTNER, Role.CONTRIBUTOR, Role.DECISION_MAKER, Role.MUNICIPAL_COORDINATOR)
        filed = [await town.file(assign("mapping", role)) for _ in range(8) for role in roles]
        for batch in (filed[n : n + 6] for n in range(0, len(filed), 6)):
            answers = await asyncio.gather(*map(town.send, batch))
            assert all(answer is not None and answer.accepted for answer in answers)
        described = await town.handle().describe()
    assert described.raw_description.workflow_execution_info.first_run_id != described.run_id
    versions = [(await town.outcome(each)) for each in filed]
    assert all(each is not None and each.accepted for each in versions)
    assert [row.seq for row in await town.log()] == list(range(1, (await town.row()).version + 1))
