"""One machine through a year's first weeks: served, stopped, killed, served again, and nothing is lost."""

import json
import os
import signal
from pathlib import Path

import asyncpg
import pytest
from click.testing import CliRunner

from cli import main
from tests.cli.serving import UP, Serving, a_free_port, a_serve, alive, arshjul, eventually

LAHOLM = "demo-municipality-1381"
HALLAND = "demo-coordinator-13"
STEPS = "/v1/cycles/1381-2027/steps"


def complete(serving: Serving, step: str) -> int:
    body = {"content": {"text": "Så här gör vi."}}
    status, _ = serving.ask("POST", f"{STEPS}/{step}/completion", LAHOLM, body, key=f"{step}-1")
    return status


def status_of(serving: Serving, step: str) -> str:
    _, cycle = serving.ask("GET", "/v1/cycles/1381-2027", LAHOLM)
    return next(each["status"] for each in cycle["steps"] if each["key"] == step)


def years(serving: Serving) -> int:
    _, overview = serving.ask("GET", "/v1/overview?county=13&year=2027", HALLAND)
    return len(overview["items"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("arshjul")


@pytest.fixture(scope="module")
def port() -> int:
    return a_free_port()


def test_a_half_done_year_goes_on_after_a_stop_and_after_a_kill(folder: Path, port: int) -> None:
    with a_serve(folder, "--demo", port=port) as first:
        assert LAHOLM in first.said_until(UP)
        assert years(first) == 6
        assert complete(first, "organisation") == 200
        a_second_one_is_refused(first)
        the_doctor_finds_it_well(first)
        a_killed_worker_is_started_again(first)
        assert complete(first, "organisation") == 200
        a_demo_s_people_are_reminded(first)
        family = first.family()
        first.press_ctrl_c()
        code, out, err = first.ends()
        assert (code, out) == (0, "Stopping; what has been done stays.\n")
        assert err.count("\n") == 1  # the worker's death
        assert not any(alive(child.pid) for child in family)

    with a_serve(folder, "--demo", port=port) as second:
        second.said_until(UP)
        assert status_of(second, "organisation") == "done"
        round_ = {"county": "13", "year": 2027, "kind": "full"}
        assert second.ask("POST", "/v1/rounds", HALLAND, round_, key="demo-13-2027")[0] == 201
        assert second.ask("POST", "/v1/rounds", HALLAND, round_, key="another")[0] == 409
        assert years(second) == 6
        assert complete(second, "mapping") == 200
        family = second.family()
        assert len(family) > 4
        second.process.kill()
        assert eventually(lambda: not any(alive(child.pid) for child in family))

    with a_serve(folder, "--demo", port=port) as third:
        third.said_until(UP)
        assert status_of(third, "mapping") in {"done", "submitted"}
        third.process.terminate()
        assert third.ends() == (0, "Stopping; what has been done stays.\n", "")


def a_second_one_is_refused(serving: Serving) -> None:
    with a_serve(serving.folder) as same_folder, a_serve(serving.folder.parent / "other", port=serving.port) as same:
        code, _, err = same_folder.ends()
        assert (code, err.count("\n")) == (1, 1)
        assert f"{serving.folder} is in use by process {serving.process.pid}" in err
        code, _, err = same.ends()
        assert (code, err.count("\n")) == (1, 1)
        assert f"127.0.0.1:{serving.port}: Address already in use" in err
    assert not (serving.folder.parent / "other" / "postgres").exists()


def the_doctor_finds_it_well(serving: Serving) -> None:
    doctor = arshjul("doctor", "--json", ARSHJUL_FOLDER=str(serving.folder))
    assert (doctor.returncode, json.loads(doctor.stdout)["ok"]) == (0, True)
    assert {check["what"] for check in json.loads(doctor.stdout)["checks"]} >= {"folder", "database", "worker"}


def a_demo_s_people_are_reminded(serving: Serving) -> None:
    """By the county, if the process has not done so today."""
    status, _ = serving.ask("POST", "/v1/cycles/1381-2027/steps/mapping/reminder", HALLAND, {}, key="reminds")
    assert status in (200, 409)
    told = serving.ask("GET", "/v1/inbox", "demo-contributor-1381")[1]["items"]
    assert ("reminded", "mapping") in [(each["kind"], each["step"]) for each in told]


def a_killed_worker_is_started_again(serving: Serving) -> None:
    killed = serving.worker()
    os.kill(killed, signal.SIGKILL)
    assert eventually(lambda: serving.worker() not in {0, killed})
    assert complete(serving, "organisation") == 200  # the same command again
    assert (
        serving.ask("POST", f"{STEPS}/mapping/recall", LAHOLM, {}, key="too-soon")[0] == 409
    )  # decided by the new one


async def test_without_demo_a_demo_token_is_nobody_and_url_says_where_the_servers_are(folder: Path) -> None:
    with a_serve(folder) as serving:
        assert "Nobody can sign in yet" in serving.said_until(UP)
        assert serving.ask("GET", "/v1/me", LAHOLM)[0] == 401
        found = json.loads(arshjul("url", "database", "--folder", folder, "--json").stdout)["database"]
        connection = await asyncpg.connect(found)
        assert await connection.fetchval("SELECT current_user") == "arshjul_app"
        await connection.close()
        assert CliRunner().invoke(main, ["url", "temporal", "--folder", str(folder)]).stdout.startswith("127.0.0.1:")
        the_terminal_closes(serving)
    assert "database system is shut down" in (folder / "postgres.log").read_text()


def the_terminal_closes(serving: Serving) -> None:
    """Nobody reads any more, and somebody is impatient, too."""
    assert serving.process.stdout
    assert serving.process.stderr
    serving.process.stdout.close()
    family = serving.family()
    for sign in (signal.SIGHUP, signal.SIGINT, signal.SIGINT):
        os.killpg(serving.process.pid, sign)
    assert serving.process.wait(timeout=30) == 0
    assert serving.process.stderr.read() == ""
    assert not any(alive(child.pid) for child in family)
