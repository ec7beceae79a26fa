"""One pair of real servers a session; every test gets municipalities and years of its own on them."""

import dataclasses
from collections.abc import AsyncGenerator, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from temporalio.client import Client
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions
from temporalio.workflow import SandboxImportNotificationPolicy

import worker
from api.app import create_app
from api.services import Services
from domain.places import County, Municipality, Places
from embedded.machine import Machine, throwaway
from embedded.serve import shipped_processes
from storage.database import Sessions, connect, sessions_on
from storage.files import LocalFiles
from storage.migrate import prepare
from storage.places import read_places
from storage.processes import Procedures
from storage.scope import EVERYWHERE
from web.app import install
from workflows.client import Conductor
from workflows.client import connect as connect_temporal

# How slow a busy machine is says nothing about a rule.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

TASK_QUEUE = "arshjul"
YEARS = (2027, 2026, 2028, 2025, 2024)
SINGLE_COUNTY, SINGLE_AFTERWARDS = "14", "12"  # given out municipality by municipality, the other counties whole
SECOND_YEAR = 2024  # of a municipality that was given out: for a test that needs another one of its years
JOURNEY_COUNTY = "13"  # the county of the year that is played by hand, given out to nobody
EXAMPLE_COUNTY = "23"  # given out to nobody either: for tests that need municipalities without earlier years
PAGE_COUNTIES = ("05", "06", "08", "17", "24", "25")  # given out to the tests of pages, each municipality once
PEOPLE_COUNTY = "18"  # whose people no other test has
INVITING_COUNTY = "01"  # nor those of this one, who are invited through the API
STATEMENT_COUNTY = "20"  # whose municipalities have told nothing but what one test tells for them
HISTORY_COUNTY = "22"  # whose municipalities have years behind them that no other test starts

# Files that take long begin first, so that no process is left with one of them at the end.
LONGEST_FIRST = (
    "tests/api/matrix",
    "tests/pages/test_county_year_by_hand.py",
    "tests/api/test_schemathesis.py",
    "tests/journeys",
    "tests/pages",
    "tests/cli",
    "tests/faults",
    "tests/embedded",
    "tests/rehearsal",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def turn(item: pytest.Item) -> int:
        found = (n for n, start in enumerate(LONGEST_FIRST) if item.nodeid.startswith(start))
        return next(found, len(LONGEST_FIRST))

    items.sort(key=turn)


Browser = Callable[[str], httpx.AsyncClient]
"""Who asks, by token: a client that signs its requests."""


def strict_sandbox() -> SandboxedWorkflowRunner:
    """A module that a workflow file imports without saying so fails the worker's construction."""
    policy = SandboxImportNotificationPolicy.RAISE_ON_UNINTENTIONAL_PASSTHROUGH
    return SandboxedWorkflowRunner(
        restrictions=dataclasses.replace(SandboxRestrictions.default, import_notification_policy=policy)
    )


@pytest.fixture(scope="session")
def places() -> Places:
    return read_places()


@pytest.fixture(scope="session")
async def servers(places: Places) -> AsyncGenerator[Machine]:
    async with throwaway(time_skipping=True) as machine:
        await prepare(machine.owner_url, places, shipped_processes(), datetime.now(UTC))
        yield machine


@pytest.fixture(scope="session")
async def sessions(servers: Machine) -> AsyncGenerator[Sessions]:
    """For the tests themselves, which look everywhere."""
    engine = connect(servers.database_url, otherwise=EVERYWHERE)
    yield sessions_on(engine)
    await engine.dispose()


@pytest.fixture(scope="session")
async def fenced(servers: Machine) -> AsyncGenerator[Sessions]:
    """For what is tested: whoever forgets to say a scope sees nothing."""
    engine = connect(servers.database_url)
    yield sessions_on(engine)
    await engine.dispose()


@pytest.fixture(scope="session")
async def temporal(servers: Machine) -> Client:
    return await connect_temporal(servers.temporal_address, "default")


@pytest.fixture(scope="session")
def conductor(temporal: Client) -> Conductor:
    return Conductor(temporal, TASK_QUEUE)


@pytest.fixture(scope="session")
async def working(temporal: Client, fenced: Sessions, conductor: Conductor) -> AsyncGenerator[Worker]:
    """A worker in the strict sandbox."""
    async with worker.build(temporal, fenced, conductor, task_queue=TASK_QUEUE, runner=strict_sandbox()) as running:
        yield running


@pytest.fixture(scope="session")
def files_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="session")
async def services(
    fenced: Sessions, places: Places, conductor: Conductor, files_folder: Path
) -> AsyncGenerator[Services]:
    files = LocalFiles(files_folder)
    services = Services(fenced, Procedures(), places, conductor, files, demo=True)
    yield services
    await services.printers.close()


@pytest.fixture(scope="session")
def app(services: Services, working: Worker) -> FastAPI:  # noqa: ARG001  it answers only while a worker runs
    return install(create_app(services))


@pytest.fixture
def browser(app: FastAPI) -> Browser:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=("127.0.0.1", 50_000))

    def signed(token: str) -> httpx.AsyncClient:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.AsyncClient(transport=transport, base_url="http://arshjul.test", headers=headers)

    return signed


@pytest.fixture(scope="session")
def _counties(places: Places) -> Iterator[tuple[County, int]]:
    singles = (SINGLE_COUNTY, SINGLE_AFTERWARDS)
    people = (PEOPLE_COUNTY, INVITING_COUNTY)
    kept = (*singles, JOURNEY_COUNTY, EXAMPLE_COUNTY, *PAGE_COUNTIES, *people, HISTORY_COUNTY, STATEMENT_COUNTY)
    small = sorted(
        (c for c in places.counties.values() if c.code not in kept and len(c.municipalities) > 1),
        key=lambda c: len(c.municipalities),
    )
    return ((county, year) for year in YEARS for county in small)


@pytest.fixture(scope="session")
def _municipalities(places: Places) -> Iterator[tuple[Municipality, int]]:
    return (
        (places.municipalities[code], year)
        for county in (SINGLE_COUNTY, SINGLE_AFTERWARDS)
        for year in YEARS
        if year != SECOND_YEAR
        for code in places.counties[county].municipalities
    )


@pytest.fixture
def county_year(_counties: Iterator[tuple[County, int]]) -> tuple[County, int]:
    """A county and a year that no other test uses."""
    return next(_counties)


@pytest.fixture
def own_year(_municipalities: Iterator[tuple[Municipality, int]]) -> tuple[Municipality, int]:
    """A municipality and a year that no other test uses."""
    return next(_municipalities)
