"""Every event says who did it, as what, in whose place, and by which request; what there is none of is left out."""

import json
from uuid import uuid4

import asyncpg
import pytest
from fastapi import FastAPI

from api.services import Services
from domain.commands import CompleteStep
from domain.places import County, Municipality
from embedded.machine import Machine
from storage import audit
from storage.audit import Break
from storage.processes import Procedures
from storage.scope import EVERYWHERE, within
from tests.api.asking import client_of
from tests.conftest import Browser
from tests.town import CONTENT, Json, Town
from tests.workflows.years import OwnYear, acts, complete

SAY = "UPDATE commands SET request_id = $2 WHERE id = $1"


@pytest.fixture
async def town(browser: Browser, own_year: tuple[Municipality, int]) -> Town:
    place, year = own_year
    town = Town(browser, place.code, year)
    assert (await town.start()).status_code == 201
    return town


def below(town: Town, services: Services) -> OwnYear:
    return OwnYear(services.sessions, services.conductor, services.places.municipality(town.code), town.year)


async def broken(town: Town, services: Services) -> Break | None:
    with within(EVERYWHERE):
        async with services.sessions() as session:
            return (await audit.check_cycle(session, Procedures(), f"{town.code}-{town.year}"))[1]


def is_completed(kind: str, step: object) -> bool:
    return (kind, step) == ("StepCompleted", "organisation")


async def completed(own: OwnYear) -> Json:
    """The record of the step's completion."""
    records = [json.loads(row.body) for row in await own.log()]
    return next(each for each in records if is_completed(each["event"]["kind"], each["event"].get("step")))


async def test_an_event_names_the_request_that_led_to_it(town: Town, services: Services) -> None:
    given, again = f"request-{uuid4()}", f"request-{uuid4()}"
    for request in (given, again):  # the same command by the same key: it is the first request's
        done = await town.do(
            "completion", "organisation", {"content": CONTENT}, Idempotency_Key="once", X_Request_ID=request
        )
        assert (done.status_code, done.headers["X-Request-ID"]) == (200, request)
    items = (await town.see("/events"))["items"]
    done_by = next(item for item in items if is_completed(item["kind"], item["step"]))
    assert (done_by["person"], done_by["on_behalf"], done_by["request"]) == (
        f"demo-municipality-{town.code}",
        None,
        given,
    )
    assert not [item for item in items if item["request"] == again]
    assert await broken(town, services) is None


async def test_an_event_says_in_whose_place_it_was_done(town: Town, services: Services) -> None:
    own = below(town, services)
    plain = complete("organisation")
    taken = plain.actor.model_copy(update={"person": "p-substitute", "on_behalf": "p-away"})
    with within(EVERYWHERE):
        assert (await own.do(plain.model_copy(update={"actor": taken}))).accepted
        record = await completed(own)
    assert record["actor"] == {"person": "p-substitute", "role": "municipal_coordinator", "on_behalf": "p-away"}
    assert [item["on_behalf"] for item in (await town.see("/events"))["items"]][-2:] != [None, None]
    (version,) = (await town.see("/steps/organisation/versions"))["items"]
    assert (version["person"], version["on_behalf"]) == ("p-substitute", "p-away")
    assert await broken(town, services) is None


async def test_a_record_without_either_is_as_it_was_before_they_were_known(town: Town, services: Services) -> None:
    own = below(town, services)
    with within(EVERYWHERE):
        assert (await own.do(complete("organisation", person="anna"))).accepted
        record = await completed(own)
    assert record["actor"] == {"person": "anna", "role": "municipal_coordinator"}


def test_a_command_filed_before_anybody_acted_for_another_reads_alike() -> None:
    filed = complete("organisation").model_dump_json().replace(',"on_behalf":null', "")
    assert "on_behalf" not in filed
    assert CompleteStep.model_validate_json(filed).actor == acts(complete("organisation").actor.role)


async def test_a_command_that_says_another_request_is_found(town: Town, services: Services, servers: Machine) -> None:
    await town.do("completion", "organisation", {"content": CONTENT})
    items = (await town.see("/events"))["items"]
    seq, command = next((item["seq"], item["command"]) for item in items if is_completed(item["kind"], item["step"]))
    connection = await asyncpg.connect(servers.admin_url.replace("+asyncpg", ""))
    try:
        await connection.execute("SET session_replication_role = replica")  # no trigger, for this connection alone
        request = await connection.fetchval("SELECT request_id FROM commands WHERE id = $1", command)
        await connection.execute(SAY, command, "another-request-1")
        assert await broken(town, services) == Break(cycle=f"{town.code}-{town.year}", seq=seq, kind="edited")
        await connection.execute(SAY, command, request)
        assert await broken(town, services) is None
    finally:
        await connection.close()


async def test_years_that_a_round_started_name_the_request_that_opened_it(
    browser: Browser, county_year: tuple[County, int]
) -> None:
    county, year = county_year
    async with browser(f"demo-coordinator-{county.code}") as me:
        opened = await me.post("/v1/rounds", json={"county": county.code, "year": year, "kind": "full"})
        assert opened.status_code == 201
        first = county.municipalities[0]
        items = (await me.get(f"/v1/cycles/{first}-{year}/events?limit=1")).json()["items"]
    assert items[0]["request"] == opened.headers["X-Request-ID"]


@pytest.mark.parametrize("given", ["19811228-9874", "a-198112289874", "811228-9874"])
async def test_a_request_id_that_reads_as_an_identity_number_is_replaced(app: FastAPI, given: str) -> None:
    async with client_of(app) as client:
        answered = (await client.get("/livez", headers={"X-Request-ID": given})).headers["X-Request-ID"]
    assert answered != given
    assert len(answered) == 32
