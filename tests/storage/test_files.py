"""The local folder: by content, whole or not at all, and never outside; and what a file in it is."""

import asyncio
import hashlib
import io
import os
import struct
import time
import tracemalloc
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.file_kinds import ContainerUnsafe, FileKind, KindNotAllowed
from storage.files import FileLost, LocalFiles, kept_in, put
from storage.inspection import inspect
from tests.containers import DOCX, EXE, JPEG, ODT, PDF, PNG, TYPES, XLSX, a_bomb, packed

GONE = "0" * 64


async def keep(files: LocalFiles, *pieces: bytes) -> str:
    async with files.arriving() as file:
        for piece in pieces:
            await file.write(piece)
        stored = await file.keep()
    assert stored.sha256 == hashlib.sha256(b"".join(pieces)).hexdigest()
    assert stored.size == sum(map(len, pieces))
    return stored.sha256


async def content(files: LocalFiles, sha256: str) -> bytes:
    return b"".join([piece async for piece in files.read(sha256)])


def everything(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_a_file_is_kept_once_by_its_content_for_this_user_alone(tmp_path: Path) -> None:
    files = LocalFiles(tmp_path / "deep" / "files")
    large = os.urandom(200_000)
    first = await keep(files, large[:70_000], large[70_000:])
    assert await keep(files, large) == first
    assert await content(files, first) == large
    assert (await files.check(first)).size == 200_000
    [path] = everything(tmp_path)
    assert (path.name, path.parent.name, path.stat().st_mode & 0o077) == (first, first[:2], 0)
    assert kept_in(tmp_path / "deep" / "files") == [first]


async def test_what_is_not_kept_leaves_nothing(tmp_path: Path) -> None:
    files = LocalFiles(tmp_path)
    async with files.arriving() as file:
        await file.write(b"x" * 100_000)
        with pytest.raises(KindNotAllowed):
            await file.looked_at(lambda reading: inspect(io.BytesIO(reading.read(1) + b"\0"), ""))
    assert everything(tmp_path) == []


async def test_what_a_killed_process_left_goes_and_what_is_being_written_stays(tmp_path: Path) -> None:
    files = LocalFiles(tmp_path)
    async with files.arriving() as first:
        await first.write(b"a" * 100_000)
        left = tmp_path / "arriving" / "left"
        left.write_bytes(b"half a file")
        async with files.arriving() as second:
            await second.write(b"b")
            assert not left.exists()
            one, two = await first.keep(), await second.keep()
    assert sorted(kept_in(tmp_path)) == sorted([one.sha256, two.sha256])


@pytest.mark.parametrize("name", ["", "..", "../secret", "/etc/passwd", "A" * 64, GONE, f"{GONE}\n", f"../{GONE}"])
async def test_nothing_outside_the_folder_has_a_name(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_text("x")
    files = LocalFiles(tmp_path / "files")
    with pytest.raises(FileLost):
        await files.check(name)
    with pytest.raises(FileLost):
        await content(files, name)


async def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"x")
    name = hashlib.sha256(b"x").hexdigest()
    (tmp_path / "files" / name[:2]).mkdir(parents=True)
    (tmp_path / "files" / name[:2] / name).symlink_to(secret)
    with pytest.raises(FileLost):
        await LocalFiles(tmp_path / "files").check(name)


async def test_a_folder_that_is_a_link_itself_is_fine(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    files = LocalFiles(tmp_path / "link")
    assert await content(files, await keep(files, b"x")) == b"x"


async def test_a_damaged_file_is_noticed_and_mended_by_the_same_one(tmp_path: Path) -> None:
    files = LocalFiles(tmp_path)
    name = await keep(files, PDF)
    (tmp_path / name[:2] / name).write_bytes(b"something else")
    with pytest.raises(FileLost):
        await files.check(name)
    assert await keep(files, PDF) == name
    assert (await files.check(name)).size == len(PDF)


async def test_many_at_once(tmp_path: Path) -> None:
    files = LocalFiles(tmp_path)
    names = await asyncio.gather(*(keep(files, bytes([number % 5]) * 9000) for number in range(40)))
    assert len(set(names)) == 5
    assert len(everything(tmp_path)) == 5


def test_putting_back_takes_what_its_name_says_alone(tmp_path: Path) -> None:
    name = hashlib.sha256(PDF).hexdigest()
    with pytest.raises(FileLost):
        put(tmp_path, name, io.BytesIO(PNG))
    with pytest.raises(FileLost):
        put(tmp_path, "../x", io.BytesIO(PNG))
    assert everything(tmp_path) == []
    put(tmp_path, name, io.BytesIO(PDF))
    assert kept_in(tmp_path) == [name]


def found(content: bytes, name: str = "x.pdf") -> FileKind:
    return inspect(io.BytesIO(content), name)


def test_what_a_file_is() -> None:
    assert [found(each) for each in (PDF, PNG, JPEG)] == [FileKind.PDF, FileKind.PNG, FileKind.JPEG]
    assert [found(packed(each)) for each in (DOCX, XLSX)] == [FileKind.DOCX, FileKind.XLSX]
    assert found(packed(ODT, method=zipfile.ZIP_STORED)) is FileKind.ODT
    assert found("å;ä\n".encode() * 90_000, "t.csv") is FileKind.CSV


REFUSED = {
    "exe": EXE,
    "text that ends otherwise": b"a" * 100_000 + b"\0",
    "a letter cut in two": b"a" * 65535 + b"\xc3",
    "no end": packed(DOCX)[:-30],
    "something before": packed(DOCX)[:4] + b"#!" + packed(DOCX),
    "something after": packed(DOCX) + b"<script>",
    "macros": packed({**DOCX, "word/vbaProject.bin": b"x"}),
    "declared macros": packed({**DOCX, TYPES: b"application/vnd.ms-word.document.macroEnabled.main+xml"}),
    "a traversing part": packed({**DOCX, "../../x": b"x"}),
    "an archive": packed({"a.exe": EXE}),
    "bzip2": packed(DOCX, method=zipfile.ZIP_BZIP2),
    "a bomb": a_bomb(),
    "many parts": packed({**DOCX, **{f"p/{number}": b"" for number in range(2001)}}),
    "a directory of 2 MB": packed({**DOCX, **{f"{number}{'p' * 2000}": b"" for number in range(1000)}}),
    "a large declaration": packed({**DOCX, TYPES: os.urandom(1_100_000)}),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_is_refused_whatever_it_is_called(why: str) -> None:
    tracemalloc.start()
    begun = time.monotonic()
    with pytest.raises((KindNotAllowed, ContainerUnsafe)):
        found(REFUSED[why], "lägesbild.docx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12_000_000
    assert time.monotonic() - begun < 5


def test_a_directory_that_lies_about_sizes() -> None:
    """300 MB are said to be 100 bytes: no more than that is unpacked, and it does not add up."""
    bomb = bytearray(a_bomb())
    at = bomb.rindex(b"PK\x01\x02")
    struct.pack_into("<I", bomb, at + 24, 100)
    with pytest.raises(ContainerUnsafe):
        found(bytes(bomb))


@given(st.data())
def test_any_bytes_are_something_or_refused(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([packed(DOCX), packed(ODT, method=0), PDF, PNG, "Hej på er".encode()]))
    mangled = bytearray(whole)
    for _ in range(data.draw(st.integers(0, 4))):
        mangled[data.draw(st.integers(0, len(mangled) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(mangled)))
    with suppress(KindNotAllowed, ContainerUnsafe):
        assert found(bytes(mangled[:cut]) + data.draw(st.binary(max_size=30))) in FileKind
