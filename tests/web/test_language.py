"""Swedish and English, both whole: every message has its English, and no English is left over."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from fastapi import Request

from web.language import ENGLISH, LANGUAGES, catalogue, chosen, translations

WEB = Path(__file__).parents[2] / "web"
METHODS = [("templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"templates/**.html": {"trimmed": "true", "silent": "false"}}
MARKED = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
HOLDS = re.compile(r"%\((\w+)\)[sd]")

Forms = tuple[str, ...]
"""A message: itself, or its singular and its plural."""
Said = dict[Forms, str]
"""Where each message is said."""


def forms(message: str | Sequence[str] | None) -> Forms:
    return (message,) if isinstance(message, str) else tuple(message or ())


@pytest.fixture(scope="module")
def said() -> Said:
    found = extract_from_dir(WEB, METHODS, OPTIONS, keywords=MARKED)
    return {forms(message): f"web/{name}:{line}" for name, line, message, _, _ in found if message}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_nothing_in_any_language(language: str) -> None:
    assert translations(language).gettext("") == ""


def test_every_message_has_its_english(said: Said) -> None:
    """What is missing is printed as it has to be written into a file of web/locale/en/."""
    english = catalogue(ENGLISH)
    missing = [
        _entry(message, where) for message, where in said.items() if not _translated(english.get(message[0]), message)
    ]
    assert missing == [], "\n\n".join(["no English for", *missing])


def test_no_english_is_left_over(said: Said) -> None:
    ids = {message[0] for message in said}
    assert [message.id for message in catalogue(ENGLISH) if message.id and forms(message.id)[0] not in ids] == []


def test_what_is_filled_in_is_the_same_in_both() -> None:
    for message in catalogue(ENGLISH):
        wanted = set(HOLDS.findall("".join(forms(message.id))))
        for text in forms(message.string) if message.id else ():
            assert set(HOLDS.findall(text)) == wanted, message.id


def test_plural_forms() -> None:
    swedish, english = translations("sv"), translations("en")
    one, many = "%(num)d dag kvar", "%(num)d dagar kvar"
    assert [swedish.ngettext(one, many, n) % {"num": n} for n in (1, 2)] == ["1 dag kvar", "2 dagar kvar"]
    assert [english.ngettext(one, many, n) % {"num": n} for n in (1, 2)] == ["1 day left", "2 days left"]


@pytest.mark.parametrize(
    ("query", "cookie", "accepted", "language"),
    [
        (b"lang=en", "sv", "sv", "en"),
        (b"", "en", "sv", "en"),
        (b"", "", "en-GB,en;q=0.9,sv;q=0.8", "en"),
        (b"", "", "de-DE,sv;q=0.5,en;q=0.4", "sv"),
        (b"", "", "de", "sv"),
        (b"lang=xx", "yy", "en;q=nonsense", "sv"),
        (b"", "", "", "sv"),
    ],
)
def test_the_language_that_is_chosen(query: bytes, cookie: str, accepted: str, language: str) -> None:
    headers = [(b"accept-language", accepted.encode()), (b"cookie", f"arshjul-language={cookie}".encode())]
    assert chosen(Request({"type": "http", "query_string": query, "headers": headers})) == language


def _translated(found: Message | None, message: Forms) -> bool:
    if found is None or found.fuzzy:
        return False
    english = forms(found.string)
    return all(english) and len(english) == len(message)


def _entry(message: Forms, where: str) -> str:
    """As a .po file has it."""
    ids = [f'msgid "{message[0]}"', *(f'msgid_plural "{plural}"' for plural in message[1:])]
    empty = ['msgstr ""'] if len(message) == 1 else [f'msgstr[{n}] ""' for n in range(len(message))]
    return "\n".join([f"#: {where}", *ids, *empty])
