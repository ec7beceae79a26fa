"""The second fence: PostgreSQL itself shows a transaction the rows of its scope, and takes no others from it.

The tables are taken from the metadata, so one that is added without row security fails here.
"""

import re
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Table, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.places import Places
from embedded.databases import DatabaseUrls, create_database
from embedded.machine import Machine
from storage.commands import KeyReused, check_same_request
from storage.database import connect, sessions_on
from storage.drafts import DraftRow
from storage.migrate import prepare
from storage.schema import metadata
from storage.scope import EVERYWHERE, NOTHING, Scope, of_place, within
from tests.storage.any_rows import Row, Rows, fill, row_of, word

PUBLIC = {"municipalities"}  # codes and names, the same for everybody; migration 0007 says why each table is left out
FENCED = [
    table
    for table in metadata.sorted_tables
    if {"municipality_code", "county_code"} & set(table.columns.keys()) and table.name not in PUBLIC
]
LAHOLM, HYLTE, ALE = "1381", "1315", "1440"
EVERY = {LAHOLM, HYLTE, ALE}
OWN, HALLAND = Scope((LAHOLM,), person=word(LAHOLM)), Scope(("13",), person=word(LAHOLM))
OF_THE_COUNTY, OF_ONE_MUNICIPALITY, OF_ONE_PERSON = {"rounds"}, {"drafts"}, {"comment_marks"}
INTERNAL = {"visibility": "internal", "reason": "skäl", "reference": "18 kap. 8 § OSL", "key": "within"}
UNBOUND = """
    SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
    AND NOT (relrowsecurity AND EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid))
"""
POWERS = "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
OWNED = "SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = 'arshjul_app'"
NOW_SAID = "SELECT pg_backend_pid(), coalesce(current_setting('arshjul.scope', true), '')"
INIT_SCRIPT = Path(__file__).parents[2] / "deploy" / "postgres-init.sh"

of_each_table = pytest.mark.parametrize("table", FENCED, ids=lambda table: table.name)


@pytest.fixture(scope="module")
async def urls(servers: Machine, places: Places) -> DatabaseUrls:
    made = await create_database(servers.admin_url, "row_security")
    await prepare(made.owner_url, places, [], datetime.now(UTC))
    return made


@pytest.fixture(scope="module")
async def owner(urls: DatabaseUrls) -> AsyncGenerator[AsyncEngine]:
    engine = connect(urls.owner_url)
    yield engine
    await engine.dispose()


@pytest.fixture(scope="module")
async def rows(owner: AsyncEngine, places: Places) -> Rows:
    """One of each table for three municipalities, and what one of them keeps within."""
    async with owner.begin() as connection:
        made = await fill(connection, places, (LAHOLM, HYLTE, ALE))

        async def another(name: str, **said: object) -> Rows:
            table = metadata.tables[name]
            new = {**row_of(table, ALE, places.municipalities[ALE].county, made), **said}
            kept = await connection.execute(insert(table).values(new).returning(*table.columns))
            return {(name, ALE): dict(kept.mappings().one())}

        await another("comments", audience="municipality", id="within")
        annex = await another("evidence", **INTERNAL)
        await another("evidence_withdrawals", evidence_id=annex["evidence", ALE]["id"])
    return made


@pytest.fixture(scope="module")
async def application(urls: DatabaseUrls, rows: Rows) -> AsyncGenerator[AsyncEngine]:  # noqa: ARG001
    engine = connect(urls.database_url, pool_size=1)
    yield engine
    await engine.dispose()


async def found(engine: AsyncEngine, table: Table, scope: Scope = NOTHING) -> list[str]:
    """The municipalities whose rows are seen; of a county's row, the municipality that it was made for."""
    column = table.c.id if table.name in OF_THE_COUNTY else table.c.municipality_code
    with within(scope):
        async with engine.begin() as connection:
            return sorted(value[:4] for value in await connection.scalars(select(column)))


async def refusal(engine: AsyncEngine, table: Table, values: Row) -> str:
    """What PostgreSQL says to a new row; empty if it takes it."""
    try:
        async with engine.begin() as connection:
            await connection.execute(insert(table).values(values))
            await connection.rollback()
    except DBAPIError as error:
        return str(error.orig)
    return ""


async def test_every_table_with_a_place_has_row_security(owner: AsyncEngine) -> None:
    async with owner.connect() as connection:
        unbound = set(await connection.scalars(text(UNBOUND)))
    assert len(FENCED) >= 14
    assert unbound & {table.name for table in FENCED} == set()


async def test_the_application_cannot_pass_the_fence(application: AsyncEngine) -> None:
    async with application.connect() as connection:
        assert (await connection.execute(text(POWERS))).one() == ("arshjul_app", False, False)
        assert await connection.scalar(text(OWNED)) == 0


def test_nor_can_it_where_the_servers_come_from_compose() -> None:
    made = re.findall(r"^CREATE ROLE arshjul_app .*$", INIT_SCRIPT.read_text(), re.MULTILINE)
    assert len(made) == 1
    assert {"NOSUPERUSER", "NOBYPASSRLS", "NOCREATEROLE"} <= set(made[0].split())


@of_each_table
async def test_who_forgets_the_scope_sees_nothing(application: AsyncEngine, owner: AsyncEngine, table: Table) -> None:
    assert set(await found(owner, table)) == EVERY
    assert await found(application, table) == []


@of_each_table
async def test_a_municipality_sees_its_own(application: AsyncEngine, table: Table) -> None:
    assert await found(application, table, OWN) == ([] if table.name in OF_THE_COUNTY else [LAHOLM])


@of_each_table
async def test_a_county_sees_its_own_but_for_drafts(application: AsyncEngine, table: Table) -> None:
    expected = [LAHOLM] if table.name in OF_ONE_PERSON else [HYLTE, LAHOLM]
    assert await found(application, table, HALLAND) == ([] if table.name in OF_ONE_MUNICIPALITY else expected)


@of_each_table
async def test_everywhere_is_all_but_drafts_and_what_is_kept_within(application: AsyncEngine, table: Table) -> None:
    expected = [] if table.name in OF_ONE_MUNICIPALITY else sorted(EVERY)
    assert await found(application, table, EVERYWHERE) == expected


@pytest.mark.parametrize("name", ["comments", "evidence", "evidence_withdrawals"])
async def test_what_a_municipality_keeps_within_is_its_own(application: AsyncEngine, name: str) -> None:
    table = metadata.tables[name]
    assert await found(application, table, Scope((ALE,))) == [ALE, ALE]
    assert await found(application, table, Scope(("14",))) == [ALE]


@of_each_table
async def test_nothing_is_written_for_another_place(application: AsyncEngine, rows: Rows, table: Table) -> None:
    """The rows are there already, so whoever may write them is told that, and nothing changes."""
    columns = [column.name for column in table.columns if column.identity is None]
    foreign, own = ({name: rows[table.name, code][name] for name in columns} for code in (ALE, LAHOLM))
    with within(HALLAND if table.name in OF_THE_COUNTY else OWN):
        assert "row-level security" in await refusal(application, table, foreign)
        assert "row-level security" not in await refusal(application, table, own)


async def test_a_draft_is_neither_changed_nor_given_away(application: AsyncEngine) -> None:
    foreign = update(DraftRow).where(DraftRow.municipality_code == ALE).values(content="x")
    with within(OWN):
        async with application.begin() as connection:
            assert (await connection.execute(foreign)).rowcount == 0
        with pytest.raises(DBAPIError, match="row-level security"):
            async with application.begin() as connection:
                await connection.execute(update(DraftRow).values(municipality_code=ALE))


async def test_a_pooled_connection_takes_no_scope_along(application: AsyncEngine) -> None:
    async def said() -> tuple[int, str]:
        async with application.connect() as connection:
            backend, scope = (await connection.execute(text(NOW_SAID))).one()
            return backend, scope

    with within(Scope((LAHOLM, "13"), everywhere=True)):
        first, scope = await said()
    assert scope == "* 1381 13"
    assert await said() == (first, "")


async def test_a_transaction_keeps_the_scope_it_began_with(application: AsyncEngine) -> None:
    with within(of_place("1381-2027")):
        async with application.begin() as connection:
            with within(EVERYWHERE):
                kept = await connection.scalars(select(metadata.tables["cycles"].c.id))
                assert kept.all() == ["1381-2027"]


@of_each_table
async def test_the_scope_is_read_once_a_query_not_once_a_row(application: AsyncEngine, table: Table) -> None:
    with within(OWN):
        async with application.connect() as connection:
            plan = (await connection.scalars(text(f"EXPLAIN TABLE {table.name}"))).all()
    assert any("InitPlan" in line for line in plan)
    assert not [line for line in plan if "Filter:" in line and ("codes_in_scope" in line or "setting" in line)]


async def test_a_year_is_found_by_its_index(application: AsyncEngine) -> None:
    with within(OWN):
        async with application.begin() as connection:
            await connection.execute(text("SET LOCAL enable_seqscan = off"))
            plan = await connection.scalars(text("EXPLAIN SELECT * FROM steps WHERE cycle_id = '1381-2027'"))
            assert any("Index Cond: ((cycle_id)" in line for line in plan)


async def test_positions_and_keys_are_counted_across_all_places(application: AsyncEngine, rows: Rows) -> None:
    with within(OWN):
        async with sessions_on(application)() as session:
            assert await session.scalar(select(func.next_position())) == int(ALE) + 1
            assert await check_same_request(session, word(ALE), str(rows["commands", ALE]["request"]))
            with pytest.raises(KeyReused):
                await check_same_request(session, word(ALE), "another request")
            assert not await check_same_request(session, "never used", "a request")
