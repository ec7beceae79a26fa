"""What somebody has typed to be done for several municipalities, and what is wrong with it, in words of the page."""

from collections.abc import Iterator, Mapping
from datetime import date
from gettext import NullTranslations

from pydantic import BaseModel, Field

from api.dependencies import idempotency_key
from domain.commenting import check
from domain.comments import LONGEST, CommentInvalid, Remark
from domain.content import personal
from domain.errors import Finding
from web.bulk import Do, New
from web.language import N_

REASON = 2000  # characters (domain.commands.Reason)

PERSONAL: Mapping[str, str] = {
    "identity-number": N_("Det ser ut att stå ett personnummer här. Ta bort det."),
    "like-identity-number": N_("Det ser ut att stå delar av ett personnummer här. Ta bort dem."),
    "phone-number": N_("Det ser ut att stå ett telefonnummer här. Ta bort det."),
    "email-address": N_("Det ser ut att stå en e-postadress här. Ta bort den."),
    "street-address": N_("Det ser ut att stå en gatuadress här. Skriv området i stället."),
}
UNREADABLE = N_("Texten innehåller tecken som inte kan sparas. Skriv om den.")


class Typed(BaseModel):
    """The form as it was sent. `key` makes a double click one command for each municipality."""

    do: Do
    step: str = Field(max_length=50)
    place: tuple[str, ...] = ()
    stage: str = ""
    latest: str = ""
    text: str = ""
    key: str = Field(default_factory=idempotency_key, max_length=100)

    @property
    def new(self) -> New:
        """Raises ValueError for a day that is none."""
        return New(date.fromisoformat(self.latest.strip()), self.text.strip())

    @property
    def remark(self) -> Remark:
        return Remark(text=self.text.strip())


def checked(typed: Typed, today: date, t: NullTranslations) -> tuple[Finding, ...]:
    """Everything that is wrong with it, whichever municipalities it is for."""
    found = [*_of_day(typed, today)] if typed.do is Do.EXTEND else []
    found += _of_text(typed)
    if not typed.place:
        found.append(Finding(code="missing", pointer="/place", message=N_("Välj minst en kommun.")))
    return tuple(each.model_copy(update={"message": t.gettext(each.message)}) for each in found)


def _of_day(typed: Typed, today: date) -> Iterator[Finding]:
    try:
        day = date.fromisoformat(typed.latest.strip())
    except ValueError:
        yield Finding(code="day", pointer="/latest", message=N_("Skriv det nya datumet som 2027-03-31."))
    else:
        if day <= today:
            yield Finding(code="passed", pointer="/latest", message=N_("Det nya datumet ska ligga efter i dag."))


def _of_text(typed: Typed) -> Iterator[Finding]:
    text = typed.text.strip()
    extends = typed.do is Do.EXTEND
    if not text:
        message = N_("Skriv varför kommunerna får mer tid.") if extends else N_("Skriv vad som behöver kompletteras.")
        yield Finding(code="missing", pointer="/text", message=message)
    elif len(text) > (REASON if extends else LONGEST):
        message = N_("Skriv högst 2 000 tecken.") if extends else N_("Skriv högst 5 000 tecken.")
        yield Finding(code="long", pointer="/text", message=message)
    else:
        yield from (_said(each) for each in _personal(typed))


def _personal(typed: Typed) -> tuple[Finding, ...]:
    if typed.do is Do.EXTEND:
        return personal.never({"text": typed.text})
    try:
        check(typed.remark)
    except CommentInvalid as error:
        return error.findings
    return ()


def _said(finding: Finding) -> Finding:
    return finding.model_copy(update={"pointer": "/text", "message": PERSONAL.get(finding.code, UNREADABLE)})
