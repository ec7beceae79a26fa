"""Registration: that a finished document was entered in a diarium, by the municipality or by the county.

The system is no diarium. It remembers under which number (diarienummer) each side registered which version, so that
the document can be found there. A version is named by what its footer says: a number and a hash of the log.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from domain.commands import Reason
from domain.content import personal
from domain.errors import Conflict, Finding, Invalid, NotFound
from domain.people import Role

FOOTER_HASH = 12
"""Hexadecimal digits of the log's hash that a document's footer shows."""


class RegistrationInvalid(Invalid):
    """What is said of a registration cannot be right; `errors` says where. Nothing was kept."""


class NoSuchVersion(NotFound):
    """No version of the document has this hash in its footer."""


class RegisteredOtherwise(Conflict):
    """This version stands registered otherwise. To correct it, say why."""


class Side(StrEnum):
    """Whose diarium. The municipality registers what it finished, the county what it received."""

    MUNICIPALITY = "municipality"
    COUNTY = "county"


def _printable(text: str) -> str:
    if not text.isprintable():
        raise PydanticCustomError("not-printable", "a diarienummer is letters, digits and signs that can be seen")
    return text


def _no_person(text: str) -> str:
    if personal.Kind.IDENTITY_NUMBER in personal.kinds(text):
        raise PydanticCustomError("identity-number", "this reads as a national identity number, which it may not hold")
    return text


Number = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=40),
    AfterValidator(_printable),
    AfterValidator(_no_person),
]
"""Diarienummer: 1 to 40 characters in whatever form the diarium gives them."""
FooterHash = Annotated[str, StringConstraints(to_lower=True, strip_whitespace=True, pattern=r"^[0-9a-fA-F]{12,64}$")]


class Registration(BaseModel):
    """What is said of a registration. `version` and `hash` are those of the document's footer.

    `reason` says why an earlier registration of the same version is corrected, and only then stands there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Annotated[int, Field(ge=1, le=10_000)]
    hash: FooterHash
    number: Number
    registered_on: date
    reason: Reason | None = None


class Earlier(BaseModel):
    """The registration of the same version on the same side that stands so far."""

    model_config = ConfigDict(frozen=True)

    number: str
    registered_on: date


class Printed(BaseModel):
    """A version of a document as the log knows it: the number of its content, and the day it says that it is of."""

    model_config = ConfigDict(frozen=True)

    version: int
    dated: date


class Mark(StrEnum):
    """Whether what would be printed now is in the diarium."""

    NOT_REGISTERED = "not_registered"
    REGISTERED = "registered"
    CHANGED = "changed_since"


def side_of(role: Role) -> Side:
    return Side.COUNTY if role is Role.COUNTY_COORDINATOR else Side.MUNICIPALITY


def check(new: Registration, printed: Printed, today: date) -> None:
    """Raises RegistrationInvalid with everything that keeps `new` from being taken."""
    found = [
        Finding(code=code, pointer=pointer, message=message)
        for wrong, code, pointer, message in (
            (
                new.version != printed.version,
                "other-version",
                "/version",
                "the footer with this hash has another version",
            ),
            (new.registered_on > today, "date-ahead", "/registered_on", "that day is ahead; register it first"),
            (
                new.registered_on < printed.dated,
                "before-document",
                "/registered_on",
                f"this version is of {printed.dated}; it cannot have been registered before",
            ),
        )
        if wrong
    ]
    if new.reason is not None and personal.kinds(new.reason):
        message = "this reads as personal data; write it without, for it is kept for good"
        found.append(Finding(code="personal-data", pointer="/reason", message=message))
    if new.reason is not None and "\0" in new.reason:
        found.append(Finding(code="not-text", pointer="/reason", message="it holds a character that no text holds"))
    if found:
        raise RegistrationInvalid(f"The registration cannot be taken: {len(found)} finding(s)", tuple(found))


def is_new(new: Registration, standing: Earlier | None) -> bool:
    """Whether `new` is to be kept; not so where it stands already.

    Raises RegisteredOtherwise without a reason for the change, and RegistrationInvalid for a reason without a change.
    """
    if standing is None:
        if new.reason is not None:
            finding = Finding(code="nothing-to-correct", pointer="/reason", message="leave it out the first time")
            raise RegistrationInvalid("There is no earlier registration of this version to correct", (finding,))
        return True
    if (standing.number, standing.registered_on) == (new.number, new.registered_on):
        return False
    if new.reason is None:
        finding = Finding(code="reason-missing", pointer="/reason", message="say why the earlier one is corrected")
        raise RegisteredOtherwise("This version is registered already, otherwise than this says", (finding,))
    return True


def mark(*, standing: bool, ever: bool) -> Mark:
    """Of one side: `standing` if it registered the version that would be printed now, `ever` if any version."""
    if standing:
        return Mark.REGISTERED
    return Mark.CHANGED if ever else Mark.NOT_REGISTERED
