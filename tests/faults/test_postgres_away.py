"""PostgreSQL goes away while commands come: nothing that was acknowledged is lost, nothing is done twice."""

import asyncio
import hashlib
import itertools
import json
import signal
import time
from collections.abc import AsyncGenerator, Sequence
from datetime import UTC, datetime

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowExecutionStatus

import worker
from api.app import create_app
from api.services import Services
from domain.people import Role
from domain.places import Municipality, Places
from embedded.serve import shipped_processes
from storage import commands
from storage.database import connect, sessions_on
from storage.log import GENESIS
from storage.migrate import prepare
from storage.processes import Procedures
from tests.conftest import TASK_QUEUE, strict_sandbox
from tests.faults.machines import fragile
from tests.faults.sites import Site
from tests.workflows.years import OwnYear, assign, until
from workflows.client import Conductor
from workflows.client import connect as connect_temporal
from workflows.messages import Filed

ENDINGS = (signal.SIGKILL, signal.SIGINT)  # SIGINT is PostgreSQL's fast shutdown
BACK_WITHIN = 15.0
REPEATED_AFTER = 0.2  # seconds; the answer says 2


@pytest.fixture(scope="module")
async def site(places: Places) -> AsyncGenerator[Site]:
    async with fragile() as servers:
        await prepare(servers.urls.owner_url, places, shipped_processes(), datetime.now(UTC))
        engine = connect(servers.urls.database_url)
        client = await connect_temporal(servers.temporal_address, "default")
        conductor = Conductor(client, TASK_QUEUE)
        sessions = sessions_on(engine)
        services = Services(sessions, Procedures(), places, conductor, demo=True)
        async with worker.build(client, sessions, conductor, task_queue=TASK_QUEUE, runner=strict_sandbox()):
            yield Site(servers, services, create_app(services))
        await engine.dispose()


async def check_log(town: OwnYear) -> None:
    """The chain is whole, nothing stands in it twice, and each command's events are those of its outcome."""
    head, by_command = GENESIS, dict[str, list[str]]()
    for seq, row in enumerate(await town.log(), 1):
        assert (row.seq, row.prev_hash) == (seq, head)
        head = hashlib.sha256((head + row.body).encode()).hexdigest()
        assert row.hash == head
        if command := json.loads(row.body)["command"]:
            by_command.setdefault(command["id"], []).append(row.kind)
    assert (await town.row()).head == head
    async with town.sessions() as session:
        for identity, kinds in by_command.items():
            outcome = await commands.outcome_of(session, identity)
            assert outcome is not None
            assert list(outcome.kinds) == kinds


@pytest.mark.parametrize("how", ENDINGS)
async def test_a_command_that_comes_meanwhile_is_refused_and_is_carried_out_once_when_repeated(
    site: Site, own_year: tuple[Municipality, int], how: signal.Signals
) -> None:
    town = site.town(own_year)
    await town.start()
    async with site.without_postgres(how):
        began = time.monotonic()
        refused = await site.complete(town, "organisation", "a key")
        assert time.monotonic() - began < 5
    assert refused.status_code == 503
    assert refused.headers["Retry-After"]
    assert refused.headers["content-type"] == "application/problem+json"
    answers = [await site.complete(town, "organisation", "a key") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert (await town.kinds()).count("StepCompleted") == 2  # the start, and this one
    await check_log(town)


async def test_the_year_goes_on_by_itself_when_postgres_is_back(site: Site, own_year: tuple[Municipality, int]) -> None:
    """A command that was taken, and a date that came, while it was away; meanwhile the year says how it stands."""
    town, date_comes = await site.on_the_eve(own_year)
    filed = await town.file(assign("mapping", Role.POLICE_PARTNER))
    before = await town.conductor.live(town.cycle_id)
    async with site.without_postgres(signal.SIGKILL):
        assert time.monotonic() < date_comes
        assert await town.send(filed) is None  # taken, so the edge says 202
        assert time.monotonic() > date_comes
        began = time.monotonic()
        assert await town.conductor.live(town.cycle_id) == before
        assert time.monotonic() - began < 1
    await until(lambda: all_told(town, filed), BACK_WITHIN)
    kinds = await town.kinds()
    assert (kinds.count("StepReminded"), kinds.count("StepAssigned")) == (1, 2)
    repeated = await town.send(filed)
    assert repeated is not None
    assert repeated.kinds == ("StepAssigned",)
    assert await town.kinds() == kinds
    await check_log(town)


async def all_told(town: OwnYear, filed: Filed) -> bool:
    return await town.outcome(filed) is not None and "StepReminded" in await town.kinds()


@pytest.mark.parametrize("how", ENDINGS)
async def test_what_was_acknowledged_while_it_went_is_kept_and_the_rest_is_safe_to_repeat(
    site: Site, own_year: tuple[Municipality, int], how: signal.Signals
) -> None:
    """Eight people keep acting on one year while PostgreSQL goes and comes back."""
    town = site.town(own_year)
    await town.start()
    answered: list[tuple[str, int]] = []
    ending = asyncio.Event()
    async with asyncio.TaskGroup() as people:
        for person in range(8):
            people.create_task(keep_assigning(site, town, person, answered, ending))
        await until(lambda: has(answered, 200, 20))
        async with site.without_postgres(how):
            await until(lambda: has(answered, 503, 8))
        so_far = len(answered)
        await until(lambda: has(answered[so_far:], 200, 20))
        ending.set()
    assert {status for _, status in answered} <= {200, 202, 503}
    for key, status in answered:
        if status == 202:
            assert (await site.assign(town, key)).status_code == 200
    keys = {key for key, _ in answered}
    filed = [await site.outcome(town, key) for key in keys]
    assert all(outcome is not None and outcome.accepted for outcome in filed)
    changes = sum(len(outcome.kinds) for outcome in filed if outcome is not None)
    assert (await town.kinds()).count("StepAssigned") == changes
    await check_log(town)


async def keep_assigning(
    site: Site, town: OwnYear, person: int, answered: list[tuple[str, int]], ending: asyncio.Event
) -> None:
    """Each by a key of its own, which is used until it is acknowledged."""
    keys = (f"{person}-{n}" for n in itertools.count())
    while not ending.is_set():
        key, status = next(keys), 503
        while status == 503:
            status = (await site.assign(town, key)).status_code
            answered.append((key, status))
            await asyncio.sleep(REPEATED_AFTER if status == 503 else 0)


async def has(answered: Sequence[tuple[str, int]], status: int, at_least: int) -> bool:
    return [each for _, each in answered].count(status) >= at_least


async def update_accepted(town: OwnYear) -> bool:
    wanted = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED
    history = await town.handle().fetch_history()
    return [event.event_type for event in history.events].count(wanted) == 2  # the start's, and this one


async def test_a_command_whose_workflow_is_ended_with_it_starts_it_again(
    site: Site, own_year: tuple[Municipality, int]
) -> None:
    """Nobody is told 202 for what nobody holds any more."""
    town = site.town(own_year)
    await town.start()
    filed = await town.file(assign("mapping", Role.POLICE_PARTNER))
    async with site.without_postgres(signal.SIGKILL):
        first = (await town.handle().describe()).run_id
        sending = asyncio.create_task(town.send(filed))
        await until(lambda: update_accepted(town))
        await town.handle().terminate("as if the Temporal store were lost")
        assert await sending is None
        described = await town.handle().describe()
        assert (described.status, described.run_id != first) == (WorkflowExecutionStatus.RUNNING, True)
    await until(lambda: has_outcome(town, filed), BACK_WITHIN)
    assert (await town.kinds()).count("StepAssigned") == 1
    await check_log(town)


async def has_outcome(town: OwnYear, filed: Filed) -> bool:
    return await town.outcome(filed) is not None
