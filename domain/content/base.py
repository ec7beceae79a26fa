"""What every form is made of: frozen parts, text of bounded length, ids to refer by, and where a field comes from.

Each field may say its basis: the Act (`law`), Brå's guidance, common practice, or this system's own design. It travels
with the JSON schema as `basis`, so that whoever fills in a form sees what the Act asks for and what is only advice.
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import (
    AnyHttpUrl,
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    field_validator,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from domain.people import Body

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50_000)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5_000)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-zÅÄÖåäö][A-Za-zÅÄÖåäö0-9_.-]{0,39}$")]
"""Names an object in a year, such as P1: given by whoever writes it, kept for as long as the object lives."""
Number = Annotated[float, Field(allow_inf_nan=False)]
Kronor = Annotated[int, Field(ge=0, le=10**12)]
Percent = Annotated[int, Field(ge=0, le=100)]

MANY, SOME = 200, 50
APPEAL = timedelta(days=21)
NOTHING_SAID = "nothing-said"
ABOUT_ITSELF = frozenset({"answered", "made_up"})
"""The fields of a form that say something of the form, and nothing of the municipality."""


class Source(StrEnum):
    """Who asks for a field."""

    LAW = "law"
    GUIDANCE = "guidance"
    PRACTICE = "practice"
    DESIGN = "design"


class Basis:
    """Where a field comes from, shown in the JSON schema: {"source": "law", "reference": "4 § 1"}."""

    def __init__(self, source: Source, reference: str = "") -> None:
        self.source = source
        self.reference = reference

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        found = handler(schema)
        basis = {"source": self.source.value}
        return {**found, "basis": basis | ({"reference": self.reference} if self.reference else {})}


def law(paragraph: str) -> Basis:
    """A paragraph of lag (2023:196), such as `4 § 1`."""
    return Basis(Source.LAW, f"{paragraph} lag (2023:196)")


GUIDANCE = Basis(Source.GUIDANCE, "Brå, Polisen och SKR: Samverkan i lokalt brottsförebyggande arbete")
PRACTICE = Basis(Source.PRACTICE)
DESIGN = Basis(Source.DESIGN)


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Link(Part):
    title: Line
    url: AnyHttpUrl

    @field_validator("url")
    @classmethod
    def _no_login(cls, url: AnyHttpUrl) -> AnyHttpUrl:
        """`https://bra.se@elsewhere.example` leads elsewhere; and everybody would read a password in an address."""
        if url.username is not None or url.password is not None:
            raise PydanticCustomError("address-with-login", "an address without a name or a password in it")
        return url


class Period(Part):
    """From a day to a day, both included."""

    first: date
    last: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise PydanticCustomError("dates-out-of-order", "the last day comes before the first")
        return self


class Decision(Part):
    """Beslut: which body (5 § does not name it), on which meeting day, and where it is recorded.

    `adjusted_on` is when the minutes were approved (justerat), `posted_on` when they were posted (anslaget).
    """

    body: Body
    body_name: Annotated[Line | None, DESIGN] = None
    decided_on: Annotated[date, law("5 §")]
    paragraph: Annotated[Line | None, PRACTICE] = None
    reference: Annotated[Line | None, PRACTICE] = None
    adjusted_on: Annotated[date | None, PRACTICE] = None
    posted_on: Annotated[date | None, PRACTICE] = None

    @property
    def final_on(self) -> date | None:
        """Laga kraft if nobody appeals: three weeks from its posting (kommunallagen 13:5); None if not posted."""
        return self.posted_on + APPEAL if self.posted_on is not None else None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        days = [day for day in (self.decided_on, self.adjusted_on, self.posted_on) if day is not None]
        if days != sorted(days):
            raise PydanticCustomError("dates-out-of-order", "decided, approved and posted come in that order")
        return self


class Reason(StrEnum):
    """Why something that reads as personal data may stand: nobody's own phone, mailbox or home, or no such thing."""

    FUNCTIONAL_CONTACT = "funktionskontakt"
    PUBLIC_OFFICE = "offentlig_verksamhet"
    NOT_PERSONAL = "ingen_personuppgift"
    MADE_UP = "pahittat_exempel"


class Answer(Part):
    """An answer to what was found at `pointer` (RFC 6901, `/measures/3/place`). It has no room for text of its own."""

    pointer: Annotated[str, StringConstraints(pattern=r"^(/[a-z_]{1,40}|/[0-9]{1,3})+$", max_length=200)]
    reason: Reason


class Form(Part):
    """A step's content. Whoever keeps it in a document of their own may hand in text and links alone; then nothing can
    be tied together or checked, which the thread and the map of the Act say. `made_up` marks an example, wherever it is
    shown: its documents and its thread carry the mark.
    """

    text: Text | None = None
    links: Annotated[tuple[Link, ...], Field(max_length=SOME)] = ()
    answered: Annotated[tuple[Answer, ...], Field(max_length=MANY), DESIGN] = ()
    made_up: Annotated[bool, DESIGN] = False

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not any(getattr(self, name) for name in self.model_fields_set - ABOUT_ITSELF):
            raise PydanticCustomError(NOTHING_SAID, "there is nothing in it: no text, no link, no part filled in")
        return self
