"""What every page sends along: what is said once, the language chosen, how it is kept, how large it is."""

import gzip

from fastapi import FastAPI

from tests.conftest import Browser
from web import flash
from web.site import NOBODY, Operator


async def test_what_a_post_came_to_is_said_once(browser: Browser) -> None:
    answer = flash.then("/om", "saved")
    assert (answer.status_code, answer.headers["location"]) == (303, "/om")
    name, _, value = answer.headers["set-cookie"].partition(";")[0].partition("=")
    async with browser("") as me:
        me.cookies.set(name, value, domain="arshjul.test")
        assert "Sparat." in (await me.get("/om")).text
        assert "govuk-notification-banner" not in (await me.get("/om")).text


async def test_nothing_is_said_that_is_not_in_the_list(browser: Browser) -> None:
    async with browser("") as me:
        shown = await me.get("/om", headers={"Cookie": f"{flash.COOKIE}=<b>hello</b>"})
    assert "hello" not in shown.text


async def test_a_chosen_language_stays(browser: Browser) -> None:
    async with browser("") as me:
        chosen = await me.get("/om?lang=en")
        assert (chosen.headers["content-language"], '<html lang="en"' in chosen.text) == ("en", True)
        assert "About Årshjul" in (await me.get("/om")).text


async def test_a_page_is_kept_for_the_back_button_and_asked_for_anew_otherwise(browser: Browser) -> None:
    async with browser("") as me:
        headers = (await me.get("/om")).headers
    assert headers["cache-control"] == "private, no-cache"
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]


async def test_a_page_with_all_it_needs_is_small(browser: Browser) -> None:
    """At most 100 KB over the wire without the font."""
    async with browser("demo-municipality-1381") as me:
        page = await me.get("/")
        files = {part.split('"')[0] for part in page.text.split('"/static/')[1:]}
        names = {name.partition("#")[0] for name in files if not name.endswith(".woff2")}
        sent = [int((await me.get(f"/static/{name}")).headers["content-length"]) for name in sorted(names)]
    assert len(sent) >= 6
    assert len(gzip.compress(page.content)) + sum(sent) < 60_000


async def test_files_are_kept_by_their_address_and_others_are_asked_for_again(browser: Browser, app: FastAPI) -> None:
    address = app.state.site.assets.address("arshjul.css")
    async with browser("") as me:
        kept, older = await me.get(address), await me.get("/static/000000000000/arshjul.css")
        outside = await me.get("/static/000000000000/%2e%2e/app.py")
    assert "immutable" in kept.headers["cache-control"]
    assert older.headers["cache-control"] == "no-cache"
    assert kept.text == older.text
    assert outside.status_code == 404


async def test_the_accessibility_statement_says_who_answers_for_the_service_or_that_nobody_has_said(
    browser: Browser, app: FastAPI
) -> None:
    async with browser("") as me:
        assert "har ännu inte angett någon kontakt" in (await me.get("/tillganglighet")).text
        app.state.site.operator = Operator("Laholms kommun", "webb@laholm.example")
        shown = (await me.get("/tillganglighet")).text
        app.state.site.operator = NOBODY
    assert "Laholms kommun står bakom den här tjänsten." in shown
    assert 'href="mailto:webb@laholm.example"' in shown
    assert "har ännu inte angett" not in shown
