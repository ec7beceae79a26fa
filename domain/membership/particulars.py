"""What says who a person is: name and work address. Kept beside the log, never in it, and taken away by erasing."""

import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

from domain.content.personal import Kind, kinds


def address(email: str) -> str:
    """An address as it is kept and compared: large letters and small are the same mailbox."""
    return unicodedata.normalize("NFC", email).strip().lower()


def _printable(name: str) -> str:
    if not name.isprintable():
        raise PydanticCustomError("not-printable", "a name has letters, spaces and punctuation alone")
    return _no_identity(name)


def _no_identity(text: str) -> str:
    if Kind.IDENTITY_NUMBER in kinds(text):
        raise PydanticCustomError("identity-number", "this reads as a personnummer or samordningsnummer: remove it")
    return text


Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_printable)
]
Email = Annotated[
    str,
    StringConstraints(
        max_length=254, pattern=r"^\s*[^@\s,;<>\x00-\x1f]{1,64}@[^@\s,;<>.\x00-\x1f]+(\.[^@\s,;<>.\x00-\x1f]+)+\s*$"
    ),
    AfterValidator(address),
    AfterValidator(_no_identity),
]


class Particulars(BaseModel):
    """Who is invited: name, work e-mail, and the language (ISO 639-1) to be written to in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    email: Email
    language: Literal["sv", "en"] = "sv"
