"""Servers as children: in a session of their own, so that Ctrl-C in the terminal leaves their end to us, and tied to
us, so that they end even when we are killed (see `embedded/tether.py`; only Linux can do the latter)."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from embedded import tether
from embedded.accounts import Account
from embedded.errors import ServerFailed

POLL = 0.01
TAIL = 20


class Server:
    """A started child with its log."""

    def __init__(self, name: str, process: subprocess.Popen[bytes], log: Path) -> None:
        self.name = name
        self.log = log
        self._process = process

    @property
    def pid(self) -> int:
        return self._process.pid

    def failed(self, reason: str) -> ServerFailed:
        lines = self.log.read_text(errors="replace").splitlines()
        return ServerFailed(self.name, reason, self.log, tuple(line.strip() for line in lines[-TAIL:] if line.strip()))

    async def ready(self, probe: Callable[[], Awaitable[bool]], within: float) -> None:
        """Wait until `probe` says yes; a server that ends meanwhile, or takes too long, is a `ServerFailed`."""
        try:
            async with asyncio.timeout(within):
                while not await probe():
                    if (code := self._process.poll()) is not None:
                        raise self.failed(f"ended with {code} before it was ready")
                    await asyncio.sleep(POLL)
        except TimeoutError:
            raise self.failed(f"was not ready within {within:g} s") from None

    async def done(self, within: float) -> None:
        """Wait for a program that does its work and ends; anything but success is a `ServerFailed`."""
        try:
            if not await until(self._ended, within):
                raise self.failed(f"was not done within {within:g} s")
        finally:
            self._insist()
        if self._process.returncode != 0:
            raise self.failed(f"ended with {self._process.returncode}")

    async def stop(self, ask: signal.Signals, grace: float) -> None:
        """Ask, wait, and after `grace` seconds insist. Harmless when it has ended already."""
        if self._process.poll() is None:
            self._process.send_signal(ask)
        if not await until(self._ended, grace):
            self._insist()

    def _insist(self) -> None:
        """Also on children of its own: the session is theirs."""
        if self._process.poll() is None:
            os.killpg(self.pid, signal.SIGKILL)
            self._process.wait()

    @property
    def ended(self) -> int | None:
        """The exit code, if it has ended."""
        return self._process.poll()

    def _ended(self) -> bool:
        return self._process.poll() is not None


def start(
    name: str,
    command: Sequence[str | Path],
    log: Path,
    *,
    dies_by: signal.Signals,
    account: Account | None = None,
    extra: Mapping[str, str] | None = None,
) -> Server:
    """Start `command` (an absolute path and its arguments) in the log's folder; `dies_by` is what it gets when this
    process is no more, `extra` is added to its environment.

    The kernel ties a child to the thread that started it, so this is the main thread's business alone. What the run
    before this one wrote is kept as `<log>.1`.
    """
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError(f"{name} must be started from the main thread: it dies with the thread that starts it")
    if log.exists():
        log.replace(log.with_name(f"{log.name}.1"))
    tied = [sys.executable, "-I", "-S", tether.__file__, str(os.getpid()), str(int(dies_by)), str(account or "")]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*tied, *map(str, command)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=log.parent,
            env={**environment(), **(extra or {})},
            start_new_session=True,
        )
    return Server(name, process, log)


def environment() -> dict[str, str]:
    """Ours, without what would steer the servers or their own clients behind our back (PGPORT, TEMPORAL_ADDRESS, …)."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PG", "TEMPORAL_", "LC_"))}


async def until(condition: Callable[[], bool], within: float) -> bool:
    """Whether `condition` came true in time. Another process's doings send no event, so it is asked again and again."""
    try:
        async with asyncio.timeout(within):
            while not condition():  # noqa: ASYNC110
                await asyncio.sleep(POLL)
    except TimeoutError:
        return False
    return True
