"""The hand-over package: the PDF as it is, and metadata that a registrar can take in."""

import hashlib
import io
import json
import zipfile
from typing import Any

import pytest

from documents.outline import outline
from documents.package import Registered, package
from documents.typst import pdf
from tests.documents.laholm import ABOUT, laholm


def made(name: str) -> bytes:
    shown = outline(name, laholm(), ABOUT)
    return package(shown, pdf(shown), "åtgärdsplan-laholm-2027")


def metadata(content: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return json.loads(archive.read("metadata.json"))


def test_the_same_content_is_the_same_bytes() -> None:
    assert made("action-plan") == made("action-plan")


def test_the_pdf_is_in_it_with_its_checksum() -> None:
    content = made("action-plan")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["åtgärdsplan-laholm-2027.pdf", "metadata.json"]
        held = archive.read("åtgärdsplan-laholm-2027.pdf")
    told = metadata(content)["file"]
    assert held == pdf(outline("action-plan", laholm(), ABOUT))
    assert (told["sha256"], told["bytes"]) == (hashlib.sha256(held).hexdigest(), len(held))
    assert told["standards"] == ["PDF/A-2a", "PDF/UA-1"]


def test_what_a_registrar_needs_to_know() -> None:
    told = metadata(made("action-plan"))
    assert told["title"] == "Åtgärdsplan 2027"
    assert (told["date"], told["version"], told["log_hash"]) == ("2026-11-05", 2, ABOUT.hash)
    assert told["decision"] == {
        "body": "Kommunstyrelsen",
        "decided_on": "2026-12-08",
        "paragraph": "§ 000",
        "diarienummer": "KS 2026-0000 (påhittat)",
    }
    assert told["made_up"] is True


def test_no_decision_is_made_up_where_none_is_stated() -> None:
    assert metadata(made("follow-up"))["decision"] is None


@pytest.mark.parametrize(("finished", "suggested"), [(True, "bevaras"), (False, "arbetsmaterial")])
def test_how_long_it_is_meant_to_be_kept_is_a_suggestion(*, finished: bool, suggested: str) -> None:
    shown = outline("action-plan", laholm(), ABOUT.model_copy(update={"finished": finished}))
    told = metadata(package(shown, b"%PDF", "plan"))["retention"]
    assert told == {"suggested": suggested, "decided_by": "kommunens informationshanteringsplan"}


def test_the_numbers_of_both_sides_are_in_it_or_null() -> None:
    shown = outline("action-plan", laholm(), ABOUT)
    assert metadata(package(shown, b"%PDF", "plan"))["diarienummer"] == {"municipality": None, "county": None}
    numbers = Registered(municipality="KS 2026-0123", county="700-45-2027")
    told = metadata(package(shown, b"%PDF", "plan", numbers))["diarienummer"]
    assert told == {"municipality": "KS 2026-0123", "county": "700-45-2027"}
