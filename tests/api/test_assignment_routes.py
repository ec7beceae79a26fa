"""A step given to a person, taken and given back, handed over in bulk; and what the two are told."""

import pytest

from domain.places import Municipality
from tests.conftest import Browser
from tests.town import Json, Town, problem


@pytest.fixture
async def town(browser: Browser, own_year: tuple[Municipality, int]) -> Town:
    place, year = own_year
    town = Town(browser, place.code, year)
    assert (await town.start()).status_code == 201
    await town.settle("organisation")
    return town


async def told(town: Town, who: str) -> list[tuple[str, str, bool]]:
    async with town.client(who) as me:
        items = (await me.get("/v1/inbox")).json()["items"]
    return [(item["kind"], item["step"], item["seen"]) for item in items if town.cycle.endswith(item["cycle"])]


async def test_the_new_and_the_old_one_are_both_told_and_nobody_of_what_they_did_themselves(town: Town) -> None:
    worker, leader = f"demo-contributor-{town.code}", f"demo-municipality-{town.code}"
    given = await town.do("assignment", "mapping", {"person": worker})
    assert given.status_code == 200, given.text
    assert (await town.step("mapping"))["person"] == worker
    assert given.json()["warnings"] == []
    assert (await town.do("assignment", "mapping", {"person": leader})).status_code == 200
    assert await told(town, "contributor") == [("taken", "mapping", False), ("given", "mapping", False)]
    assert await told(town, "municipality") == []
    async with town.client("contributor") as me:
        inbox: Json = (await me.get("/v1/inbox?limit=1")).json()
        assert inbox["unseen"] == 2
        assert (await me.put("/v1/inbox/seen", json={"id": inbox["items"][0]["id"]})).status_code == 204
        assert (await me.get("/v1/inbox")).json()["unseen"] == 0
        older = (await me.get("/v1/inbox", params={"limit": 1, "cursor": inbox["next"]})).json()
        assert [item["kind"] for item in older["items"]] == ["given"]


async def test_taken_by_one_it_is_refused_to_the_next_until_it_is_given_back(town: Town) -> None:
    assert (await town.do("claim", "mapping", by="contributor")).status_code == 200
    assert problem(await town.do("claim", "mapping")) == (409, "StepTaken")
    assert problem(await town.do("release", "mapping", by="decision")) == (403, "NotYourStep")
    assert (await town.do("release", "mapping", by="contributor")).status_code == 200
    assert (await town.do("claim", "mapping")).status_code == 200
    assert problem(await town.do("claim", "mapping", by="demo-supervisor")) == (403, "RoleMayNot")


@pytest.mark.parametrize(
    ("body", "status", "name"),
    [
        ({"person": "p-nobody"}, 422, "NotAssignable"),
        ({"person": "demo-contributor-0114"}, 422, "NotAssignable"),
        ({"person": "demo-coordinator-14"}, 422, "NotAssignable"),
        ({"person": "A B"}, 422, "RequestInvalid"),
        ({}, 422, "RequestInvalid"),
    ],
)
async def test_nobody_who_could_not_do_it_is_given_a_step(town: Town, body: Json, status: int, name: str) -> None:
    refused = problem(await town.do("assignment", "mapping", body))
    assert refused[0] == status
    assert name in (refused[1], "RequestInvalid")


async def test_all_that_somebody_has_is_handed_over_after_a_look_at_it(town: Town) -> None:
    worker, leader = f"demo-contributor-{town.code}", f"demo-municipality-{town.code}"
    for step in ("mapping", "implementation"):
        assert (await town.do("assignment", step, {"person": worker})).status_code == 200
    body = {"person": worker, "to": leader}
    async with town.client("municipality") as me:
        seen = (await me.post("/v1/handovers", json=body)).json()
        assert [(item["step"], item["result"]) for item in seen["items"]] == [
            ("mapping", "would_move"),
            ("implementation", "would_move"),
        ]
        assert (await town.step("mapping"))["person"] == worker
        headers = {"Idempotency-Key": f"leaves-{town.code}"}
        done = (await me.post("/v1/handovers", json={**body, "preview": False}, headers=headers)).json()
        assert {item["result"] for item in done["items"]} == {"moved"}
        assert (await me.post("/v1/handovers", json=body)).json()["items"] == []
    assert [(await town.step(step))["person"] for step in ("mapping", "implementation")] == [leader, leader]
    assert [kind for kind, _, _ in await told(town, "contributor")][:2] == ["taken", "taken"]


async def test_who_may_not_assign_there_hands_nothing_over(town: Town) -> None:
    assert (await town.do("claim", "mapping", by="contributor")).status_code == 200
    body = {"person": f"demo-contributor-{town.code}", "to": "demo-contributor-0114", "preview": False}
    for token in ("demo-municipality-0114", "demo-coordinator-14", "demo-admin", f"demo-contributor-{town.code}"):
        async with town.client(token) as me:
            assert (await me.post("/v1/handovers", json=body)).json()["items"] == []
    async with town.client("municipality") as me:
        (failed,) = (await me.post("/v1/handovers", json=body)).json()["items"]
    assert (failed["result"], failed["problem"]) == ("failed", "NotAssignable")


async def listed(town: Town, who: str, which: str) -> list[str]:
    async with town.client(who) as me:
        items = (await me.get("/v1/tasks", params={"list": which, "limit": 500})).json()["items"]
    return [item["step"] for item in items if town.cycle.endswith(item["cycle"])]


async def test_a_step_moves_between_the_worklists_of_those_concerned(town: Town) -> None:
    assert await listed(town, "contributor", "group") == ["mapping"]
    assert await listed(town, "contributor", "mine") == []
    await town.do("claim", "mapping", by="contributor")
    assert await listed(town, "contributor", "mine") == ["mapping"]
    assert (await listed(town, "contributor", "group"), await listed(town, "municipality", "group")) == ([], [])
    await town.do("assignment", "situation_analysis", {"person": f"demo-municipality-{town.code}"})
    assert (await listed(town, "municipality", "upcoming"))[:2] == ["situation_analysis", "prioritisation"]
    await town.settle("mapping")
    assert await listed(town, "municipality", "mine") == ["situation_analysis"]
    await town.complete("situation_analysis")
    assert await listed(town, "municipality", "mine") == []
    assert await listed(town, "decision", "group") == ["situation_analysis"]  # a review is the group's
    assert await listed(town, "contributor", "done") == ["mapping"]
    assert set(await listed(town, "municipality", "done")) >= {"organisation", "mapping"}


async def test_what_a_role_has_approved_is_done_for_it(town: Town) -> None:
    await town.settle("mapping")
    await town.complete("situation_analysis")
    assert "situation_analysis" not in await listed(town, "decision", "done")
    await town.approve("situation_analysis")
    done = await listed(town, "decision", "done")
    assert ("situation_analysis" in done, "mapping" in done) == (True, False)
    assert "situation_analysis" not in await listed(town, "police", "done")


async def test_a_worklist_is_read_page_by_page(town: Town) -> None:
    async with town.client("municipality") as me:
        whole = [item["step"] for item in (await me.get("/v1/tasks?list=upcoming&limit=500")).json()["items"]]
        found: list[str] = []
        cursor = ""
        while cursor is not None:
            sent = {"list": "upcoming", "limit": "3"} | ({"cursor": cursor} if cursor else {})
            page = (await me.get("/v1/tasks", params=sent)).json()
            found += [item["step"] for item in page["items"]]
            cursor = page["next"]
    assert found == whole
