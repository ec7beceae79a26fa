"""Swedish is what the pages are written in; English is looked up in `locale/en/*.po`, read once, compiled in memory."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from fastapi import Request

SWEDISH, ENGLISH = "sv", "en"
LANGUAGES = (SWEDISH, ENGLISH)
COOKIE = "arshjul-language"
LOCALE = Path(__file__).parent / "locale"


def N_(message: str) -> str:  # noqa: N802  gettext's own name for a message that is translated where it is shown
    return message


def catalogue(language: str) -> Catalog:
    """Every message of a language, of all its files. Raises ValueError where two files translate one differently."""
    whole = Catalog(locale=language)
    for path in sorted((LOCALE / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language, abort_invalid=True):
                known = whole.get(message.id)
                if message.id and known is not None and known.string != message.string:
                    raise ValueError(f"{path.name} translates again, and otherwise: {message.id}")
                if message.id:
                    whole[message.id] = message
    return whole


class _Translations(GNUTranslations):
    """Nothing said is nothing in any language; gettext's own answer to it is the head of its file."""

    def gettext(self, message: str) -> str:
        return super().gettext(message) if message else ""


@cache
def translations(language: str) -> NullTranslations:
    if language == SWEDISH:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, catalogue(language))
    return _Translations(BytesIO(compiled.getvalue()))


def chosen(request: Request) -> str:
    """The language asked for in the address, else the one chosen before, else the browser's, else Swedish."""
    asked = (request.query_params.get("lang"), request.cookies.get(COOKIE))
    accepted = _accepted(request.headers.get("accept-language", ""))
    return next((language for language in (*asked, *accepted) if language in LANGUAGES), SWEDISH)


def _accepted(header: str) -> list[str]:
    """The languages of an Accept-Language, the most wanted first; without their regions."""
    weighed: list[tuple[float, str]] = []
    for part in header.split(","):
        name, _, quality = part.partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            continue
        weighed.append((weight, name.strip().partition("-")[0].lower()))
    return [name for weight, name in sorted(weighed, key=lambda each: -each[0]) if weight > 0]
