"""Evidence: files that show what a step says. What may be kept, who it is for, what a file is called.

What a file is, its content says (`domain/file_kinds.py`); neither its name nor a header is believed. An internal annex
stays with the municipality and names the section of OSL, offentlighets- och sekretesslagen (2009:400), and the reason.
Whether the section fits is for the municipality to judge, anew whenever somebody asks for the document.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from domain.content import personal
from domain.content.base import Line, Note
from domain.errors import Conflict, Finding, Invalid
from domain.file_kinds import EXTENSION, FileKind

LARGEST = 20 * 1024 * 1024
"""Bytes of one file."""
MOST = 100
"""Files of one step, withdrawn ones included: they are kept."""
LONGEST_NAME = 120

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)


class FileTooLarge(Invalid):
    """A file holds at most 20 MB. What came of it before it was refused is not kept."""


class TooManyFiles(Conflict):
    """The step has as many files as one step may have."""


class EvidenceInvalid(Invalid):
    """What is said about a file cannot be right; `errors` says where. The file was not kept."""


class Visibility(StrEnum):
    """Whom a file is for: whoever may read the step's content, or the municipality's own people alone."""

    PUBLIC = "public"
    INTERNAL = "internal"


_SECTION = re.compile(r"\b[1-9]\d? kap\. ?[1-9]\d{0,2} ?[a-z]? ?§", re.IGNORECASE)


def _names_a_section(text: str) -> str:
    if _SECTION.search(text) is None:
        raise PydanticCustomError("osl-reference", "name chapter and section, such as 18 kap. 8 § OSL")
    return text


OslReference = Annotated[Line, AfterValidator(_names_a_section)]
WrittenName = Annotated[str, StringConstraints(max_length=1000)]


class About(BaseModel):
    """What is said about a file. `effective` is the day from which what it shows holds, apart from when it came here.

    An internal annex needs `reason` and `reference`; a public file has neither.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Line
    name: WrittenName = ""
    effective: date | None = Field(default=None, ge=FIRST_DAY, le=LAST_DAY)
    visibility: Visibility
    reason: Note | None = None
    reference: OslReference | None = None

    @model_validator(mode="after")
    def _annex_has_its_grounds(self) -> Self:
        given = self.reason is not None, self.reference is not None
        if self.visibility is Visibility.INTERNAL and not all(given):
            raise PydanticCustomError("annex-without-grounds", "an internal annex needs a reason and an OSL reference")
        if self.visibility is Visibility.PUBLIC and any(given):
            raise PydanticCustomError("public-with-grounds", "a public file has no reason and no OSL reference")
        return self


def about(said: Mapping[str, str | None]) -> About:
    """What was said, once it is right and holds no personal data. Raises EvidenceInvalid.

    Rows are never removed, so personal data in them could not be either.
    """
    given = {name: text for name, text in said.items() if text is not None}
    try:
        found = About.model_validate(given)
    except ValidationError as error:
        findings = tuple(
            Finding(code=each["type"], pointer=f"/{'/'.join(map(str, at))}", message=each["msg"])
            for each in error.errors(include_input=False, include_url=False, include_context=False)
            for at in ([each["loc"]] if each["loc"] else _grounds(given))
        )
        raise EvidenceInvalid(
            f"The file was not kept: {len(findings)} finding(s) in what is said of it", findings
        ) from None
    check_no_personal_data({"title": found.title, "name": found.name, "reason": found.reason or ""})
    return found


def _grounds(given: Mapping[str, str]) -> list[tuple[str]]:
    """The fields of an annex's grounds that are to be filled in, or of a public file's that are to be left empty."""
    wanted = given.get("visibility") == Visibility.INTERNAL
    return [(name,) for name in ("reason", "reference") if (name in given) is not wanted]


def check_kept_as_text(texts: Mapping[str, str]) -> None:
    """A database's text has no NUL character. Raises EvidenceInvalid; says where."""
    findings = tuple(
        Finding(code="not-text", pointer=f"/{name}", message="it holds a character that no text holds")
        for name, text in texts.items()
        if "\0" in text
    )
    if findings:
        raise EvidenceInvalid("What is said of a file is kept as text", findings)


def check_no_personal_data(texts: Mapping[str, str]) -> None:
    """Raises EvidenceInvalid; says where and what kind, never what stands there."""
    findings = tuple(
        Finding(code=kind.value, pointer=f"/{name}", message=f"this reads as {_words(kind)}; write it without")
        for name, text in texts.items()
        for kind in personal.kinds(text)
    )
    if findings:
        raise EvidenceInvalid("What is said of a file is kept for good, so it holds no personal data", findings)


def _words(kind: personal.Kind) -> str:
    return f"personal data ({kind.value.replace('-', ' ')})"


# Bidirectional and other invisible marks are category Cf: they make fdp.exe read as exe.pdf.
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SEPARATORS = re.compile(r'[\\/:*?"<>|]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def clean_name(written: str, kind: FileKind) -> str:
    """A name to save the file by: the last part of what was written, its extension that of the content.

    1 to 120 characters without separators, control or invisible characters, never hidden and never a device's name.
    """
    last = re.split(r"[\\/]", written.rstrip("\\/ "))[-1]
    visible = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c) not in _DROPPED)
    plain = re.sub(r"\s+", " ", _SEPARATORS.sub("_", visible)).strip(" .")
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", plain)[: LONGEST_NAME - 6].strip(" .")
    if not stem or _RESERVED.fullmatch(stem.partition(".")[0].strip()):
        stem = f"fil {stem}".strip()
    return f"{stem}.{EXTENSION[kind]}"
