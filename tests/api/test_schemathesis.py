"""Whatever the API's own description allows to be sent, the answer is one that the description names; as each role."""

import asyncio
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis import checks as known_checks

from domain.places import Municipality, Places
from tests.conftest import Browser
from tests.town import FULL_YEAR, Json, Town

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
ROLES = ("nobody", "coordinator", "municipality", "contributor", "decision", "police", "supervisor", "admin")
EXAMPLES = 4  # of each address, as each role
SEED = 196
ANSWERED_WITHIN = 30.0
STREAM = "/v1/events/stream"  # does not end unless it is asked to
Known = dict[str, list[str]]


@pytest.fixture
async def town(browser: Browser, own_year: tuple[Municipality, int]) -> Town:
    """A year with something at every address: steps done and open, a draft, a comment, a supplement, a file."""
    place, year = own_year
    town = Town(browser, place.code, year)
    assert (await town.start()).status_code == 201
    for step in FULL_YEAR[:2]:
        await town.settle(step)
    assert (await town.do("draft", "situation_analysis", {"content": {"text": "x"}})).status_code == 200
    said = {"step": "mapping", "audience": "shared", "text": "Vem frågar polisen?"}
    async with town.client("municipality") as me:
        assert (await me.post(f"{town.cycle}/comments", json=said)).status_code == 201
    async with town.client(f"demo-coordinator-{place.county}") as county:
        asks = {"step": "mapping", "text": "Vem leder rådet?"}
        assert (await county.post(f"{town.cycle}/supplements", json=asks)).status_code == 201
    return town


@pytest.mark.parametrize("role", ROLES)
async def test_every_answer_is_one_that_the_description_names(
    app: FastAPI, browser: Browser, town: Town, places: Places, role: str
) -> None:
    county = places.municipalities[town.code].county
    token = {
        "nobody": "",
        "coordinator": f"demo-coordinator-{county}",
        "supervisor": "demo-supervisor",
        "admin": "demo-admin",
    }.get(role, f"demo-{role}-{town.code}")
    known: Known = {
        "cycle_id": [f"{town.code}-{town.year}"],
        "step": [*FULL_YEAR[:4], "decision"],
        "code": [town.code],
        "municipality": [town.code],
        "round_id": [f"{county}-{town.year}"],
        "number": ["1", "2", "3"],
        "name": ["StepNotOpen", "situation-analysis"],
    }
    async with browser(token) as me:
        await asyncio.to_thread(_everything, app.openapi(), me, asyncio.get_running_loop(), known)


def _everything(described: Json, me: httpx.AsyncClient, loop: asyncio.AbstractEventLoop, known: Known) -> None:
    known_checks.load_all_checks()
    wrong: list[str] = []
    described_here: Any = schemathesis.openapi.from_dict(described)
    for found in described_here.get_all_operations():
        operation = found.ok()
        try:
            _asked(operation, me, loop, known)
        except BaseExceptionGroup as error:
            wrong.append(f"{operation.label}: {error}"[:1500])
    assert not wrong, "\n\n".join(wrong)


def _asked(
    operation: Any,  # noqa: ANN401  its own type is partly unknown
    me: httpx.AsyncClient,
    loop: asyncio.AbstractEventLoop,
    known: Known,
) -> None:
    registered = vars(known_checks)["CHECKS"]  # partly without types
    checks = registered.get_by_names(CHECKS)
    cases = operation.as_strategy() | operation.as_strategy(GenerationMode.NEGATIVE)  # as described, and not

    @seed(SEED)
    @settings(
        database=None,
        deadline=None,
        max_examples=EXAMPLES,
        phases=[Phase.generate],
        suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large),
    )
    @given(case=cases, data=st.data())
    def one(case: Case[Any], data: st.DataObject) -> None:
        for name in case.path_parameters:
            if name in known and data.draw(st.integers(0, 3)):
                case.path_parameters[name] = data.draw(st.sampled_from(known[name]))
        if operation.path == STREAM:
            case.query = {**case.query, "follow": "false"}
        sent = requests.Request(**case.as_transport_kwargs(base_url=str(me.base_url))).prepare()
        asking = asyncio.run_coroutine_threadsafe(_send(me, sent), loop)
        case.validate_response(asking.result(ANSWERED_WITHIN), checks=checks)

    one()


async def _send(me: httpx.AsyncClient, sent: requests.PreparedRequest) -> httpx.Response:
    """As it was made, but signed by the one who asks."""
    headers = {
        name: value.decode("latin-1") if isinstance(value, bytes) else value
        for name, value in sent.headers.items()
        if name.lower() != "authorization"
    }
    assert sent.url is not None
    assert sent.body is None or isinstance(sent.body, str | bytes)
    return await me.request(str(sent.method), sent.url, content=sent.body, headers=headers)
