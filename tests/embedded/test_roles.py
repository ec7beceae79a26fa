"""The second fence: the application's role owns nothing, makes nothing and is bound by row-level security."""

from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from embedded.databases import DatabaseUrls, create_database
from embedded.machine import throwaway

FENCED = """
    CREATE TABLE plans (municipality text);
    INSERT INTO plans VALUES ('1381'), ('1382');
    GRANT SELECT ON plans TO arshjul_app;
    ALTER TABLE plans ENABLE ROW LEVEL SECURITY;
    CREATE POLICY own ON plans USING (municipality = '1381');
    CREATE SCHEMA county;
"""
POWERS = "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication FROM pg_roles WHERE rolname = :role"
OWNED = (
    "SELECT count(*) FROM pg_shdepend d JOIN pg_roles r ON r.oid = d.refobjid WHERE rolname = :role AND deptype = 'o'"
)


@pytest_asyncio.fixture(scope="module")
async def urls() -> AsyncGenerator[DatabaseUrls]:
    async with throwaway() as servers:
        further = await create_database(servers.admin_url, "further")
        await run(further.owner_url, *(part for part in FENCED.split(";") if part.strip()))
        yield further


async def run(url: str, *statements: str, role: str = "") -> list[tuple[object, ...]]:
    engine = create_async_engine(url)
    try:
        async with engine.begin() as connection:
            results = [await connection.execute(text(each), {"role": role} if role else {}) for each in statements]
            return [tuple(row) for row in results[-1]] if results[-1].returns_rows else []
    finally:
        await engine.dispose()


@pytest.mark.parametrize("role", ["arshjul_app", "arshjul_owner"])
async def test_neither_role_has_powers_over_the_server(urls: DatabaseUrls, role: str) -> None:
    assert await run(urls.admin_url, POWERS, role=role) == [(False, False, False, False, False)]


async def test_the_application_owns_nothing_and_the_owner_its_database(urls: DatabaseUrls) -> None:
    assert await run(urls.admin_url, OWNED, role="arshjul_app") == [(0,)]
    owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
    assert await run(urls.admin_url, owner) == [("arshjul_owner",)]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE public.mine ()",
        "CREATE TABLE county.mine ()",
        "CREATE SCHEMA mine",
        "INSERT INTO plans VALUES ('1381')",
        "ALTER TABLE plans DISABLE ROW LEVEL SECURITY",
        "SET ROLE arshjul_owner",
        "ALTER ROLE arshjul_app BYPASSRLS",
    ],
)
async def test_the_application_may_not(urls: DatabaseUrls, statement: str) -> None:
    with pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
        await run(urls.database_url, statement)


async def test_the_application_sees_what_the_policy_lets_it_see(urls: DatabaseUrls) -> None:
    assert await run(urls.database_url, "SELECT municipality FROM plans") == [("1381",)]
    assert len(await run(urls.owner_url, "SELECT municipality FROM plans")) == 2


async def test_a_database_name_is_a_plain_identifier(urls: DatabaseUrls) -> None:
    with pytest.raises(ValueError, match="no name for a database"):
        await create_database(urls.admin_url, 'a"; DROP DATABASE arshjul; --')
