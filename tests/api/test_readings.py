"""Who fetched an internal annex is noted before it goes out, and read by the municipality's coordinator alone."""

import httpx
import pytest

from api.actors import demo_actor
from api.services import Services
from domain.commands import Acting
from domain.people import Role
from domain.places import Municipality
from storage import readings
from storage.readings import Reading, What
from storage.scope import Scope, within
from tests.api.test_sent_evidence import ANNEX, fetch, release, sent, withdraw
from tests.conftest import Browser
from tests.containers import PDF
from tests.town import Json, Town, problem

REQUEST = "reading-0001-of-an-annex"


@pytest.fixture
async def town(browser: Browser, own_year: tuple[Municipality, int]) -> Town:
    place, year = own_year
    town = Town(browser, place.code, year)
    assert (await town.start()).status_code == 201
    return town


async def ask(town: Town, *, by: str = "municipality", query: str = "") -> httpx.Response:
    async with town.client(by) as me:
        return await me.get(f"/v1/municipalities/{town.code}/readings{query}")


async def noted(town: Town, number: int) -> list[Json]:
    """The readings of one file; other tests' years are the same municipality's."""
    items = (await ask(town, query="?limit=500")).json()["items"]
    return [item for item in items if (item["what"], item["of"]) == ("internal_annex", str(number))]


async def test_each_reading_says_who_as_what_when_and_by_which_request(town: Town) -> None:
    annex = (await sent(town, PDF, **ANNEX))["id"]
    await fetch(town, annex, by="contributor", **{"X-Request-ID": REQUEST})
    found = await fetch(town, annex)
    await fetch(town, annex, **{"If-None-Match": found.headers["etag"]})
    first, *rest = await noted(town, annex)
    assert (first["person"], first["role"]) == (f"demo-contributor-{town.code}", "contributor")
    assert (first["on_behalf"], first["request"]) == (None, REQUEST)
    assert [each["role"] for each in rest] == ["municipal_coordinator"] * 2  # the second had it already
    assert rest[0]["request"] == found.headers["X-Request-ID"]
    assert [first["at"], *(each["at"] for each in rest)] == sorted({first["at"], *(each["at"] for each in rest)})


async def test_what_was_not_handed_out_or_is_public_is_no_reading(town: Town) -> None:
    annex, public = (await sent(town, PDF, **ANNEX))["id"], (await sent(town))["id"]
    await release(town)
    assert (await fetch(town, public)).status_code == 200
    for stranger in ("demo-coordinator-14", "police", "demo-supervisor"):
        assert problem(await fetch(town, annex, by=stranger)) == (404, "EvidenceNotFound")
    assert (await withdraw(town, annex)).status_code == 200
    assert problem(await fetch(town, annex)) == (404, "EvidenceWithdrawn")
    assert await noted(town, annex) == await noted(town, public) == []


@pytest.mark.parametrize(
    "by",
    [
        "contributor",
        "decision",
        "police",
        "demo-coordinator-14",
        "demo-municipality-1381",
        "demo-supervisor",
        "demo-admin",
    ],
)
async def test_nobody_but_the_coordinator_reads_who_has_read(town: Town, by: str) -> None:
    assert problem(await ask(town, by=by)) == (403, "RoleMayNot")


async def test_a_municipality_that_there_is_not(town: Town) -> None:
    async with town.client("municipality") as me:
        assert problem(await me.get("/v1/municipalities/9999/readings")) == (404, "NoSuchPlace")


async def test_the_readings_come_page_by_page(town: Town) -> None:
    annex = (await sent(town, PDF, **ANNEX))["id"]
    for _ in range(3):
        await fetch(town, annex)
    seen: list[Json] = []
    query = "?limit=2"
    while query:
        page = (await ask(town, query=query)).json()
        assert len(page["items"]) <= 2
        seen += page["items"]
        query = f"?limit=2&cursor={page['next']}" if page["next"] else ""
    assert [each["of"] for each in seen][-3:] == [str(annex)] * 3
    assert seen == (await ask(town, query="?limit=500")).json()["items"]


async def test_whoever_sees_as_the_municipality_is_noted_by_the_same_means(town: Town, services: Services) -> None:
    place = services.places.municipality(town.code)
    viewer = demo_actor(f"demo-coordinator-{place.county}", services.places)
    assert viewer is not None
    reader = Acting(person=viewer.person, role=Role.COUNTY_COORDINATOR, on_behalf="p-away")
    reading = Reading(place.code, place.county, What.AS_MUNICIPALITY, f"{town.code}-{town.year}")
    with within(Scope((place.county,))):
        async with services.sessions.begin() as session:
            await readings.note(session, reader, reading, now=services.clock(), request=None)
    last = (await ask(town, query="?limit=500")).json()["items"][-1]
    assert (last["what"], last["person"], last["on_behalf"]) == ("as_municipality", viewer.person, "p-away")
