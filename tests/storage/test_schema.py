"""The schema and its fences: migrations give what the models say, and what has been written stays written."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from api.services import Services
from domain.people import Role
from domain.places import Municipality, Places
from domain.process import Process
from embedded.databases import create_database
from embedded.machine import Machine
from embedded.serve import shipped_processes
from storage.database import Sessions, connect
from storage.migrate import prepare
from storage.places import MunicipalityRow
from storage.processes import ProcessRow, VersionReused
from storage.schema import metadata
from tests.workflows.years import OwnYear, assign

NEVER_CHANGED = (
    "events",
    "commands",
    "outcomes",
    "processes",
    "statements",
    "comments",
    "evidence",
    "evidence_withdrawals",
    "registrations",
    "notices",
    "people_log",
    "readings",
    "anchors",
)
FOR_EVERYBODY = {"counties", "municipalities", "processes", "anchors"}
OF_PEOPLE = {"people", "grants", "absences", "people_log"}  # seen by whoever shares a place with the person
OF_NO_PLACE = {"sign_ins", "sessions", "service_tokens"}  # found by a secret, before anybody knows who asks
CHANGES = ("UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE")
COLUMN = {
    "events": "kind",
    "commands": "kind",
    "outcomes": "error",
    "processes": "key",
    "statements": "kind",
    "notices": "rule",
    "comments": "kind",
    "evidence": "kind",
    "evidence_withdrawals": "reason",
    "registrations": "number",
    "people_log": "kind",
    "readings": "what",
    "anchors": "body",
}


@pytest.fixture
async def owner(servers: Machine) -> AsyncGenerator[AsyncEngine]:
    engine = connect(servers.owner_url)
    yield engine
    await engine.dispose()


@pytest.fixture
async def application(servers: Machine) -> AsyncGenerator[AsyncEngine]:
    engine = connect(servers.database_url)
    yield engine
    await engine.dispose()


async def refused(engine: AsyncEngine, statement: str) -> str:
    """PostgreSQL's code for refusing a statement."""
    with pytest.raises(DBAPIError) as refusal:
        async with engine.begin() as connection:
            await connection.execute(text(statement))
    return str(getattr(refusal.value.orig, "sqlstate", ""))


def changes(table: str) -> list[str]:
    column = COLUMN[table]
    return [change.format(table, column, column) for change in CHANGES]


async def test_models_and_migrations_agree(owner: AsyncEngine) -> None:
    def compared(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, metadata))

    async with owner.connect() as connection:
        assert await connection.run_sync(compared) == []


@pytest.mark.parametrize("table", NEVER_CHANGED)
async def test_the_application_may_not_change_what_was_written(application: AsyncEngine, table: str) -> None:
    assert [await refused(application, change) for change in changes(table)] == ["42501"] * 3


@pytest.mark.parametrize("table", NEVER_CHANGED)
async def test_not_even_the_owner_changes_what_was_written(owner: AsyncEngine, table: str) -> None:
    """Not by mistake: the owner would have to take the trigger away first."""
    assert [await refused(owner, change) for change in changes(table)] == ["23001"] * 3


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (word text)",
        "ALTER TABLE events DISABLE TRIGGER ALL",
        "DROP TABLE drafts",
        "DELETE FROM cycles",
        "INSERT INTO municipalities VALUES ('9999', 'Ankeborg', '13')",
        "UPDATE alembic_version SET version_num = 'x'",
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    ],
)
async def test_the_application_makes_and_removes_nothing(application: AsyncEngine, statement: str) -> None:
    assert await refused(application, statement) == "42501"


async def test_every_table_of_a_municipality_carries_both_codes() -> None:
    fenced = [table for name, table in metadata.tables.items() if name not in FOR_EVERYBODY | OF_NO_PLACE | OF_PEOPLE]
    assert len(fenced) >= 8
    for table in fenced:
        assert {"municipality_code", "county_code"} <= set(table.columns.keys()), table.name
        assert not table.columns["county_code"].nullable, table.name


async def counted(engine: AsyncEngine) -> tuple[int, int]:
    async with engine.connect() as connection:
        processes = await connection.scalar(select(func.count()).select_from(ProcessRow))
        towns = await connection.scalar(select(func.count()).select_from(MunicipalityRow))
    return processes or 0, towns or 0


async def test_preparing_at_once_and_again_changes_nothing(servers: Machine, places: Places) -> None:
    """Several machines may start together on an empty database."""
    urls = await create_database(servers.admin_url, "prepared")
    now, shipped = datetime.now(UTC), shipped_processes()
    await asyncio.gather(*(prepare(urls.owner_url, places, shipped, now) for _ in range(3)))
    engine = connect(urls.database_url)
    first = await counted(engine)
    await prepare(urls.owner_url, places, shipped, now)
    assert await counted(engine) == first == (len(shipped), 290)
    await engine.dispose()


async def test_a_changed_process_needs_a_new_version(servers: Machine, owner: AsyncEngine, places: Places) -> None:
    shipped, now = shipped_processes(), datetime.now(UTC)
    before = await counted(owner)
    changed = renamed(shipped[0], "Ett annat namn")
    with pytest.raises(VersionReused, match=f"version {changed.version + 1}"):
        await prepare(servers.owner_url, places, [changed], now)
    assert await counted(owner) == before


def renamed(process: Process, name: str) -> Process:
    titles = process.titles.model_copy(update={"sv": name})
    return process.model_copy(update={"titles": titles})


async def test_a_failed_statement_does_not_say_with_what(sessions: Sessions) -> None:
    """Its error may end in Temporal's history and in logs."""
    async with sessions() as session:
        with pytest.raises(DBAPIError) as failed:
            await session.execute(text("SELECT CAST(:what AS text), 1 / 0"), {"what": "Kim Svensson bor här"})
    assert "Svensson" not in str(failed.value)


@pytest.mark.usefixtures("working")
async def test_preparing_completes_what_an_earlier_version_wrote(
    servers: Machine, sessions: Sessions, services: Services, owner: AsyncEngine, own_year: tuple[Municipality, int]
) -> None:
    town = OwnYear(sessions, services.conductor, *own_year)
    await town.start()
    written = await town.row()
    # As before the outlook, and before the state held when the year was started.
    older = "UPDATE cycles SET outlook = '', state = (state::jsonb - 'started_at')::text WHERE id = :id"
    async with owner.begin() as connection:
        await connection.execute(text(older), {"id": town.cycle_id})
    await prepare(servers.owner_url, services.places, shipped_processes(), datetime.now(UTC))
    assert written.outlook
    assert ((await town.row()).outlook, (await town.row()).state) == (written.outlook, written.state)
    assert (await town.do(assign("closing", Role.CONTRIBUTOR))).accepted
