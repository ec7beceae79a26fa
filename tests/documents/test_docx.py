"""The .docx, opened again: the same content as the PDF, headings, header rows, language, and no clock in it."""

import io
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn

from documents.docx import docx
from documents.outline import KINDS, outline
from documents.parts import Section
from tests.documents.laholm import ABOUT, laholm
from tests.documents.test_pdf import ODD


def titles(sections: tuple[Section, ...]) -> list[str]:
    return [title for section in sections for title in (section.title, *titles(section.sections))]


@pytest.mark.parametrize("name", KINDS)
def test_the_same_content_is_the_same_bytes(name: str) -> None:
    made = docx(outline(name, laholm(), ABOUT))
    assert made == docx(outline(name, laholm(), ABOUT))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2026, 11, 5, 13, 30, 0)}


@pytest.mark.parametrize("name", KINDS)
def test_headings_tables_and_properties(name: str) -> None:
    shown = outline(name, laholm(), ABOUT)
    read = Document(io.BytesIO(docx(shown)))
    styled = [(p.style.name if p.style else "", p.text) for p in read.paragraphs]
    assert ("Title", shown.title) in styled
    assert [text for style, text in styled if (style or "").startswith("Heading")] == titles(shown.sections)
    assert read.tables
    for table in read.tables:
        first = table.rows[0]._tr  # pyright: ignore[reportPrivateUsage]
        assert first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    core = read.core_properties
    assert (core.title, core.language, core.author) == (f"{shown.title} – Laholm", "sv", "Laholm")
    assert core.created is not None
    assert core.created.replace(tzinfo=None) == ABOUT.dated.replace(tzinfo=None)
    assert read.sections[0].header.paragraphs[0].text == "PÅHITTAT EXEMPEL"
    assert shown.footer in read.sections[0].footer.paragraphs[0].text


def test_a_chart_is_there_as_its_figures() -> None:
    read = Document(io.BytesIO(docx(outline("follow-up", laholm(), ABOUT))))
    rows = [[cell.text for cell in row.cells] for table in read.tables for row in table.rows]
    assert ["Uppmätt", "34", "2027-08-31"] in rows


@pytest.mark.parametrize("odd", [*ODD, "glad 😀 min", "漢字", "a\x01b & <w:p>"])
def test_what_people_write_stands_there_as_written(odd: str) -> None:
    year = laholm(council_report={"summary": f"Före {odd} efter"})
    read = Document(io.BytesIO(docx(outline("council-report", year, ABOUT))))
    assert f"Före {odd.replace(chr(1), '')} efter" in [paragraph.text for paragraph in read.paragraphs]
