"""The log is anchored every night by one schedule; a run is an activity and an answer of ids."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from temporalio.client import Client
from temporalio.worker import Worker

import worker
from activities.anchors import Anchors
from embedded.machine import Machine
from storage.database import Sessions
from storage.signing import make_key, read_signer
from tests.conftest import TASK_QUEUE, strict_sandbox
from workflows.anchors import AnchorsWorkflow
from workflows.client import ANCHORS, Conductor, connect

QUEUE = "anchoring"


@pytest.fixture
async def signing(servers: Machine, sessions: Sessions, conductor: Conductor, tmp_path: Path) -> AsyncGenerator[Worker]:
    """A worker with a key, beside the one without."""
    make_key(tmp_path / "anchor.key")
    client = await connect(servers.temporal_address, "default")
    signer = read_signer(tmp_path / "anchor.key")
    async with worker.build(
        client, sessions, conductor, task_queue=QUEUE, runner=strict_sandbox(), signer=signer
    ) as running:
        yield running


@pytest.mark.usefixtures("signing")
async def test_a_night_gives_one_anchor(temporal: Client) -> None:
    first, again = [
        await temporal.execute_workflow(AnchorsWorkflow.run, id=f"anchors-{night}", task_queue=QUEUE)
        for night in ("first", "again")
    ]
    assert first.day is not None
    assert (first.new, first.broken) == (True, None)
    assert (again.day, again.new, again.broken) == (first.day, False, None)


@pytest.mark.usefixtures("working")
async def test_a_worker_without_a_key_anchors_nothing(temporal: Client) -> None:
    made = await temporal.execute_workflow(AnchorsWorkflow.run, id="anchors-keyless", task_queue=TASK_QUEUE)
    assert (made.day, made.new) == (None, False)


async def test_every_night_by_one_schedule(temporal: Client, conductor: Conductor) -> None:
    await conductor.keep_anchors()
    await conductor.keep_anchors()
    described = await temporal.get_schedule_handle(ANCHORS).describe()
    assert described.schedule.spec.time_zone_name == "Europe/Stockholm"
    assert [handle.id async for handle in await temporal.list_schedules()].count(ANCHORS) == 1


def test_the_activity_never_shows_its_key(tmp_path: Path, sessions: Sessions) -> None:
    make_key(tmp_path / "anchor.key")
    signer = read_signer(tmp_path / "anchor.key")
    secret = (tmp_path / "anchor.key").read_text().splitlines()[1]
    assert secret not in f"{signer!r} {signer} {vars(Anchors(sessions, signer))}"
