"""What is wrong leads to the field that it is about."""

import pytest

from domain.errors import Finding
from web.findings import by_field, field_id, summary

TITLE = Finding(code="missing", pointer="/measures/0/title", message="en åtgärd behöver en rubrik")
TOO_LONG = Finding(code="long", pointer="/measures/0/title", message="rubriken är för lång")


@pytest.mark.parametrize(
    ("pointer", "field"),
    [("/measures/0/title", "f-measures-0-title"), ("", "f"), ("/", "f"), ("/a~1b/c d", "f-a_b-c_d")],
)
def test_the_field_of_a_pointer(pointer: str, field: str) -> None:
    assert field_id(pointer) == field


def test_the_summary_links_each_finding_and_a_field_shows_its_first() -> None:
    assert [each["href"] for each in summary((TITLE, TOO_LONG))] == ["#f-measures-0-title"] * 2
    assert by_field((TITLE, TOO_LONG)) == {"f-measures-0-title": TITLE.message}
