"""Files over a real connection: a large one costs the server no memory, and a backup has them all."""

import hashlib
import http.client
import json
import socket
import tarfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import psutil
import pytest
from click.testing import CliRunner

from cli import main
from storage.files import kept_in, place
from tests.cli.serving import UP, Serving, a_serve, eventually
from tests.containers import PDF, PNG, a_bomb
from tests.town import Json

pytestmark = pytest.mark.timeout(300)

LAHOLM = "demo-municipality-1381"
MB = 1024 * 1024


def send(serving: Serving, body: bytes | Iterator[bytes], key: str) -> tuple[int, Json]:
    """An iterator is sent in chunks, without its length being told."""
    said = {"Evidence-Title": "Kartl%C3%A4ggning", "Evidence-Visibility": "public", "Idempotency-Key": key}
    path = "/v1/cycles/1381-2027/steps/mapping/evidence"
    with closing(http.client.HTTPConnection("127.0.0.1", serving.port, timeout=60)) as connection:
        with suppress(BrokenPipeError, ConnectionResetError):  # refused while it was still being sent
            connection.request("POST", path, body, {"Authorization": f"Bearer {LAHOLM}"} | said)
        response = connection.getresponse()
        return response.status, json.load(response)


def break_off(serving: Serving) -> None:
    """Go away in the middle of a file."""
    with socket.create_connection(("127.0.0.1", serving.port), timeout=30) as connection:
        head = f"Host: x\r\nAuthorization: Bearer {LAHOLM}\r\nEvidence-Title: x\r\nEvidence-Visibility: public\r\n"
        start = f"POST /v1/cycles/1381-2027/steps/mapping/evidence HTTP/1.1\r\n{head}Content-Length: {MB}\r\n\r\n"
        connection.sendall(start.encode() + PDF + bytes(MB // 2))
        assert eventually(lambda: len(arriving(serving)) == 1)
    assert eventually(lambda: arriving(serving) == [])


def arriving(serving: Serving) -> list[Path]:
    return list((serving.folder / "files" / "arriving").iterdir())


def fetch(serving: Serving, number: int) -> bytes:
    with closing(http.client.HTTPConnection("127.0.0.1", serving.port, timeout=30)) as connection:
        connection.request("GET", f"/v1/evidence/{number}", headers={"Authorization": f"Bearer {LAHOLM}"})
        return connection.getresponse().read()


def run(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(main, [str(each) for each in arguments])
    return done.exit_code, done.stderr


def without(backup: Path, copy: Path, name: str) -> None:
    """The same backup, with one file's content changed."""
    with tarfile.open(backup) as old, tarfile.open(copy, "w") as new:
        for member in old:
            content = old.extractfile(member)
            assert content is not None
            if member.name.endswith(name):
                (copy.parent / "other").write_bytes(PNG)
                new.add(copy.parent / "other", arcname=member.name)
            else:
                new.addfile(member, content)


def test_files_sent_backed_up_and_restored(tmp_path: Path) -> None:
    folder, files = tmp_path / "folder", tmp_path / "folder" / "files"
    large = PDF + bytes(19 * MB)
    with a_serve(folder, "--demo") as serving:
        serving.said_until(UP)
        first = send(serving, PDF, "a")[1]
        memory = psutil.Process(serving.process.pid)
        before = memory.memory_info().rss
        shown: Json = {}
        for number in range(3):
            status, shown = send(serving, iter([large[at : at + MB] for at in range(0, len(large), MB)]), f"l{number}")
            assert (status, shown["sha256"]) == (201, hashlib.sha256(large).hexdigest())
        assert send(serving, (b" " * MB for _ in range(50)), "x")[1]["type"] == "/problems/FileTooLarge"
        assert send(serving, a_bomb(), "z")[1]["type"] == "/problems/ContainerUnsafe"
        assert fetch(serving, shown["id"]) == large
        grown = memory.memory_info().rss - before
        assert grown < 15 * MB, f"{grown / MB:.1f} MB"
        break_off(serving)
        assert len(kept_in(files)) == 2
        assert run("backup", tmp_path / "b.tar", "--folder", folder) == (0, "")
        serving.process.terminate()
        assert "Traceback" not in serving.ends()[2]
    assert run("restore", tmp_path / "b.tar", "--folder", tmp_path / "new") == (0, "")
    assert kept_in(tmp_path / "new" / "files") == kept_in(files)
    with a_serve(tmp_path / "new", "--demo") as serving:
        serving.said_until(UP)
        assert fetch(serving, first["id"]) == PDF
    name = hashlib.sha256(PDF).hexdigest()
    assert place(files, name).read_bytes() == PDF
    without(tmp_path / "b.tar", tmp_path / "damaged.tar", name)
    code, told = run("restore", tmp_path / "damaged.tar", "--folder", tmp_path / "other-folder")
    assert (code, told.count("\n")) == (1, 1)
    assert "is damaged" in told
    assert list((tmp_path / "other-folder").iterdir()) == []
