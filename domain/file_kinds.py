"""What a file is by its content, and whether it is one of the few kinds that are kept as evidence.

An allow-list of eight kinds: what is not plainly one of them is refused. Programs, web pages and pictures that can hold
scripts (SVG) are never kept, whatever they are called; nor are documents with macros.
"""

import codecs
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.errors import Invalid

HEAD = 4096
"""The bytes from a file's beginning that `family` wants."""
MOST_MEMBERS = 2000
MOST_UNPACKED = 100 * 1024 * 1024
SMALL_MEMBER = 1024 * 1024
HIGHEST_RATIO = 100
"""How many times larger a member over 1 MB may be unpacked than packed; an honest document rarely exceeds 30."""
LARGEST_DECLARATION = 1024 * 1024


class KindNotAllowed(Invalid):
    """The content is of no kind that is kept as evidence, whatever the file is called."""


class ContainerUnsafe(Invalid):
    """A .docx, .xlsx or .odt (a ZIP container) is damaged, holds macros, or unpacks to more than a document would."""


class FileKind(StrEnum):
    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    DOCX = "docx"
    XLSX = "xlsx"
    ODT = "odt"
    TXT = "txt"
    CSV = "csv"


EXTENSION: Mapping[FileKind, str] = {kind: kind.value for kind in FileKind} | {FileKind.JPEG: "jpg"}
_OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPE: Mapping[FileKind, str] = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.DOCX: f"{_OFFICE}.wordprocessingml.document",
    FileKind.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.TXT: "text/plain; charset=utf-8",
    FileKind.CSV: "text/csv; charset=utf-8",
}
TAKEN = "PDF, PNG, JPEG, .docx, .xlsx, .odt, and plain text or CSV in UTF-8"


class Family(StrEnum):
    """What the first bytes say; a container and a text have to be read whole."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    CONTAINER = "container"
    TEXT = "text"


_BEGINS: Sequence[tuple[re.Pattern[bytes], Family]] = (
    (re.compile(rb"%PDF-[12]\.\d"), Family.PDF),
    (re.compile(rb"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Family.PNG),
    (re.compile(rb"\xff\xd8\xff"), Family.JPEG),
    (re.compile(rb"PK\x03\x04"), Family.CONTAINER),
)
_REFUSED: Sequence[tuple[re.Pattern[bytes], str]] = (
    (re.compile(rb"MZ[^\n]*\0|\x7fELF|\xca\xfe\xba\xbe|[\xce\xcf]\xfa\xed\xfe|#!", re.DOTALL), "it is a program"),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "it is in an older Office format; save it as .docx, .xlsx or PDF"),
    (re.compile(rb"\xff\xfe|\xfe\xff"), "it is text, but not in UTF-8; save it as UTF-8"),
    (re.compile(rb"\{\\rtf|%!PS"), "it is in a format that can hold more than text; save it as PDF"),
)
_MARKUP = re.compile(
    r"\A[\ufeff\s]*<[a-z!?/]|<(!doctype|html|head|body|script|style|svg|iframe|object|embed|meta)\b", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def family(head: bytes) -> Family:
    """What a file is by its first `HEAD` bytes. Raises KindNotAllowed, also for an empty one."""
    if not head:
        raise KindNotAllowed("The file is empty; choose it again once it holds something")
    for beginning, found in _BEGINS:
        if beginning.match(head):
            return found
    for beginning, why in _REFUSED:
        if beginning.match(head):
            raise _not_taken(why)
    if _MARKUP.search(head[:HEAD].decode("utf-8", errors="ignore")):
        raise _not_taken("it is a web page or another markup; save it as PDF")
    return Family.TEXT


class TextReader:
    """Reads what may be a text piece by piece: valid UTF-8 with nothing in it but characters and line breaks."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def read(self, piece: bytes, *, last: bool = False) -> None:
        """Raises KindNotAllowed."""
        try:
            text = self._decoder.decode(piece, final=last)
        except UnicodeDecodeError:
            raise _not_taken("it is no text in UTF-8 and no other kind that is taken") from None
        if _CONTROL.search(text):
            raise _not_taken("it holds what no text holds")


def text_kind(written_name: str) -> FileKind:
    """Which of the two harmless kinds of text: a table is one by its name alone."""
    return FileKind.CSV if written_name.strip().lower().endswith(".csv") else FileKind.TXT


@dataclass(frozen=True)
class Member:
    """A file in a ZIP container as its directory tells of it, sizes in bytes.

    `plain`: deflated or stored, without a password.
    """

    name: str
    size: int
    packed: int
    plain: bool


CONTENT_TYPES, MIMETYPE = "[Content_Types].xml", "mimetype"
_MACROS = re.compile(r"(^|/)(vba[^/]*\.(bin|xml)|activex/.*|macrosheets/.*)$|^(basic|scripts)/", re.IGNORECASE)
_MAIN: Mapping[str, FileKind] = {"word/document.xml": FileKind.DOCX, "xl/workbook.xml": FileKind.XLSX}


def check_members(members: Sequence[Member]) -> None:
    """What can be said of a container before anything in it is unpacked. Raises ContainerUnsafe."""
    if len(members) > MOST_MEMBERS:
        raise ContainerUnsafe(f"The document holds more than {MOST_MEMBERS:,} parts; save it as PDF")
    if len({member.name.casefold() for member in members}) < len(members):
        raise ContainerUnsafe("The document holds the same part twice; save it anew")
    if not all(member.plain for member in members):
        raise ContainerUnsafe("The document is locked with a password or packed unusually; save it without")
    if any(_goes_out(member.name) for member in members):
        raise ContainerUnsafe("The document holds a part that would be unpacked outside of it; save it anew")
    if any(_MACROS.search(member.name) for member in members):
        raise _macros()
    if sum(member.size for member in members) > MOST_UNPACKED or any(map(_bursts, members)):
        raise ContainerUnsafe("The document unpacks to far more than a document of its size would; save it as PDF")


def container_kind(members: Sequence[Member], declared: bytes) -> FileKind:
    """What a container is. `declared` is its [Content_Types].xml, or its mimetype.

    A part with macros may have any name, but it is declared as one. Raises ContainerUnsafe and KindNotAllowed.
    """
    names = {member.name for member in members}
    said = declared.replace(b"\0", b"").lower()
    if b"macroenabled" in said or b"vbaproject" in said or b"&#" in said:
        raise _macros()
    if CONTENT_TYPES in names:
        kinds = [kind for main, kind in _MAIN.items() if main in names]
        if len(kinds) == 1:
            return kinds[0]
    elif _is_odt(members, names, declared):
        return FileKind.ODT
    raise _not_taken("it is an archive or a document of another kind; send its files one by one")


def _is_odt(members: Sequence[Member], names: set[str], declared: bytes) -> bool:
    """OpenDocument says first of all what it is, and not in words of XML."""
    named = bool(members) and members[0].name == MIMETYPE and "content.xml" in names
    return named and declared == MEDIA_TYPE[FileKind.ODT].encode()


def _bursts(member: Member) -> bool:
    return member.size > SMALL_MEMBER and member.size > HIGHEST_RATIO * member.packed


def _goes_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or "\0" in name or ".." in name.split("/")


def _macros() -> ContainerUnsafe:
    return ContainerUnsafe("The document holds macros; save it without them (.docx, .xlsx) or as PDF")


def _not_taken(why: str) -> KindNotAllowed:
    return KindNotAllowed(f"The file is not kept: {why}. Taken are {TAKEN}")
