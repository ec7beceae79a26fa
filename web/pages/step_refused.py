"""Why something was not done, in words that help: by the name of the error, or of each finding."""

from collections.abc import Iterable, Iterator, Mapping
from gettext import NullTranslations

from domain.errors import DomainError, Finding
from web import finding_words
from web.forms.messages import FINDINGS
from web.language import N_
from web.refusal_words import ERRORS

OTHER = N_("Det gick inte. Ladda om sidan och försök igen.")

# What a finding says on these pages, where it is not what it says in a form.
_HERE: Mapping[str, str] = {
    "phone-number": N_("Det här ser ut som ett telefonnummer. Skriv utan det."),
    "email-address": N_("Det här ser ut som en e-postadress. Skriv utan den."),
    "street-address": N_("Det här ser ut som en gatuadress med nummer. Skriv området i stället."),
    "like-identity-number": N_("Det här kan vara ett personnummer. Skriv utan det."),
    "string_too_short": FINDINGS["missing"],
    "string_pattern_mismatch": FINDINGS["choice"],
    "greater_than_equal": N_("Datumet är för tidigt."),
    "less_than_equal": N_("Datumet är för sent."),
}


# Where what an error says stands, if it can only be one field.
_AT: Mapping[str, str] = {"DateNotLater": "/latest"}
_EMPTY = frozenset({"choice", "missing", "string_pattern_mismatch", "string_too_short", "string_type"})

Asks = Mapping[str, str]
"""What to do about a field (its pointer) that was left empty, in the words of the page that asks for it."""


def said(error: DomainError, t: NullTranslations, asks: Asks | None = None) -> tuple[Finding, ...]:
    """What is wrong, where it can be pointed to; otherwise of the form as a whole. Never what was written."""
    if error.findings:
        return tuple(spoken(error.findings, t, asks))
    text = t.gettext(ERRORS.get(error.code, OTHER))
    return (Finding(code=error.code, pointer=_AT.get(error.code, ""), message=text),)


def spoken(findings: Iterable[Finding], t: NullTranslations, asks: Asks | None = None) -> Iterator[Finding]:
    for finding in findings:
        asked = (asks or {}).get(finding.pointer) if finding.code in _EMPTY else None
        text = asked or _HERE.get(finding.code) or finding_words.says(finding.code)
        yield finding.model_copy(update={"message": t.gettext(text)})
