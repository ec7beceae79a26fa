"""`arshjul` as a process of its own, as a person at a terminal has it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parents[2]
ARSHJUL = Path(sys.executable).with_name("arshjul")
UP = "Ctrl-C stops everything"
ENDED_WITHIN = 60.0


def environment(**extra: str) -> dict[str, str]:
    """Ours without the site's settings; bytecode may be kept, or every process compiles everything for seconds."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("ARSHJUL_", "PYTHONDONT"))}
    return ours | extra


def arshjul(*arguments: str | Path, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ARSHJUL, *arguments], capture_output=True, text=True, timeout=60, check=False, env=environment(**extra)
    )


def a_free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def eventually(condition: Callable[[], bool], within: float = ENDED_WITHIN) -> bool:
    """Whether it came true in time. Other processes' doings send no event, so it is asked again and again."""
    give_up = time.monotonic() + within
    while not condition():
        if time.monotonic() > give_up:
            return False
        time.sleep(0.05)
    return True


def alive(pid: int) -> bool:
    """A container without an init keeps the ended ones as zombies."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def words(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:  # it has ended
        return []


@dataclass(frozen=True)
class Serving:
    process: subprocess.Popen[str]
    folder: Path
    port: int

    def said_until(self, word: str) -> str:
        """What it prints up to the line with `word`, or to its end."""
        assert self.process.stdout
        lines: list[str] = []
        for line in self.process.stdout:
            lines.append(line)
            if word in line:
                break
        return "".join(lines)

    def ask(self, method: str, path: str, token: str, body: object = None, key: str = "") -> tuple[int, Any]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        try:
            sent = None if body is None else json.dumps(body)
            connection.request(method, path, sent, headers | ({"Idempotency-Key": key} if key else {}))
            response = connection.getresponse()
            return response.status, json.load(response)
        finally:
            connection.close()

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def worker(self) -> int:
        """0 while there is none."""
        return next((child.pid for child in self.family() if words(child)[-2:] == ["-m", "worker"]), 0)

    def press_ctrl_c(self) -> None:
        """As the terminal does: to everybody in the process group."""
        os.killpg(self.process.pid, signal.SIGINT)

    def ends(self) -> tuple[int, str, str]:
        """Its exit code and what it still said, once it has ended."""
        out, err = self.process.communicate(timeout=ENDED_WITHIN)
        return self.process.returncode, out, err


@contextmanager
def a_serve(
    folder: Path, *flags: str, port: int | None = None, extra: Mapping[str, str] | None = None
) -> Generator[Serving]:
    """A started `arshjul serve` in a process group of its own; whatever happens, nothing of it is left."""
    port = port or a_free_port()
    command = [ARSHJUL, "serve", "--folder", folder, "--port", str(port), *flags]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdout=pipe, stderr=pipe, text=True, env=environment(**(extra or {})), process_group=0
    ) as process:
        family: list[psutil.Process] = []
        try:
            yield Serving(process, folder, port)
        finally:
            if process.poll() is None:
                family = psutil.Process(process.pid).children(recursive=True)
                process.kill()
            assert eventually(lambda: not any(alive(child.pid) for child in family))
