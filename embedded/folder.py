"""The folder of one machine's servers: one holder at a time, who says in `machine.json` where the servers are.

The lock is the kernel's, so it is gone with its holder however that ends; what the files say only tells who and where.
"""

import fcntl
import os
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from embedded.errors import FolderBusy, FolderUnusable

LOCK, GUESTS, NOTE = "lock", "guests", "machine.json"
PATIENCE = 0.5  # somebody who only looks (`held`) has the lock for an instant


def usable(folder: Path) -> Path:
    """The folder, made if need be, private to this user, as an absolute path without links."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        resolved = folder.resolve(strict=True)
    except OSError as error:
        raise FolderUnusable(folder, error.strerror or str(error)) from error
    if not os.access(resolved, os.R_OK | os.W_OK | os.X_OK):
        raise FolderUnusable(resolved, "it may not be written")
    return resolved


@contextmanager
def holding(folder: Path) -> Generator[None]:
    """Be the folder's only holder, or get `FolderBusy`."""
    try:
        descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise FolderUnusable(folder, error.strerror or str(error)) from error
    try:
        if not _locked(descriptor):
            raise FolderBusy(folder, _holder(folder))
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        (folder / NOTE).unlink(missing_ok=True)
        yield
    finally:
        os.close(descriptor)


def held(folder: Path) -> bool:
    """Whether a live process holds the folder."""
    try:
        descriptor = os.open(folder / LOCK, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        return not _lock_now(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def noted(folder: Path, note: bytes) -> Generator[None]:
    """Say where the servers are, whole or not at all, for as long as they are there."""
    path = folder / NOTE
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_bytes(note)
    fresh.replace(path)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def note_of(folder: Path) -> bytes | None:
    """What the holder says, if somebody holds the folder and the servers are up."""
    try:
        note = (folder / NOTE).read_bytes()
    except OSError:
        return None
    return note if held(folder) else None


@contextmanager
def visiting(folder: Path) -> Generator[None]:
    """Use another's servers; as long as somebody does, `doors_closed` says no."""
    descriptor = os.open(folder / GUESTS, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


def doors_closed(folder: Path) -> bool:
    """For the holder: take back the note, unless there are guests. Whoever comes after finds no servers here."""
    descriptor = os.open(folder / GUESTS, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if alone := _lock_now(descriptor):
            (folder / NOTE).unlink(missing_ok=True)
        return alone
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    until = time.monotonic() + PATIENCE
    while not _lock_now(descriptor):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def _lock_now(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(folder: Path) -> int | None:
    try:
        return int((folder / LOCK).read_text())
    except (OSError, ValueError):
        return None
