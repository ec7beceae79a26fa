"""Who may what, through the API: deny by default; what one may not know exists is not found."""

from datetime import date

import pytest

from domain.places import Municipality
from tests.conftest import Browser
from tests.town import CONTENT, Json, Town, problem

FOREIGN = (
    "demo-municipality-0114",
    "demo-contributor-0114",
    "demo-decision-0114",
    "demo-police-0114",
    "demo-coordinator-13",
)


@pytest.fixture
async def town(browser: Browser, own_year: tuple[Municipality, int]) -> Town:
    place, year = own_year
    town = Town(browser, place.code, year)
    assert (await town.start()).status_code == 201
    return town


def own(town: Town, who: str) -> str:
    return {"county": f"demo-coordinator-{town.code[:2]}", "supervisor": "demo-supervisor", "admin": "demo-admin"}.get(
        who, f"demo-{who}-{town.code}"
    )


@pytest.mark.parametrize("token", FOREIGN)
async def test_a_foreign_year_is_not_found_by_anybody(town: Town, token: str) -> None:
    reads = ("", "/live", "/events", "/steps/organisation", "/steps/organisation/draft")
    writes = ("completion", "review", "recall", "reopening", "confirmation", "extension", "waiver")
    bodies: dict[str, Json] = {
        "completion": {"content": CONTENT},
        "review": {"outcome": "approve"},
        "extension": {"latest": "2029-01-01", "reason": "x"},
        "reopening": {"reason": "x"},
        "waiver": {"reason": "x"},
    }
    async with town.client(token) as me:
        for path in reads:
            assert problem(await me.get(town.cycle + path)) == (404, "CycleNotFound"), path
        for verb in writes:
            answer = await me.post(f"{town.cycle}/steps/organisation/{verb}", json=bodies.get(verb, {}))
            assert problem(answer) == (404, "CycleNotFound"), verb
        assert problem(await me.put(f"{town.cycle}/steps/organisation/draft", json={"content": {}}))[0] == 404
        assert problem(await me.post(f"{town.cycle}/closing", json={"reason": "x"}))[0] == 404
    assert (await town.kinds())[-1] == "StepOpened"


@pytest.mark.parametrize(
    ("who", "verb", "body", "name"),
    [
        ("county", "completion", {"content": CONTENT}, "RoleMayNot"),
        ("county", "review", {"outcome": "return", "reason": "x"}, "RoleMayNot"),
        ("county", "reopening", {"reason": "x"}, "RoleMayNot"),
        ("county", "waiver", {"reason": "x"}, "RoleMayNot"),
        ("county", "draft", {"content": {}}, "RoleMayNot"),
        ("supervisor", "completion", {"content": CONTENT}, "RoleMayNot"),
        ("supervisor", "extension", {"latest": "2029-01-01", "reason": "x"}, "RoleMayNot"),
        ("supervisor", "draft", {"content": {}}, "RoleMayNot"),
        ("admin", "completion", {"content": CONTENT}, "RoleMayNot"),
        ("municipality", "review", {"outcome": "approve"}, "RoleMayNot"),
        ("contributor", "completion", {"content": CONTENT}, "NotYourStep"),
        ("contributor", "assignment", {"role": "contributor"}, "RoleMayNot"),
        ("contributor", "waiver", {"reason": "x"}, "RoleMayNot"),
        ("decision", "completion", {"content": CONTENT}, "NotYourStep"),
        ("police", "completion", {"content": CONTENT}, "NotYourStep"),
        ("police", "draft", {"content": {}}, "RoleMayNot"),
    ],
)
async def test_a_role_may_not(town: Town, who: str, verb: str, body: object, name: str) -> None:
    assert problem(await town.do(verb, "organisation", body, by=own(town, who))) == (403, name)
    assert (await town.step("organisation"))["status"] == "open"


async def test_the_county_may_give_more_time_and_sees_what_was_handed_in_but_no_draft(town: Town) -> None:
    county = own(town, "county")
    later = {"latest": f"{max(town.year, date.today().year) + 1}-06-30", "reason": "Samordnaren är ny"}  # noqa: DTZ011
    assert (await town.do("extension", "organisation", later, by=county)).status_code == 200
    await town.do("draft", "organisation", {"content": {"text": "utkast"}})
    async with town.client(county) as me:
        assert problem(await me.get(f"{town.cycle}/steps/organisation/draft")) == (403, "RoleMayNot")
        assert (await me.get(f"{town.cycle}/steps/organisation")).json()["content"] is None
        await town.settle("organisation")
        assert (await me.get(f"{town.cycle}/steps/organisation")).json()["content"] == CONTENT
        await town.do("reopening", "organisation", {"reason": "Fel kontaktväg"})
        assert (await me.get(f"{town.cycle}/steps/organisation")).json()["content"] is None
    assert (await town.step("organisation"))["content"] == CONTENT


async def test_a_step_given_to_the_police_partner_is_theirs_to_do(town: Town) -> None:
    await town.settle("organisation")
    assert problem(await town.complete("mapping", by="police")) == (403, "NotYourStep")
    assert (await town.do("assignment", "mapping", {"role": "police_partner"})).status_code == 200
    assert (await town.complete("mapping", by="police")).status_code == 200


async def test_only_the_county_opens_rounds_and_the_municipality_its_own_year(browser: Browser) -> None:
    for token in ("demo-municipality-1381", "demo-supervisor", "demo-admin", "demo-coordinator-14", "demo-police-1381"):
        async with browser(token) as me:
            answer = await me.post("/v1/rounds", json={"county": "13", "year": 2027})
            assert problem(answer) == (403, "RoleMayNot"), token
    for token in ("demo-municipality-0114", "demo-supervisor", "demo-contributor-1381", "demo-coordinator-14"):
        async with browser(token) as me:
            answer = await me.post("/v1/cycles", json={"municipality": "1381", "year": 2027})
            assert problem(answer) == (403, "RoleMayNot"), token


@pytest.mark.parametrize(
    "token", ["", "x", "demo-municipality-9999", "demo-coordinator-02", "demo-root", "demo-admin-13"]
)
async def test_nobody_without_a_known_token(browser: Browser, token: str) -> None:
    async with browser(token) as me:
        answer = await me.get("/v1/me")
    assert problem(answer) == (401, "NotSignedIn")
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_me_says_who_one_is(browser: Browser) -> None:
    async with browser("demo-decision-1381") as me:
        answer = (await me.get("/v1/me")).json()
    assert answer["person"] == "demo-decision-1381"
    assert answer["grants"][0]["role"] == "decision_maker"
    assert answer["grants"][0]["municipalities"] == ["1381"]
    assert set(answer["grants"][0]["bodies"]) == {"styrgrupp", "rad", "namnd", "KS", "KF"}
