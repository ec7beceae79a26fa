"""Every page under axe, on a desktop and on a phone; a page that somebody adds and forgets here fails."""

from collections.abc import Sequence

import pytest
from fastapi import FastAPI

from tests.pages import every_page
from tests.pages.conftest import Sit
from tests.pages.every_page import EVERY, NO_PAGES, Shown, World, address, paths, token
from tests.pages.looking import glance

GROUPS = {
    "signing in": every_page.SIGNING_IN,
    "county": every_page.COUNTY,
    "year": every_page.YEAR,
    "step": every_page.STEP,
    "people": every_page.PEOPLE,
    "refused": every_page.REFUSED,
}


def test_no_page_is_left_out(app: FastAPI) -> None:
    named, listed = set(paths(app)), {each.page for each in EVERY}
    assert sorted(named - listed - set(NO_PAGES)) == [], "add where it is to tests/pages/every_page.py"
    assert sorted(listed - named) == []


@pytest.mark.parametrize("group", GROUPS)
async def test_under_axe(group: str, sit: Sit, app: FastAPI, world: World) -> None:
    for by, pages in _by_reader(GROUPS[group]):
        desk = await sit(token(by, world))
        for each in pages:
            await glance(desk, address(app, each, world), f"every-{each.name}", each.status)


def _by_reader(pages: Sequence[Shown]) -> list[tuple[str, list[Shown]]]:
    readers = dict.fromkeys(each.by for each in pages)
    return [(by, [each for each in pages if each.by == by]) for by in readers]
