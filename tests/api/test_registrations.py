"""Registering documents over HTTP: which version, on which side, corrected with a reason, shown with the document."""

import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest

from domain.calendar import stockholm_date
from domain.places import Municipality
from tests.conftest import Browser
from tests.documents import readback
from tests.documents.laholm import CONTENTS
from tests.town import Json, Town, problem

NAME = "situation-analysis"
PATH = f"/documents/{NAME}/registrations"


@pytest.fixture
async def town(browser: Browser, own_year: tuple[Municipality, int]) -> Town:
    place, year = own_year
    town = Town(browser, place.code, year)
    assert (await town.start()).status_code == 201
    for step in ("organisation", "mapping", "situation_analysis"):
        assert (await town.do("completion", step, {"content": CONTENTS[step]})).status_code == 200
    return town


@pytest.fixture
def county(own_year: tuple[Municipality, int]) -> str:
    return f"demo-coordinator-{own_year[0].county}"


def today() -> date:
    return stockholm_date(datetime.now(UTC))


async def listed(town: Town, *, by: str = "municipality") -> Json:
    shown = await town.see("/documents", by=by)
    return next(item for item in shown["items"] if item["name"] == NAME)


async def register(town: Town, *, by: str = "municipality", key: str = "", **said: object) -> httpx.Response:
    """What is printed now, on this day, unless said otherwise."""
    printed = (await listed(town))["printed"]
    whole = {"version": printed["version"], "hash": printed["hash"], "registered_on": str(today()), **said}
    async with town.client(by) as me:
        headers = {"Idempotency-Key": key} if key else {}
        return await me.post(town.cycle + PATH, json={"number": "KS 2026-0123", **whole}, headers=headers)


async def registered(town: Town, **said: object) -> Json:
    response = await register(town, **said)  # pyright: ignore[reportArgumentType]
    assert response.status_code == 201, response.text
    return response.json()


def pointers(response: httpx.Response) -> list[str]:
    return [error["pointer"] for error in response.json()["errors"]]


async def test_the_documents_of_a_year_and_what_would_be_printed_now(town: Town) -> None:
    shown = {item["name"]: item for item in (await town.see("/documents"))["items"]}
    assert list(shown) == [NAME, "action-plan", "follow-up", "council-report"]
    assert shown["action-plan"]["printed"] is None
    mine = shown[NAME]
    assert (mine["title"], mine["retention"]) == ("Lägesbild", "arbetsmaterial")
    assert mine["registered"]["county"] == {"mark": "not_registered", "registration": None}
    printed = mine["printed"]
    async with town.client("municipality") as me:
        said = readback.text((await me.get(f"{town.cycle}/documents/{NAME}.pdf")).content)
    assert f"Version {printed['version']} · {printed['hash']}" in said
    assert printed["log_hash"] in said
    assert printed["finished"] is False
    await town.approve("situation_analysis")
    assert (await listed(town))["retention"] == "bevaras"


async def test_each_side_registers_in_its_own_diarium(town: Town, county: str) -> None:
    mine = await registered(town, by="contributor")
    assert (mine["side"], mine["number"], mine["role"]) == ("municipality", "KS 2026-0123", "contributor")
    theirs = await registered(town, by=county, number="700-45-2027")
    assert (theirs["side"], theirs["person"]) == ("county", county)
    for by in ("municipality", county, "police", "demo-supervisor"):
        shown = (await listed(town, by=by))["registered"]
        assert shown == {
            "municipality": {"mark": "registered", "registration": mine},
            "county": {"mark": "registered", "registration": theirs},
        }


async def test_a_version_that_changed_since_is_not_the_one_registered(town: Town) -> None:
    first = await registered(town)
    await town.do("recall", "situation_analysis")
    await town.do("completion", "situation_analysis", {"content": {"summary": "Omskriven."}})
    assert (await listed(town))["registered"]["municipality"] == {"mark": "changed_since", "registration": first}
    second = await registered(town, number="KS 2026-0200")
    assert (second["version"], second["reason"]) == (2, None)
    assert (await listed(town))["registered"]["municipality"] == {"mark": "registered", "registration": second}
    again = await register(town, version=1, hash=first["hash"], number="KS 2026-0123")
    assert (again.status_code, again.json()) == (200, first), "the printed copy of before is still a version"


async def test_the_newest_stands_and_what_it_corrects_is_kept(town: Town) -> None:
    first = await registered(town)
    refused = await register(town, number="KS 2026-0124")
    assert problem(refused) == (409, "RegisteredOtherwise")
    assert pointers(refused) == ["/reason"]
    assert "0123" not in refused.text
    second = await registered(town, number="KS 2026-0124", reason="Fel nummer avskrivet")
    assert (await listed(town))["registered"]["municipality"]["registration"] == second
    assert (await town.see(PATH))["items"] == [first, second]
    page = await town.see(f"{PATH}?limit=1")
    assert page["items"] == [first]
    assert (await town.see(f"{PATH}?limit=1&cursor={page['next']}"))["items"] == [second]


async def test_the_same_request_is_carried_out_once(town: Town) -> None:
    first = await registered(town, key="a")
    await registered(town, key="b", number="KS 2026-0124", reason="Rättat")
    assert await registered(town, key="a") == first
    reused = await register(town, key="a", number="KS 2026-0125")
    assert problem(reused) == (422, "KeyReused")
    assert len((await town.see(PATH))["items"]) == 2


async def test_what_cannot_be_right_is_named_and_nothing_kept(town: Town) -> None:
    tomorrow, yesterday = str(today() + timedelta(days=1)), str(today() - timedelta(days=1))
    for said, at in (
        ({"registered_on": tomorrow}, "/registered_on"),
        ({"registered_on": yesterday}, "/registered_on"),
        ({"version": 7}, "/version"),
        ({"reason": "Första gången"}, "/reason"),
    ):
        response = await register(town, **said)  # pyright: ignore[reportArgumentType]
        assert problem(response) == (422, "RegistrationInvalid")
        assert pointers(response) == [at]
    response = await register(town, number="19811218-9876")
    assert problem(response) == (422, "InvalidRequest")
    assert pointers(response) == ["/number"]
    assert "9876" not in response.text
    assert problem(await register(town, hash="0" * 12)) == (404, "NoSuchVersion")
    assert (await town.see(PATH))["items"] == []


async def test_a_hash_of_another_document_is_none_of_this_one(town: Town) -> None:
    hash_ = next(e["hash"] for e in (await town.see("/events?limit=500"))["items"] if e["kind"] == "CycleStarted")
    assert problem(await register(town, hash=hash_)) == (404, "NoSuchVersion")


async def test_who_may_register(town: Town) -> None:
    for by in ("decision", "police", "demo-supervisor"):
        assert problem(await register(town, by=by)) == (403, "RoleMayNot")
    assert problem(await register(town, by="demo-municipality-0114")) == (404, "CycleNotFound")
    async with town.client("municipality") as me:
        response = await me.get(f"{town.cycle}/documents/budget/registrations")
        assert problem(response) == (404, "NoSuchAddress")
        assert problem(await me.get(f"/v1/cycles/{town.code}-2099/documents")) == (404, "CycleNotFound")


async def test_the_package_holds_both_numbers(town: Town, county: str) -> None:
    async def numbers() -> tuple[str, Json]:
        async with town.client("municipality") as me:
            response = await me.get(f"{town.cycle}/documents/{NAME}.zip")
        with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
            return response.headers["etag"], json.loads(archive.read("metadata.json"))["diarienummer"]

    tag, none = await numbers()
    assert none == {"municipality": None, "county": None}
    await registered(town)
    await registered(town, by=county, number="700-45-2027")
    changed, both = await numbers()
    assert both == {"municipality": "KS 2026-0123", "county": "700-45-2027"}
    assert changed != tag


async def test_suggested_classes_say_who_decides(browser: Browser) -> None:
    async with browser("demo-supervisor") as me:
        shown = (await me.get("/v1/retention")).json()
    assert "förslag" in shown["wording"]
    classes = {item["kind"]: item["retention"] for item in shown["items"]}
    assert (classes["document"], classes["comment"], classes["draft"]) == ("bevaras", "gallras", "arbetsmaterial")
    async with browser("") as nobody:
        assert problem(await nobody.get("/v1/retention")) == (401, "NotSignedIn")
