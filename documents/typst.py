"""An outline as a PDF: for the archive (PDF/A-2a) and for everybody (PDF/UA-1), by one template.

What people wrote reaches the template as data, never as markup. The fonts are those that come with typst; the system's
are left out, so that the same outline gives the same bytes everywhere.
"""

import json
import re
from datetime import UTC
from functools import cache
from importlib.resources import files

import typst
from pydantic import JsonValue

from documents.letters import printable
from documents.parts import Outline, Section

STANDARDS = ("a-2a", "ua-1")
_UNBROKEN = 30  # characters in a row without a place to break the line
_BREAK = "\N{ZERO WIDTH SPACE}"
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}\b)")  # the space in 100 000, where no line breaks
_CONTENTS_FROM = 24  # headings: a shorter document needs no table of contents


def pdf(outline: Outline) -> bytes:
    """The same bytes for the same outline."""
    return typst.compile(
        template(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"outline": json.dumps(_data(outline))},
        pdf_standards=[*STANDARDS],
        timestamp=int(outline.about.dated.timestamp()),
    )


@cache
def template() -> bytes:
    return (files("documents") / "templates" / "document.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


def _data(outline: Outline) -> JsonValue:
    dated = outline.about.dated.astimezone(UTC)
    parts: dict[str, JsonValue] = {"year": dated.year, "month": dated.month, "day": dated.day}
    parts |= {"hour": dated.hour, "minute": dated.minute, "second": dated.second}
    contents = _headings(outline.sections) >= _CONTENTS_FROM
    return _shown({**outline.model_dump(mode="json"), "date": parts, "contents": contents})


def _headings(sections: tuple[Section, ...]) -> int:
    return sum(1 + _headings(section.sections) for section in sections)


def _shown(value: JsonValue) -> JsonValue:
    """With every text printable, and breakable where it would run off the page."""
    match value:
        case str():
            return _breakable(_THOUSANDS.sub("\N{NO-BREAK SPACE}", printable(value)))
        case list():
            return [_shown(part) for part in value]
        case dict():
            return {key: _shown(part) for key, part in value.items()}
        case _:
            return value


def _breakable(text: str) -> str:
    if len(text) <= _UNBROKEN:
        return text
    return "\n".join(" ".join(map(_split, line.split(" "))) for line in text.split("\n"))


def _split(word: str) -> str:
    if len(word) <= _UNBROKEN:
        return word
    return _BREAK.join(word[n : n + _UNBROKEN] for n in range(0, len(word), _UNBROKEN))
