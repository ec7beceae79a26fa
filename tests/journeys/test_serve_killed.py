"""Whatever dies under `serve` is started again where it was, and the year goes on with nothing lost or doubled."""

import json
import os
import signal
from collections.abc import Generator

import pytest

from tests.cli.serving import UP, Serving, a_serve, alive, arshjul, eventually

COORDINATOR, DECIDES = "demo-municipality-1381", "demo-decision-1381"
YEAR = "/v1/cycles/1381-2027"
STEPS = ("organisation", "mapping", "situation_analysis", "prioritisation")


def pid_of(serving: Serving, which: str) -> int:
    """The process as it runs now; 0 while there is none."""
    if which == "worker":
        return serving.worker()
    names = {"postgres": "postgres", "temporal": "temporal"}
    mine = [child for child in serving.family() if child.name() == names[which]]
    return min((child.pid for child in mine if child.ppid() == serving.process.pid), default=0)


def hand_in(serving: Serving, step: str) -> bool:
    """Asked again with the same key for as long as a server is away, as a client would."""
    body = {"content": {"text": f"{step} är gjort"}}
    status, _ = serving.ask("POST", f"{YEAR}/steps/{step}/completion", COORDINATOR, body, key=f"kill-{step}")
    return status == 200


def approve(serving: Serving, step: str) -> bool:
    body = {"outcome": "approve"}
    return serving.ask("POST", f"{YEAR}/steps/{step}/review", DECIDES, body, key=f"ok-{step}")[0] == 200


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Generator[Serving]:
    with a_serve(tmp_path_factory.mktemp("killed"), "--demo") as serving:
        assert UP in serving.said_until(UP)
        yield serving


def test_each_server_killed_in_turn_and_the_year_goes_on(serving: Serving) -> None:
    for which, step in zip(("postgres", "temporal", "worker"), STEPS, strict=False):
        killed = pid_of(serving, which)
        os.kill(killed, signal.SIGKILL)
        assert eventually(lambda step=step: hand_in(serving, step)), f"{step} after {which} was killed"
        assert eventually(lambda which=which, killed=killed: pid_of(serving, which) not in (0, killed))
        assert not alive(killed)
    assert eventually(lambda: approve(serving, "situation_analysis"))
    assert hand_in(serving, "prioritisation")
    events = serving.ask("GET", f"{YEAR}/events?limit=500", COORDINATOR)[1]["items"]
    done = [event["step"] for event in events if event["kind"] in ("StepCompleted", "StepSubmitted")]
    assert done == ["start", *STEPS]


def test_afterwards_the_log_is_whole(serving: Serving) -> None:
    said = json.loads(arshjul("verify", "--folder", serving.folder, "--json").stdout)
    assert (said["ok"], said["cycles"], said["first_break"]) == (True, 6, None)


def test_each_death_was_said_in_one_line_and_the_end_is_in_order(serving: Serving) -> None:
    serving.press_ctrl_c()
    code, _, err = serving.ends()
    assert code == 0
    for name in ("PostgreSQL", "Temporal", "worker"):
        assert err.count(f"{name} ended with") == 1, err
