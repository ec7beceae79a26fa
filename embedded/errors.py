"""What can go wrong with the servers of one machine.

    EmbeddedError           one line: what is wrong, where, what to do
    ├── FolderBusy          another process runs the servers of this folder
    ├── FolderUnusable      the folder cannot be made, written or entered
    └── ServerFailed        a server (or its set-up) ended, or was not ready in time

`str()` is always one line, for a terminal; `ServerFailed.log_tail` keeps the lines the server itself left.
"""

from pathlib import Path


class EmbeddedError(Exception):
    """Why the local servers cannot be had, in one line."""


class FolderBusy(EmbeddedError):
    """Two PostgreSQL servers on the same files would destroy them, so a folder has one holder."""

    def __init__(self, folder: Path, pid: int | None) -> None:
        self.folder = folder
        self.pid = pid
        holder = f"process {pid}" if pid else "another process"
        super().__init__(f"{folder} is in use by {holder}; stop that one first or choose another folder")


class FolderUnusable(EmbeddedError):
    """The folder for the servers' state is not one."""

    def __init__(self, folder: Path, reason: str) -> None:
        self.folder = folder
        super().__init__(f"{folder} cannot hold the data: {reason}; choose a folder that you may write in")


class ServerFailed(EmbeddedError):
    """A server is not there; its own last words are in the message and in `log_tail`."""

    def __init__(self, name: str, reason: str, log: Path | None = None, log_tail: tuple[str, ...] = ()) -> None:
        self.name = name
        self.log_tail = log_tail
        said = f": {' | '.join(log_tail[-3:])}" if log_tail else ""
        where = f" (all of it in {log})" if log else ""
        super().__init__(f"{name} {reason}{said}{where}")
