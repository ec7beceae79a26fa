"""Who PostgreSQL runs as: oneself, or, since it refuses to run as root, an account without rights that systems have.

That account must reach files in folders that are closed to it (a clone in a 0700 folder, a Python below /root). Where
root may hand it on, it gets the capability to read and enter, and nothing on disk changes: the data folder stays inside
a 0700 folder of root's, so that no other process of that account reaches the socket. In a container without the
capability the installation becomes readable and the parents become enterable (o+x), nothing more.
"""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from embedded.errors import FolderUnusable, ServerFailed

UNPRIVILEGED = "nobody"
CAP_DAC_READ_SEARCH, CAP_SETPCAP = 2, 8
NEEDED = 1 << CAP_DAC_READ_SEARCH | 1 << CAP_SETPCAP


@dataclass(frozen=True)
class Account:
    """The user and group of a server; `reader` says that it may read and enter everything."""

    uid: int
    gid: int
    reader: bool

    def __str__(self) -> str:
        return f"{self.uid}:{self.gid}:reader" if self.reader else f"{self.uid}:{self.gid}"


def account_for(data: Path) -> Account | None:
    """None means oneself. Data that an ordinary user once made stays that user's when root starts it."""
    if os.geteuid() != 0:
        return None
    reader = may_lend_reading()
    if data.exists() and (owner := data.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid, reader)
    try:
        entry = pwd.getpwnam(UNPRIVILEGED)
    except KeyError:
        raise ServerFailed("PostgreSQL", f"refuses to run as root and there is no account {UNPRIVILEGED!r}") from None
    return Account(entry.pw_uid, entry.pw_gid, reader)


def may_lend_reading() -> bool:
    """Whether this process has the capability to give, and the one to give it; containers usually have not."""
    status = Path("/proc/self/status")
    if not status.exists():
        return False
    words = [line.split() for line in status.read_text().splitlines()]
    held = {
        key.rstrip(":"): int(value, 16) for key, value, *_ in (word for word in words if len(word) == 2) if "Cap" in key
    }
    return all(held.get(name, 0) & NEEDED == NEEDED for name in ("CapEff", "CapPrm", "CapBnd"))


def give(path: Path, account: Account | None) -> None:
    """Make the account the owner; a no-op when the server runs as oneself."""
    if account:
        os.chown(path, account.uid, account.gid)


def let_in(account: Account | None, folder: Path, programs: Path) -> None:
    """Let the account enter `folder` and run what is in `programs`, an installation with bin, lib and share.

    The libraries that its wheel brought along lie beside the package, in a folder named after it.
    """
    if account is None:
        return
    for program in (programs / "bin").iterdir():
        allow(program, stat.S_IXOTH | stat.S_IROTH)  # reading everything does not include running everything
    if account.reader:
        return
    package = programs.parent
    for path in (*programs.rglob("*"), *package.parent.glob(f"{package.name}.libs/*")):
        allow(path, stat.S_IROTH | (stat.S_IXOTH if path.is_dir() else 0))
    for path in package.parent.glob(f"{package.name}.libs"):
        allow(path, stat.S_IXOTH)
    for path in (folder, *folder.parents, programs, *programs.parents):
        allow(path, stat.S_IXOTH)


def allow(path: Path, bits: int) -> None:
    mode = path.stat().st_mode
    if mode & bits != bits:
        try:
            path.chmod(stat.S_IMODE(mode) | bits)
        except OSError as error:
            raise FolderUnusable(path, f"PostgreSQL's account has to get in: {error.strerror}") from error
