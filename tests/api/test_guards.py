"""Callers who send too much, too slowly or for ever, on a real socket; and answers that do not come."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from api.app import create_app
from api.guards.bodies import Bodies
from api.guards.limits import Limits
from api.guards.protocol import LARGEST_HEAD, Bounded
from api.services import Services
from tests.api.asking import client_of
from tests.api.listening import calling, served

SOON = 0.3
ROUNDS = "/v1/rounds"
SIGNED = "Authorization: Bearer demo-coordinator-13"
JSON = "Content-Type: application/json"
CHUNK = b"8000\r\n" + b" " * 0x8000 + b"\r\n"


class Hasty(Bounded):
    head_within = read_within = stops_within = SOON


@pytest.fixture
def app(services: Services) -> FastAPI:
    return create_app(services, limits=Limits(arriving=SOON))


async def test_a_body_that_is_declared_too_large_is_refused_before_it_comes(app: FastAPI) -> None:
    async with served(app, Hasty) as port, calling(port) as caller:
        caller.ask("POST", ROUNDS, SIGNED, JSON, f"Content-Length: {3 * 1024**2}")
        answer = await caller.answer()
        assert await caller.hung_up()
    assert (answer.status, answer.error) == (413, "BodyTooLarge")
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("address", [ROUNDS, "/v1/cycles/1401-2027/steps/mapping/completion"])
async def test_a_body_that_never_ends_is_cut_off_when_it_passes_the_limit(app: FastAPI, address: str) -> None:
    async def on_and_on() -> None:
        with suppress(ConnectionError):
            while True:
                caller.say(CHUNK)
                await caller.writer.drain()

    async with served(app, Hasty) as port, calling(port) as caller:
        caller.ask("POST", address, SIGNED, JSON, "Transfer-Encoding: chunked")
        sending = asyncio.create_task(on_and_on())
        answer = await caller.answer()
        assert (answer.status, answer.error) == (413, "BodyTooLarge")
        assert await caller.hung_up()
        await sending


async def test_who_has_been_answered_and_goes_on_sending_is_hung_up_on(app: FastAPI) -> None:
    async with served(app, Hasty) as port, calling(port) as caller:
        caller.ask("POST", "/v1/nothing", "Transfer-Encoding: chunked")
        assert (await caller.answer()).status == 404
        assert await caller.hung_up()


async def test_a_connection_is_used_again(app: FastAPI) -> None:
    async with served(app) as port, calling(port) as caller:
        for _ in range(3):
            caller.ask("POST", "/v1/nothing", "Content-Length: 2")
            caller.say(b"{}")
            assert (await caller.answer()).status == 404


@pytest.mark.parametrize("address", [ROUNDS, "/v1/cycles/1401-2027/steps/mapping/completion"])
async def test_a_body_that_does_not_come_is_not_waited_for(app: FastAPI, address: str) -> None:
    async with served(app) as port, calling(port) as caller:
        caller.ask("POST", address, SIGNED, JSON, "Content-Length: 100")
        caller.say(b'{"county"')
        answer = await caller.answer()
    assert (answer.status, answer.error) == (408, "BodyTooSlow")


async def test_a_file_may_be_larger_than_a_body_and_has_its_own_time(services: Services) -> None:
    app = create_app(services, limits=Limits(uploading=SOON))

    @app.post("/any/evidence")
    async def _(request: Request) -> int:
        return len(await request.body())

    async with client_of(app) as client:
        assert (await client.post("/any/evidence", content=b" " * 3 * 1024**2)).json() == 3 * 1024**2
        assert (await client.post("/any/evidence", content=b" " * 21 * 1024**2)).status_code == 413
    async with served(app) as port, calling(port) as caller:
        caller.ask("POST", "/any/evidence", f"Content-Length: {10 * 1024**2}")
        answer = await caller.answer()
    assert (answer.status, answer.error) == (408, "BodyTooSlow")


async def test_a_head_that_never_ends_or_never_comes_is_hung_up_on(app: FastAPI) -> None:
    async with served(app, Hasty) as port:
        async with calling(port) as silent, calling(port) as slow:
            slow.say(b"GET /livez HT")
            assert await silent.hung_up()
            assert await slow.hung_up()
        async with calling(port) as endless:
            endless.say(b"GET /livez HTTP/1.1\r\nX-Long: ", b"a" * (LARGEST_HEAD + 1))
            assert (await endless.answer()).status == 400
        async with calling(port) as many:
            many.ask("GET", "/livez", "Connection: close", *(f"X-{i}: {'a' * 60}" for i in range(500)))
            assert (await many.answer()).status == 200


def around(app: ASGIApp) -> httpx.AsyncClient:
    """A caller of `app` itself, guarded: no route is between, whose way takes its time on a busy machine."""
    guarded = Bodies(app, Limits(answering=SOON))
    return httpx.AsyncClient(transport=httpx.ASGITransport(guarded), base_url="http://arshjul.test")


async def test_an_answer_that_does_not_come_is_given_up() -> None:
    given_up = asyncio.Event()

    async def hanging(_scope: Scope, _receive: Receive, _send: Send) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            given_up.set()

    async with around(hanging) as client:
        answer = await client.get("/")
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/AnswerTooSlow")
    assert answer.headers["Retry-After"] == "2"
    assert given_up.is_set()


async def test_a_stream_that_has_begun_goes_on_for_as_long_as_it_likes() -> None:
    async def events() -> AsyncGenerator[str]:
        yield "data: 1\n\n"
        await asyncio.sleep(SOON * 2)
        yield "data: 2\n\n"

    async with around(StreamingResponse(events(), media_type="text/event-stream")) as client:
        assert (await client.get("/")).text == "data: 1\n\ndata: 2\n\n"


async def test_who_does_not_read_the_answer_is_hung_up_on(app: FastAPI) -> None:
    ended = asyncio.Event()

    async def endless() -> AsyncGenerator[bytes]:
        try:
            while True:
                yield b" " * 2**20
                await asyncio.sleep(0)
        finally:
            ended.set()

    @app.get("/endless")
    async def _() -> StreamingResponse:
        return StreamingResponse(endless())

    async with served(app, Hasty) as port, calling(port) as caller:
        caller.ask("GET", "/endless")
        async with asyncio.timeout(10):
            await ended.wait()


async def test_what_is_refused_is_counted(services: Services) -> None:
    async with client_of(create_app(services)) as client:
        refused = await client.post(ROUNDS, content=b" " * (2 * 1024**2 + 1))
        assert refused.status_code == 413
        counted = (await client.get("/metrics")).text
    assert 'arshjul_http_requests_total{method="POST",route="none",status="413"} 1.0' in counted


@pytest.mark.parametrize("address", ["/v1/cycles/1401-2%0027", "/v1/overview?year=2027&county=1%00", "/%00"])
async def test_an_address_with_a_nul_character_is_no_address(services: Services, address: str) -> None:
    async with client_of(create_app(services)) as client:
        answer = await client.get(address, headers={"Authorization": "Bearer demo-supervisor"})
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/NoSuchAddress")
