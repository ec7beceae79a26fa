"""The county's matrix: which rows are shown, and in which order."""

from dataclasses import replace
from datetime import date

from domain.light import Light
from domain.places import Municipality
from web.board import Cell, Row, Show, Sort, arranged


def a_row(name: str, *lights: Light) -> Row:
    cells = {f"step{n}": Cell(light, date(2026, 10, 5), None) for n, light in enumerate(lights)}
    return Row(Municipality("1300", name, "13"), cells, None)


ROWS = [
    a_row("Öckerö", Light.OVERDUE, Light.DONE),
    a_row("Ale"),
    a_row("Åmål", Light.DONE, Light.DONE, Light.UNDER_WAY),
    a_row("Älvkarleby", Light.LATE, Light.LATE, Light.LATE),
]


def names(sort: Sort = Sort.NAME, show: Show = Show.ALL) -> list[str]:
    return [row.municipality.name for row in arranged(ROWS, sort, show)]


def test_names_come_in_the_swedish_alphabet() -> None:
    assert names() == ["Ale", "Åmål", "Älvkarleby", "Öckerö"]


def test_one_overdue_step_needs_more_than_several_late_ones_and_not_begun_more_than_on_time() -> None:
    assert names(Sort.NEED) == ["Öckerö", "Älvkarleby", "Ale", "Åmål"]


def test_furthest_along_first() -> None:
    assert names(Sort.DONE) == ["Åmål", "Öckerö", "Ale", "Älvkarleby"]


def test_what_is_shown() -> None:
    assert names(show=Show.BEHIND) == ["Älvkarleby", "Öckerö"]
    assert names(show=Show.NOT_BEGUN) == ["Ale"]


def test_before_the_opening_day_a_year_that_is_not_begun_needs_no_support() -> None:
    not_begun, overdue = a_row("Ale"), a_row("Öckerö", Light.OVERDUE)
    assert [row.support for row in (not_begun, overdue)] == [True, True]
    assert [replace(row, awaited=False).support for row in (not_begun, overdue)] == [False, True]
