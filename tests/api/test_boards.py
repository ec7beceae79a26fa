"""What everybody reads: the overview now and as of a past day, tasks, history, pages, health."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.calendar import stockholm_date
from domain.places import County, Municipality
from tests.conftest import Browser
from tests.town import CONTENT, Json, Town, problem


@pytest.fixture
async def town(browser: Browser, own_year: tuple[Municipality, int]) -> Town:
    place, year = own_year
    town = Town(browser, place.code, year)
    assert (await town.start()).status_code == 201
    return town


async def line(town: Town, **query: str) -> Json | None:
    async with town.client("municipality") as me:
        items = (await me.get("/v1/overview", params={"year": town.year, **query})).json()["items"]
    assert len(items) <= 1
    return items[0] if items else None


async def test_the_overview_counts_and_says_what_is_next(town: Town) -> None:
    before = await line(town)
    assert before is not None
    assert (before["status"], before["phase"], before["done"], before["total"]) == (
        "running",
        "situation_analysis",
        1,
        15,
    )
    await town.settle("organisation")
    after = await line(town)
    assert after is not None
    assert after["done"] == 2
    assert (after["next"]["step"], after["next"]["acting_role"]) == ("mapping", "contributor")


async def test_as_of_a_past_day_the_year_had_not_begun(town: Town) -> None:
    today = stockholm_date(datetime.now(UTC))
    assert await line(town, as_of=today.isoformat()) == await line(town)
    assert await line(town, as_of=(today - timedelta(days=1)).isoformat()) is None


async def test_the_overview_pages_by_cursor(browser: Browser, county_year: tuple[County, int]) -> None:
    county, year = county_year
    async with browser(f"demo-coordinator-{county.code}") as me:
        await me.post("/v1/rounds", json={"county": county.code, "year": year})
        seen: list[str] = []
        query: dict[str, str | int] = {"county": county.code, "year": year, "limit": 2}
        while True:
            page = (await me.get("/v1/overview", params=query)).json()
            seen += [item["municipality"] for item in page["items"]]
            if page["next"] is None:
                break
            assert len(page["items"]) == 2
            query["cursor"] = page["next"]
    assert seen == sorted(county.municipalities)


async def test_one_sees_only_ones_own(town: Town, browser: Browser) -> None:
    async with browser("demo-municipality-0114") as me:
        items = (await me.get("/v1/overview", params={"year": town.year})).json()["items"]
        assert f"{town.code}-{town.year}" not in [item["cycle"] for item in items]
        assert problem(await me.get("/v1/overview", params={"year": town.year, "county": town.code[:2]})) == (
            403,
            "RoleMayNot",
        )


async def tasks(town: Town, by: str) -> list[tuple[str, str]]:
    async with town.client(by) as me:
        items = (await me.get("/v1/tasks")).json()["items"]
    return [(item["step"], item["action"]) for item in items if item["cycle"] == f"{town.code}-{town.year}"]


async def test_a_task_is_shown_to_whoever_has_to_act(town: Town) -> None:
    assert await tasks(town, "municipality") == [("organisation", "complete")]
    assert await tasks(town, "contributor") == []
    await town.settle("organisation")
    assert await tasks(town, "contributor") == await tasks(town, "municipality") == [("mapping", "complete")]
    await town.settle("mapping")
    await town.complete("situation_analysis")
    assert (await tasks(town, "municipality"), await tasks(town, "decision")) == (
        [],
        [("situation_analysis", "review")],
    )
    await town.approve("situation_analysis")
    await town.do("reopening", "mapping", {"reason": "En källa saknades"})
    assert await tasks(town, "municipality") == [("mapping", "complete")]
    await town.settle("mapping", text="med den källan")
    assert await tasks(town, "municipality") == [("situation_analysis", "confirm")]
    async with town.client("demo-supervisor") as me:
        assert (await me.get("/v1/tasks")).json()["items"] == []


async def test_the_history_says_who_what_when_and_why_page_by_page(town: Town) -> None:
    await town.settle("organisation")
    await town.do("reopening", "organisation", {"reason": "Ny funktionsbrevlåda"})
    whole: list[Json] = (await town.see("/events?limit=500"))["items"]
    assert isinstance(whole, list)
    reopened = next(item for item in whole if item["kind"] == "StepReopened")
    assert reopened["reason"] == "Ny funktionsbrevlåda"
    assert (reopened["person"], reopened["role"]) == (f"demo-municipality-{town.code}", "municipal_coordinator")
    assert (reopened["step"], reopened["data"]) == ("organisation", {"stale": []})
    paged: list[Json] = []
    cursor = ""
    while True:
        page = await town.see(f"/events?limit=3{cursor}")
        items = page["items"]
        assert isinstance(items, list)
        paged += items
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert paged == whole
    assert [item["seq"] for item in whole] == list(range(1, len(whole) + 1))
    as_admin: list[Json] = (await town.see("/events?limit=500", by="demo-admin"))["items"]
    assert isinstance(as_admin, list)
    assert {item["reason"] for item in as_admin} == {None}


async def test_live_is_what_the_workflow_says(town: Town) -> None:
    live = await town.see("/live")
    version = (await town.see())["version"]
    assert (live["running"], live["version"], live["awaits"]) == (True, version, ["organisation"])


async def test_health(browser: Browser) -> None:
    async with browser("") as anybody:
        assert (await anybody.get("/livez")).json()["status"] == "ok"
        ready = await anybody.get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"status": "ok", "database": True, "temporal": True})


async def test_the_contract_is_published(browser: Browser) -> None:
    async with browser("") as anybody:
        contract = (await anybody.get("/openapi.json")).json()
        assert (await anybody.get("/docs")).status_code == 200
    assert contract["openapi"].startswith("3.1")
    completion = contract["paths"]["/v1/cycles/{cycle_id}/steps/{step}/completion"]["post"]
    assert {"200", "202", "401", "403", "404", "409", "412", "422", "503"} <= set(completion["responses"])
    assert "Idempotency-Key" in [parameter["name"] for parameter in completion["parameters"]]


async def test_light_year_names_the_plan_it_follows_up(browser: Browser, own_year: tuple[Municipality, int]) -> None:
    place, year = own_year
    town = Town(browser, place.code, year)
    started = await town.start("light", plan_in_force="KS 2026-0123")
    assert started.json()["plan_in_force"] == "KS 2026-0123"
    assert [step["key"] for step in started.json()["steps"]] == [
        "start",
        "organisation",
        "mapping",
        "situation_analysis",
        "implementation",
        "follow_up",
        "council_report",
        "closing",
    ]
    assert (await town.do("completion", "organisation", {"content": CONTENT})).status_code == 200
