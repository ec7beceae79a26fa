"""What Prometheus reads: counts by kind, outcome and county, and nothing finer."""

from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi import FastAPI

from api.app import create_app
from api.services import Services
from domain.places import Municipality
from storage.database import connect, sessions_on
from tests.api.asking import client_of
from tests.conftest import Browser
from tests.town import CONTENT, Town
from workflows.client import Conductor


@pytest.fixture
async def town(browser: Browser, own_year: tuple[Municipality, int]) -> Town:
    place, year = own_year
    town = Town(browser, place.code, year)
    assert (await town.start()).status_code == 201
    return town


async def read(app: FastAPI) -> dict[str, float]:
    """The exposition: a sample's name and labels, and its value."""
    async with client_of(app) as client:
        response = await client.get("/metrics")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain")
    samples = (line.rpartition(" ") for line in response.text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in samples}


async def test_commands_are_counted_by_kind_and_outcome(services: Services, town: Town) -> None:
    app = create_app(services)
    body = {"content": CONTENT}
    headers = {"Authorization": f"Bearer demo-municipality-{town.code}"}
    async with client_of(app) as client:
        await client.post(f"{town.cycle}/steps/organisation/completion", json=body, headers=headers)
        await client.post(f"{town.cycle}/steps/council_report/completion", json=body, headers=headers)
    samples = await read(app)
    assert samples['arshjul_commands_total{kind="CompleteStep",outcome="accepted"}'] == 1
    assert samples['arshjul_commands_total{kind="CompleteStep",outcome="rejected"}'] == 1
    route = "/v1/cycles/{cycle_id}/steps/{step}/completion"
    assert samples[f'arshjul_http_requests_total{{method="POST",route="{route}",status="200"}}'] == 1
    assert samples[f'arshjul_http_request_duration_seconds_count{{method="POST",route="{route}"}}'] == 2
    assert not any(town.code in name for name in samples)


async def test_overdue_steps_are_counted_by_county(services: Services, town: Town) -> None:
    later = replace(services, clock=lambda: services.clock() + timedelta(days=4 * 365))
    samples = await read(create_app(later))
    assert samples[f'arshjul_overdue_steps{{county="{town.code[:2]}"}}'] >= 1
    assert samples["arshjul_database_up"] == 1
    assert len([name for name in samples if name.startswith("arshjul_overdue_steps{")]) == 21


async def test_the_age_of_the_oldest_unrecorded_command(services: Services, town: Town) -> None:
    class Away(Conductor):
        async def cycle_command(self, *_: object) -> None:  # type: ignore[override]
            """Taken, and not decided."""

    later = replace(services, conductor=Away(services.conductor._client, "nobody"))  # pyright: ignore[reportPrivateUsage]
    app = create_app(later)
    headers = {"Authorization": f"Bearer demo-municipality-{town.code}"}
    before = await read(create_app(services))
    async with client_of(app) as client:
        sent = await client.put(f"{town.cycle}/steps/mapping/assignment", json={"role": "contributor"}, headers=headers)
    assert sent.status_code == 202
    soon = await read(create_app(replace(services, clock=lambda: services.clock() + timedelta(seconds=90))))
    assert soon["arshjul_unrecorded_commands"] == before["arshjul_unrecorded_commands"] + 1
    assert soon["arshjul_oldest_unrecorded_command_age_seconds"] >= 90
    much_later = await read(create_app(replace(services, clock=lambda: services.clock() + timedelta(days=2))))
    assert much_later["arshjul_oldest_unrecorded_command_age_seconds"] == 0
    assert much_later["arshjul_abandoned_commands"] >= 1
    assert (await read(app))['arshjul_commands_total{kind="AssignStep",outcome="pending"}'] == 1


async def test_without_a_database_the_metrics_say_so(services: Services) -> None:
    engine = connect("postgresql+asyncpg://nobody@127.0.0.1:1/none")
    app = create_app(replace(services, sessions=sessions_on(engine)))
    samples = await read(app)
    await engine.dispose()
    assert samples["arshjul_database_up"] == 0
    assert not any(name.startswith("arshjul_overdue") for name in samples)
