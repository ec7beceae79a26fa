"""What a file on its way in is: read from the file itself, in pieces, and never more of it than the limits allow."""

import io
import zipfile
import zlib
from typing import BinaryIO

from domain.file_kinds import (
    CONTENT_TYPES,
    HEAD,
    LARGEST_DECLARATION,
    MIMETYPE,
    MOST_UNPACKED,
    ContainerUnsafe,
    Family,
    FileKind,
    Member,
    TextReader,
    check_members,
    container_kind,
    family,
    text_kind,
)

PIECE = 64 * 1024
_END = 22  # bytes of the record that a ZIP file without a comment ends with
_ZIP64_LOCATOR = 20
_LARGEST_DIRECTORY = 1024 * 1024
_ENCRYPTED = 0x1
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    OSError,
)


def inspect(file: BinaryIO, written_name: str) -> FileKind:
    """What the file is. It is read from its beginning; where it stands afterwards is not said.

    Raises KindNotAllowed or ContainerUnsafe.
    """
    file.seek(0)
    found = family(file.read(HEAD))
    if found is Family.CONTAINER:
        return _container(file)
    if found is Family.TEXT:
        _read_text(file)
        return text_kind(written_name)
    return FileKind(found.value)


def _read_text(file: BinaryIO) -> None:
    file.seek(0)
    reader = TextReader()
    while piece := file.read(PIECE):
        reader.read(piece)
    reader.read(b"", last=True)


def _container(file: BinaryIO) -> FileKind:
    _check_ending(file)
    try:
        with zipfile.ZipFile(file) as container:
            inside = container.infolist()
            members = [_member(info) for info in inside]
            check_members(members)
            declared = _read_all(container, inside)
    except _BROKEN as error:
        raise _damaged() from error
    return container_kind(members, declared)


def _check_ending(file: BinaryIO) -> None:
    """Refuse, before Python's reader takes the directory into memory, one that is large, and what stands around it."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _END - _ZIP64_LOCATOR))
    tail = file.read()
    end = tail[-_END:]
    directory, start = int.from_bytes(end[12:16], "little"), int.from_bytes(end[16:20], "little")
    whole = end[:4] == b"PK\x05\x06" and end[20:] == b"\0\0" and directory + start + _END == size
    if not whole or tail[:4] == b"PK\x06\x07" or directory > _LARGEST_DIRECTORY:
        raise _damaged()


def _member(info: zipfile.ZipInfo) -> Member:
    plain = info.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} and not info.flag_bits & _ENCRYPTED
    return Member(name=info.filename, size=info.file_size, packed=info.compress_size, plain=plain)


def _read_all(container: zipfile.ZipFile, inside: list[zipfile.ZipInfo]) -> bytes:
    """What the container declares itself to be. Everything is unpacked once, counted, for a directory may lie."""
    left, declared = MOST_UNPACKED, b""
    for info in inside:
        with container.open(info) as member:
            while piece := member.read(PIECE):
                left -= len(piece)
                if left < 0:
                    raise _damaged()
                if info.filename in {CONTENT_TYPES, MIMETYPE}:
                    declared += piece
                    if len(declared) > LARGEST_DECLARATION:
                        raise _damaged()
    return declared


def _damaged() -> ContainerUnsafe:
    return ContainerUnsafe(
        "The document is damaged or not packed as a document is; open it, and save it anew or as PDF"
    )
