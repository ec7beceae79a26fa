"""A machine's data lost, damaged and brought back, as its operator does it."""

import asyncio
import json
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from click.testing import CliRunner

from cli import main
from tests.cli.serving import UP, Serving, a_serve

pytestmark = pytest.mark.timeout(300)  # every command starts servers of its own, or a Python at least

LAHOLM, HYLTE = "demo-municipality-1381", "demo-municipality-1315"
HALLAND, BLEKINGE = "demo-coordinator-13", "demo-coordinator-10"
ROUND = {"county": "10", "year": 2027, "kind": "full"}


def told(command: str, folder: Path, *arguments: str | Path, code: int = 0) -> Mapping[str, Any]:
    """What a command answers as JSON. In this process: starting a Python for each costs more than what they do."""
    done = CliRunner().invoke(main, [command, *map(str, arguments), "--folder", str(folder), "--json"])
    assert done.exit_code == code, done.stderr
    return json.loads(done.stdout)


def refused(command: str, folder: Path, *arguments: str | Path) -> str:
    done = CliRunner().invoke(main, [command, *map(str, arguments), "--folder", str(folder)])
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    return done.stderr


def complete(serving: Serving, step: str, key: str, who: str = LAHOLM) -> int:
    cycle = f"{who.removeprefix('demo-municipality-')}-2027"
    path = f"/v1/cycles/{cycle}/steps/{step}/completion"
    return serving.ask("POST", path, who, {"content": {"text": "Så här gör vi."}}, key=key)[0]


@dataclass(frozen=True)
class Backups:
    """`newer` knows a step, a refusal and a county's round of which `older` knows nothing."""

    older: Path
    newer: Path
    folder: Path


@pytest.fixture(scope="module")
def backups(tmp_path_factory: pytest.TempPathFactory) -> Backups:
    here = tmp_path_factory.mktemp("kept")
    made = Backups(here / "older.tar", here / "newer.tar", here / "folder")
    with a_serve(made.folder, "--demo") as serving:
        serving.said_until(UP)
        assert complete(serving, "organisation", "o") == 200
        assert told("verify", made.folder)["ok"]
        assert told("backup", made.folder, made.older)["counts"]["cycles"] == 6
        assert complete(serving, "mapping", "m") == 200
        assert complete(serving, "closing", "c") == 409
        assert serving.ask("POST", "/v1/rounds", BLEKINGE, ROUND, key="r")[0] == 201
        assert "is there already" in refused("backup", made.folder, made.older)
        serving.process.terminate()
        serving.ends()
    assert told("backup", made.folder, made.newer)["counts"]["cycles"] > 6
    return made


def goes_on(folder: Path) -> None:
    """Every command is answered, the years and the round go on, and the log holds."""
    with a_serve(folder, "--demo") as serving:
        serving.said_until(UP)
        assert complete(serving, "mapping", "m") == 200
        assert complete(serving, "closing", "c") == 409
        assert complete(serving, "organisation", "h", HYLTE) == 200
        assert serving.ask("POST", "/v1/rounds", BLEKINGE, ROUND, key="r")[0] == 201
        verified = told("verify", folder)
        assert (verified["ok"], verified["first_break"]) == (True, None)
        assert told("resume", folder, "--all")["resumed"] == []


def test_a_backup_is_restored_as_it_was(backups: Backups, tmp_path: Path) -> None:
    restored = told("restore", tmp_path / "new", backups.newer)
    assert (restored["verified"]["ok"], restored["resumed"]["resumed"]) == (True, [])
    goes_on(tmp_path / "new")


def test_an_older_postgres_beside_a_newer_temporal(backups: Backups, tmp_path: Path) -> None:
    """What Temporal remembers of a time that PostgreSQL does not know is nobody's answer."""
    restored = told("restore", tmp_path / "new", backups.older, "--temporal", backups.newer)
    assert restored["verified"]["ok"]
    assert "1381-2027" in restored["resumed"]["resumed"]
    assert "10-2027" in restored["resumed"]["rounds"]
    goes_on(tmp_path / "new")


def test_a_newer_postgres_beside_an_older_temporal(backups: Backups, tmp_path: Path) -> None:
    restored = told("restore", tmp_path / "new", backups.newer, "--temporal", backups.older)
    assert restored["verified"]["ok"]
    assert "1381-2027" in restored["resumed"]["resumed"]
    goes_on(tmp_path / "new")


def test_years_go_on_after_temporals_store_was_lost(backups: Backups, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    told("restore", folder, backups.newer)
    for path in folder.glob("temporal.db*"):
        path.unlink()
    lost = told("verify", folder, code=1)
    assert lost["first_break"]["kind"] == "workflow"
    with a_serve(folder, "--demo") as serving:
        serving.said_until(UP)
        assert told("verify", folder, code=1)["first_break"]["kind"] == "workflow"
        resumed = told("resume", folder, "--all")
        assert len(resumed["resumed"]) == resumed["cycles"] > 6
    goes_on(folder)


def test_a_restore_takes_whole_backups_and_empty_folders_alone(backups: Backups, tmp_path: Path) -> None:
    assert "is not empty" in refused("restore", backups.folder, backups.older)
    (tmp_path / "text").write_text("no backup")
    assert "is no backup" in refused("restore", tmp_path / "new", tmp_path / "text")
    with tarfile.open(backups.older) as tar:
        tar.extractall(tmp_path / "parts", filter="data")
    with (tmp_path / "parts" / "database.dump").open("ab") as dump:
        dump.write(b"x")
    with tarfile.open(tmp_path / "damaged.tar", "w") as tar:
        for path in (tmp_path / "parts").iterdir():
            tar.add(path, arcname=path.name)
    assert "is damaged" in refused("restore", tmp_path / "new", tmp_path / "damaged.tar")
    assert list((tmp_path / "new").iterdir()) == []
    assert "nothing is kept" in refused("backup", tmp_path / "new", tmp_path / "b.tar")


async def edit_an_event(address: str) -> None:
    connection = await asyncpg.connect(address)
    await connection.execute("ALTER TABLE events DISABLE TRIGGER USER")
    await connection.execute("UPDATE events SET body = 'x' WHERE cycle_id = '1381-2027' AND seq = 2")
    await connection.close()


def test_a_break_is_exit_1_while_somebody_serves_and_while_nobody_does(backups: Backups, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    told("restore", folder, backups.older, "--only-database")
    with a_serve(folder, "--demo") as serving:
        serving.said_until(UP)
        asyncio.run(edit_an_event(told("url", folder, "database", "--as", "owner")["database"]))
        named = told("verify", folder, code=1)
        assert named["first_break"] == {"cycle": "1381-2027", "seq": 2, "kind": "edited"}
        assert told("verify", folder, "--cycle", "1380-2027")["ok"]
    assert told("verify", folder, code=1) == named
    assert told("rebuild", folder, code=1)["refused"] == [named["first_break"]]
