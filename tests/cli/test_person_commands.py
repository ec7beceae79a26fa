"""`arshjul person …` on a folder of its own, served and at rest."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cli import main
from tests.cli.serving import a_serve, arshjul

NAME, EMAIL = "Åsa Öberg-Lind", "asa.oberg-lind@kommun.example"
WHO = ("--name", NAME, "--email", EMAIL)


def done(*call: str | Path) -> Any:  # noqa: ANN401
    """In this process: the servers are others', and starting Python costs seconds."""
    result = CliRunner().invoke(main, ["person", *map(str, call), "--json"])
    assert (result.exit_code, result.stderr) == (0, ""), result.stderr
    return json.loads(result.stdout)


def test_the_first_administrator_comes_by_the_command_line_and_can_be_erased(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    here = ("--folder", folder)
    with a_serve(folder, "--demo") as serving:
        serving.said_until("Ctrl-C")
        first = done("invite", *WHO, "--role", "administrator", *here)
        known, found = serving.ask("GET", f"/v1/people/{first['id']}", "demo-admin")
        last = CliRunner().invoke(main, ["person", "close", first["id"], "--folder", str(folder)])
        other = done("invite", "--name", "Bo", "--email", "bo@kommun.example", "--role", "administrator", *here)
        granted = done("grant", other["id"], "--role", "contributor", "--municipality", "1381", *here)
        shown = done("show", first["id"], *here)
        erased = done("erase", first["id"], "--yes", *here)
        left = json.dumps(done("show", first["id"], *here), ensure_ascii=False)
        serving.press_ctrl_c()
        assert serving.ends()[0] == 0
    assert (known, found["name"], found["state"]) == (200, NAME, "invited")
    assert (last.exit_code, last.stdout, last.stderr.count("\n")) == (1, "", 1)
    assert "successor" in last.stderr
    assert [role["role"] for role in granted["roles"]] == ["administrator", "contributor"]
    assert [(row["name"], row["email"]) for row in shown["people"]] == [(NAME, EMAIL)]
    assert [row["kind"] for row in shown["people_log"]] == ["PersonInvited", "RoleGranted"]
    assert (erased["id"], erased["name"], erased["state"]) == (first["id"], None, "erased")
    assert "PersonErased" in left
    assert NAME not in left
    assert EMAIL not in left
    at_rest = arshjul("person", "list", *here, "--json")
    assert [each["name"] for each in json.loads(at_rest.stdout)["items"]] == ["Bo"]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (["list"], 1),
        (["invite", "--name", NAME, "--email", "nobody", "--role", "administrator"], 1),
        (["invite", *WHO, "--role", "mayor"], 2),
        (["show"], 2),
    ],
)
def test_a_wrong_call_is_one_line_that_repeats_nobody_s_name(tmp_path: Path, call: list[str], code: int) -> None:
    result = CliRunner().invoke(main, ["person", *call, "--folder", str(tmp_path / "nothing")])
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (code, "", 1)
    assert NAME not in result.stderr
