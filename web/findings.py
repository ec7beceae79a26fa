"""What is wrong with what a person filled in, tied to the fields: for the error summary and beside each field."""

from collections.abc import Iterable, Mapping
from gettext import NullTranslations

from domain.errors import Finding
from web.language import N_


def field_id(pointer: str) -> str:
    """The id of the field that a JSON pointer (RFC 6901) names: `/measures/0/title` is `f-measures-0-title`.

    A pointer to the whole, or to nothing, is the form itself: `f`.
    """
    parts = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    return "-".join(["f", *("".join(c if c.isalnum() else "_" for c in part) for part in parts if part)])


def summary(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """As `errorList` of the error summary: each links to its field."""
    return [{"text": finding.message, "href": f"#{field_id(finding.pointer)}"} for finding in findings]


def by_field(findings: Iterable[Finding]) -> Mapping[str, str]:
    """The message of each field, by its id; the first where there are several."""
    found: dict[str, str] = {}
    for finding in findings:
        found.setdefault(field_id(finding.pointer), finding.message)
    return found


def error_at(text: str, name: str = "", *, t: NullTranslations) -> dict[str, str]:
    """As `errorMessage` of a field: a screen reader says "Fel:" first, in the page's language.

    The component writes the colon itself, and the word in English where it is given none.
    """
    return {"text": text, "visuallyHiddenText": t.gettext(N_("Fel"))} | ({"id": name} if name else {})
