import pytest

from domain.commands import Content
from domain.forms import NO_FORM, findings, pointer

LINK: Content = {"title": "Protokoll", "url": "https://laholm.example/protokoll"}
WRITTEN = "kalle@example.org"


@pytest.mark.parametrize(
    "content",
    [
        {"text": "Ja"},
        {"text": "Ja", "links": []},
        {"text": "x" * 50_000, "links": [LINK] * 50, "plan": "1381-2026"},
        {"text": "  Ja  ", "plan": None},
    ],
)
def test_text_with_links_is_complete(content: Content) -> None:
    assert findings("text", content) == ()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ({}, [("missing", "/text")]),
        ({"text": " \n"}, [("string_too_short", "/text")]),
        ({"text": 7}, [("string_type", "/text")]),
        ({"text": "x" * 50_001}, [("string_too_long", "/text")]),
        ({"text": "x", "more": 1}, [("extra_forbidden", "/more")]),
        ({"text": "x", "a/b~c": 1}, [("extra_forbidden", "/a~1b~0c")]),
        ({"text": "x", "links": [LINK] * 51}, [("too_long", "/links")]),
        ({"text": "x", "links": [LINK, LINK | {"url": "nowhere"}]}, [("url_parsing", "/links/1/url")]),
        *(
            ({"text": "x", "links": [LINK | {"url": url}]}, [("url_scheme", "/links/0/url")])
            for url in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd")
        ),
        *(
            ({"text": "x", "links": [LINK | {"url": url}]}, [("address-with-login", "/links/0/url")])
            for url in ("https://bra.se@elsewhere.example/", "https://a:b@laholm.example/")
        ),
        ({"links": [LINK | {"title": ""}]}, [("missing", "/text"), ("string_too_short", "/links/0/title")]),
        ({"text": "x", "plan": ""}, [("string_too_short", "/plan")]),
    ],
)
def test_everything_that_is_wrong_is_told_with_its_place(content: Content, told: list[tuple[str, str]]) -> None:
    assert [(finding.code, finding.pointer) for finding in findings("text", content)] == told


def test_what_was_written_is_never_repeated() -> None:
    wrong: Content = {"text": [WRITTEN], "links": [{"title": "", "url": WRITTEN}], "plan": {"who": WRITTEN}}
    found = findings("text", wrong)
    assert len(found) == 4
    assert not [finding for finding in found if WRITTEN in finding.model_dump_json()]


def test_a_step_without_content_takes_none() -> None:
    assert findings(NO_FORM, {}) == ()
    assert [finding.pointer for finding in findings(NO_FORM, {"text": "x"})] == ["/text"]


def test_the_pointer_to_the_whole_is_empty() -> None:
    assert pointer(()) == ""
