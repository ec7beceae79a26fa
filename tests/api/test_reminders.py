"""Reminding of a step: who may, once a day, and who is told of it in their inbox."""

from collections.abc import Sequence

import pytest

from api.services import utc_now
from domain.calendar import stockholm_date
from domain.places import Municipality
from storage import inbox
from storage.database import Sessions
from tests.conftest import Browser
from tests.pages.somebody import invited, signed_in
from tests.town import Json, Town, problem


@pytest.fixture
async def town(browser: Browser, own_year: tuple[Municipality, int]) -> Town:
    place, year = own_year
    town = Town(browser, place.code, year)
    assert (await town.start()).status_code == 201
    await town.settle("organisation")
    return town


async def told(sessions: Sessions, town: Town, person: str) -> list[tuple[str, str, str | None]]:
    """What they were told of this year by somebody."""
    async with sessions() as session:
        rows = await inbox.of(session, person, before=None, limit=100)
    return [(row.kind, row.step, row.by) for row in rows if town.cycle.endswith(row.cycle_id) and row.by is not None]


async def worker(sessions: Sessions, town: Town, role: str = "contributor", bodies: Sequence[str] = ()) -> str:
    who = await invited(town.browser, f"demo-municipality-{town.code}", role, town.code, bodies=bodies)
    await signed_in(sessions, who)
    return str(who["id"])


async def last(town: Town) -> Json:
    return (await town.see("/events?limit=500"))["items"][-1]


async def test_the_whole_role_is_told_of_a_step_that_is_nobody_s_in_particular(town: Town, sessions: Sessions) -> None:
    some, other = await worker(sessions, town), await worker(sessions, town)
    unbound = await invited(town.browser, f"demo-municipality-{town.code}", "contributor", town.code)
    decides = await worker(sessions, town, "decision_maker", bodies=["styrgrupp"])
    assert (await town.do("reminder", "mapping", by="county")).status_code == 200
    by = f"demo-coordinator-{town.code[:2]}"
    for person in (some, other):
        assert await told(sessions, town, person) == [("reminded", "mapping", by)]
    for person in (str(unbound["id"]), decides):
        assert await told(sessions, town, person) == []
    event = await last(town)
    assert (event["kind"], event["step"], event["person"]) == ("StepReminded", "mapping", by)
    assert (event["data"]["to"], event["data"]["by"]) == ("contributor", by)


async def test_the_one_who_has_it_is_told_alone_and_nobody_of_what_they_did_themselves(
    town: Town, sessions: Sessions
) -> None:
    some, other = await worker(sessions, town), await worker(sessions, town)
    assert (await town.do("assignment", "mapping", {"person": some})).status_code == 200
    assert (await town.do("reminder", "mapping")).status_code == 200
    by = f"demo-municipality-{town.code}"
    assert await told(sessions, town, some) == [("reminded", "mapping", by), ("given", "mapping", by)]
    assert await told(sessions, town, other) == []
    assert await told(sessions, town, by) == []


async def test_whoever_stands_in_for_somebody_absent_is_told_with_them(town: Town, sessions: Sessions) -> None:
    away, stands_in, other = [await worker(sessions, town) for _ in range(3)]
    today = stockholm_date(utc_now()).isoformat()
    async with town.client("municipality") as me:
        stated = await me.post(
            f"/v1/people/{away}/absence", json={"first": today, "last": today, "substitute": stands_in}
        )
    assert stated.status_code == 200, stated.text
    assert (await town.do("assignment", "mapping", {"person": away})).status_code == 200
    assert (await town.do("reminder", "mapping")).status_code == 200
    by = f"demo-municipality-{town.code}"
    assert await told(sessions, town, away) == [("reminded", "mapping", by), ("given", "mapping", by)]
    assert await told(sessions, town, stands_in) == [("reminded", "mapping", by)]
    assert await told(sessions, town, other) == []


async def test_the_approver_s_bodies_are_told_of_what_waits_for_them(town: Town, sessions: Sessions) -> None:
    steers = await worker(sessions, town, "decision_maker", bodies=["styrgrupp"])
    assembly = await worker(sessions, town, "decision_maker", bodies=["KF"])
    await town.settle("mapping")
    assert (await town.complete("situation_analysis")).status_code == 200
    assert (await town.do("reminder", "situation_analysis")).status_code == 200
    assert [kind for kind, _, _ in await told(sessions, town, steers)] == ["reminded"]
    assert await told(sessions, town, assembly) == []


async def test_where_nobody_has_the_role_those_who_coordinate_are_told(town: Town, sessions: Sessions) -> None:
    leads = await invited(town.browser, f"demo-coordinator-{town.code[:2]}", "municipal_coordinator", town.code)
    await signed_in(sessions, leads)
    assert (await town.do("reminder", "mapping", by="county")).status_code == 200
    assert [kind for kind, _, _ in await told(sessions, town, str(leads["id"]))] == ["reminded"]


async def test_once_a_day_and_of_what_can_be_done(town: Town) -> None:
    key = {"Idempotency_Key": f"reminds-{town.code}-{town.year}"}
    assert [(await town.do("reminder", "mapping", **key)).status_code for _ in range(2)] == [200, 200]
    assert problem(await town.do("reminder", "mapping", by="county")) == (409, "AlreadyReminded")
    for step in ("organisation", "goals"):
        assert problem(await town.do("reminder", step)) == (409, "MoveNotPossible")
    for who in ("contributor", "decision", "police", "demo-supervisor"):
        assert problem(await town.do("reminder", "mapping", by=who)) == (403, "RoleMayNot")
    assert problem(await town.do("reminder", "mapping", {"note": "Skynda er"}))[0] == 422


async def test_the_county_names_somebody_for_what_nobody_has_and_moves_nothing_else(
    town: Town, sessions: Sessions
) -> None:
    some, other = await worker(sessions, town), await worker(sessions, town)
    assert problem(await town.do("assignment", "mapping", {"role": "police_partner"}, by="county")) == (
        422,
        "NotAssignable",
    )
    decides = await worker(sessions, town, "decision_maker", bodies=["KF"])
    refused = await town.do("assignment", "mapping", {"person": decides}, by="county")
    assert problem(refused) == (422, "NotAssignable")
    assert (await town.do("assignment", "mapping", {"person": some}, by="county")).status_code == 200
    by = f"demo-coordinator-{town.code[:2]}"
    assert await told(sessions, town, some) == [("given", "mapping", by)]
    for body in ({"person": other}, {"role": "contributor"}):
        assert problem(await town.do("assignment", "mapping", body, by="county")) == (409, "StepTaken")
    assert (await town.do("assignment", "mapping", {"person": other})).status_code == 200
    async with town.client("county") as me:
        left = await me.post("/v1/handovers", json={"person": other, "to": some, "preview": False})
    assert left.json()["items"] == []
