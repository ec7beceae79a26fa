"""What a log cannot tell of itself, an anchor does: a tail that was cut, a chain written anew with all its hashes."""

# ruff: noqa: S608  tampering is written as SQL

import base64
import json
import shutil
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import asyncpg
import pytest
from temporalio.client import Client

from activities.act import Acting
from activities.anchors import Anchors
from activities.messages import Act, AnchorDay, Anchored
from domain.people import Role
from domain.places import Places
from embedded import databases, upkeep
from embedded.agreement import Kept
from embedded.anchors import held_against
from embedded.databases import DatabaseUrls, create_database, socket_dir_of, urls
from embedded.machine import Machine
from embedded.serve import shipped_processes
from storage import anchor_files, anchors, audit
from storage.anchor_files import AnchorUnreadable, Exported
from storage.audit import Break, Report
from storage.canonical import canonical, digest
from storage.database import connect, sessions_on
from storage.migrate import prepare
from storage.processes import Procedures
from storage.signing import make_key, read_public_key, read_signer
from tests.town import Json
from tests.workflows.years import OwnYear, assign, complete
from workflows.client import Conductor
from workflows.records import Records

VERIFIER = Path(__file__).parents[2] / "docs" / "verify_log.py"
A, B = "1380-2027", "1381-2027"
LAST = 10  # events of each
NIGHT = datetime(2026, 11, 22, 3, tzinfo=UTC)
DAY = date(2026, 11, 22)
PERSON = "p-0123456789abcdef0123"
OPENSSL = shutil.which("openssl")
_copies = count()

# As somebody would who knows the system well: nothing that a chain, an outcome or a row says is left behind.
CUT_AT_THE_END = f"""
    DELETE FROM events WHERE cycle_id = '{B}' AND seq > 8;
    DELETE FROM outcomes USING commands c WHERE c.id = command_id AND cycle_id = '{B}' AND version > 8;
    UPDATE cycles SET version = 8, head = (SELECT hash FROM events WHERE cycle_id = '{B}' AND seq = 8) WHERE id = '{B}'
"""
WRITTEN_ANEW = f"""
    DO $$ DECLARE each record; head text;
    BEGIN
      UPDATE events SET at = at + interval '100 years', body = replace(body, '"at":"20', '"at":"21')
        WHERE cycle_id = '{A}' AND seq = 3;
      SELECT hash INTO head FROM events WHERE cycle_id = '{A}' AND seq = 2;
      FOR each IN SELECT seq, body FROM events WHERE cycle_id = '{A}' AND seq > 2 ORDER BY seq LOOP
        UPDATE events SET prev_hash = head, hash = encode(sha256(convert_to(head || each.body, 'UTF8')), 'hex')
          WHERE cycle_id = '{A}' AND seq = each.seq RETURNING hash INTO head;
      END LOOP;
      UPDATE cycles SET head = (SELECT hash FROM events WHERE cycle_id = '{A}' AND seq = {LAST}) WHERE id = '{A}';
    END $$
"""
ONE_OF_PEOPLE = f"""
    INSERT INTO people_log (stream, seq, kind, at, body, prev_hash, hash)
    VALUES ('{PERSON}', 1, 'PersonInvited', now(), '{{}}', repeat('0', 64), repeat('a', 64))
"""


@pytest.fixture(scope="module")
async def original(servers: Machine, places: Places, conductor: Conductor) -> DatabaseUrls:
    """Two years, acted on in turn; to be copied."""
    made = await create_database(servers.admin_url, "anchored")
    await prepare(made.owner_url, places, shipped_processes(), datetime.now(UTC))
    engine = connect(made.owner_url)
    sessions = sessions_on(engine)
    acting = Acting(sessions, Procedures())
    years = [OwnYear(sessions, conductor, places.municipality(name[:4]), 2027) for name in (A, B)]
    turns = [assign("mapping", Role.POLICE_PARTNER), complete("organisation"), complete("closing")]
    for command in (None, *turns, complete("mapping", Role.POLICE_PARTNER)):
        for year in years:
            filed = await year.file(command or await year.start_command())
            await acting.act(Act(cycle_id=year.cycle_id, command_id=filed.command_id, now=datetime.now(UTC)))
    assert [(await year.row()).version for year in years] == [LAST, LAST]
    await engine.dispose()
    return made


@pytest.fixture
async def copied(servers: Machine, original: DatabaseUrls) -> DatabaseUrls:  # noqa: ARG001
    name, socket_dir = f"anchored_{next(_copies)}", socket_dir_of(servers.admin_url)
    connection = await databases.connect(socket_dir)
    await connection.execute(f"CREATE DATABASE {name} TEMPLATE anchored OWNER {databases.OWNER} STRATEGY wal_log")
    await connection.close()
    return urls(socket_dir, name)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "anchor.key"
    path.with_suffix(".pub").write_text(make_key(path))
    return path


@dataclass(frozen=True)
class Site:
    """A copy of its own: as its owner reads it, and the worker's nightly work in the application's role."""

    urls: DatabaseUrls
    kept: Kept
    nightly: Anchors
    public: str

    async def anchored(self, now: datetime = NIGHT) -> Anchored:
        return await self.nightly.make(AnchorDay(now=now))

    async def by_itself(self) -> Report:
        """What the log tells without an anchor."""
        async with self.kept.sessions() as session:
            for cycle_id in await audit.cycle_ids(session):
                if found := (await audit.check_cycle(session, self.kept.procedures, cycle_id))[1]:
                    return Report(ok=False, cycles=2, events=0, first_break=found)
            found = await audit.gap(session)
        return Report(ok=found is None, cycles=2, events=0, first_break=found)

    async def against(self, anchor: Exported) -> Break | None:
        """What `verify --anchor` names, but for workflows, of which these years have none."""
        return (await held_against(self.kept, await self.by_itself(), anchor, self.public)).first_break

    async def tampered(self, statements: str) -> None:
        """By the superuser, who takes the triggers away."""
        connection = await asyncpg.connect(self.urls.admin_url.replace("+asyncpg", ""))
        for table in ("events", "commands", "outcomes", "people_log"):
            await connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        await connection.execute(statements)
        await connection.close()


@pytest.fixture
async def site(copied: DatabaseUrls, key: Path, places: Places, temporal: Client) -> AsyncGenerator[Site]:
    owners, applications = connect(copied.owner_url), connect(copied.database_url)
    kept = Kept(sessions_on(owners), Procedures(), Records(temporal, "nobody"), places, served=False)
    nightly = Anchors(sessions_on(applications), read_signer(key))
    yield Site(copied, kept, nightly, read_public_key(key.with_suffix(".pub")))
    await owners.dispose()
    await applications.dispose()


async def exported(site: Site, path: Path) -> Exported:
    async with site.kept.sessions() as session:
        text = anchor_files.written(await anchors.anchor_of(session, None))
    path.write_text(text)  # noqa: ASYNC240  small, and nothing else runs
    return anchor_files.read(path)


async def alone(site: Site, folder: Path, *anchor: Path) -> tuple[int, str]:
    """What the stand-alone verifier says of an export."""
    with (folder / "log").open("w") as file:
        async for line in upkeep.export(site.kept):
            file.write(line)
    command = [sys.executable, "-I", "-S", VERIFIER, folder / "log", *anchor]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: ASYNC221
    return done.returncode, (done.stdout + done.stderr).strip()


async def test_a_day_is_anchored_once_and_each_anchor_names_the_one_before(site: Site) -> None:
    first = await site.anchored()
    again = await site.anchored(NIGHT + timedelta(hours=19))
    after = await site.anchored(NIGHT + timedelta(hours=20))  # midnight in Stockholm has passed
    assert [(each.day, each.new, each.broken) for each in (first, again, after)] == [
        (DAY, True, None),
        (DAY, False, None),
        (DAY + timedelta(days=1), True, None),
    ]
    async with site.kept.sessions() as session:
        one, other = await anchors.anchors(session)
    assert (one.previous, other.previous) == ("0" * 64, one.hash)
    assert one.holds
    assert one.anchor.position == 2 * LAST
    assert [(chain.id, chain.seq) for chain in one.anchor.chains] == [(A, LAST), (B, LAST)]


async def test_without_a_key_nothing_is_anchored(site: Site) -> None:
    keyless = Anchors(site.kept.sessions, None)
    assert await keyless.make(AnchorDay(now=NIGHT)) == Anchored()
    async with site.kept.sessions() as session:
        assert await anchors.anchors(session) == []


async def test_a_log_that_goes_on_is_what_was_anchored(site: Site, conductor: Conductor, tmp_path: Path) -> None:
    await site.anchored()
    path = tmp_path / "anchor.json"
    anchor = await exported(site, path)
    sessions, place = site.kept.sessions, site.kept.places.municipality(A[:4])
    filed = await OwnYear(sessions, conductor, place, 2027).file(assign("goals", Role.CONTRIBUTOR))
    await Acting(sessions, Procedures()).act(Act(cycle_id=A, command_id=filed.command_id, now=datetime.now(UTC)))
    await site.tampered(ONE_OF_PEOPLE)
    assert await site.against(anchor) is None
    said = f"ok: 2 years, {2 * LAST + 1} events; 2 of them end as anchored, or go on from there"
    assert await alone(site, tmp_path, path) == (0, said)


@pytest.mark.parametrize(
    ("statements", "named"),
    [
        (CUT_AT_THE_END, Break(cycle=B, seq=9, kind="cut")),
        (WRITTEN_ANEW, Break(cycle=A, seq=LAST, kind="rewritten")),
    ],
    ids=["a tail that was cut", "a chain written anew"],
)
async def test_only_the_anchor_shows_it(site: Site, tmp_path: Path, statements: str, named: Break) -> None:
    await site.anchored()
    path = tmp_path / "anchor.json"
    anchor = await exported(site, path)
    await site.tampered(statements)
    await upkeep.rebuild(site.kept)
    assert (await site.by_itself()).ok
    assert (await alone(site, tmp_path))[0] == 0
    assert await site.against(anchor) == named
    assert await alone(site, tmp_path, path) == (1, f"BROKEN at {named.cycle} event {named.seq}: {named.kind}")
    next_night = await site.anchored(NIGHT + timedelta(days=1))
    assert (next_night.broken, next_night.new) == (named.cycle, True)  # it is told, and hinders no anchor
    assert await site.against(anchor) == named


async def test_what_was_cut_from_a_persons_chain_is_seen(site: Site, tmp_path: Path) -> None:
    await site.tampered(ONE_OF_PEOPLE)
    await site.anchored()
    anchor = await exported(site, tmp_path / "anchor.json")
    assert anchor.anchor.chains[-1] == (PERSON, 1, "a" * 64)
    await site.tampered("DELETE FROM people_log")
    assert await site.against(anchor) == Break(cycle=PERSON, seq=1, kind="cut")


def one_event_less(file: Json) -> None:
    file["anchor"]["chains"][0][1] -= 1


def another_head(file: Json) -> None:
    file["anchor"]["chains"][0][2] = "0" * 64


def another_day(file: Json) -> None:
    file["anchor"]["day"] = "2026-11-23"


def another_one_before(file: Json) -> None:
    file["anchor"]["previous"] = "1" * 64


def with_its_sha256(file: Json) -> None:
    one_event_less(file)
    file["sha256"] = digest(canonical(file["anchor"]))


def another_signature(file: Json) -> None:
    file["signature"] = base64.b64encode(bytes(64)).decode()


def no_signature(file: Json) -> None:
    file["signature"] = "?"


ALTERED = (one_event_less, another_head, another_day, another_one_before)


@pytest.mark.parametrize("alter", [*ALTERED, with_its_sha256, another_signature, no_signature])
async def test_an_altered_anchor_is_not_believed(site: Site, tmp_path: Path, alter: Callable[[Json], None]) -> None:
    await site.anchored()
    path = tmp_path / "anchor.json"
    await exported(site, path)
    file = json.loads(path.read_text())
    alter(file)
    path.write_text(json.dumps(file))
    found = await site.against(anchor_files.read(path))
    assert found is not None
    assert (found.cycle, found.kind) == (f"anchor-{file['anchor']['day']}", "forged")
    assert (await alone(site, tmp_path, path))[1].startswith("ALTERED") == (alter in ALTERED)


async def test_an_anchor_that_another_key_signed_is_not_believed(site: Site, tmp_path: Path) -> None:
    """Also one that brings the other key along, and is right by it."""
    make_key(tmp_path / "other.key")
    others = read_signer(tmp_path / "other.key")
    await site.anchored()
    anchor = await exported(site, tmp_path / "anchor.json")
    forged = anchor._replace(signature=others.sign(anchor.body), public_key=others.public_key)
    assert forged.signed_by(forged.public_key)
    assert await site.against(forged) == Break(cycle=f"anchor-{DAY}", seq=0, kind="forged")


@pytest.mark.parametrize("text", ["", "[]", "{", '{"anchor": {}}', '{"anchor": 1, "sha256": 2}', "[" * 100_000])
def test_what_is_no_anchor_is_said_to_be_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "anchor.json"
    path.write_text(text)
    with pytest.raises(AnchorUnreadable, match="is no anchor"):
        anchor_files.read(path)


@pytest.mark.skipif(OPENSSL is None, reason="there is no openssl on this machine to check the signature with")
async def test_openssl_and_sed_check_the_signature_as_the_docs_say(site: Site, key: Path, tmp_path: Path) -> None:
    await site.anchored()
    await exported(site, tmp_path / "anchor.json")
    shutil.copy(key.with_suffix(".pub"), tmp_path / "anchor.pub")
    script = (VERIFIER.parent / "audit.md").read_text().split("```sh\n")[1].split("```")[0]

    def checked() -> tuple[int, str]:
        done = subprocess.run(["sh", "-e", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout.strip()

    assert checked() == (0, "Signature Verified Successfully")
    one_less = (tmp_path / "anchor.json").read_text().replace(f'"{A}",{LAST},', f'"{A}",{LAST - 1},')
    (tmp_path / "anchor.json").write_text(one_less)
    code, said = checked()
    assert code != 0
    assert "Successfully" not in said
