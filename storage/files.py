"""Where files are kept: one interface, and the local folder that stands behind it.

A file's name is the SHA-256 of its content, so that the same file is kept once, a damaged one is noticed, and nothing
that a person wrote is ever part of a path.
"""

import asyncio
import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import IO, BinaryIO, Protocol, TypeVar

from domain.errors import DomainError

PIECE = 64 * 1024
_NAME = re.compile(r"[0-9a-f]{64}")
_ARRIVING = "arriving"
T = TypeVar("T")


class FileLost(DomainError):
    """A file that was kept is not there any more, or not as it was. A backup may have it."""


@dataclass(frozen=True)
class Stored:
    """`sha256`: 64 hex digits; `size`: bytes."""

    sha256: str
    size: int


class Arriving(Protocol):
    """A file on its way in: nothing of it stays unless it is kept."""

    @property
    def size(self) -> int: ...

    @property
    def sha256(self) -> str: ...

    async def write(self, piece: bytes) -> None: ...

    async def looked_at(self, look: Callable[[BinaryIO], T]) -> T:
        """What `look` finds in what has arrived; it may read and seek, and runs in a thread."""
        ...

    async def keep(self) -> Stored:
        """Keep it for good: once this returns, it survives a power cut."""
        ...


class Files(Protocol):
    def arriving(self) -> AbstractAsyncContextManager[Arriving]: ...

    async def check(self, sha256: str) -> Stored:
        """That the file is there, whole. Raises FileLost."""
        ...

    def read(self, sha256: str) -> AsyncGenerator[bytes]:
        """The file, piece by piece. Raises FileLost."""
        ...


class LocalFiles:
    """Files in a folder of this machine, made with the first file: `<two digits>/<SHA-256>`, for this user alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @asynccontextmanager
    async def arriving(self) -> AsyncGenerator[Arriving]:
        file, path = await asyncio.to_thread(self._begun)
        try:
            yield _LocalArriving(self._folder, file, path)
        finally:
            path.unlink(missing_ok=True)
            with suppress(OSError):  # on a full disk closing tries once more to write what is thrown away
                file.close()

    async def check(self, sha256: str) -> Stored:
        return await asyncio.to_thread(self._checked, sha256)

    async def read(self, sha256: str) -> AsyncGenerator[bytes]:
        with await asyncio.to_thread(self._opened, sha256) as file:
            while piece := await asyncio.to_thread(file.read, PIECE):
                yield piece

    def _begun(self) -> tuple[BinaryIO, Path]:
        arriving = self._folder / _ARRIVING
        arriving.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sweep(arriving)
        descriptor, name = tempfile.mkstemp(dir=arriving)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        return os.fdopen(descriptor, "w+b"), Path(name)

    def _checked(self, sha256: str) -> Stored:
        with self._opened(sha256) as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                raise FileLost(
                    "The file is not what it was when it was kept; whoever runs the server has to restore it"
                )
            return Stored(sha256, file.tell())

    def _opened(self, sha256: str) -> BufferedReader:
        """A file of this folder, reached through no link."""
        path = place(self._folder, sha256)
        real = self._folder.resolve() / path.relative_to(self._folder) if _NAME.fullmatch(sha256) else None
        if real is None or path.resolve() != real or not path.is_file():
            raise FileLost("The file is not where files are kept; whoever runs the server has to restore it")
        return path.open("rb")


class _LocalArriving:
    def __init__(self, folder: Path, file: BinaryIO, path: Path) -> None:
        self._folder, self._file, self._path = folder, file, path
        self._hash = hashlib.sha256()
        self._size = 0

    @property
    def size(self) -> int:
        return self._size

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    async def write(self, piece: bytes) -> None:
        await asyncio.to_thread(self.write_now, piece)

    def write_now(self, piece: bytes) -> None:
        self._size += len(piece)
        self._hash.update(piece)
        self._file.write(piece)

    async def looked_at(self, look: Callable[[BinaryIO], T]) -> T:
        return await asyncio.to_thread(self._looked_at, look)

    def _looked_at(self, look: Callable[[BinaryIO], T]) -> T:
        self._file.flush()
        with self._path.open("rb") as reading:
            return look(reading)

    async def keep(self) -> Stored:
        return await asyncio.to_thread(self.keep_now)

    def keep_now(self) -> Stored:
        stored = Stored(self._hash.hexdigest(), self._size)
        self._file.flush()
        os.fsync(self._file.fileno())
        kept = place(self._folder, stored.sha256)
        kept.parent.mkdir(mode=0o700, exist_ok=True)
        self._path.rename(kept)  # over the same content, if it was kept before: that mends a damaged one
        for folder in (kept.parent, self._folder):
            _sync(folder)
        return stored


def place(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / sha256


def kept_in(folder: Path) -> list[str]:
    """The SHA-256 of every file that is kept in a folder, in order."""
    return sorted(path.name for path in folder.glob("[0-9a-f][0-9a-f]/*") if _NAME.fullmatch(path.name))


def put(folder: Path, sha256: str, content: IO[bytes]) -> None:
    """Put back a file from elsewhere. Raises FileLost, and keeps nothing, if it is not what its name says."""
    if _NAME.fullmatch(sha256) is None:
        raise FileLost("That is no file's name")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            arriving = _LocalArriving(folder, file, Path(name))
            while piece := content.read(PIECE):
                arriving.write_now(piece)
            if arriving.sha256 != sha256:
                raise FileLost("The file is not what its name says")
            arriving.keep_now()
    finally:
        Path(name).unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sweep(arriving: Path) -> None:
    """Remove what a process that was killed left behind: whoever still writes a file holds its lock."""
    for path in arriving.iterdir():
        with suppress(OSError), path.open("rb") as file:
            if file.seek(0, os.SEEK_END):  # an empty one may have been made just now and not be locked yet
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink(missing_ok=True)
