"""Files on a step over HTTP: what is taken, who reads it, and that nothing else is left behind."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from domain.places import Municipality
from storage.files import place
from tests.conftest import Browser
from tests.containers import DOCX, EXE, JPEG, ODT, PDF, PNG, XLSX, a_bomb, packed
from tests.town import Json, Town, problem

MB = 1024 * 1024
STEP = "mapping"
ANNEX = {"visibility": "internal", "reason": "Visar var larm saknas", "reference": "18 kap. 8 § OSL"}
FOREIGN = ("demo-municipality-0114", "demo-contributor-0114", "demo-police-0114", "demo-coordinator-13")
Body = bytes | AsyncGenerator[bytes]


@pytest.fixture
async def town(browser: Browser, own_year: tuple[Municipality, int]) -> Town:
    place, year = own_year
    town = Town(browser, place.code, year)
    assert (await town.start()).status_code == 201
    return town


def said(**fields: str) -> dict[str, str]:
    whole = {"title": "Trygghetsmätning", "visibility": "public", "name": "mätning.pdf", **fields}
    return {f"Evidence-{name}": quote(text) for name, text in whole.items()}


async def send(
    town: Town, body: Body = PDF, *, by: str = "municipality", key: str = "", step: str = STEP, **fields: str
) -> httpx.Response:
    headers = said(**fields) | ({"Idempotency-Key": key} if key else {})
    async with town.client(by) as me:
        return await me.post(f"{town.cycle}/steps/{step}/evidence", content=body, headers=headers)


async def sent(town: Town, body: Body = PDF, **fields: str) -> Json:
    response = await send(town, body, **fields)
    assert response.status_code == 201, response.text
    return response.json()


async def fetch(town: Town, number: int, *, by: str = "municipality", **headers: str) -> httpx.Response:
    async with town.client(by) as me:
        return await me.get(f"/v1/evidence/{number}", headers=headers)


async def listed(town: Town, *, by: str = "municipality", query: str = "") -> list[Json]:
    return (await town.see(f"/steps/{STEP}/evidence{query}", by=by))["items"]


async def withdraw(town: Town, number: int, *, by: str = "municipality", key: str = "w", **body: str) -> httpx.Response:
    async with town.client(by) as me:
        sent = {"reason": "Fel fil", **body}
        return await me.post(f"/v1/evidence/{number}/withdrawal", json=sent, headers={"Idempotency-Key": key})


def on_disk(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


async def release(town: Town) -> None:
    for step in ("organisation", STEP):
        await town.settle(step)


async def test_a_file_comes_back_as_it_was_sent_and_never_as_a_page(town: Town) -> None:
    response = await send(town, name="../../mätning åäö.exe", effective="2026-10-01")
    assert response.status_code == 201, response.text
    shown = response.json()
    assert response.headers["location"] == f"/v1/evidence/{shown['id']}"
    assert (shown["kind"], shown["effective"], shown["size"]) == ("pdf", "2026-10-01", len(PDF))
    assert (shown["name"], shown["uploaded_by"]) == ("mätning åäö.pdf", f"demo-municipality-{town.code}")
    assert shown["uploaded_at"][:10] != shown["effective"]
    found = await fetch(town, shown["id"])
    assert found.content == PDF
    headers = found.headers
    assert headers["content-type"] == "application/pdf"
    assert headers["content-disposition"].startswith("attachment; filename=\"matning aao.pdf\"; filename*=UTF-8''m%C3")
    assert headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in headers["content-security-policy"]
    assert await listed(town) == [shown]
    again = await fetch(town, shown["id"], **{"If-None-Match": headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("body", "kind", "media_type"),
    [
        (PNG, "png", "image/png"),
        (JPEG, "jpeg", "image/jpeg"),
        (packed(DOCX), "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (packed(XLSX), "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (packed(ODT, method=0), "odt", "application/vnd.oasis.opendocument.text"),
        ("Hej på er".encode(), "txt", "text/plain; charset=utf-8"),
    ],
)
async def test_the_kind_is_the_contents_and_not_the_names(town: Town, body: bytes, kind: str, media_type: str) -> None:
    shown = await sent(town, body, name="sida.html")
    assert (shown["kind"], shown["media_type"]) == (kind, media_type)
    found = await fetch(town, shown["id"])
    assert (found.content, found.headers["content-type"]) == (body, media_type)
    assert "html" not in found.headers["content-disposition"]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", "KindNotAllowed"),
        (EXE, "KindNotAllowed"),
        (b"<html><script>alert(1)</script>", "KindNotAllowed"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "KindNotAllowed"),
        (packed({"a.exe": EXE}), "KindNotAllowed"),
        (packed({**DOCX, "word/vbaProject.bin": b"x"}), "ContainerUnsafe"),
        (a_bomb(), "ContainerUnsafe"),
    ],
)
async def test_what_is_refused_leaves_nothing(town: Town, files_folder: Path, body: bytes, error: str) -> None:
    before = on_disk(files_folder)
    response = await send(town, body, name="rapport.pdf")
    assert problem(response) == (422, error)
    assert on_disk(files_folder) == before
    assert await listed(town) == []


class Pieces:
    """A body that counts how much of it was asked for."""

    def __init__(self, megabytes: int) -> None:
        self.megabytes = megabytes
        self.read = 0

    async def stream(self) -> AsyncGenerator[bytes]:
        yield PDF
        for _ in range(self.megabytes):
            self.read += 1
            yield b" " * MB


async def test_50_megabytes_are_refused_before_they_are_read_and_leave_nothing(town: Town, files_folder: Path) -> None:
    before = on_disk(files_folder)
    silent = Pieces(50)
    assert problem(await send(town, silent.stream())) == (413, "FileTooLarge")
    assert silent.read <= 21
    honest = Pieces(50)
    async with town.client("municipality") as me:
        headers = {**said(), "Content-Length": str(50 * MB)}
        response = await me.post(f"{town.cycle}/steps/{STEP}/evidence", content=honest.stream(), headers=headers)
    assert problem(response) == (413, "FileTooLarge")
    assert "20 MB" in response.json()["detail"]
    assert honest.read == 0
    assert on_disk(files_folder) == before
    assert (await sent(town, Pieces(19).stream()))["size"] == 19 * MB + len(PDF)


async def test_the_same_request_is_answered_alike_and_another_needs_another_key(town: Town, files_folder: Path) -> None:
    first = await send(town, key="a")
    assert (await send(town, key="a")).json() == first.json()
    several = await asyncio.gather(*(send(town, PNG, key="b") for _ in range(4)))
    assert len({response.text for response in several}) == 1
    before = on_disk(files_folder)
    new = PDF + town.code.encode()
    for changed in (await send(town, new, key="a"), await send(town, key="a", title="Annat")):
        assert problem(changed) == (422, "KeyReused")
    assert on_disk(files_folder) == before
    assert [item["id"] for item in await listed(town)] == [first.json()["id"], several[0].json()["id"]]
    assert (await send(town)).json()["id"] != first.json()["id"], "the same file may stand on a step twice"


@pytest.mark.parametrize(
    ("fields", "pointers"),
    [
        ({"visibility": "internal"}, ["/reason", "/reference"]),
        ({**ANNEX, "reference": "hemligt"}, ["/reference"]),
        ({**ANNEX, "visibility": "public"}, ["/reason", "/reference"]),
        ({"title": " "}, ["/title"]),
        ({"title": "Om 811228-9874"}, ["/title"]),
        ({"effective": "1815-01-01"}, ["/effective"]),
        ({"effective": "i går"}, ["/Evidence-Effective"]),
        ({"visibility": "secret"}, ["/Evidence-Visibility"]),
    ],
)
async def test_what_is_said_of_a_file_is_checked_before_it_is_read(
    town: Town, fields: dict[str, str], pointers: list[str]
) -> None:
    body = Pieces(1)
    response = await send(town, body.stream(), **fields)
    assert response.status_code == 422
    assert [finding["pointer"] for finding in response.json()["errors"]] == pointers
    assert "811228" not in response.text
    assert body.read == 0


async def test_headers_in_plain_utf8_are_read_alike_and_bad_ones_named(town: Town) -> None:
    async with town.client("municipality") as me:
        path = f"{town.cycle}/steps/{STEP}/evidence"
        plain = {b"Evidence-Title": "Mätning".encode(), b"Evidence-Visibility": b"public"}
        assert (await me.post(path, content=PDF, headers=plain)).json()["title"] == "Mätning"
        for bad in (b"%ff", b"a%00b"):
            response = await me.post(path, content=PDF, headers={**plain, b"Evidence-Title": bad})
            assert response.json()["errors"][0]["pointer"] == "/title"


async def test_an_annex_is_the_municipalitys_own_and_public_files_wait_for_the_step(
    town: Town, own_year: tuple[Municipality, int]
) -> None:
    public, annex = await sent(town), await sent(town, PNG, **ANNEX)
    assert (annex["reason"], annex["reference"]) == (ANNEX["reason"], ANNEX["reference"])
    others = (f"demo-coordinator-{own_year[0].county}", "police", "demo-supervisor")
    for by in others:
        assert await listed(town, by=by) == []
        assert problem(await fetch(town, public["id"], by=by)) == (404, "EvidenceNotFound")
    await release(town)
    for by in others:
        assert [item["id"] for item in await listed(town, by=by)] == [public["id"]]
        assert (await fetch(town, public["id"], by=by)).content == PDF
        assert problem(await fetch(town, annex["id"], by=by)) == (404, "EvidenceNotFound")
    for by in ("municipality", "contributor", "decision"):
        assert (await fetch(town, annex["id"], by=by)).content == PNG
    assert (await town.do("reopening", STEP, {"reason": "Nya siffror"})).status_code == 200
    for by in others:
        assert problem(await fetch(town, public["id"], by=by)) == (404, "EvidenceNotFound")


async def test_foreign_people_find_nothing_and_others_may_not_send(
    town: Town, own_year: tuple[Municipality, int]
) -> None:
    public = await sent(town)
    await release(town)
    for by in FOREIGN:
        assert problem(await fetch(town, public["id"], by=by)) == (404, "EvidenceNotFound"), by
        assert problem(await withdraw(town, public["id"], by=by)) == (404, "EvidenceNotFound"), by
        assert problem(await send(town, by=by)) == (404, "CycleNotFound"), by
        async with town.client(by) as me:
            assert problem(await me.get(f"{town.cycle}/steps/{STEP}/evidence")) == (404, "CycleNotFound"), by
    for by in (f"demo-coordinator-{own_year[0].county}", "police", "demo-supervisor"):
        assert problem(await send(town, by=by)) == (403, "RoleMayNot"), by
        assert problem(await withdraw(town, public["id"], by=by)) == (403, "RoleMayNot"), by
    assert problem(await fetch(town, public["id"], by="demo-admin")) == (404, "EvidenceNotFound")
    assert problem(await fetch(town, 2**62)) == (404, "EvidenceNotFound")
    assert problem(await send(town, step="budget")) == (404, "StepNotFound")


async def test_a_withdrawn_file_is_kept_and_not_handed_out(town: Town, files_folder: Path) -> None:
    shown = await sent(town)
    await release(town)
    gone = (await withdraw(town, shown["id"])).json()
    assert gone["withdrawn"]["reason"] == "Fel fil"
    assert (await withdraw(town, shown["id"])).json() == gone
    assert problem(await withdraw(town, shown["id"], key="w2")) == (409, "AlreadyWithdrawn")
    for by in ("municipality", "demo-supervisor"):
        response = await fetch(town, shown["id"], by=by, **{"If-None-Match": f'"{shown["sha256"]}"'})
        assert problem(response) == (404, "EvidenceWithdrawn")
        assert "withdrawn on" in response.json()["detail"]
    assert await listed(town) == [gone]
    assert await listed(town, by="demo-supervisor") == []
    assert shown["sha256"] in on_disk(files_folder)


async def test_a_withdrawal_says_why_without_personal_data(town: Town) -> None:
    shown = await sent(town)
    assert problem(await withdraw(town, shown["id"], reason=""))[0] == 422
    response = await withdraw(town, shown["id"], reason="Gällde 811228-9874")
    assert problem(response) == (422, "EvidenceInvalid")
    assert (await fetch(town, shown["id"])).status_code == 200


async def test_a_lost_or_damaged_file_is_not_handed_out(town: Town, files_folder: Path) -> None:
    shown = await sent(town, PDF + town.cycle.encode())
    path = place(files_folder, shown["sha256"])
    path.write_bytes(b"something else")
    assert problem(await fetch(town, shown["id"])) == (500, "FileLost")
    path.unlink()
    assert problem(await fetch(town, shown["id"])) == (500, "FileLost")


async def test_many_files_come_page_by_page_and_have_an_end(town: Town) -> None:
    for number in range(100):
        await sent(town, title=f"Fil {number}")
    page = await town.see(f"/steps/{STEP}/evidence?limit=60")
    rest = await listed(town, query=f"?limit=60&cursor={page['next']}")
    assert [item["title"] for item in [*page["items"], *rest]] == [f"Fil {number}" for number in range(100)]
    assert problem(await send(town)) == (409, "TooManyFiles")
