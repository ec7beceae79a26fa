"""A form is stale when its content was handed in anew, never because a reminder was written; drafts have their own."""

import pytest

from domain.places import Municipality
from tests.conftest import Browser
from tests.town import CONTENT, Town, problem


@pytest.fixture
async def town(browser: Browser, own_year: tuple[Municipality, int]) -> Town:
    place, year = own_year
    town = Town(browser, place.code, year)
    assert (await town.start()).status_code == 201
    return town


async def test_a_completion_from_an_old_version_overwrites_nothing(town: Town) -> None:
    first = await town.do("completion", "organisation", {"content": CONTENT}, If_Match='"0"')
    assert (first.status_code, first.headers["etag"]) == (200, '"1"')
    await town.do("recall", "organisation")
    stale = await town.do("completion", "organisation", {"content": CONTENT}, If_Match='"0"')
    assert problem(stale) == (412, "ContentChanged")
    fresh = await town.do("completion", "organisation", {"content": CONTENT}, If_Match='"1"')
    assert (fresh.status_code, fresh.headers["etag"]) == (200, '"2"')


async def test_an_approver_approves_the_version_that_was_read(town: Town) -> None:
    for step in ("organisation", "mapping"):
        await town.settle(step)
    await town.complete("situation_analysis", text="första")
    await town.do("recall", "situation_analysis")
    await town.complete("situation_analysis", text="andra")
    approve = {"outcome": "approve"}
    assert problem(await town.do("review", "situation_analysis", approve, by="decision", If_Match='"1"'))[0] == 412
    done = await town.do("review", "situation_analysis", approve, by="decision", If_Match='"2"')
    assert done.status_code == 200


@pytest.mark.parametrize("tag", ["3", 'W/"3"', '"x"', '"1", "2"'])
async def test_an_if_match_that_no_etag_was(town: Town, tag: str) -> None:
    assert problem(await town.do("completion", "organisation", {"content": CONTENT}, If_Match=tag))[0] == 422


async def test_a_draft_is_saved_read_and_gone_when_handed_in(town: Town) -> None:
    half = {"content": {"text": ""}}
    saved = await town.do("draft", "organisation", half)
    assert (saved.status_code, saved.headers["etag"]) == (200, '"1"')
    async with town.client("contributor") as colleague:
        read = await colleague.get(f"{town.cycle}/steps/organisation/draft")
    assert read.json()["content"] == {"text": ""}
    assert read.headers["etag"] == '"1"'
    assert (await town.kinds()).count("StepCompleted") == 1
    await town.settle("organisation")
    async with town.client("municipality") as me:
        assert problem(await me.get(f"{town.cycle}/steps/organisation/draft")) == (404, "DraftNotFound")


async def test_nobody_saves_over_a_colleagues_draft_unseen(town: Town) -> None:
    await town.do("draft", "organisation", {"content": {"text": "mitt"}})
    mine_again = await town.do("draft", "organisation", {"content": {"text": "mitt igen"}})
    assert mine_again.headers["etag"] == '"2"'
    unseen = await town.do("draft", "organisation", {"content": {"text": "ditt"}}, by="contributor")
    assert problem(unseen) == (412, "DraftChanged")
    old = await town.do("draft", "organisation", {"content": {"text": "ditt"}}, by="contributor", If_Match='"1"')
    assert problem(old) == (412, "DraftChanged")
    seen = await town.do("draft", "organisation", {"content": {"text": "vårt"}}, by="contributor", If_Match='"2"')
    assert (seen.status_code, seen.headers["etag"]) == (200, '"3"')


async def test_a_draft_too_large_is_refused_and_the_one_before_stays(town: Town) -> None:
    await town.do("draft", "organisation", {"content": {"text": "kort"}})
    huge = await town.do("draft", "organisation", {"content": {"text": "x" * 1_000_001}})
    assert problem(huge) == (422, "DraftTooLarge")
    async with town.client("municipality") as me:
        assert (await me.get(f"{town.cycle}/steps/organisation/draft")).json()["content"] == {"text": "kort"}


async def test_an_old_draft_tag_never_fits_a_new_draft(town: Town) -> None:
    await town.do("draft", "organisation", {"content": {"text": "första"}})
    await town.settle("organisation")
    await town.do("recall", "organisation")
    again = await town.do("draft", "organisation", {"content": {"text": "ny"}})
    assert again.status_code == 200
    old_tab = await town.do("draft", "organisation", {"content": {"text": "första"}}, If_Match='"1"')
    assert problem(old_tab) == (412, "DraftChanged")
