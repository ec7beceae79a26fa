"""What happens is told as it happens, in order and without gaps, to those who may see it and to nobody else."""

import asyncio
import dataclasses
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest
from fastapi import FastAPI

from api.app import create_app
from api.following import Pace
from api.services import Services
from api.streaming import EACH, Feed
from domain.places import Municipality, Places
from tests.api.door import Clock, token_of
from tests.api.following import STREAM, Listening, caller, listening
from tests.api.listening import served
from tests.conftest import Browser
from tests.town import Town, problem

SOON = 0.05
AT_ONCE = Pace(asked=0, idle=SOON, heartbeat=SOON)
CLOCK = Clock()


@pytest.fixture(scope="module")
def other_process(services: Services) -> FastAPI:
    """Another API on the same servers, with an eye of its own on the log, and impatient."""
    app = create_app(dataclasses.replace(services, clock=CLOCK))
    app.state.pace = AT_ONCE
    return app


@pytest.fixture(scope="module")
async def port(other_process: FastAPI) -> AsyncGenerator[int]:
    async with served(other_process) as port:
        yield port


@pytest.fixture
async def town(browser: Browser, own_year: tuple[Municipality, int]) -> Town:
    place, year = own_year
    town = Town(browser, place.code, year)
    assert (await town.start()).status_code == 201
    return town


def year_of(town: Town) -> str:
    return f"{town.code}-{town.year}"


def me(town: Town) -> str:
    return f"demo-municipality-{town.code}"


async def test_what_another_process_records_is_told_with_ids_and_versions_alone(town: Town, port: int) -> None:
    async with caller(port, me(town)) as client, listening(client, cycle=year_of(town)) as stream:
        standing = await stream.next()
        before = standing.data["cycles"][year_of(town)]["version"]
        assert (standing.event, before) == ("standing", (await town.see())["version"])
        await town.complete("organisation", text="Vi har bytt samordnare.")
        said = await stream.until("StepCompleted")
    assert [each.data["version"] for each in said] == list(range(before + 1, before + 1 + len(said)))
    assert said[-1].data == {
        "cycle": year_of(town),
        "version": before + len(said),
        "kind": "StepCompleted",
        "step": "organisation",
        "step_version": 1,
    }
    assert [int(each.id) for each in said] == sorted(int(each.id) for each in said)


async def test_who_comes_again_misses_nothing_and_hears_nothing_twice(town: Town, port: int) -> None:
    async with caller(port, me(town)) as client:
        async with listening(client, cycle=year_of(town)) as stream:
            await stream.next()
            await town.complete("organisation")
            first = await stream.until("StepCompleted")
        await town.complete("mapping")
        await town.complete("situation_analysis")
        async with listening(client, first[-1].id, cycle=year_of(town)) as stream:
            await stream.next()
            missed = await stream.until("StepSubmitted")
            await town.approve("situation_analysis")
            after = await stream.until("StepApproved")
        versions = [each.data["version"] for each in (*first, *missed, *after)]
        assert versions == list(range(versions[0], versions[0] + len(versions)))
        async with listening(client, "0", cycle=year_of(town), follow="false") as stream:
            await stream.next()
            whole = await stream.rest()
    assert [each.data["kind"] for each in whole] == await town.kinds()


async def test_each_hears_of_their_own_places_alone(town: Town, port: int, places: Places) -> None:
    county = places.municipalities[town.code].county
    neighbour = next(code for code in places.counties[county].municipalities if code != town.code)
    async with AsyncExitStack() as stack:
        hearing = [f"demo-coordinator-{county}", "demo-supervisor", f"demo-police-{town.code}"]
        deaf = [f"demo-municipality-{neighbour}", "demo-coordinator-20"]
        streams: dict[str, Listening] = {}
        for token in (*hearing, *deaf):
            client = await stack.enter_async_context(caller(port, token))
            streams[token] = await stack.enter_async_context(listening(client))
            await streams[token].next()
        await town.complete("organisation")
        for token in hearing:
            said = await streams[token].next()
            while said.data["cycle"] != year_of(town):  # others' tests go on meanwhile
                said = await streams[token].next()
        for token in deaf:  # told by the same look at the log, had there been anything to tell
            assert year_of(town) not in await streams[token].up_to_now()
    for token in deaf:  # all that there was to hear up to then
        async with caller(port, token) as client, listening(client, "0", follow="false") as stream:
            assert year_of(town) not in [each.data.get("cycle") for each in await stream.rest()]


async def test_a_year_that_one_may_not_see_is_not_found(town: Town, port: int) -> None:
    for token, status in (("demo-municipality-1381", 404), ("", 401)):
        async with caller(port, token) as client:
            assert problem(await client.get(STREAM, params={"cycle": year_of(town)}))[0] == status
    async with caller(port, me(town)) as client:
        for wrong in ({"cycle": "x"}, {"cycle": [year_of(town)] * 61}):
            assert problem(await client.get(STREAM, params=wrong))[0] == 422
        assert problem(await client.get(STREAM, headers={"Last-Event-ID": "soon"}))[0] == 422


async def test_that_a_draft_was_saved_is_told_to_its_own_people(town: Town, port: int, places: Places) -> None:
    county = f"demo-coordinator-{places.municipalities[town.code].county}"
    assert (await town.do("draft", "mapping", {"content": {"text": "Ett"}})).status_code == 200
    async with AsyncExitStack() as stack:
        streams: list[Listening] = []
        for token in (f"demo-contributor-{town.code}", county):
            client = await stack.enter_async_context(caller(port, token))
            streams.append(await stack.enter_async_context(listening(client, cycle=year_of(town))))
        own, foreign = streams
        assert (await own.next()).data["cycles"][year_of(town)]["drafts"] == {"mapping": 1}
        assert (await foreign.next()).data["cycles"][year_of(town)]["drafts"] == {}
        assert (await town.do("draft", "mapping", {"content": {"text": "Två"}})).status_code == 200
        said = await own.next()
        assert (said.event, said.id, said.data) == (
            "draft", "", {"cycle": year_of(town), "step": "mapping", "version": 2},
        )  # fmt: skip
        await town.complete("organisation")
        assert (await foreign.next()).event == "happened"


async def test_the_stream_ends_with_the_session(town: Town, port: int) -> None:
    async with caller(port) as client:
        signed = await client.post("/demo/sign-in", data={"person": me(town), "next": "/v1/me"})
        assert signed.status_code == 303
        headers = {"X-CSRF-Token": await token_of(client)}
        async with listening(client) as stream:
            await stream.next()
            assert (await client.delete("/v1/sessions", headers=headers)).status_code == 204
            said = await stream.rest()
        assert said[-1].event == "ended"
        assert problem(await client.get(STREAM)) == (401, "NotSignedIn")


async def test_listening_alone_does_not_keep_a_session(town: Town, port: int) -> None:
    async with caller(port) as client:
        await client.post("/demo/sign-in", data={"person": me(town), "next": "/v1/me"})
        async with listening(client) as stream:
            await stream.next()
            try:
                CLOCK.on = timedelta(minutes=59)
                await stream.up_to_now()
                CLOCK.on = timedelta(minutes=61)
                said = await stream.rest()
            finally:
                CLOCK.on = timedelta()
    assert said[-1].event == "ended"


async def test_nobody_opens_streams_without_end(town: Town, port: int, other_process: FastAPI) -> None:
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(caller(port, me(town)))
        for _ in range(EACH):
            await stack.enter_async_context(listening(client))
        refused = await client.get(STREAM)
        assert problem(refused) == (429, "TooManyStreams")
        assert refused.headers["Retry-After"] == "30"
    feed: Feed = other_process.state.feed
    async with asyncio.timeout(10):
        while feed.looking:  # noqa: ASYNC110  whoever has gone is noticed, and then nobody looks for them
            await asyncio.sleep(0.01)
    async with caller(port, me(town)) as client, listening(client) as stream:
        assert (await stream.next()).event == "standing"
        assert feed.looking


async def test_a_server_that_stops_ends_its_streams(services: Services, town: Town) -> None:
    async with AsyncExitStack() as stack:
        async with served(create_app(services)) as port:
            client = await stack.enter_async_context(caller(port, me(town)))
            stream = await stack.enter_async_context(listening(client))
            await stream.next()
            begun = asyncio.get_running_loop().time()
        assert asyncio.get_running_loop().time() - begun < 5  # not cut off after ten seconds' grace
        with pytest.raises(StopAsyncIteration):
            await stream.next()
