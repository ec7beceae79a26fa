"""A PDF as a reader's program sees it: its words, its tags, its metadata."""

import io
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

_PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
_PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"


def opened(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content), strict=True)


def text(content: bytes) -> str:
    """All words of all pages, with one space between them, whatever broke the line."""
    return flat(" ".join(page.extract_text() for page in opened(content).pages))


def flat(said: str) -> str:
    return " ".join(said.replace("\N{ZERO WIDTH SPACE}", "").split())


def tags(content: bytes) -> list[DictionaryObject]:
    """Every structure element, depth first."""
    root = opened(content).trailer["/Root"]
    assert isinstance(root, DictionaryObject)
    tree = root["/StructTreeRoot"]
    return list(_below(tree))


def _below(node: PdfObject) -> Iterator[DictionaryObject]:
    found = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(found, ArrayObject):
        for part in found:
            yield from _below(part)
    if isinstance(found, DictionaryObject):
        if "/S" in found:
            yield found
        if "/K" in found:
            yield from _below(found.raw_get("/K"))


def kinds(content: bytes) -> list[str]:
    return [str(tag["/S"]) for tag in tags(content)]


def standards(content: bytes) -> dict[str, str]:
    """What the metadata says that the file keeps to: PDF/A's part and conformance, PDF/UA's part."""
    metadata = opened(content).xmp_metadata
    assert metadata is not None
    root = ET.fromstring(metadata.stream.get_data())  # noqa: S314  our own file
    names = {f"{_PDFA}part": "a", f"{_PDFA}conformance": "level", f"{_PDFUA}part": "ua"}
    return {names[found.tag]: found.text or "" for found in root.iter() if found.tag in names}
