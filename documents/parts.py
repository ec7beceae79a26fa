"""What a document consists of, whatever it is printed as. All text in it is clean: Unicode that can be seen."""

import unicodedata
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from domain.content.base import Decision

_BREAKS = str.maketrans({"\r": "\n", "\u2028": "\n", "\u2029": "\n", "\t": " "})
# Invisible to a reader: control characters, and formats such as those that turn the direction of writing.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Co"})


def clean(text: str) -> str:
    """Composed (NFC) and without what no reader can see; line breaks stay."""
    breaks = text.replace("\r\n", "\n").translate(_BREAKS)
    composed = unicodedata.normalize("NFC", breaks)
    return "".join(c for c in composed if c == "\n" or unicodedata.category(c) not in _UNSEEN)


Said = Annotated[str, AfterValidator(clean)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Paragraph(_Part):
    kind: Literal["paragraph"] = "paragraph"
    text: Said


class Bullets(_Part):
    kind: Literal["bullets"] = "bullets"
    items: tuple[Said, ...]


class LinkTo(_Part):
    title: Said
    url: Said


class Links(_Part):
    kind: Literal["links"] = "links"
    items: tuple[LinkTo, ...]


class Facts(_Part):
    """Key figures and dates: what it is, and what it says, row by row."""

    kind: Literal["facts"] = "facts"
    caption: Said
    rows: tuple[tuple[Said, Said], ...]


class Table(_Part):
    """Rows under a header row. `widths` are shares of the page, one for each column; `caption` says what it shows."""

    kind: Literal["table"] = "table"
    caption: Said
    header: tuple[Said, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Said, ...], ...]


class Bar(_Part):
    """`length` is None for a figure that is unknown, or too small to be shown; `printed` is what stands beside it."""

    label: Said
    day: Said
    length: float | None
    printed: Said


class Chart(_Part):
    """Bars from zero, with the same figures in a table beside them; `alt` says in words what the bars show."""

    kind: Literal["chart"] = "chart"
    caption: Said
    alt: Said
    bars: tuple[Bar, ...]


Block = Annotated[Paragraph | Bullets | Links | Facts | Table | Chart, Field(discriminator="kind")]


class Section(_Part):
    title: Said
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()


class About(_Part):
    """Whose document it is, and what of the log it rests on.

    `versions` are the steps it was made from, by title, with the version of their content, the document's own step
    first. `hash` is that of the last event in the log that concerns one of them, `dated` its instant. Until the
    document's own step is approved the document is not `finished`.
    """

    municipality: str
    code: str
    year: int
    versions: tuple[tuple[str, int], ...]
    hash: str
    dated: datetime
    finished: bool = True
    made_up: bool = False
    language: str = "sv"


class Outline(_Part):
    """A document. `name` is the one its address has; `decision` the one it rests on, if any is stated."""

    name: str
    title: Said
    subtitle: Said
    about: About
    decision: Decision | None
    facts: Facts
    marks: tuple[Said, ...]
    footer: Said
    sections: tuple[Section, ...]
