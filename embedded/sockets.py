"""Where PostgreSQL's socket lies. A socket's path may have about 100 characters, a folder's path any number."""

import hashlib
import os
import stat
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from embedded.accounts import Account, give
from embedded.errors import FolderUnusable

ROOM = (108 if sys.platform == "linux" else 104) - len("/.s.PGSQL.5432") - 1


def socket_dir_for(data: Path, account: Account | None) -> Path:
    """The data folder itself, or a short private one whose name follows from the folder's.

    A comma or a quote would be read as punctuation, by the server's setting or by the URL.
    """
    if len(os.fsencode(data)) <= ROOM and not set(str(data)) & set(',"'):
        return data
    outer = short_dir(data)
    make_private(outer)
    inner = outer / "s"
    inner.mkdir(mode=0o700, exist_ok=True)
    give(inner, account)
    if account and not account.reader:
        outer.chmod(0o711)
    return inner


def short_dir(data: Path) -> Path:
    name = f"arshjul-{hashlib.sha256(os.fsencode(data)).hexdigest()[:16]}"
    given = Path(tempfile.gettempdir()) / name
    return given if len(os.fsencode(given / "s")) <= ROOM else Path("/tmp") / name  # noqa: S108


def make_private(path: Path) -> None:
    """The temporary folder is everybody's: whoever was there first with our name must not get our connections."""
    path.mkdir(mode=0o700, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o066:
        raise FolderUnusable(path, "somebody else made it, so the database's socket would not be private there")


def forget(socket_dir: Path, data: Path) -> None:
    """Remove the short folder again; something left in it is no reason to fail at the end."""
    if socket_dir != data:
        with suppress(OSError):
            socket_dir.rmdir()
            socket_dir.parent.rmdir()
