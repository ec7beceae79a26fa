"""Every page under axe, on a desktop and on a phone; a page that somebody adds and forgets here fails."""

from collections.abc import Sequence

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from tests.conftest import Browser
from tests.pages import every_page
from tests.pages.conftest import Sit
from tests.pages.every_page import EVERY, NO_PAGES, NOBODY, Shown
from tests.pages.looking import glance

World = dict[str, str]
GROUPS = {
    "signing in": every_page.SIGNING_IN,
    "county": every_page.COUNTY,
    "year": every_page.YEAR,
    "step": every_page.STEP,
    "people": every_page.PEOPLE,
    "refused": every_page.REFUSED,
}


def test_no_page_is_left_out(app: FastAPI) -> None:
    named, listed = set(_paths(app)), {each.page for each in EVERY}
    assert sorted(named - listed - set(NO_PAGES)) == [], "add where it is to tests/pages/every_page.py"
    assert sorted(listed - named) == []


@pytest.fixture(scope="module")
def worlds() -> list[World]:
    return []


@pytest.fixture
async def world(request: pytest.FixtureRequest, browser: Browser, worlds: list[World]) -> World:
    """The same one for all of them."""
    if not worlds:
        worlds.append(await every_page.world(browser, *request.getfixturevalue("county_year")))
    return worlds[0]


@pytest.mark.parametrize("group", GROUPS)
async def test_under_axe(group: str, sit: Sit, app: FastAPI, world: World) -> None:
    for by, pages in _by_reader(GROUPS[group]):
        desk = await sit(_token(by, world))
        for each in pages:
            await glance(desk, _address(app, each, world), f"every-{each.name}", each.status)


def _paths(app: FastAPI) -> dict[str, str]:
    """Every page's address as its route has it, by the page's name."""
    found = (each for each in iter_route_contexts(app.routes) if "GET" in (each.methods or ()) and each.name)
    return {each.name.removeprefix("pages."): each.path for each in found if each.name.startswith("pages.")}


def _by_reader(pages: Sequence[Shown]) -> list[tuple[str, list[Shown]]]:
    readers = dict.fromkeys(each.by for each in pages)
    return [(by, [each for each in pages if each.by == by]) for by in readers]


def _token(by: str, world: World) -> str | None:
    if by == NOBODY or by.startswith("demo-"):
        return by or None
    return f"demo-coordinator-{world['code']}" if by == "county" else f"demo-{by}-{world['municipality']}"


def _address(app: FastAPI, shown: Shown, world: World) -> str:
    """Of a municipality's own pages `code` is the municipality's."""
    of_town = {"code": world["municipality"]} if shown.page == "municipality" else {}
    there = _paths(app)[shown.page].format(**{**world, **of_town, **shown.at})
    return f"{there}?{shown.query.format(**world)}" if shown.query else there
