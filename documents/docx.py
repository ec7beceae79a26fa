"""An outline as a .docx, for those who have to edit it. Charts are there as the tables of their figures."""

import io
from collections.abc import Iterator, Sequence
from typing import cast

from docx import Document
from docx.document import Document as Docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement  # pyright: ignore[reportUnknownVariableType]
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph as DocxParagraph

from documents.archive import restamped
from documents.parts import Block, Bullets, Chart, Facts, Links, Outline, Paragraph, Section, Table

_TEXT_WIDTH = 16.0  # cm between the margins of an A4 page
_ACCENT = RGBColor(0x12, 0x3F, 0x5E)
_FONT = "Calibri"


def docx(outline: Outline) -> bytes:
    """The same bytes for the same outline."""
    document = Document()
    _set_up(document, outline)
    document.add_heading(outline.title, level=0)
    document.add_paragraph(outline.about.municipality, style="Subtitle")
    document.add_paragraph(outline.subtitle)
    _block(document, outline.facts)
    for section in outline.sections:
        _section(document, section, 1)
    made = io.BytesIO()
    document.save(made)
    return restamped(made.getvalue(), outline.about.dated)


def _set_up(document: Docx, outline: Outline) -> None:
    about, core = outline.about, document.core_properties
    core.title, core.subject = f"{outline.title} – {about.municipality}", outline.subtitle
    core.author = core.last_modified_by = about.municipality
    core.language, core.comments = about.language, ""
    core.keywords = f"lag (2023:196), version {about.versions[0][1]}, {about.hash}"
    core.created = core.modified = about.dated.replace(microsecond=0)
    core.revision, core.version = 1, str(about.versions[0][1])
    _style(document, about.language)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    page.top_margin = page.bottom_margin = Cm(2.6)
    header = page.header.paragraphs[0]
    header.add_run("   ".join(outline.marks)).bold = True
    footer = page.footer.paragraphs[0]
    footer.add_run(f"{outline.footer} · Sida ")
    _field(footer, "PAGE")
    footer.add_run(" av ")
    _field(footer, "NUMPAGES")


def _style(document: Docx, language: str) -> None:
    for style in document.styles:
        if isinstance(style, ParagraphStyle) and style.name in {"Title", "Heading 1", "Heading 2", "Heading 3"}:
            style.font.color.rgb = _ACCENT
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)  # noqa: S101  python-docx's own template has it
    normal.font.name, normal.font.size = _FONT, Pt(11)
    for found in cast("Iterator[BaseOxmlElement]", document.styles.element.iter(qn("w:lang"))):
        found.set(qn("w:val"), f"{language}-SE")


def _element(name: str) -> BaseOxmlElement:
    return cast("BaseOxmlElement", OxmlElement(name))


def _field(paragraph: DocxParagraph, name: str) -> None:
    """A number that the reader's program works out, such as PAGE."""
    field = _element("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph.paragraph_format.element.append(field)


def _section(document: Docx, section: Section, level: int) -> None:
    document.add_heading(section.title, level=level)
    for block in section.blocks:
        _block(document, block, section.title)
    for part in section.sections:
        _section(document, part, level + 1)


def _block(document: Docx, block: Block, under: str = "") -> None:
    match block:
        case Paragraph():
            document.add_paragraph(block.text)
        case Bullets():
            for item in block.items:
                document.add_paragraph(item, style="List Bullet")
        case Links():
            for link in block.items:
                document.add_paragraph(f"{link.title}: {link.url}", style="List Bullet")
        case Facts():
            _table(document, ("Uppgift", "Innehåll"), block.rows, (1, 3))
        case Table():
            if block.caption != under:
                _caption(document, block.caption)
            _table(document, block.header, block.rows, block.widths)
        case Chart():
            _caption(document, block.caption)
            rows = [(bar.label, bar.printed, bar.day) for bar in block.bars]
            _table(document, ("Mätning", "Värde", "Dag"), rows, (1, 1, 1))


def _caption(document: Docx, text: str) -> None:
    paragraph = document.add_paragraph(text, style="Caption")
    paragraph.paragraph_format.keep_with_next = True


def _table(document: Docx, header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    """With a header row that repeats on every page it runs over."""
    made = document.add_table(rows=0, cols=len(header), style="Table Grid")
    made.alignment = WD_TABLE_ALIGNMENT.LEFT
    made.autofit = False
    shares = [_TEXT_WIDTH * width / sum(widths) for width in widths]
    _row(made, header, shares, bold=True)
    # python-docx has no call for header rows
    row = made.rows[0]._tr  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    row.get_or_add_trPr().append(_element("w:tblHeader"))
    for texts in rows:
        _row(made, texts, shares)
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _row(made: DocxTable, texts: Sequence[str], shares: Sequence[float], *, bold: bool = False) -> None:
    for cell, text, share in zip(made.add_row().cells, texts, shares, strict=True):
        cell.width = Cm(share)
        run = cell.paragraphs[0].add_run(text)
        run.bold = bold
        run.font.size = Pt(9.5)
