"""The two roles and the databases of a local PostgreSQL, and where to find them.

`arshjul_owner` owns and migrates, `arshjul_app` only uses: it owns nothing and row-level security binds it, which is
the second fence around a municipality's data. Both are set anew at each start, so no folder drifts away from that.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

import asyncpg

SUPERUSER, OWNER, APP, DATABASE = "postgres", "arshjul_owner", "arshjul_app", "arshjul"
PORT = 5432
BOUND = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]{0,62}")


@dataclass(frozen=True)
class DatabaseUrls:
    """One database as the application, as its owner, and as the superuser."""

    database_url: str
    owner_url: str
    admin_url: str


def urls(socket_dir: str, database: str = DATABASE) -> DatabaseUrls:
    """The port is said, since a PGPORT in the environment would rule otherwise; it is part of the socket's name."""
    at = f"@/{database}?host={quote(socket_dir, safe='/')}&port={PORT}"
    return DatabaseUrls(*(f"postgresql+asyncpg://{role}{at}" for role in (APP, OWNER, SUPERUSER)))


def socket_dir_of(url: str) -> str:
    """Where the server of such a URL listens."""
    return parse_qs(urlsplit(url).query)["host"][0]


async def connect(socket_dir: str, database: str = DATABASE) -> asyncpg.Connection:
    """Connect as the superuser, for what only that one may do."""
    return await asyncpg.connect(host=socket_dir, port=PORT, user=SUPERUSER, database=database)


async def prepare(connection: asyncpg.Connection) -> None:
    """Make the roles and the database of the application, or find them made."""
    for role in (OWNER, APP):
        known = await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role)
        await connection.execute(f"{'ALTER' if known else 'CREATE'} ROLE {role} {BOUND}")
    if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", DATABASE):
        await connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")


async def create_database(admin_url: str, name: str) -> DatabaseUrls:
    """A further, empty database of the owner's beside the one of `admin_url`; `name` must not exist."""
    if not IDENTIFIER.fullmatch(name):
        raise ValueError(f"{name!r} is no name for a database: lower-case letters, digits and _")
    socket_dir = socket_dir_of(admin_url)
    connection = await connect(socket_dir, SUPERUSER)
    try:
        await connection.execute(f"CREATE DATABASE {name} OWNER {OWNER}")
    finally:
        await connection.close()
    return urls(socket_dir, name)
