"""What is wrong leads to the field that it is about."""

import re

import pytest

from domain.errors import Finding
from web.findings import by_field, field_id, summary
from web.site import NOBODY, TEMPLATES, Site

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


@pytest.mark.parametrize(("language", "word"), [("sv", "Fel"), ("en", "Error")])
def test_a_field_says_in_the_language_of_the_page_that_it_is_wrong(language: str, word: str) -> None:
    templates = Site(NOBODY, None).templates[language]
    asked = """{% from "govuk_frontend_jinja/components/input/macro.html" import govukInput %}
        {{ govukInput({"id": "f-a", "name": "a", "label": {"text": "A"}, "errorMessage": error_at("B")}) }}"""
    assert f'<span class="govuk-visually-hidden">{word}:</span> B' in templates.from_string(asked).render()


def test_no_template_tells_of_an_error_in_words_of_its_own() -> None:
    """`error_at` is what every `errorMessage` comes from, so that none is left in English or gets two colons."""
    told = re.compile(r'(?:"errorMessage": |govukErrorMessage\(|set error = )(?!error_at\(|error[,}])(.{0,40})')
    others = {
        f"{path.name}: {found[0]}"
        for path in TEMPLATES.glob("**/*.html")
        for found in told.finditer(path.read_text("utf-8"))
    }
    assert others == set()
