"""`arshjul anchor` and `verify --anchor` on a folder of its own, and wrong calls of them."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

import asyncpg
import pytest
from click.testing import CliRunner, Result

from cli import main
from storage.signing import make_key, read_public_key
from tests.cli.serving import a_serve

CUT = "DELETE FROM events WHERE cycle_id = '1380-2027' AND seq > 1"


def called(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def tamper(url: str, statement: str) -> None:
    async def run() -> None:
        connection = await asyncpg.connect(url)
        await connection.execute("SET session_replication_role = replica")
        await connection.execute(statement)
        await connection.close()

    asyncio.run(run())


def test_an_anchor_is_made_kept_elsewhere_and_held_against_a_log_that_was_cut(tmp_path: Path) -> None:
    folder, file, public = tmp_path / "data", tmp_path / "anchor.json", tmp_path / "other.pub"
    public.write_text(make_key(tmp_path / "other.key"))
    here = ("--folder", folder)
    with a_serve(folder, "--demo") as serving:
        serving.said_until("Ctrl-C")
        nothing = called("anchor", "list", *here)
        made = called("anchor", "make", "--json", *here)
        again = json.loads(called("anchor", "make", "--json", *here).stdout)
        listed = called("anchor", "list", *here)
        exported = called("anchor", "export", file, "--json", *here)
        none = called("anchor", "export", tmp_path / "none", "--day", "2020-01-01", *here)
        whole = called("verify", "--anchor", file, "--json", *here)
        foreign = called("verify", "--anchor", file, "--public-key", public, *here)
        admin = called("url", "database", "--as", "admin", *here).stdout.strip()
        tamper(admin, CUT)
        cut = called("verify", "--anchor", file, "--json", *here)
        serving.press_ctrl_c()
        assert serving.ends()[0] == 0
    assert (made.exit_code, made.stderr) == (0, "")
    assert nothing.stdout.startswith("No anchor was made yet;")
    assert nothing.stdout.count("\n") == 1
    anchored = json.loads(made.stdout)
    assert (anchored["new"], again) == (True, {**anchored, "new": False})
    assert listed.stdout.startswith(f"ok  {anchored['day']} {anchored['sha256']} ")
    assert (exported.exit_code, json.loads(exported.stdout)["day"]) == (0, anchored["day"])
    assert json.loads(file.read_text())["sha256"] == anchored["sha256"]
    assert (none.exit_code, none.stdout, none.stderr.count("\n")) == (1, "", 1)
    assert (whole.exit_code, json.loads(whole.stdout)["ok"]) == (0, True)
    assert (foreign.exit_code, foreign.stdout[:8]) == (1, "FORGED: ")
    assert f"signed with {folder / 'anchor.key'}" in called("doctor", *here).stdout
    assert (folder / "anchor.key").stat().st_mode & 0o777 == 0o600
    found = json.loads(cut.stdout)
    assert (cut.exit_code, found["ok"], found["first_break"]["kind"]) == (1, False, "cut")
    assert found["first_break"]["cycle"] == "1380-2027"


def test_a_key_is_made_once_and_its_public_part_printed(tmp_path: Path) -> None:
    path = tmp_path / "anchor.key"
    made = called("anchor", "key", path)
    assert made.exit_code == 0
    path.with_suffix(".pub").write_text(made.stdout)
    assert read_public_key(path.with_suffix(".pub"))
    assert "PRIVATE" not in made.output
    again = called("anchor", "key", path)
    assert (again.exit_code, again.stdout, again.stderr.count("\n")) == (1, "", 1)


@pytest.mark.parametrize(
    ("call", "code", "word"),
    [
        (["anchor"], 2, ""),
        (["anchor", "make"], 1, "ARSHJUL_ANCHOR_KEY_FILE"),
        (["anchor", "list"], 1, "nothing is kept"),
        (["anchor", "export", "x", "--day", "nyss"], 2, "nyss"),
        (["verify", "--anchor", "nowhere"], 1, "nowhere"),
        (["verify", "--anchor", __file__], 1, "is no anchor"),
    ],
)
def test_a_wrong_call_is_one_line(tmp_path: Path, call: Sequence[str], code: int, word: str) -> None:
    folder = [] if len(call) == 1 else ["--folder", str(tmp_path / "nothing")]
    result = called(*call, *folder)
    assert (result.exit_code, result.stdout) == (code, "")
    assert word in result.stderr
    assert result.stderr.count("\n") == 1 or len(call) == 1  # a group without a command explains itself


def test_a_site_without_a_key_is_told_so(tmp_path: Path) -> None:
    result = called("doctor", "--folder", tmp_path / "later")
    assert result.exit_code == 0
    assert "ok  anchors: none are made" in result.stdout


def test_a_key_that_cannot_be_used_is_told_and_its_passphrase_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "anchor.key").write_text("no key")
    monkeypatch.setenv("ARSHJUL_ANCHOR_KEY_FILE", str(tmp_path / "anchor.key"))
    monkeypatch.setenv("ARSHJUL_ANCHOR_KEY_PASSPHRASE", "hemligt-ord")
    result = called("doctor", "--folder", tmp_path / "later")
    assert result.exit_code == 1
    assert "NOT anchors" in result.stdout
    assert "hemligt" not in result.output
