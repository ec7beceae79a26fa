"""Each request's transactions see the places of whoever asks, whatever a route asks for; of nobody's, none."""

from collections.abc import AsyncGenerator

import httpx
import pytest

from api.actors import CurrentActor
from api.app import create_app
from api.services import Services
from storage.scope import EVERYWHERE, current, within


@pytest.fixture
async def asking(services: Services) -> AsyncGenerator[httpx.AsyncClient]:
    """An application with two routes more, which tell the scope they run in."""
    app = create_app(services)

    @app.get("/scope-of-nobody")
    async def signed_out() -> str | None:
        return scope.setting if (scope := current()) else None

    @app.get("/scope-of-somebody")
    async def signed_in(actor: CurrentActor) -> tuple[str | None, bool]:
        scope = current()
        return (scope.setting, scope.person == actor.person) if scope else (None, False)

    transport = httpx.ASGITransport(app, client=("127.0.0.1", 50_000))
    async with httpx.AsyncClient(transport=transport, base_url="http://arshjul.test") as client:
        yield client


@pytest.mark.parametrize(
    ("who", "setting"),
    [("municipality-1381", "1381"), ("police-1381", "1381"), ("coordinator-13", "13"), ("supervisor", "*")],
)
async def test_a_request_sees_the_places_of_who_asks(asking: httpx.AsyncClient, who: str, setting: str) -> None:
    answer = await asking.get("/scope-of-somebody", headers={"Authorization": f"Bearer demo-{who}"})
    assert answer.json() == [setting, True]


async def test_a_request_takes_no_scope_from_around_it_and_leaves_none(asking: httpx.AsyncClient) -> None:
    headers = {"Authorization": "Bearer demo-municipality-1381"}
    with within(EVERYWHERE):
        await asking.get("/scope-of-somebody", headers=headers)
        assert (await asking.get("/scope-of-nobody")).json() == ""
        assert current() == EVERYWHERE
