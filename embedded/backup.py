"""Both stores of a folder in one file, and back into an empty folder.

    arshjul-backup.tar = manifest.json + temporal.db + database.dump + files/<SHA-256> for each file of evidence

Files never change and are kept before their rows are, so what is there after the dump is all that the dump speaks of.
Each store is one moment's; Temporal's is the earlier one, so that it does not know more than PostgreSQL. Even so they
are never trusted to agree: after a restore every workflow that does not agree with the log gets a fresh run from it.
So two backups may be combined, too, whichever is the older.
"""

import asyncio
import hashlib
import shutil
import signal
import sqlite3
import tarfile
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import asyncpg
from pydantic import BaseModel, ValidationError

from embedded import agreement, upkeep
from embedded.agreement import Resumed
from embedded.errors import EmbeddedError
from embedded.folder import usable
from embedded.machine import Machine, attached
from embedded.postgres import installation
from embedded.processes import start
from embedded.serve import shipped_processes
from embedded.temporal import DB
from settings import Settings
from storage.audit import Report
from storage.files import FileLost, kept_in, place, put
from storage.migrate import prepare
from storage.places import read_places

MANIFEST, DUMP, FILES = "manifest.json", "database.dump", "files"
WITHIN = 3600.0
COUNTED = {
    "cycles": "SELECT count(*) FROM cycles",
    "running": "SELECT count(*) FROM cycles WHERE status = 'running'",
    "events": "SELECT count(*) FROM events",
    "position": "SELECT coalesce(max(position), 0) FROM events",
    "commands": "SELECT count(*) FROM commands",
}


class BackupUnusable(EmbeddedError):
    """A backup that cannot be made there, or restored from there."""


class Stored(BaseModel):
    sha256: str
    bytes: int


class Manifest(BaseModel):
    """What is in a backup: `counts` at the moment of the database's dump, `evidence` as the files' SHA-256."""

    format: Literal["arshjul-backup"] = "arshjul-backup"
    version: Literal[1] = 1
    made_at: datetime
    arshjul: str
    postgres: str
    schema_version: str
    counts: dict[str, int]
    files: dict[str, Stored]
    evidence: tuple[str, ...] = ()


class Restored(BaseModel):
    """What was brought back, which workflows were brought to the log's standing, and how it stands now."""

    database: Manifest
    temporal: Manifest | None
    resumed: Resumed
    verified: Report


async def backup(settings: Settings, target: Path) -> Manifest:
    """Write a backup of a folder, whether it is served or not. Raises NothingKept or BackupUnusable."""
    beside = _beside(target)
    async with upkeep.servers_of(settings.folder) as (servers, _):
        with tempfile.TemporaryDirectory(prefix=".arshjul-", dir=beside) as name:
            staging = Path(name)
            await asyncio.to_thread(_copy_temporal, servers.folder / DB, staging / DB)
            dumped = await _dump(servers, staging)
            manifest = dumped.model_copy(update={"evidence": tuple(await asyncio.to_thread(kept_in, settings.files))})
            await asyncio.to_thread(_pack, staging, manifest, target, settings.files)
    return manifest


async def restore(settings: Settings, source: Path, temporal: Path | None, *, only_database: bool) -> Restored:
    """Bring a backup back into an empty folder, with Temporal's store from another backup, or with none.

    Raises BackupUnusable, and leaves the folder empty then.
    """
    if settings.folder.exists() and (not settings.folder.is_dir() or any(settings.folder.iterdir())):
        raise BackupUnusable(f"{settings.folder} is not empty; a backup is restored into a new folder alone")
    folder = usable(settings.folder)
    try:
        with tempfile.TemporaryDirectory(prefix=".arshjul-", dir=folder.parent) as name:
            staging = Path(name)
            database = await asyncio.to_thread(_unpack, source, staging, DUMP)
            store = None if only_database else await asyncio.to_thread(_unpack, temporal or source, staging, DB)
            if store:
                (staging / DB).replace(folder / DB)
            await asyncio.to_thread(_unpack_files, source, database.evidence, settings.files)
            async with _filled(settings, folder, staging, database) as here:
                resumed = await agreement.resume(here)
                verified = await upkeep.verify(here)
    except BaseException:
        for left in folder.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        raise
    return Restored(database=database, temporal=store, resumed=resumed, verified=verified)


@asynccontextmanager
async def _filled(
    settings: Settings, folder: Path, staging: Path, manifest: Manifest
) -> AsyncGenerator[agreement.Kept]:
    """The folder's servers with the dump in their database, as the present schema wants it, and no worker yet."""
    async with attached(folder) as servers:
        await _run(
            "pg_restore", staging, "--exit-on-error", "--single-transaction", f"--dbname={_plain(servers)}", DUMP
        )
        if (counts := await _counts(servers)) != manifest.counts:
            raise BackupUnusable(f"what was restored is not what the manifest says: {counts} for {manifest.counts}")
        await prepare(servers.owner_url, read_places(), shipped_processes(), datetime.now(UTC))
        async with upkeep.kept_on(settings, servers) as here:
            yield here


def _beside(target: Path) -> Path:
    """The folder of a backup that is to be written."""
    if target.exists():
        raise BackupUnusable(f"{target} is there already; a backup never overwrites another")
    if not target.absolute().parent.is_dir():
        raise BackupUnusable(f"{target.absolute().parent} is no folder to write a backup in")
    return target.absolute().parent


def _copy_temporal(store: Path, copy: Path) -> None:
    """SQLite's own backup, which is one moment's while the server goes on writing."""
    with (
        closing(sqlite3.connect(f"file:{quote(str(store))}?mode=ro", uri=True, timeout=30)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)


async def _dump(servers: Machine, staging: Path) -> Manifest:
    """The dump and the counts are of one snapshot."""
    connection = await asyncpg.connect(_plain(servers))
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            snapshot = await connection.fetchval("SELECT pg_export_snapshot()")
            arguments = ("--format=custom", f"--snapshot={snapshot}", f"--file={DUMP}", f"--dbname={_plain(servers)}")
            await _run("pg_dump", staging, *arguments)
            return Manifest(
                made_at=datetime.now(UTC),
                arshjul=version("arshjul"),
                postgres=await connection.fetchval("SHOW server_version"),
                schema_version=await connection.fetchval("SELECT version_num FROM alembic_version"),
                counts={name: await connection.fetchval(query) for name, query in COUNTED.items()},
                files={name: _stored(staging / name) for name in (DB, DUMP)},
            )
    finally:
        await connection.close()


async def _counts(servers: Machine) -> dict[str, int]:
    connection = await asyncpg.connect(_plain(servers))
    try:
        return {name: await connection.fetchval(query) for name, query in COUNTED.items()}
    finally:
        await connection.close()


async def _run(program: str, staging: Path, *arguments: str) -> None:
    """One of PostgreSQL's own programs, in the staging folder."""
    command = [installation() / "bin" / program, *arguments]
    await start(program, command, staging / f"{program}.log", dies_by=signal.SIGKILL).done(WITHIN)


def _plain(servers: Machine) -> str:
    return servers.admin_url.replace("+asyncpg", "")


def _stored(path: Path) -> Stored:
    with path.open("rb") as file:
        return Stored(sha256=hashlib.file_digest(file, "sha256").hexdigest(), bytes=path.stat().st_size)


def _pack(staging: Path, manifest: Manifest, target: Path, files: Path) -> None:
    """Whole or not at all, and for this user's eyes alone: what people wrote is in it."""
    (staging / MANIFEST).write_text(manifest.model_dump_json(indent=2) + "\n")
    packed = staging / "backup.tar"
    packed.touch(mode=0o600)
    with tarfile.open(packed, "w") as tar:
        for name in (MANIFEST, DB, DUMP):
            tar.add(staging / name, arcname=name)
        for sha256 in manifest.evidence:
            tar.add(place(files, sha256), arcname=f"{FILES}/{sha256}")
    packed.rename(target)


def _unpack(source: Path, staging: Path, wanted: str) -> Manifest:
    """One of a backup's two stores, once it is known to be what was stored."""
    try:
        with tarfile.open(source) as tar:
            manifest = Manifest.model_validate_json(_member(tar, MANIFEST).read())
            with (staging / wanted).open("wb") as copy:
                (staging / wanted).chmod(0o600)
                shutil.copyfileobj(_member(tar, wanted), copy)
    except (OSError, tarfile.TarError, ValidationError) as error:
        said = " ".join(str(error).split())[:200]
        raise BackupUnusable(f"{source} is no backup that can be restored: {said}") from error
    if manifest.files.get(wanted) != _stored(staging / wanted):
        raise BackupUnusable(f"{source} is damaged: {wanted} is not what its manifest says; nothing was restored")
    return manifest


def _unpack_files(source: Path, wanted: tuple[str, ...], files: Path) -> None:
    """The files of evidence. Each is what its name says, or nothing is restored."""
    with tarfile.open(source) as tar:
        for sha256 in wanted:
            try:
                put(files, sha256, _member(tar, f"{FILES}/{sha256}"))
            except (tarfile.TarError, FileLost) as error:
                raise BackupUnusable(f"{source} is damaged: a file of evidence is not in it as it was") from error


def _member(tar: tarfile.TarFile, name: str) -> tarfile.ExFileObject:
    try:
        found = tar.extractfile(name)
    except KeyError as error:
        raise tarfile.TarError(f"{name} is missing") from error
    if not isinstance(found, tarfile.ExFileObject):
        raise tarfile.TarError(f"{name} is no file")
    return found
