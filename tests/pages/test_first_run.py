"""Signing in where something is in the way: a session that ended in the middle of a form, an empty server."""

import httpx
import pytest
from fastapi import FastAPI
from markupsafe import escape
from playwright.async_api import expect

from tests.pages.conftest import Sit
from tests.pages.looking import look
from web.resending import MOST

LONG = 'Vi bjuder in åäö <b>&amp; "alla" 👮 مرحبا\n\nfrån två håll.'


async def test_first_run(sit: Sit) -> None:
    desk = await sit()
    await desk.go("/kom-igang")
    await expect(desk.tab.get_by_role("heading", name="Bjud in den första administratören")).to_be_visible()
    await look(desk, "first-run")


PAGE = {"Accept": "text/html"}
FORM = {"name": LONG, "csrf_token": "from-a-session-that-ended"}


def _client(app: FastAPI) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=("127.0.0.1", 50_000))
    return httpx.AsyncClient(transport=transport, base_url="http://arshjul.test", headers=PAGE)


async def test_what_was_typed_comes_back_as_it_was(app: FastAPI) -> None:
    async with _client(app) as browser:
        answer = await browser.post("/personer/ny?role=contributor", data=FORM, files={"file": ("a.pdf", b"%PDF")})
    assert answer.status_code == 401
    assert f'name="name" value="{escape(LONG)}"' in answer.text
    assert 'action="/personer/ny?role=contributor" enctype="multipart/form-data"' in answer.text
    assert 'type="file" id="file-1" name="file"' in answer.text
    assert FORM["csrf_token"] not in answer.text


@pytest.mark.parametrize(("site", "times"), [("same-origin", 1), ("cross-site", 0), ("", 0)])
async def test_only_what_our_own_pages_sent_is_offered_with_a_new_token(app: FastAPI, site: str, times: int) -> None:
    async with _client(app) as browser:
        await browser.post("/demo/sign-in", data={"person": "demo-municipality-1381"})
        answer = await browser.post("/personer/ny?role=contributor", data=FORM, headers={"Sec-Fetch-Site": site})
        token = (await browser.get("/v1/sessions")).json()["csrf_token"]
    assert answer.status_code == 403
    assert answer.text.split("<main")[1].count(f'value="{token}"') == times
    assert answer.text.count("Skicka igen</button>") == times


async def test_what_is_too_long_is_not_sent_back(app: FastAPI) -> None:
    async with _client(app) as browser:
        answer = await browser.post("/personer/ny", data={"name": "a" * (MOST + 1)})
    assert answer.status_code in (401, 413)
    assert "Skicka igen" not in answer.text


async def test_a_sign_in_that_failed_says_why(app: FastAPI) -> None:
    async with _client(app) as browser:
        answer = await browser.get("/sign-in/callback?state=a&code=b")
    assert answer.status_code == 404
    assert "Inloggningen gick inte" in answer.text
    assert "Inloggning är inte uppsatt på den här servern." in answer.text


async def test_an_ended_session_says_so_where_one_signs_in(app: FastAPI) -> None:
    async with _client(app) as browser:
        browser.cookies.set("arshjul", "ended")
        answer = await browser.get("/personer", follow_redirects=True)
    assert "Din inloggning har gått ut, eller avslutats." in answer.text
