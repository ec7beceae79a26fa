"""What is wrong with a call is said in one line, with exit 1 or 2, and nothing is started."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import main
from settings import Settings
from tests.cli.serving import ARSHJUL, ROOT, environment

LAW = ROOT / "processes" / "lag-2023-196.yaml"
COMMANDS = [[], ["serve"], ["url"], ["doctor"], ["process"], ["process", "check"]]


@dataclass(frozen=True)
class Refused:
    """A call that must not work: how it must end, and a word that its one line must hold."""

    call: Sequence[str]
    code: int
    word: str

    def __str__(self) -> str:
        return " ".join(self.call)


REFUSED = [
    Refused(["serve", "--folder", "file/below"], 1, "cannot hold the data"),
    Refused(["serve", "--demo", "--host", "0.0.0.0"], 1, "this machine alone"),  # noqa: S104
    Refused(["serve", "--host", "no..host"], 1, "cannot listen"),
]
WRONG_CALLS = [
    Refused(["serve", "--port", "70000"], 2, "70000"),
    Refused(["serve", "--bogus"], 2, "--bogus"),
    Refused(["url"], 2, "database, temporal"),
    Refused(["bogus"], 2, "bogus"),
    Refused(["--bogus"], 2, "--bogus"),
    Refused(["process", "check", "nowhere.yaml"], 2, "nowhere.yaml"),
]


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str, str]]:
    """All at once: most of what each costs is its start."""
    here = tmp_path_factory.mktemp("here")
    (here / "file").touch()
    pipe = subprocess.PIPE
    started = {
        str(each): subprocess.Popen(
            [ARSHJUL, *each.call], stdout=pipe, stderr=pipe, text=True, cwd=here, env=environment()
        )
        for each in REFUSED
    }
    results = {name: (*process.communicate(timeout=60), process.returncode) for name, process in started.items()}
    assert [path.name for path in here.iterdir()] == ["file"]
    return {name: (code, out, err) for name, (out, err, code) in results.items()}


@pytest.mark.parametrize("refused", REFUSED, ids=str)
def test_is_refused_in_one_line(ended: dict[str, tuple[int, str, str]], refused: Refused) -> None:
    code, out, err = ended[str(refused)]
    assert (code, out, err.count("\n")) == (refused.code, "", 1)
    assert err.startswith("Error: ")
    assert refused.word in err


@pytest.mark.parametrize("wrong", WRONG_CALLS, ids=str)
def test_a_wrong_call_is_one_line_and_exit_2(wrong: Refused) -> None:
    result = called(*wrong.call)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert wrong.word in result.stderr


def test_where_nothing_serves_there_is_no_address(tmp_path: Path) -> None:
    result = called("url", "temporal", "--folder", tmp_path, "--json")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert "arshjul serve" in result.stderr


def test_a_wrong_setting_is_named_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARSHJUL_PORT", "eight")
    result = called("doctor")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert result.stderr.startswith("Error: ARSHJUL_PORT: ")


def test_a_setting_of_nothing_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARSHJUL_PORT", "")
    monkeypatch.setenv("ARSHJUL_FOLDER", "")
    assert (Settings().port, Settings().folder) == (8000, Path(".arshjul"))


def called(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(command: list[str]) -> None:
    result = called(*command, "--help")
    assert result.exit_code == 0
    assert result.output.startswith(f"Usage: main {' '.join(command)}".strip())


def test_the_shipped_process_is_right() -> None:
    checked = json.loads(called("process", "check", LAW, "--json").output)
    assert checked["key"] == "lag-2023-196"
    assert checked["hash"] in called("process", "check", LAW).output


def test_every_mistake_of_a_process_is_one_line_with_file_and_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(
        LAW.read_text()
        .replace("waits_for: [organisation]", "waits_for: [nothing]")
        .replace("form: organisation", "form: tale", 1)
    )
    result = called("process", "check", broken)
    assert result.exit_code == 1
    assert result.output.startswith(f"Error: {broken}:")
    assert "nothing" in result.output
    assert "tale" in result.output


def test_the_doctor_makes_nothing_where_nothing_is_yet(tmp_path: Path) -> None:
    result = called("doctor", "--folder", tmp_path / "later")
    assert result.exit_code == 0
    assert "will be made" in result.output
    assert not (tmp_path / "later").exists()


def test_the_doctor_names_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = called("doctor", "--folder", tmp_path / "file" / "below", "--json")
    assert result.exit_code == 1
    assert [check["what"] for check in json.loads(result.output)["checks"] if not check["ok"]] == ["folder"]
