"""Statements as a county's table has them: CSV, one statement a line, with a report of what was not understood.

A line is taken whole or not at all, and one that is not understood keeps no other from being taken. Columns, in any
order, by their Swedish names: kommun and uppgift in every line, the others as the statement needs them. Several values
in one cell (syften, områden) stand apart by `|`; `får stå` says why what reads as personal data in the line may stand.
"""

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from pydantic import BaseModel, ConfigDict

from domain.content import personal
from domain.errors import Invalid
from domain.places import Municipality, Places
from domain.statement_columns import (
    ASKED,
    BODIES,
    COLUMNS,
    KINDS,
    MAKE,
    MAY_STAND,
    REASONS,
    YES_OR_NO,
    Cells,
    Content,
    column_of,
)
from domain.statements import Kind, findings

LARGEST, LONGEST = 1_000_000, 5_000


class TableInvalid(Invalid):
    """The table as a whole cannot be read: it is too large, or its first line does not name the columns."""


class Trouble(BaseModel):
    """Why a line was not taken. `position` counts the columns from 1; 0 is the line as a whole."""

    model_config = ConfigDict(frozen=True)

    column: str | None
    position: int
    code: str
    message: str


class Read(BaseModel):
    """One line of the table: what it states of whom, or its troubles."""

    model_config = ConfigDict(frozen=True)

    line: int
    municipality: str | None = None
    kind: Kind | None = None
    content: Content = {}
    troubles: tuple[Trouble, ...] = ()


_EVERY = ("kommun", "uppgift")
_ALL = frozenset((*_EVERY, MAY_STAND)).union(*COLUMNS.values())
_DAYS = ("datum", "giltig till", "lägesbildens datum", "vakant sedan")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_lines(text: str, county: str, places: Places, today: date) -> tuple[Read, ...]:
    """Every line but the first and the empty ones. Raises TableInvalid."""
    if len(text) > LARGEST:
        raise TableInvalid(f"A table holds at most {LARGEST:,} characters; send it in parts")
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > LONGEST:
        raise TableInvalid(f"A table holds at most {LONGEST:,} lines; send it in parts")
    separator = ";" if ";" in lines[0] else ","
    columns = _columns(lines[0], separator)
    reader = _Reader(columns, county, places, today)
    return tuple(
        reader.read(number, line, separator)
        for number, line in enumerate(lines[1:], 2)
        if line.strip(f"{separator} \t")
    )


def _columns(line: str, separator: str) -> list[str | None]:
    cells = _cells(line, separator)
    columns = [" ".join(cell.split()).casefold() for cell in cells or ()]
    missing = [name for name in _EVERY if name not in columns]
    if missing:
        raise TableInvalid(f"The first line must name the columns; it does not name {' and '.join(missing)}")
    if any(columns.count(name) > 1 for name in _ALL):
        raise TableInvalid("The first line names a column twice")
    return [name if name in _ALL else None for name in columns]


def _cells(line: str, separator: str) -> list[str] | None:
    """Each line by itself, so that a quote that is left open spoils no other line."""
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=separator, strict=True))]
    except (csv.Error, StopIteration):
        return None


class _Reader:
    def __init__(self, columns: list[str | None], county: str, places: Places, today: date) -> None:
        self._columns = columns
        self._county = county
        self._places = places
        self._today = today
        self._names = {m.name.casefold(): m for m in places.municipalities.values()}

    def read(self, number: int, line: str, separator: str) -> Read:
        found = _cells(line, separator)
        if found is None:
            return Read(line=number, troubles=(self._trouble(None, "quotes", "a quotation mark is left open"),))
        cells = {name: cell for name, cell in zip(self._columns, found, strict=False) if name and cell}
        place, kind = self._place(cells.get("kommun", "")), KINDS.get(cells.get("uppgift", "").casefold())
        troubles = [*self._unplaced(found), *self._of_place(place), *self._of_kind(kind, cells)]
        content: Content = {}
        if kind is not None and not troubles:
            content, troubles = self._content(kind, cells)
        code = place.code if place and place.county == self._county else None
        return Read(
            line=number, municipality=code, kind=kind, content={} if troubles else content, troubles=tuple(troubles)
        )

    def _place(self, said: str) -> Municipality | None:
        return self._places.municipalities.get(said) or self._names.get(said.casefold())

    def _unplaced(self, found: list[str]) -> Iterator[Trouble]:
        """A filled cell that no known column stands above would be lost."""
        for position, cell in enumerate(found, 1):
            known = position <= len(self._columns) and self._columns[position - 1] is not None
            if cell and not known:
                message = "no known column stands above this cell"
                yield Trouble(column=None, position=position, code="column-unknown", message=message)

    def _of_place(self, place: Municipality | None) -> Iterator[Trouble]:
        if place is None:
            yield self._trouble("kommun", "municipality-unknown", "give the code or the name, such as 1381 or Laholm")
        elif place.county != self._county:
            yield self._trouble("kommun", "other-county", "that municipality lies in another county")

    def _of_kind(self, kind: Kind | None, cells: Cells) -> Iterator[Trouble]:
        if kind is None:
            yield self._trouble("uppgift", "kind-unknown", f"one of: {', '.join(KINDS)}")
            return
        for name in cells:
            if name not in (*_EVERY, MAY_STAND, *COLUMNS[kind]):
                yield self._trouble(name, "not-of-this-kind", "what is stated in this line has no such part")
        for name in _DAYS:
            if name in cells and not _is_day(cells[name]):
                yield self._trouble(name, "day-unreadable", "a day is written year-month-day, such as 2024-07-01")
        yield from self._of_words(cells)
        if "paragraf" in cells and "organ" not in cells:
            yield self._trouble("organ", "body-missing", "a paragraph belongs to a decision: name the body")

    def _of_words(self, cells: Cells) -> Iterator[Trouble]:
        """Cells that hold one of a few words."""
        if "organ" in cells and cells["organ"].casefold() not in BODIES:
            yield self._trouble("organ", "body-unknown", f"one of: {', '.join(BODIES)}")
        for name in cells:
            if name in ASKED and cells[name].casefold() not in YES_OR_NO:
                yield self._trouble(name, "yes-or-no", "ja or nej; left empty, it is not stated")
        if MAY_STAND in cells and cells[MAY_STAND].casefold() not in REASONS:
            yield self._trouble(MAY_STAND, "reason-unknown", f"one of: {', '.join(REASONS)}")

    def _content(self, kind: Kind, cells: Cells) -> tuple[Content, list[Trouble]]:
        content, columns = MAKE[kind](cells)
        if "länk" in cells:
            content["links"] = [{"title": "Handling", "url": cells["länk"]}]
        if MAY_STAND in cells:
            answers = personal.answers(content, REASONS[cells[MAY_STAND].casefold()])
            content["answered"] = [answer.model_dump(mode="json") for answer in answers]
        troubles = [
            self._trouble(
                column_of(finding.pointer, columns),
                finding.code,
                finding.message.replace(personal.IN_ANSWERED, f"in the column {MAY_STAND}"),
            )
            for finding in findings(kind, content, self._today)
        ]
        return content, troubles

    def _trouble(self, column: str | None, code: str, message: str) -> Trouble:
        position = self._columns.index(column) + 1 if column in self._columns and column else 0
        return Trouble(column=column, position=position, code=code, message=message)


def _is_day(cell: str) -> bool:
    with suppress(ValueError):
        date.fromisoformat(cell)
        return _DAY.fullmatch(cell) is not None
    return False
