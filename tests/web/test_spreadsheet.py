"""A table to take along holds what was written as text: nothing in it is worked out, nothing breaks its lines."""

import csv

import pytest

from web.spreadsheet import MARK, sheet


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "  ="])
def test_what_begins_like_a_formula_is_text(sign: str) -> None:
    written = f'{sign}HYPERLINK("https://exempel.invalid";"Öppna")'
    assert _read(sheet([["Kommun", written]])) == [["Kommun", f"'{written}"]]


def test_what_is_no_formula_stays_as_it_is() -> None:
    rows = [["1381", "Laholm", "2027-01-31", "Möte; kl 10 – 11", 'Rådet "Trygg"\nandra raden', "", "🙂"]]
    assert _read(sheet(rows)) == rows
    assert _read(sheet([[-2, 3]])) == [["-2", "3"]]


def _read(text: str) -> list[list[str]]:
    assert text.startswith(MARK)
    return list(csv.reader(text.removeprefix(MARK).splitlines(keepends=True), delimiter=";"))
