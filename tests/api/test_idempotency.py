"""The same key with the same request is carried out once and answered alike, however often and however at once."""

import asyncio

import pytest

from domain.places import County, Municipality
from tests.conftest import Browser
from tests.town import CONTENT, Town, problem


@pytest.fixture
async def town(browser: Browser, own_year: tuple[Municipality, int]) -> Town:
    place, year = own_year
    town = Town(browser, place.code, year)
    assert (await town.start()).status_code == 201
    return town


async def test_a_round_is_opened_once(browser: Browser, county_year: tuple[County, int]) -> None:
    county, year = county_year
    body = {"county": county.code, "year": year, "kind": "full"}
    async with browser(f"demo-coordinator-{county.code}") as me:
        first = await me.post("/v1/rounds", json=body, headers={"Idempotency-Key": "a"})
        again = await me.post("/v1/rounds", json=body, headers={"Idempotency-Key": "a"})
        other = await me.post("/v1/rounds", json=body, headers={"Idempotency-Key": "b"})
        changed = await me.post("/v1/rounds", json={**body, "kind": "light"}, headers={"Idempotency-Key": "a"})
        board = (await me.get("/v1/overview", params={"county": county.code, "year": year})).json()
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.headers["location"] == again.headers["location"] == f"/v1/rounds/{county.code}-{year}"
    assert first.json() == again.json()
    assert problem(other) == (409, "RoundAlreadyOpen")
    assert f"{county.code}-{year}" in other.json()["detail"]
    assert problem(changed) == (422, "KeyReused")
    assert sorted(item["municipality"] for item in board["items"]) == sorted(county.municipalities)


async def test_a_year_is_started_once(browser: Browser, own_year: tuple[Municipality, int]) -> None:
    place, year = own_year
    body = {"municipality": place.code, "year": year}
    async with browser(f"demo-municipality-{place.code}") as me:
        first = await me.post("/v1/cycles", json=body, headers={"Idempotency-Key": "a"})
        again = await me.post("/v1/cycles", json=body, headers={"Idempotency-Key": "a"})
        other = await me.post("/v1/cycles", json=body)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert problem(other) == (409, "CycleAlreadyStarted")


async def test_a_completion_is_carried_out_once(town: Town) -> None:
    body = {"content": CONTENT}
    answers = await asyncio.gather(
        *(town.do("completion", "organisation", body, Idempotency_Key="same") for _ in range(5))
    )
    assert [answer.status_code for answer in answers] == [200] * 5
    assert (await town.kinds()).count("StepCompleted") == 2  # the start, and this one


async def test_two_people_at_once_one_wins_and_the_other_is_told(town: Town) -> None:
    first, second = await asyncio.gather(
        town.complete("organisation", text="den ena"), town.complete("organisation", text="den andra")
    )
    assert sorted(answer.status_code for answer in (first, second)) == [200, 409]
    lost = first if first.status_code == 409 else second
    assert problem(lost) == (409, "StepNotOpen")


async def test_a_rejection_is_repeated_too(town: Town) -> None:
    before = await town.complete("mapping")
    answers = [await town.do("completion", "mapping", {"content": CONTENT}, Idempotency_Key="k") for _ in range(2)]
    assert [problem(answer) for answer in (before, *answers)] == [(409, "StepNotOpen")] * 3
    await town.settle("organisation")
    assert problem(await town.do("completion", "mapping", {"content": CONTENT}, Idempotency_Key="k"))[0] == 409
    assert (await town.complete("mapping")).status_code == 200


async def test_a_key_belongs_to_one_request_of_one_person(town: Town) -> None:
    assert (await town.do("completion", "organisation", {"content": CONTENT}, Idempotency_Key="k")).status_code == 200
    other_text = {"content": {**CONTENT, "text": "annat"}}
    assert problem(await town.do("completion", "organisation", other_text, Idempotency_Key="k")) == (422, "KeyReused")
    assert problem(await town.do("completion", "mapping", {"content": CONTENT}, Idempotency_Key="k"))[1] == "KeyReused"
    versioned = await town.do("completion", "organisation", {"content": CONTENT}, Idempotency_Key="k", If_Match='"1"')
    assert problem(versioned) == (422, "KeyReused")
    by_another = await town.do("completion", "mapping", {"content": CONTENT}, by="contributor", Idempotency_Key="k")
    assert by_another.status_code == 200


async def test_what_came_of_a_command_can_be_asked_by_who_filed_it(town: Town, browser: Browser) -> None:
    events = await town.see("/events")
    command = events["items"][0]["command"]
    async with town.client("municipality") as me:
        answer = (await me.get(f"/v1/commands/{command}")).json()
    assert (answer["kind"], answer["status"]) == ("StartCycle", "accepted")
    async with browser("demo-supervisor") as other:
        assert problem(await other.get(f"/v1/commands/{command}")) == (404, "CommandNotFound")
