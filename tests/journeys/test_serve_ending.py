"""However serving ends, it ends whole: nothing is left running, and nobody is shown a traceback."""

import os
import pty
import socket
import subprocess
from pathlib import Path

import psutil

from tests.cli.serving import ARSHJUL, UP, a_free_port, a_serve, alive, environment, eventually

STUMBLES = """
import os, sys
if sys.orig_argv[-1] == "worker":
    os.write(2, b"the worker stumbles\\n")
    os._exit(3)
"""


def test_ctrl_c_twice_while_it_is_still_starting(tmp_path: Path) -> None:
    with a_serve(tmp_path, "--demo") as serving:
        assert "Starting" in serving.said_until("Starting")
        assert eventually(lambda: len(serving.family()) > 0)
        family = serving.family()
        serving.press_ctrl_c()
        serving.press_ctrl_c()
        code, out, err = serving.ends()
        assert (code, err) == (0, "")
        assert out == "Stopping; what has been done stays.\n"
        assert not any(alive(child.pid) for child in family)
    assert not (tmp_path / "machine.json").exists()


def test_a_worker_that_dies_at_once_again_and_again_is_given_up(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(STUMBLES)
    with a_serve(tmp_path / "data", extra={"PYTHONPATH": str(tmp_path)}) as serving:
        serving.said_until(UP)
        code, _, err = serving.ends()
        *again, last = err.splitlines()
        assert code == 1
        assert len(again) == 4
        assert all("worker ended with 3 and is started again" in line for line in again)
        assert last.startswith("Error: worker ended 5 times in a row")
        assert "the worker stumbles" in last


def test_of_two_that_take_an_address_at_the_same_moment_one_gives_way(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", 0))
        with a_serve(tmp_path, port=other.getsockname()[1]) as serving:
            assert "Starting" in serving.said_until("Starting")
            other.listen()
            code, out, err = serving.ends()
            assert (code, out, err.count("\n")) == (1, "", 1)
            assert "Address already in use" in err


def test_ctrl_c_under_make_on_a_terminal_ends_make_with_0(tmp_path: Path) -> None:
    serve = f"{ARSHJUL} serve --folder {tmp_path / 'data'} --port {a_free_port()}"
    (tmp_path / "Makefile").write_text(f"serve:\n\t@exec {serve}\n")
    ours, theirs = pty.openpty()
    terminal = os.ttyname(theirs)
    command = ["sh", "-c", f"exec make -C {tmp_path} serve <{terminal} >{terminal} 2>&1"]  # it becomes sh's own
    family: list[psutil.Process] = []
    with subprocess.Popen(command, env=environment(), start_new_session=True) as make:
        try:
            assert UP in said_on(ours, UP)
            os.close(theirs)
            family = psutil.Process(make.pid).children(recursive=True)
            os.write(ours, b"\x03")
            said_on(ours, "nothing more")
            assert make.wait(timeout=30) == 0
        finally:
            if make.poll() is None:
                make.terminate()  # make hands it on
    os.close(ours)
    assert eventually(lambda: not any(alive(child.pid) for child in family))


def said_on(terminal: int, word: str) -> str:
    """What is printed up to `word`, or until nobody has the terminal open any more."""
    said = b""
    while word.encode() not in said:
        try:
            said += os.read(terminal, 4096)
        except OSError:
            break
    return said.decode()
