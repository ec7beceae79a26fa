"""Service tokens: shown once, narrower than who made them, ended by time, by hand, or with their maker."""

import dataclasses
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_app
from api.services import Services
from api.signing_in.limits import Limits
from tests.api.door import Clock
from tests.town import problem

LAHOLM, HALLAND, ADMIN = "demo-municipality-1381", "demo-coordinator-13", "demo-admin"
READING: dict[str, Any] = {
    "name": "BI-uttag",
    "role": "municipal_coordinator",
    "municipalities": ["1381"],
    "actions": ["see_cycle", "see_content"],
}
CLOCK = Clock()


@pytest.fixture(scope="module")
def app(services: Services) -> FastAPI:
    return create_app(dataclasses.replace(services, clock=CLOCK))


@pytest.fixture(autouse=True)
def clock() -> Clock:
    CLOCK.on = timedelta()
    return CLOCK


def asking(app: FastAPI, token: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=("127.0.0.1", 50_000))
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.AsyncClient(transport=transport, base_url="http://arshjul.test", headers=headers)


async def made(app: FastAPI, by: str = LAHOLM, **given: object) -> dict[str, Any]:
    answer = await asking(app, by).post("/v1/tokens", json={**READING, **given})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_token_acts_as_its_maker_and_as_less(app: FastAPI) -> None:
    token = (await made(app))["token"]
    assert token.startswith("ars_")
    assert len(token) == len("ars_") + 43  # 256 bits
    integration = asking(app, token)
    me = (await integration.get("/v1/me")).json()
    assert (me["person"], me["grants"][0]["municipalities"]) == (LAHOLM, ["1381"])
    assert (await integration.get("/v1/tasks")).status_code == 200
    refused = await integration.post("/v1/cycles", json={"municipality": "1381", "year": 2099})
    assert problem(refused) == (403, "RoleMayNot")
    assert problem(await asking(app, LAHOLM).post("/v1/cycles", json={"municipality": "1381", "year": 2099}))[0] != 403


async def test_a_token_is_shown_once_and_its_use_is_noted(app: FastAPI) -> None:
    shown = await made(app, name="En gång")
    listed = (await asking(app, LAHOLM).get("/v1/tokens")).json()["items"]
    mine = next(item for item in listed if item["id"] == shown["id"])
    assert (mine["name"], mine["last_used_at"], "token" in mine) == ("En gång", None, False)
    assert shown["token"] not in str(listed)
    await asking(app, shown["token"]).get("/v1/me")
    listed = (await asking(app, LAHOLM).get("/v1/tokens")).json()["items"]
    assert next(item for item in listed if item["id"] == shown["id"])["last_used_at"] is not None
    assert shown["id"] not in str((await asking(app, HALLAND).get("/v1/tokens")).json())


async def test_a_token_ends_by_time_and_by_hand(app: FastAPI, clock: Clock) -> None:
    short, long = await made(app, days=1), await made(app, days=365)
    clock.on = timedelta(days=1)
    assert problem(await asking(app, short["token"]).get("/v1/me")) == (401, "NotSignedIn")
    assert (await asking(app, long["token"]).get("/v1/me")).status_code == 200
    assert problem(await asking(app, HALLAND).delete(f"/v1/tokens/{long['id']}")) == (404, "TokenNotFound")
    for _ in range(2):
        assert (await asking(app, LAHOLM).delete(f"/v1/tokens/{long['id']}")).status_code == 204
    assert problem(await asking(app, long["token"]).get("/v1/me")) == (401, "NotSignedIn")


async def test_a_token_ends_with_its_maker(services: Services, app: FastAPI) -> None:
    """Here with the demo, whose people are gone as soon as it is."""
    token = (await made(app))["token"]
    real = create_app(dataclasses.replace(services, demo=False, clock=CLOCK))
    assert problem(await asking(real, token).get("/v1/me")) == (401, "NotSignedIn")


@pytest.mark.parametrize(
    ("by", "given", "expected"),
    [
        (LAHOLM, {"municipalities": ["1380"]}, (403, "RoleMayNot")),
        (LAHOLM, {"municipalities": ["1381", "1380"]}, (403, "RoleMayNot")),
        (LAHOLM, {"municipalities": ["9999"]}, (404, "NoSuchPlace")),
        (LAHOLM, {"municipalities": []}, (403, "RoleMayNot")),
        (LAHOLM, {"role": "decision_maker"}, (422, "TokenTooWide")),
        (LAHOLM, {"role": "administrator", "municipalities": []}, (403, "RoleMayNot")),
        (LAHOLM, {"role": "administrator"}, (422, "TokenTooWide")),
        (LAHOLM, {"bodies": ["KF"]}, (422, "TokenTooWide")),
        (LAHOLM, {"actions": ["manage_people"]}, (422, "TokenTooWide")),
        (LAHOLM, {"actions": ["make_token", "see_cycle"]}, (422, "TokenTooWide")),
        (LAHOLM, {"actions": []}, (422, "InvalidRequest")),
        (LAHOLM, {"days": 366}, (422, "InvalidRequest")),
        (LAHOLM, {"days": 0}, (422, "InvalidRequest")),
        (LAHOLM, {"name": " "}, (422, "InvalidRequest")),
        (HALLAND, {}, (422, "TokenTooWide")),
        (HALLAND, {"role": "county_coordinator", "county": "14", "municipalities": []}, (403, "RoleMayNot")),
        ("demo-contributor-1381", {"role": "contributor"}, (403, "RoleMayNot")),
        ("demo-supervisor", {"role": "supervisor", "municipalities": []}, (403, "RoleMayNot")),
    ],
)
async def test_a_token_is_no_more_than_its_maker(
    app: FastAPI, by: str, given: dict[str, Any], expected: tuple[int, str]
) -> None:
    assert problem(await asking(app, by).post("/v1/tokens", json={**READING, **given})) == expected


async def test_a_county_and_an_administrator_make_tokens_for_themselves(app: FastAPI) -> None:
    county = await made(app, HALLAND, role="county_coordinator", county="13", municipalities=[])
    assert (await asking(app, county["token"]).get("/v1/overview?county=13&year=2027")).status_code == 200
    everywhere = await made(app, ADMIN, role="administrator", municipalities=[])
    assert (await asking(app, everywhere["token"]).get("/v1/me")).json()["grants"][0]["role"] == "administrator"


async def test_a_token_makes_no_tokens_and_sees_no_sessions(app: FastAPI) -> None:
    token = await made(app)
    integration = asking(app, token["token"])
    assert problem(await integration.post("/v1/tokens", json=READING)) == (403, "NotByToken")
    assert problem(await integration.get("/v1/tokens")) == (403, "NotByToken")
    assert problem(await integration.delete(f"/v1/tokens/{token['id']}")) == (403, "NotByToken")
    assert problem(await integration.get("/v1/sessions")) == (403, "NotByToken")
    assert problem(await integration.delete("/v1/sessions")) == (403, "NotByToken")


@pytest.mark.parametrize("token", ["ars_", "ars_" + "A" * 43, "ars_å", "ars_" + "x" * 5000])
async def test_a_token_that_is_none(app: FastAPI, token: str) -> None:
    raw = {b"Authorization": f"Bearer {token}".encode()}
    assert problem(await asking(app, "x").get("/v1/me", headers=raw)) == (401, "NotSignedIn")


async def test_guessing_tokens_is_slowed_and_the_good_ones_go_on(services: Services) -> None:
    app = create_app(dataclasses.replace(services, sign_in=dataclasses.replace(services.sign_in, limits=Limits())))
    token = (await made(app))["token"]
    guesses = [await asking(app, f"ars_{number}").get("/v1/me") for number in range(121)]
    assert {answer.status_code for answer in guesses[:120]} == {401}
    assert problem(guesses[120]) == (429, "TooManyRequests")
    assert guesses[120].headers["retry-after"].isdecimal()
    assert (await asking(app, token).get("/v1/me")).status_code == 200
