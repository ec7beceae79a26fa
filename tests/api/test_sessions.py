"""Sessions: how they end, who sees them, and what a browser must send along. With the demo's door, on this machine."""

import dataclasses
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from api.app import create_app
from api.services import Services
from api.signing_in.cookies import SAFE
from api.signing_in.site import SignIn
from tests.api.door import COOKIE, HOST, Clock, token_of
from tests.town import problem

LAHOLM = "demo-municipality-1381"
CLOCK = Clock()


@pytest.fixture(autouse=True)
def clock() -> Clock:
    CLOCK.on = timedelta()
    return CLOCK


@pytest.fixture(scope="module")
def demo(services: Services) -> FastAPI:
    sign_in = SignIn(public_url=HOST)
    return create_app(dataclasses.replace(services, clock=CLOCK, sign_in=sign_in))


def browser_on(app: FastAPI, host: str = "127.0.0.1", base: str = HOST) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(host, 50_000))
    return httpx.AsyncClient(transport=transport, base_url=base)


async def inside(app: FastAPI, person: str = LAHOLM) -> httpx.AsyncClient:
    browser = browser_on(app)
    answer = await browser.post("/demo/sign-in", data={"person": person, "next": "/v1/me"})
    assert (answer.status_code, answer.headers.get("location")) == (303, "/v1/me"), answer.text
    return browser


async def test_one_is_whom_one_chose(demo: FastAPI) -> None:
    browser = await inside(demo)
    assert (await browser.get("/v1/me")).json()["person"] == LAHOLM


async def test_a_session_that_nobody_uses_ends_after_an_hour(demo: FastAPI, clock: Clock) -> None:
    browser = await inside(demo)
    for minutes in (59, 118, 177):
        clock.on = timedelta(minutes=minutes)
        assert (await browser.get("/v1/me")).status_code == 200
    clock.on = timedelta(minutes=177 + 60)
    assert problem(await browser.get("/v1/me")) == (401, "NotSignedIn")


async def test_a_session_ends_after_ten_hours_however_it_is_used(demo: FastAPI, clock: Clock) -> None:
    browser = await inside(demo)
    for minutes in range(50, 600, 50):
        clock.on = timedelta(minutes=minutes)
        assert (await browser.get("/v1/me")).status_code == 200, minutes
    clock.on = timedelta(minutes=600)
    assert problem(await browser.get("/v1/me")) == (401, "NotSignedIn")


async def test_a_person_sees_their_own_sessions_and_ends_them(demo: FastAPI) -> None:
    person = "demo-contributor-0136"
    first, second, stranger = await inside(demo, person), await inside(demo, person), await inside(demo)
    listed = (await first.get("/v1/sessions")).json()["items"]
    assert [item["current"] for item in listed].count(True) == 1
    mine = next(item["id"] for item in listed if item["current"])
    other = next(item["id"] for item in listed if not item["current"])
    assert first.cookies[COOKIE] not in str(listed)
    assert mine not in str((await stranger.get("/v1/sessions")).json())

    headers = {"X-CSRF-Token": await token_of(stranger)}
    for foreign in (mine, "a" * 20, "%", "x", mine[:19] + "%"):
        answer = await stranger.delete(f"/v1/sessions/{foreign}", headers=headers)
        assert problem(answer)[0] == 404, foreign
    headers = {"X-CSRF-Token": await token_of(first)}
    assert (await first.delete(f"/v1/sessions/{other}", headers=headers)).status_code == 204
    assert problem(await first.delete(f"/v1/sessions/{other}", headers=headers)) == (404, "SessionNotFound")
    assert [(await one.get("/v1/me")).status_code for one in (first, second)] == [200, 401]
    third = await inside(demo, person)
    assert (await first.delete("/v1/sessions", headers=headers)).status_code == 204
    assert [(await one.get("/v1/me")).status_code for one in (first, third, stranger)] == [401, 401, 200]


async def test_what_changes_something_needs_the_session_s_token(demo: FastAPI) -> None:
    browser, other = await inside(demo), await inside(demo)
    right, foreign = await token_of(browser), await token_of(other)
    assert right != foreign
    body = {"county": "13", "year": 1901}
    for headers in ({}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": foreign}, {"X-CSRF-Token": "å"}):
        raw = {name.encode(): value.encode() for name, value in headers.items()}
        assert problem(await browser.post("/v1/rounds", json=body, headers=raw)) == (403, "ForgedRequest")
    answer = await browser.post("/v1/rounds", json=body, headers={"X-CSRF-Token": right})
    assert problem(answer) == (403, "RoleMayNot")  # past the guard, and the policy's no
    for form in ({}, {"csrf_token": foreign}):
        assert problem(await browser.post("/sign-out", data=form)) == (403, "ForgedRequest")
    assert (await browser.get("/v1/me")).status_code == 200
    assert (await browser.post("/sign-out", data={"csrf_token": right})).status_code == 303
    assert (await browser.get("/v1/me")).status_code == 401


async def test_a_form_with_a_file_carries_the_token_too(demo: FastAPI) -> None:
    browser = await inside(demo)
    file = {"file": ("a.txt", b"text")}
    assert problem(await browser.post("/sign-out", files=file)) == (403, "ForgedRequest")
    data = {"csrf_token": await token_of(browser)}
    assert (await browser.post("/sign-out", data=data, files=file)).status_code == 303


async def test_a_bearer_token_needs_none_and_other_words_are_none(demo: FastAPI) -> None:
    browser = await inside(demo)
    body = {"county": "13", "year": 1901}
    bearer = {"Authorization": f"Bearer {LAHOLM}"}
    assert problem(await browser.post("/v1/rounds", json=body, headers=bearer)) == (403, "RoleMayNot")
    for words in ("Basic YTpi", "bearer", "Bearer"):
        answer = await browser.post("/v1/rounds", json=body, headers={"Authorization": words})
        assert answer.status_code in (401, 403)
        assert problem(answer)[1] in ("ForgedRequest", "NotSignedIn")


def test_no_route_can_forget_the_token(demo: FastAPI) -> None:
    """Whatever changes something is a route of the application, each of which has its guard."""
    paths = demo.openapi()["paths"]
    assert len(paths) > 40
    assert [dependency.dependency.__name__ for dependency in demo.router.dependencies if dependency.dependency] == [
        "guard"
    ]
    for route in demo.routes:
        methods: set[str] = getattr(route, "methods", None) or set()
        assert isinstance(route, APIRoute) or not methods - SAFE, route


async def test_the_demo_s_door_opens_on_this_machine_alone(services: Services, demo: FastAPI) -> None:
    form = {"person": LAHOLM}
    closed = create_app(dataclasses.replace(services, demo=False))
    assert problem(await browser_on(closed).post("/demo/sign-in", data=form)) == (404, "DemoDoorClosed")
    assert problem(await browser_on(demo, "192.0.2.9").post("/demo/sign-in", data=form)) == (404, "DemoDoorClosed")
    for name in ("X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"):
        answer = await browser_on(demo).post("/demo/sign-in", data=form, headers={name: "127.0.0.1"})
        assert problem(answer) == (404, "DemoDoorClosed"), name
    crossed = await browser_on(demo).post("/demo/sign-in", data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert problem(crossed) == (403, "ForgedRequest")


@pytest.mark.parametrize(
    ("form", "status"),
    [({"person": "demo-root"}, 422), ({"person": "demo-municipality-9999"}, 422), ({}, 422),
     ({"person": LAHOLM, "next": "//evil.example"}, 422), ({"person": LAHOLM, "next": "https://evil.example"}, 422)],
)  # fmt: skip
async def test_the_demo_s_door_takes_its_own_people_to_its_own_pages(
    demo: FastAPI, form: dict[str, str], status: int
) -> None:
    browser = browser_on(demo)
    assert (await browser.post("/demo/sign-in", data=form)).status_code == status
    assert COOKIE not in browser.cookies


async def test_a_demo_session_and_token_die_with_the_demo_and_elsewhere(services: Services, demo: FastAPI) -> None:
    cookie = (await inside(demo)).cookies[COOKIE]
    real = create_app(dataclasses.replace(services, demo=False, clock=CLOCK, sign_in=SignIn(public_url=HOST)))
    for browser in (browser_on(real), browser_on(demo, "192.0.2.9")):
        browser.cookies.set(COOKIE, cookie)
        assert problem(await browser.get("/v1/me")) == (401, "NotSignedIn")
    behind = browser_on(demo)
    behind.cookies.set(COOKIE, cookie)
    assert problem(await behind.get("/v1/me", headers={"X-Forwarded-For": "127.0.0.1"}))[0] == 401
    bearer = {"Authorization": f"Bearer {LAHOLM}", "Forwarded": "for=192.0.2.1"}
    assert problem(await browser_on(demo).get("/v1/me", headers=bearer))[0] == 401


async def test_on_plain_http_the_cookie_has_another_name(services: Services) -> None:
    app = create_app(dataclasses.replace(services, sign_in=SignIn(public_url="http://127.0.0.1:8000")))
    browser = browser_on(app, base="http://127.0.0.1:8000")
    answer = await browser.post("/demo/sign-in", data={"person": LAHOLM})
    session = next(cookie for cookie in answer.headers.get_list("set-cookie") if cookie.startswith("arshjul="))
    assert "httponly" in session.lower()
    assert "secure" not in session.lower()
    assert (await browser.get("/v1/me")).json()["person"] == LAHOLM
