"""Every answer, an error's too, tells the browser to trust nothing but this server, and to keep nothing."""

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from api.app import create_app
from api.guards.headers import DATA, PAGES
from api.services import Services
from tests.api.asking import client_of
from tests.api.listening import calling, served

SIGNED = {"Authorization": "Bearer demo-supervisor"}


@pytest.fixture
def app(services: Services) -> FastAPI:
    app = create_app(services)

    @app.get("/broken")
    async def _() -> None:
        raise RuntimeError

    @app.get("/page")
    async def _() -> HTMLResponse:
        return HTMLResponse("<p>En sida</p>", headers={"Cache-Control": "private"})

    return app


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/livez", 200),
        ("GET", "/v1/me", 200),
        ("GET", "/v1/nothing", 404),
        ("DELETE", "/v1/me", 405),
        ("POST", "/v1/rounds", 422),
        ("GET", "/v1/cycles/1401-2%0027", 404),
        ("GET", "/broken", 500),
        ("GET", "/openapi.json", 200),
        ("GET", "/problems/StepNotOpen", 200),
    ],
)
async def test_what_is_no_page_may_load_nothing_and_is_not_kept(
    app: FastAPI, method: str, path: str, status: int
) -> None:
    async with client_of(app) as client:
        answer = await client.request(method, path, headers=SIGNED)
    assert answer.status_code == status
    assert answer.headers["Content-Security-Policy"] == DATA
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in answer.headers


async def test_what_is_refused_before_it_is_read_says_so_too(app: FastAPI) -> None:
    async with served(app) as port, calling(port) as caller:
        caller.ask("POST", "/v1/rounds", f"Content-Length: {2**40}")
        answer = await caller.answer()
    assert (answer.status, answer.headers["content-security-policy"]) == (413, DATA)
    assert "x-request-id" in answer.headers
    assert "server" not in answer.headers


async def test_a_page_runs_this_servers_scripts_alone_and_none_that_stands_in_it(app: FastAPI) -> None:
    async with client_of(app) as client:
        page = await client.get("/page")
    policy = dict(part.split(" ", 1) for part in page.headers["Content-Security-Policy"].split("; "))
    assert page.headers["Content-Security-Policy"] == PAGES
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in PAGES
    assert page.headers["Cache-Control"] == "private"  # what a route says itself is left


async def test_over_https_the_browser_is_told_to_stay_there(app: FastAPI) -> None:
    async with client_of(app) as client:
        answer = await client.get("https://arshjul.test/livez")
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000"
