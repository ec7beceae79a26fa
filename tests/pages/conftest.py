"""A real browser on the real application: Debian's Chromium, driven by Playwright. Without one they are skipped."""

import asyncio
import shutil
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.async_api import Browser as Chromium
from playwright.async_api import BrowserContext, async_playwright, expect

from api.serving import configured
from domain.places import Municipality, Places
from tests.conftest import PAGE_COUNTIES, YEARS, Browser
from tests.pages.every_page import World, a_world
from tests.pages.looking import Desk
from tests.town import Town

# The shell has no window of its own to draw, which is a third of what the whole browser takes.
CHROMIUM = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))), None)
FLAGS = ["--no-sandbox", "--enable-blink-features=ComputedAccessibilityInfo"]  # names, as they are read out
PATIENCE = 30_000  # ms; only how long a failure takes: processes with servers of their own share the machine
expect.set_options(timeout=PATIENCE)
PICTURES = Path(__file__).parents[2] / "build" / "pages"

Sit = Callable[..., Awaitable[Desk]]
"""`await sit("demo-municipality-1381")`: a desk at which that person works; without one, nobody has signed in. The rest
is the browser context's: `device_scale_factor=2`."""


class _Server(uvicorn.Server):
    """Without its own way with signals: pytest has one."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


@asynccontextmanager
async def served(app: FastAPI) -> AsyncGenerator[str]:
    """The address at which an application answers."""
    server = _Server(configured(app, "127.0.0.1", 0))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        assert not serving.done(), serving.exception()
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await serving


@pytest.fixture(scope="session")
async def site_address(app: FastAPI) -> AsyncGenerator[str]:
    async with served(app) as address:
        yield address


@pytest.fixture(scope="session")
async def chromium() -> AsyncGenerator[Chromium]:
    if CHROMIUM is None:
        pytest.skip("no browser: these tests need Chromium (Debian: apt-get install chromium)")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
async def sit(chromium: Chromium, site_address: str) -> AsyncGenerator[Sit]:
    opened: list[BrowserContext] = []

    async def down(
        token: str | None = None,
        *,
        language: str = "sv-SE",
        scripts: bool = True,
        **more: Any,  # noqa: ANN401  whatever Playwright takes
    ) -> Desk:
        context = await chromium.new_context(
            base_url=site_address,
            locale=language,
            java_script_enabled=scripts,
            extra_http_headers={"Authorization": f"Bearer {token}"} if token else {},
            **more,
        )
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return Desk(await context.new_page(), PICTURES)

    yield down
    for context in opened:
        await context.close()


@pytest.fixture(scope="session")
def _unused(places: Places) -> Iterator[Municipality]:
    return (places.municipalities[code] for county in PAGE_COUNTIES for code in places.counties[county].municipalities)


@pytest.fixture
def own_year(_unused: Iterator[Municipality]) -> tuple[Municipality, int]:
    """A municipality that no other test uses at all: a page shows all that there is of one."""
    return next(_unused), YEARS[0]


@pytest.fixture(scope="session")
def worlds() -> list[World]:
    return []


@pytest.fixture
async def world(request: pytest.FixtureRequest, browser: Browser, worlds: list[World]) -> World:
    """The same one for every test that looks and changes nothing."""
    if not worlds:
        worlds.append(await a_world(browser, *request.getfixturevalue("county_year")))
    return worlds[0]


@pytest.fixture
async def town(browser: Browser, own_year: tuple[Municipality, int]) -> Town:
    """A municipality of one's own whose year has been started."""
    place, year = own_year
    town = Town(browser, place.code, year)
    assert (await town.start()).status_code == 201
    return town
