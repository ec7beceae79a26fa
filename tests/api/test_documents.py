"""A year's documents over HTTP: for the municipality what is handed in, for others what is released."""

import io
import json
import zipfile
from typing import Any

import httpx
import pytest
from docx import Document

from domain.places import Municipality
from tests.conftest import Browser
from tests.documents import readback
from tests.documents.laholm import CONTENTS
from tests.town import Town, problem

PICTURE = ("organisation", "mapping", "situation_analysis")


@pytest.fixture
async def town(browser: Browser, own_year: tuple[Municipality, int]) -> Town:
    place, year = own_year
    town = Town(browser, place.code, year)
    assert (await town.start()).status_code == 201
    return town


async def fetch(town: Town, file: str, *, by: str = "municipality", **headers: str) -> httpx.Response:
    async with town.client(by) as me:
        return await me.get(f"{town.cycle}/documents/{file}", headers=headers)


async def hand_in(town: Town, step: str, content: dict[str, Any] | None = None) -> None:
    response = await town.do("completion", step, {"content": content or CONTENTS[step]})
    assert response.status_code == 200, response.text


async def drawn(town: Town) -> None:
    for step in PICTURE:
        await hand_in(town, step)


async def test_a_document_before_its_step_is_handed_in(town: Town) -> None:
    await hand_in(town, "organisation")
    for file in ("situation-analysis.pdf", "action-plan.docx", "council-report.zip"):
        response = await fetch(town, file)
        assert problem(response) == (404, "DocumentNotReady")
        assert "handed in" in response.json()["detail"]


async def test_a_document_as_pdf_with_its_headers(town: Town, own_year: tuple[Municipality, int]) -> None:
    place, year = own_year
    await drawn(town)
    response = await fetch(town, "situation-analysis.pdf")
    assert response.status_code == 200, response.text
    headers = response.headers
    assert headers["content-type"] == "application/pdf"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-disposition"].startswith('attachment; filename="lagesbild-')
    assert "filename*=UTF-8''l%C3%A4gesbild-" in headers["content-disposition"]
    assert headers["content-disposition"].isascii()
    said = readback.text(response.content)
    assert f"Lägesbild {year}" in said
    assert place.name in said
    assert "Mörka bryggor" not in said  # the cause analysis is not handed in yet
    assert "Stölder i småbåtshamnar sommartid" in said
    assert "PÅHITTAT EXEMPEL" in said  # a demonstration holds nothing real
    assert "ARBETSMATERIAL" in said  # nobody has approved it


async def test_the_same_document_is_sent_once(town: Town) -> None:
    await drawn(town)
    first = await fetch(town, "situation-analysis.pdf")
    tag = first.headers["etag"]
    again = await fetch(town, "situation-analysis.pdf", **{"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert (await fetch(town, "situation-analysis.pdf")).content == first.content
    assert (await fetch(town, "situation-analysis.docx")).headers["etag"] != tag
    await town.do("extension", "closing", {"latest": f"{town.year + 2}-01-01", "reason": "Vi väntar"})
    assert (await fetch(town, "situation-analysis.pdf")).headers["etag"] == tag, "it says nothing else than before"
    await town.approve("situation_analysis")
    approved = await fetch(town, "situation-analysis.pdf", **{"If-None-Match": tag})
    assert approved.status_code == 200
    assert "ARBETSMATERIAL" not in readback.text(approved.content)


async def test_a_new_version_is_in_the_footer(town: Town) -> None:
    await drawn(town)
    await town.do("recall", "situation_analysis")
    await hand_in(town, "situation_analysis", {"summary": "Omskriven."})
    said = readback.text((await fetch(town, "situation-analysis.pdf")).content)
    assert "Version 2" in said
    assert "Omskriven." in said


async def test_others_read_what_is_released_and_nothing_else(town: Town, own_year: tuple[Municipality, int]) -> None:
    county = f"demo-coordinator-{own_year[0].county}"
    await drawn(town)
    for by in (county, "police", "demo-supervisor"):
        assert (await fetch(town, "situation-analysis.pdf", by=by)).status_code == 200
    await town.do("recall", "situation_analysis")
    for by in (county, "police", "demo-supervisor"):
        assert problem(await fetch(town, "situation-analysis.pdf", by=by)) == (404, "DocumentNotReady")
    assert (await fetch(town, "situation-analysis.pdf")).status_code == 200


async def test_who_may_not_read_content_or_not_know_of_the_year(town: Town) -> None:
    await drawn(town)
    assert problem(await fetch(town, "situation-analysis.pdf", by="demo-admin")) == (403, "RoleMayNot")
    assert problem(await fetch(town, "situation-analysis.pdf", by="demo-municipality-0114")) == (404, "CycleNotFound")


@pytest.mark.parametrize("file", ["budget.pdf", "situation-analysis.exe", "..%2Fapp.pdf", "situation-analysis"])
async def test_no_such_document(town: Town, file: str) -> None:
    assert problem(await fetch(town, file)) == (404, "NoSuchAddress")


async def test_a_whole_year_in_all_its_documents(town: Town) -> None:
    for step, content in CONTENTS.items():
        by = "decision" if step == "council_report" else "municipality"
        response = await town.do("completion", step, {"content": content}, by=by)
        assert response.status_code == 200, f"{step}: {response.text}"
        if (await town.step(step))["status"] == "submitted":
            assert (await town.approve(step)).status_code == 200
    for name in ("situation-analysis", "action-plan", "follow-up", "council-report"):
        pdf = await fetch(town, f"{name}.pdf")
        assert readback.standards(pdf.content) == {"a": "2", "level": "A", "ua": "1"}
        assert "inte angivet" not in readback.text(pdf.content)
        assert Document(io.BytesIO((await fetch(town, f"{name}.docx")).content)).tables
        package = await fetch(town, f"{name}.zip")
        assert package.headers["content-type"] == "application/zip"
        with zipfile.ZipFile(io.BytesIO(package.content)) as archive:
            inside = {info.filename.rsplit(".", 1)[-1]: archive.read(info) for info in archive.infolist()}
        assert inside["pdf"] == pdf.content
        assert json.loads(inside["json"])["finished"] is True
