"""What is wrong with a text that is written to several municipalities, in words of the page."""

from collections.abc import Callable, Iterator, Mapping

from domain.content import personal
from domain.errors import Finding
from web.language import N_

PERSONAL: Mapping[str, str] = {
    "identity-number": N_("Det ser ut att stå ett personnummer här. Ta bort det."),
    "like-identity-number": N_("Det ser ut att stå delar av ett personnummer här. Ta bort dem."),
    "phone-number": N_("Det ser ut att stå ett telefonnummer här. Ta bort det."),
    "email-address": N_("Det ser ut att stå en e-postadress här. Ta bort den."),
    "street-address": N_("Det ser ut att stå en gatuadress här. Skriv området i stället."),
}
UNREADABLE = N_("Texten innehåller tecken som inte kan sparas. Skriv om den.")


def never(text: str) -> tuple[Finding, ...]:
    """What may never stand in a reason."""
    return personal.never({"text": text})


def wrong(
    text: str, longest: int, missing: str, too_long: str, found: Callable[[str], tuple[Finding, ...]] = never
) -> Iterator[Finding]:
    """Everything that is wrong with it, as `missing` and `too_long` say and `found` finds."""
    if not text.strip():
        yield Finding(code="missing", pointer="/text", message=missing)
    elif len(text.strip()) > longest:
        yield Finding(code="long", pointer="/text", message=too_long)
    else:
        for each in found(text.strip()):
            yield each.model_copy(update={"pointer": "/text", "message": PERSONAL.get(each.code, UNREADABLE)})
