"""Requests for supplement (begäran om komplettering) through the API: from asked to answered or settled."""

import pytest

from domain.places import Municipality
from tests.api.talking import COUNTY, OTHERS_COUNTY, OTHERS_TOWN, STEP, ask, request, say, seen, write
from tests.conftest import Browser
from tests.town import Json, Town, problem


@pytest.fixture
async def done(browser: Browser, own_year: tuple[Municipality, int]) -> Town:
    """A year whose first step is done."""
    place, year = own_year
    town = Town(browser, place.code, year)
    assert (await town.start()).status_code == 201
    await town.settle(STEP)
    return town


async def test_a_request_stands_until_the_coordinator_answers(done: Town) -> None:
    before = await done.see()
    asked = await request(done)
    assert (await done.see())["version"] == before["version"]
    lists = (f"/v1/municipalities/{done.code}/supplements", f"/v1/counties/{done.code[:2]}/supplements")

    async def states(path: str, more: str = "") -> list[str]:
        found = await seen(done, by=COUNTY, path=path + more)
        return [item["state"] for item in found["items"] if item["number"] == asked]

    assert [await states(path) for path in lists] == [["open"], ["open"]]
    item = (await seen(done, path=lists[0]))["items"][0]
    assert (item["municipality"], item["step"], item["kind"], item["done_at"]) == (done.code, STEP, "supplement", None)
    await write(done, f"/comments/{asked}/answers", by="contributor", text="Jag frågar.")
    assert await states(lists[0]) == ["open"]
    answer = await write(done, f"/comments/{asked}/answers", text="Kommunstyrelsens ordförande.")
    assert [await states(path) for path in lists] == [[], []]
    assert await states(lists[0], "?everything=true") == ["answered"]
    assert problem(await write(done, f"/comments/{asked}/settlement")) == (409, "SupplementNotOpen")
    await write(done, f"/comments/{answer.json()['number']}/withdrawal")
    assert await states(lists[1]) == ["open"]


async def test_an_open_request_is_a_task_of_the_municipal_coordinator_and_changes_no_status(done: Town) -> None:
    cycle = f"{done.code}-{done.year}"

    async def tasks(by: str = "municipality") -> list[tuple[str, str, int | None]]:
        return _told(await seen(done, by=by, path="/v1/tasks"), cycle)

    steps = await tasks()
    before = await done.see()
    one, two = await request(done), await request(done, "Och när möts rådet?")
    asked = [("supplement", STEP, one), ("supplement", STEP, two)]
    assert await tasks() == [*asked, *steps]
    assert await done.see() == before
    task = next(t for t in (await seen(done, path="/v1/tasks"))["items"] if t["comment"] == one)
    assert (task["status"], task["target"], task["days_left"], task["timing"]) == ("done", None, None, "on_time")
    for who in ("contributor", "decision", COUNTY, OTHERS_TOWN):
        assert not [each for each in await tasks(who) if each[0] == "supplement"], who
    for limit in (1, 2, 3):
        assert await _page_by_page(done, limit, cycle) == [*asked, *steps]
    await write(done, f"/comments/{one}/answers", text="Kommunstyrelsens ordförande.")
    await write(done, f"/comments/{two}/settlement")
    assert await tasks() == steps


def _told(listed: Json, cycle: str) -> list[tuple[str, str, int | None]]:
    return [(each["action"], each["step"], each["comment"]) for each in listed["items"] if each["cycle"] == cycle]


async def _page_by_page(town: Town, limit: int, cycle: str) -> list[tuple[str, str, int | None]]:
    found: list[tuple[str, str, int | None]] = []
    cursor = ""
    while True:
        listed = await seen(town, path=f"/v1/tasks?limit={limit}{cursor}")
        assert listed["items"], "an empty page"
        found += _told(listed, cycle)
        if listed["next"] is None:
            return found
        cursor = f"&cursor={listed['next']}"


async def test_a_request_is_marked_settled_by_the_coordinator_alone(done: Town) -> None:
    asked, plain = await request(done), await say(done, "Tack!", by=COUNTY)
    for who in ("contributor", "decision", COUNTY):
        assert problem(await write(done, f"/comments/{asked}/settlement", by=who)) == (403, "RoleMayNot"), who
    assert problem(await write(done, f"/comments/{plain}/settlement")) == (422, "NotASupplement")
    settled = [await write(done, f"/comments/{asked}/settlement", key="s") for _ in range(2)]
    assert [(answer.status_code, answer.json()["state"]) for answer in settled] == [(200, "settled")] * 2
    assert problem(await write(done, f"/comments/{asked}/settlement")) == (409, "SupplementNotOpen")
    listed = await seen(done, path=f"/v1/municipalities/{done.code}/supplements?everything=true")
    assert [(item["state"], bool(item["done_at"])) for item in listed["items"] if item["number"] == asked] == [
        ("settled", True)
    ]


@pytest.mark.parametrize(
    ("who", "town_status", "county_status"),
    [
        ("municipality", 200, 403),
        ("contributor", 200, 403),
        (COUNTY, 200, 200),
        ("police", 403, 403),
        ("demo-supervisor", 403, 403),
        (OTHERS_COUNTY, 403, 403),
        (OTHERS_TOWN, 403, 403),
    ],
)
async def test_who_sees_the_requests(done: Town, who: str, town_status: int, county_status: int) -> None:
    await request(done)
    for path, status in (
        (f"/v1/municipalities/{done.code}/supplements", town_status),
        (f"/v1/counties/{done.code[:2]}/supplements", county_status),
    ):
        answer = await ask(done, path, by=who)
        assert answer.status_code == status
        assert ("Vem leder" in answer.text) == (status == 200)


async def test_a_repeated_request_is_answered_also_when_it_could_not_be_made_anew(done: Town) -> None:
    body = {"step": STEP, "text": "Vem leder rådet?"}
    first = await write(done, "/supplements", by=COUNTY, key="repeated", **body)
    assert first.status_code == 201
    await done.do("reopening", STEP, {"reason": "Fel"})
    assert (await write(done, "/supplements", by=COUNTY, key="repeated", **body)).json() == first.json()
