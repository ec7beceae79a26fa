"""Tables to take along, for spreadsheets in Swedish. What somebody wrote is text there, never a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

MARK = "\ufeff"  # by which spreadsheets know UTF-8
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a cell begins with that a spreadsheet works out


def sheet(rows: Iterable[Sequence[object]]) -> str:
    """The rows as CSV."""
    file = StringIO()
    csv.writer(file, delimiter=";").writerows([_kept(cell) for cell in row] for row in rows)
    return MARK + file.getvalue()


def _kept(cell: object) -> object:
    """An apostrophe before what could be worked out tells spreadsheets that it is text; a number stays a number."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULAS) else cell
