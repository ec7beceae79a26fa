"""What is wrong with what a person filled in, tied to the fields: for the error summary and beside each field."""

from collections.abc import Iterable, Mapping

from domain.errors import Finding


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
