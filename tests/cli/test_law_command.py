"""`arshjul law` on a folder of its own, and wrong calls of it."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from tests.cli.serving import a_serve, arshjul

TOLD = {"content": {"decision": {"body": "KS", "decided_on": "2024-07-01"}}}


def test_the_map_of_a_municipality_while_it_is_served_and_afterwards(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with a_serve(folder, "--demo") as serving:
        serving.said_until("Ctrl-C")
        status, _ = serving.ask("PUT", "/v1/municipalities/1381/statements/action_plan", "demo-municipality-1381", TOLD)
        assert status == 200
        served = arshjul("law", "--municipality", "1381", "--as-of", "2026-07-02", "--folder", folder, "--json")
        text = arshjul("law", "--municipality", "1381", "--folder", folder).stdout
        wrong = arshjul("law", "--municipality", "1381", "--as-of", "9999-12-31", "--folder", folder)
        serving.press_ctrl_c()
        assert serving.ends()[0] == 0
    assert (served.returncode, served.stderr) == (0, "")
    found = json.loads(served.stdout)
    assert {rule["rule"]: rule["state"] for rule in found["law"]}["L6-2"] == "not_met"
    assert "Åtgärdsplanen beslutades 2024-07-01 av kommunstyrelsen." in text
    assert "Vägledning (inte lag)" in text
    assert (wrong.returncode, wrong.stdout, wrong.stderr.count("\n")) == (1, "", 1)
    alone = arshjul("law", "--municipality", "1381", "--as-of", "2026-07-02", "--folder", folder, "--json")
    assert (alone.returncode, alone.stdout) == (0, served.stdout)


@pytest.mark.parametrize(
    ("call", "code"),
    [(["law"], 2), (["law", "--municipality", "1381", "--as-of", "nyss"], 2), (["law", "--municipality", "1381"], 1)],
)
def test_a_wrong_call_is_one_line(tmp_path: Path, call: Sequence[str], code: int) -> None:
    result = CliRunner().invoke(main, [*call, "--folder", str(tmp_path / "nothing")])
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (code, "", 1)
