"""What operators read: a line a request and a line an act, and never a word that a person wrote."""

import io
import json
import logging
from collections.abc import Generator

import pytest
from fastapi import FastAPI

from api.app import create_app
from api.services import Services
from domain.places import Municipality
from telemetry import JsonLines
from tests.api.asking import client_of
from tests.conftest import Browser
from tests.town import Json, Town

TEXT = "Anna Svensson såg skadegörelse"
KEY = "min-egen-nyckel-17"


@pytest.fixture
def lines() -> Generator[io.StringIO]:
    """What a main's log would hold."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def logged(lines: io.StringIO, event: str) -> list[Json]:
    records = [json.loads(line) for line in lines.getvalue().splitlines()]
    return [record for record in records if record["event"] == event]


@pytest.fixture
async def town(browser: Browser, own_year: tuple[Municipality, int]) -> Town:
    place, year = own_year
    town = Town(browser, place.code, year)
    assert (await town.start()).status_code == 201
    return town


async def test_a_command_is_one_line_of_the_request_and_one_of_the_act(town: Town, lines: io.StringIO) -> None:
    body: Json = {"content": {"text": TEXT, "links": []}}
    done = await town.do(
        "completion", "organisation", body, Idempotency_Key=KEY, X_Request_ID="0f8fad5b-d9cb-469f-a165-70867728950e"
    )
    assert done.status_code == 200
    assert done.headers["X-Request-ID"] == "0f8fad5b-d9cb-469f-a165-70867728950e"
    (request,) = logged(lines, "answered")
    (act,) = logged(lines, "acted")
    assert request["request"] == done.headers["X-Request-ID"]
    assert (request["method"], request["status"], request["outcome"]) == ("POST", 200, "accepted")
    assert request["route"] == "/v1/cycles/{cycle_id}/steps/{step}/completion"
    assert request["command"] == act["command"]
    assert request["cycle"] == act["cycle"] == f"{town.code}-{town.year}"
    assert (act["kind"], act["outcome"]) == ("CompleteStep", "accepted")
    assert {"time", "level", "seconds"} <= request.keys()


async def test_nothing_that_a_person_wrote_or_is_reaches_the_log(town: Town, lines: io.StringIO) -> None:
    body: Json = {"content": {"text": TEXT, "links": []}}
    await town.do("completion", "situation_analysis", body, Idempotency_Key=KEY)
    await town.do("reopening", "organisation", {"reason": TEXT}, Idempotency_Key=f"{KEY}-2")
    await town.do("reopening", "organisation", {"reason": TEXT * 500}, Idempotency_Key=f"{KEY}-3")
    await town.do("review", TEXT, {"outcome": TEXT}, by="decision")
    async with town.client("demo-nobody-anna") as stranger:
        await stranger.get(f"/v1/{TEXT}?q={TEXT}", headers={"X-Request-ID": "Anna!", "traceparent": "anna"})
    written = lines.getvalue()
    errors = {line.get("error") for line in logged(lines, "answered")}
    assert {"StepNotOpen", "InvalidRequest", "NoSuchAddress"} & errors
    for word in ("Svensson", "skadeg", "anna", "Anna", KEY, "demo-", "Bearer"):
        assert word not in written, word


async def test_a_request_id_that_is_none_is_replaced(app: FastAPI) -> None:
    async with client_of(app) as client:
        for given in ("Anna Svensson", "short1", "x" * 65, "nodigitshere", ""):
            answered = (await client.get("/livez", headers={"X-Request-ID": given})).headers["X-Request-ID"]
            assert answered != given
            assert len(answered) == 32


async def test_an_unexpected_error_has_an_id_and_is_shown_without_its_words(
    services: Services, lines: io.StringIO
) -> None:
    app = create_app(services)

    @app.get("/broken/{what}")
    async def _(what: str) -> None:
        raise RuntimeError(TEXT + what)

    async with client_of(app) as client:
        broken = await client.get("/broken/anna")
    assert broken.status_code == 500
    assert len(broken.headers["X-Request-ID"]) == 32
    (error,) = logged(lines, "unexpected error")
    assert error["error"] == "RuntimeError"
    assert "test_metrics_logs.py" in error["where"][-1]
    (line,) = logged(lines, "answered")
    assert (line["status"], line["error"], line["route"]) == (500, "InternalError", "/broken/{what}")
    assert "Svensson" not in lines.getvalue()


async def test_what_a_library_puts_into_its_message_is_not_shown(lines: io.StringIO) -> None:
    other = logging.getLogger("somebody.elses")
    other.warning("could not run %s", TEXT)
    other.warning("Task failed\nfuture: %s", TEXT)
    assert "could not run %s" in lines.getvalue()
    assert "Svensson" not in lines.getvalue()
