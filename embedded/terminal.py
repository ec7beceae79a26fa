"""Ctrl-C under `make demo` is for the server alone: `make`, which would get it too, takes it for a failure of its own
and never exits with 0 after it."""

import os
import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def keys_to_oneself() -> Generator[None]:
    """Where make shares the terminal's foreground with us, be the only one there until the end."""
    if not _shared_with_make():
        yield
        return
    terminal, shared = sys.stdin.fileno(), os.getpgrp()
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # else giving the terminal back would stop us
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)  # Ctrl-Z would stop us alone, and make would wait for ever
    os.setpgid(0, 0)
    os.tcsetpgrp(terminal, os.getpgrp())
    try:
        yield
    finally:
        os.tcsetpgrp(terminal, shared)


def _shared_with_make() -> bool:
    if "MAKELEVEL" not in os.environ or os.getpgrp() == os.getpid():
        return False
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except (OSError, ValueError):  # no terminal, another's terminal, no input at all
        return False
