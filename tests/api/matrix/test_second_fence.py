"""A route that forgets to ask: row security shows nothing foreign all the same, nor what is kept within."""

from collections.abc import AsyncGenerator

import httpx
import pytest
from sqlalchemy import text

from api.actors import CurrentActor
from api.app import create_app
from api.dependencies import ServicesHere
from api.services import Services
from storage.scope import EVERYWHERE, within
from tests.api.matrix.spots import Spot

TABLES = ("cycles", "steps", "events", "commands", "drafts", "comments", "evidence", "statements")
NOT_BEYOND = {"drafts"}  # the municipality's alone


@pytest.fixture(scope="module")
async def forgetful(services: Services) -> AsyncGenerator[httpx.AsyncClient]:
    """An application with two routes more: one shows whoever is signed in all there is, the other shows it anybody."""
    app = create_app(services)

    async def everything(table: str, services: Services) -> list[str]:
        async with services.sessions() as session:
            rows = await session.scalars(text(f"SELECT DISTINCT municipality_code FROM {table}"))  # noqa: S608
            return sorted(str(code) for code in rows)

    @app.get("/everything/{table}")
    async def signed_in(table: str, _: CurrentActor, services: ServicesHere) -> list[str]:
        return await everything(table, services)

    @app.get("/everything/{table}/for-anybody")
    async def for_anybody(table: str, services: ServicesHere) -> list[str]:
        return await everything(table, services)

    transport = httpx.ASGITransport(app, client=("127.0.0.1", 50_000))
    async with httpx.AsyncClient(transport=transport, base_url="http://arshjul.test") as client:
        yield client


async def shown(forgetful: httpx.AsyncClient, table: str, who: str) -> set[str]:
    answer = await forgetful.get(f"/everything/{table}", headers={"Authorization": f"Bearer {who}"})
    assert answer.status_code == 200, answer.text
    return set(answer.json())


@pytest.mark.parametrize("table", TABLES)
async def test_without_the_policy_nothing_foreign_is_shown(
    forgetful: httpx.AsyncClient, spots: list[Spot], table: str
) -> None:
    own, neighbour, elsewhere = (spot.town for spot in spots)
    assert await shown(forgetful, table, f"demo-municipality-{own.code}") == {own.code}
    assert await shown(forgetful, table, f"demo-municipality-{elsewhere.code}") == {elsewhere.code}
    county = await shown(forgetful, table, f"demo-coordinator-{own.county}")
    assert county & {own.code, neighbour.code, elsewhere.code} == (
        set() if table in NOT_BEYOND else {own.code, neighbour.code}
    )


@pytest.mark.parametrize("table", TABLES)
async def test_nor_anything_to_whoever_has_not_signed_in(
    forgetful: httpx.AsyncClient, spots: list[Spot], table: str
) -> None:
    assert {spot.town.code for spot in spots} <= await there(forgetful, table, spots)
    assert (await forgetful.get(f"/everything/{table}/for-anybody")).json() == []


async def there(forgetful: httpx.AsyncClient, table: str, spots: list[Spot]) -> set[str]:
    """What there is to be shown, told by each municipality itself."""
    with within(EVERYWHERE):  # around a request, where it must not matter
        return {code for spot in spots for code in await shown(forgetful, table, spot.owner)}
