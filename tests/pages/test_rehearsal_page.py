"""A rehearsal from the page of first steps: started by who may, followed with scripts or without, and its report."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from playwright.async_api import Browser as Chromium
from playwright.async_api import expect

from api.app import create_app
from api.services import Services, utc_now
from domain.process import Kind
from domain.rehearsed import Figures
from tests.pages.conftest import PICTURES, served
from tests.pages.looking import Desk, look
from web.app import install
from web.rehearsing import Asked, Rehearsal, RehearsalRuns, State

FIGURES = Figures(cycles=6, closed=6, steps=78, events=300, reminders=12, escalations=3, seconds=7.5, chain="ok")
REPORT = "<!doctype html><html lang=sv><head><style>h1{color:#123}</style></head><body><h1>Rapport</h1></body></html>"
ADDRESS = "/kom-igang/repetition"
FORM = {"county": "13", "year": str(utc_now().year + 1), "kind": "full"}


class Fake:
    """Plays what a test tells it to have played."""

    def __init__(self) -> None:
        self.newest: Rehearsal | None = None

    def start(self, asked: Asked) -> None:
        if self.newest is not None and self.newest.state is State.PLAYING:
            raise RehearsalRuns("one at a time")
        self.newest = Rehearsal(asked, State.PLAYING)

    def comes_to(self, **changes: object) -> None:
        assert self.newest is not None
        self.newest = replace(self.newest, **changes)


@pytest.fixture
def fake() -> Fake:
    return Fake()


def offering(services: Services, fake: Fake | None) -> FastAPI:
    return install(create_app(services), rehearser=fake)


def client(app: FastAPI, token: str = "", at: str = "127.0.0.1") -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(at, 50_000))
    headers = {"Accept": "text/html", **({"Authorization": f"Bearer {token}"} if token else {})}
    return httpx.AsyncClient(transport=transport, base_url="http://arshjul.test", headers=headers)


async def test_at_the_demo_it_is_started_followed_and_read(
    services: Services, fake: Fake, chromium: Chromium, tmp_path: Path
) -> None:
    async with served(offering(services, fake)) as address:
        context = await chromium.new_context(base_url=address, locale="sv-SE")
        desk = Desk(await context.new_page(), PICTURES)
        await desk.go("/kom-igang")
        await look(desk, "first-run-offering")
        await desk.tab.get_by_role("button", name="Spela upp året").click()
        await expect(desk.tab.get_by_text("Servrarna startar.")).to_be_visible()
        fake.comes_to(reached=date(2027, 3, 1), share=0.43)
        await expect(desk.tab.get_by_text("Året har kommit till 2027-03-01.")).to_be_visible()
        await look(desk, "rehearsal-playing")
        report = tmp_path / "report.html"
        report.write_text(REPORT)
        fake.comes_to(state=State.DONE, figures=FIGURES, report=report)
        await expect(desk.tab.get_by_role("row", name="Påminnelser 12")).to_be_visible()
        await expect(desk.tab.get_by_role("row", name="Sekunder att spela upp 7,5")).to_be_visible()
        await expect(desk.tab.get_by_role("row", name="Loggen är oförändrad Ja")).to_be_visible()
        await look(desk, "rehearsal-done")
        assert "(på svenska)" not in await desk.tab.inner_text("main")
        await desk.tab.get_by_role("link", name="Läs rapporten dag för dag").click()
        await expect(desk.tab.get_by_role("heading", name="Rapport")).to_have_css("color", "rgb(17, 34, 51)")
        assert [each for each in desk.trouble if "status of" not in each] == []
        await context.close()


async def test_without_scripts_a_link_shows_how_far_it_has_come(services: Services, fake: Fake) -> None:
    async with client(offering(services, fake)) as me:
        assert (await me.post(ADDRESS, data=FORM)).status_code == 303
        assert fake.newest is not None
        assert fake.newest.asked == Asked("13", int(FORM["year"]), Kind.FULL)
        page = (await me.get(ADDRESS)).text
        assert f'<a class="govuk-link" href="{ADDRESS}">Visa hur långt det har kommit</a>' in page
        assert "Spela upp året" not in page
        assert (await me.get(f"{ADDRESS}/rapport")).status_code == 404
        again = await me.post(ADDRESS, data=FORM, follow_redirects=True)
        assert "En provkörning spelas redan upp." in again.text
        fake.comes_to(state=State.FAILED)
        assert "Gick inte att spela upp" in (await me.get(ADDRESS)).text


@pytest.mark.parametrize("wrong", [{"county": "02"}, {"year": "1999"}, {"year": "--help"}, {"kind": "half"}])
async def test_only_what_the_lists_hold_is_played(services: Services, fake: Fake, wrong: dict[str, str]) -> None:
    async with client(offering(services, fake)) as me:
        answer = await me.post(ADDRESS, data={**FORM, **wrong})
    assert answer.status_code == 422
    assert "Välj ett län, ett år" in answer.text
    assert fake.newest is None


async def test_the_report_may_nothing_but_its_own_style(services: Services, fake: Fake, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    report.write_text(REPORT)
    fake.newest = Rehearsal(Asked("13", 2027, Kind.FULL), State.DONE, figures=FIGURES, report=report)
    async with client(offering(services, fake)) as me:
        policy = (await me.get(f"{ADDRESS}/rapport")).headers["content-security-policy"]
    assert re.fullmatch(r"default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri.*; sandbox", policy)


async def test_away_from_the_demos_machine_only_an_administrator_may(services: Services, fake: Fake) -> None:
    app = offering(services, fake)
    async with client(app, at="192.0.2.7") as stranger:
        assert (await stranger.post(ADDRESS, data=FORM)).status_code == 403
    async with client(app) as crossing:
        sent = await crossing.post(ADDRESS, data=FORM, headers={"Sec-Fetch-Site": "cross-site"})
        assert sent.status_code == 403
    async with client(offering(replace(services, demo=False), fake)) as nobody:
        for method, page in (("POST", ""), ("GET", ""), ("GET", "/rapport")):
            assert (await nobody.request(method, ADDRESS + page, data=FORM)).status_code == 403
        shown = (await nobody.get("/kom-igang")).text
        assert "En administratör som har loggat in kan spela upp det här på sidan." in shown
    assert fake.newest is None


async def test_where_nobody_plays_one_the_command_stands_there(services: Services) -> None:
    async with client(offering(services, None)) as me:
        shown = (await me.get("/kom-igang")).text
        assert '<span class="command__word">--county</span>' in shown
        assert "Spela upp" not in shown
        assert (await me.get(ADDRESS)).status_code == 404
