"""PostgreSQL goes away while commands come: nothing that was acknowledged is lost, nothing is done twice."""

import asyncio
import signal
import time
from collections.abc import AsyncGenerator

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowExecutionStatus

from domain.people import Role
from domain.places import Municipality, Places
from tests.faults.crowd import acting
from tests.faults.machines import fragile
from tests.faults.sites import Site, check_log, running
from tests.workflows.years import OwnYear, assign, until
from workflows.messages import Filed

ENDINGS = (signal.SIGKILL, signal.SIGINT)  # SIGINT is PostgreSQL's fast shutdown
BACK_WITHIN = 30.0


@pytest.fixture(scope="module")
async def site(places: Places) -> AsyncGenerator[Site]:
    async with fragile() as servers, running(servers, places) as site:
        yield site


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
    async with acting(site, town) as crowd:
        await crowd.answered(200, times=20)
        async with site.without_postgres(how):
            await crowd.answered(503, times=8)
        await crowd.answered(200, times=20)
    await crowd.check()


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
