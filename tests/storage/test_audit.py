"""Every kind of tampering, done for real on a copy of a kept log, is named; rows are made anew from the log alone."""

# ruff: noqa: S608  tampering is written as SQL

import json
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import NamedTuple

import asyncpg
import pytest
from temporalio.client import Client

from activities.act import Acting
from activities.messages import Act
from domain.people import Role
from domain.places import Places
from embedded import databases, upkeep
from embedded.agreement import Kept
from embedded.databases import DatabaseUrls, create_database, socket_dir_of, urls
from embedded.machine import Machine
from embedded.serve import shipped_processes
from storage import audit
from storage.audit import Break
from storage.database import connect, sessions_on
from storage.migrate import prepare
from storage.processes import Procedures
from storage.scope import EVERYWHERE
from tests.workflows.years import OwnYear, assign, complete
from workflows.client import Conductor
from workflows.records import Records

VERIFIER = Path(__file__).parents[2] / "docs" / "verify_log.py"
FIRST, SECOND, YEAR = "1380", "1381", 2027
A, B = f"{FIRST}-{YEAR}", f"{SECOND}-{YEAR}"
LAST = 10  # events of each
HERE = f"WHERE cycle_id = '{A}'"
REHASHED = "hash = encode(sha256(convert_to(prev_hash || {0}, 'UTF8')), 'hex'), body = {0}"
LATER = 'replace(body, \'"at":"20\', \'"at":"21\')'
COMMAND = f"(SELECT body::json->'command'->>'id' FROM events {HERE} AND seq = 7)"
CUT = f"DELETE FROM events {HERE} AND seq > 8; "
ROLLED_BACK = f"UPDATE cycles SET version = 8, head = (SELECT hash FROM events {HERE} AND seq = 8) WHERE id = '{A}'; "
NOTHING_LEFT = f"DELETE FROM events {HERE}; DELETE FROM steps {HERE}; DELETE FROM cycles WHERE id = '{A}'; "
OUTCOMES = f"DELETE FROM outcomes USING commands c WHERE c.id = command_id AND cycle_id = '{A}'"
_copies = count()


class Tampering(NamedTuple):
    statements: str
    seq: int
    kind: str
    cycle: str = A
    exported: bool = True  # whether an export shows it, too

    @property
    def named(self) -> Break:
        return Break(cycle=self.cycle, seq=self.seq, kind=self.kind)


def swap(one: int, other: int, columns: str) -> str:
    new = ", ".join(f"{column} = o.{column}" for column in columns.split())
    pairs = f"(e.seq, o.seq) IN (({one}, {other}), ({other}, {one})) AND o.cycle_id = e.cycle_id"
    return f"UPDATE events e SET {new} FROM events o WHERE e.cycle_id = '{A}' AND {pairs}"


TAMPERINGS = {
    "a body": Tampering(f"UPDATE events SET body = {LATER} {HERE} AND seq = 3", 3, "edited"),
    "a body and its hash": Tampering(
        f"UPDATE events SET at = at + interval '100 years', {REHASHED.format(LATER)} {HERE} AND seq = 3", 3, "edited"
    ),
    "the last body and its hash": Tampering(
        f"UPDATE events SET at = at + interval '100 years', {REHASHED.format(LATER)} {HERE} AND seq = {LAST}",
        LAST,
        "edited",
    ),
    "what is no body": Tampering(f"UPDATE events SET body = 'x' {HERE} AND seq = 3", 3, "edited"),
    "a hash": Tampering(f"UPDATE events SET hash = repeat('0', 64) {HERE} AND seq = 3", 3, "edited"),
    "a kind": Tampering(f"UPDATE events SET kind = 'StepOpened' {HERE} AND seq = 1", 1, "edited"),
    "an instant": Tampering(f"UPDATE events SET at = at + interval '1 s' {HERE} AND seq = 4", 4, "edited"),
    "a place": Tampering(f"UPDATE events SET municipality_code = '{SECOND}' {HERE} AND seq = 4", 4, "edited"),
    "every place": Tampering(f"UPDATE events SET municipality_code = '{SECOND}' {HERE}", 1, "edited"),
    "one in the middle": Tampering(f"DELETE FROM events {HERE} AND seq = 3", 3, "missing"),
    "the first": Tampering(f"DELETE FROM events {HERE} AND seq = 1", 1, "missing"),
    "one, and a later one edited": Tampering(
        f"DELETE FROM events {HERE} AND seq = 3; UPDATE events SET body = 'x' {HERE} AND seq = 6", 3, "missing"
    ),
    "two swapped whole": Tampering(swap(3, 4, "body hash prev_hash kind at"), 3, "reordered"),
    "two bodies swapped": Tampering(swap(3, 4, "body"), 3, "reordered"),
    "the tail": Tampering(CUT, 9, "cut"),
    "the whole log": Tampering(f"DELETE FROM events {HERE}", 1, "cut"),
    "the tail and its row": Tampering(CUT + ROLLED_BACK, 9, "cut", exported=False),
    "a year and all of it": Tampering(NOTHING_LEFT, 1, "gap", cycle=B),
    "a command's words": Tampering(
        f"UPDATE commands SET body = replace(body, 'Åke', 'Bo') WHERE id = {COMMAND}", 7, "edited", exported=False
    ),
    "a command and its hash": Tampering(
        f"UPDATE commands SET body = 'x', hash = encode(sha256('x'::bytea), 'hex') WHERE id = {COMMAND}",
        7,
        "edited",
        exported=False,
    ),
    "who did it": Tampering(f"UPDATE commands SET person = 'bo' WHERE id = {COMMAND}", 7, "edited", exported=False),
    "an early command and a late event": Tampering(
        f"UPDATE commands SET body = 'x' WHERE id = {COMMAND}; UPDATE events SET body = 'x' {HERE} AND seq = 8",
        7,
        "edited",
        exported=False,
    ),
    "an outcome": Tampering(
        f"UPDATE outcomes SET accepted = false WHERE command_id = {COMMAND}", 7, "edited", exported=False
    ),
    "no outcome": Tampering(f"DELETE FROM outcomes WHERE command_id = {COMMAND}", 7, "missing", exported=False),
    "a row": Tampering(f"UPDATE cycles SET phase = 'follow_up' WHERE id = '{A}'", LAST, "projection", exported=False),
    "a step's row": Tampering(
        f"UPDATE steps SET status = 'done' {HERE} AND key = 'goals'", LAST, "projection", exported=False
    ),
    "a step more": Tampering(
        f"CREATE TEMP TABLE s AS SELECT * FROM steps {HERE} AND key = 'closing'; UPDATE s SET key = 'zz'; "
        "INSERT INTO steps SELECT * FROM s",
        LAST,
        "projection",
        exported=False,
    ),
    "a step less": Tampering(f"DELETE FROM steps {HERE} AND key = 'closing'", LAST, "projection", exported=False),
    "a row that says too much": Tampering(
        f"UPDATE cycles SET version = 99 WHERE id = '{A}'", LAST, "projection", exported=False
    ),
}


@pytest.fixture(scope="module")
async def original(servers: Machine, places: Places, conductor: Conductor) -> DatabaseUrls:
    """Two years, acted on in turn, as workflows would but without them; to be copied."""
    made = await create_database(servers.admin_url, "audited")
    await prepare(made.owner_url, places, shipped_processes(), datetime.now(UTC))
    engine = connect(made.database_url, otherwise=EVERYWHERE)
    sessions = sessions_on(engine)
    acting = Acting(sessions, Procedures())
    years = [OwnYear(sessions, conductor, places.municipality(code), YEAR) for code in (FIRST, SECOND)]
    turns = [assign("mapping", Role.POLICE_PARTNER), complete("organisation"), complete("closing")]
    for command in (None, *turns, complete("mapping", Role.POLICE_PARTNER)):
        for year in years:
            filed = await year.file(command or await year.start_command())
            await acting.act(Act(cycle_id=year.cycle_id, command_id=filed.command_id, now=datetime.now(UTC)))
    assert [(await year.row()).version for year in years] == [LAST, LAST]
    await engine.dispose()
    return made


@asynccontextmanager
async def opened(made: DatabaseUrls, places: Places, temporal: Client) -> AsyncGenerator[Kept]:
    engine = connect(made.owner_url)
    yield Kept(sessions_on(engine), Procedures(), Records(temporal, "nobody"), places, served=False)
    await engine.dispose()


@pytest.fixture
async def copied(servers: Machine, original: DatabaseUrls) -> DatabaseUrls:  # noqa: ARG001
    name, socket_dir = f"tampered_{next(_copies)}", socket_dir_of(servers.admin_url)
    connection = await databases.connect(socket_dir)
    await connection.execute(f"CREATE DATABASE {name} TEMPLATE audited OWNER {databases.OWNER} STRATEGY wal_log")
    await connection.close()
    return urls(socket_dir, name)


@pytest.fixture
async def kept(copied: DatabaseUrls, places: Places, temporal: Client) -> AsyncGenerator[Kept]:
    async with opened(copied, places, temporal) as here:
        yield here


async def tamper(copy: DatabaseUrls, statements: str) -> None:
    """As somebody who has the owner's rights and takes the triggers away."""
    connection = await asyncpg.connect(copy.owner_url.replace("+asyncpg", ""))
    for table in ("events", "commands", "outcomes"):
        await connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    await connection.execute(statements)
    await connection.close()


async def first_break(here: Kept) -> Break | None:
    """What `verify` names, but for workflows, of which these years have none."""
    async with here.sessions() as session:
        for cycle_id in await audit.cycle_ids(session):
            if found := (await audit.check_cycle(session, here.procedures, cycle_id))[1]:
                return found
        return await audit.gap(session)


async def checked_alone(here: Kept, path: Path) -> tuple[int, str]:
    """What the stand-alone verifier says of an export."""
    with path.open("w") as file:
        async for line in upkeep.export(here):
            file.write(line)
    done = subprocess.run([sys.executable, "-I", "-S", VERIFIER, path], capture_output=True, text=True, check=False)  # noqa: ASYNC221
    assert done.stderr == ""
    return done.returncode, done.stdout.strip()


async def test_what_nobody_touched_holds(kept: Kept, tmp_path: Path) -> None:
    assert await first_break(kept) is None
    assert await checked_alone(kept, tmp_path / "log") == (0, f"ok: 2 years, {2 * LAST} events")


@pytest.mark.parametrize("what", TAMPERINGS)
async def test_tampering_is_named(kept: Kept, copied: DatabaseUrls, tmp_path: Path, what: str) -> None:
    tampering = TAMPERINGS[what]
    await tamper(copied, tampering.statements)
    assert await first_break(kept) == tampering.named
    if tampering.named.kind != "projection":
        assert (await upkeep.verify(kept)).first_break == tampering.named
    code, said = await checked_alone(kept, tmp_path / "log")
    if tampering.exported:
        assert (code, said) == (1, "BROKEN at {} event {}: {}".format(*tampering.named.model_dump().values()))


async def test_a_tail_cut_with_all_that_tells_of_it_leaves_a_gap(kept: Kept, copied: DatabaseUrls) -> None:
    """Unless nothing came after it in the order of all: then Temporal, or an export that was kept, must tell."""
    await tamper(copied, CUT + ROLLED_BACK + f"{OUTCOMES} AND version > 8")
    assert (await upkeep.rebuild(kept)).changed == (A,)
    assert await first_break(kept) == Break(cycle=B, seq=9, kind="gap")
    await tamper(copied, (CUT + ROLLED_BACK).replace(A, B) + f"{OUTCOMES} AND version > 8".replace(A, B))
    await upkeep.rebuild(kept)
    assert await first_break(kept) is None


async def test_an_export_has_a_line_for_its_format_and_one_for_each_event(kept: Kept) -> None:
    lines = [json.loads(line) async for line in upkeep.export(kept)]
    assert (lines[0]["format"], lines[0]["version"]) == ("arshjul-log", 1)
    assert [(line["cycle_id"], line["seq"]) for line in lines[1:]] == [
        (y, n) for y in (A, B) for n in range(1, LAST + 1)
    ]
    assert set(lines[1]) == {
        *("cycle_id", "seq", "kind", "at", "municipality_code", "county_code", "body", "prev_hash", "hash", "position")
    }
    assert "Åke" not in json.dumps(lines, ensure_ascii=False)


async def rows(copy: DatabaseUrls) -> list[object]:
    connection = await asyncpg.connect(copy.owner_url.replace("+asyncpg", ""))
    found = [*(await connection.fetch("SELECT * FROM cycles ORDER BY id"))]
    found += await connection.fetch("SELECT * FROM steps ORDER BY cycle_id, key")
    await connection.close()
    return [tuple(row) for row in found]


DAMAGES = [what for what, each in TAMPERINGS.items() if each.kind == "projection"]


@pytest.mark.parametrize("what", [*DAMAGES, "no rows at all"])
async def test_damaged_rows_are_made_anew_exactly(kept: Kept, copied: DatabaseUrls, what: str) -> None:
    before = await rows(copied)
    statements = TAMPERINGS[what].statements if what in TAMPERINGS else "TRUNCATE steps, cycles"
    await tamper(copied, statements)
    assert await rows(copied) != before
    rebuilt = await upkeep.rebuild(kept)
    assert (rebuilt.cycles, rebuilt.refused) == (2, ())
    assert rebuilt.changed == ((A,) if what in TAMPERINGS else (A, B))
    assert await rows(copied) == before
    assert await first_break(kept) is None
    assert (await upkeep.rebuild(kept)).changed == ()


@pytest.mark.parametrize("what", ["the tail", "the whole log", "a body", "an outcome"])
async def test_rows_are_not_made_from_a_broken_log(kept: Kept, copied: DatabaseUrls, what: str) -> None:
    """It would hide the break; and the other years are not kept waiting."""
    await tamper(copied, TAMPERINGS[what].statements)
    await tamper(copied, f"UPDATE steps SET status = 'done' WHERE cycle_id = '{B}' AND key = 'goals'")
    rebuilt = await upkeep.rebuild(kept)
    assert (rebuilt.changed, rebuilt.refused) == ((B,), (TAMPERINGS[what].named,))
    assert await first_break(kept) == TAMPERINGS[what].named
