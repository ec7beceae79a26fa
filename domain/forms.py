"""What a step's content may be: typed forms, by the name the process gives. A form slots in here and nowhere else."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AnyHttpUrl, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from domain.commands import Content
from domain.errors import Finding, Invalid

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50_000)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]

NO_FORM = "none"


class ContentInvalid(Invalid):
    """A step's content is not what its form asks for; `findings` says where."""


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Link(_Form):
    title: Line
    url: AnyHttpUrl


class TextForm(_Form):
    """Plain text and links. `plan` names the plan in force that a light year follows up, where none is known."""

    text: Text
    links: Annotated[tuple[Link, ...], Field(max_length=50)] = ()
    plan: Line | None = None


class NothingForm(_Form):
    """A step without content of its own, such as the start of the year."""


FORMS: Mapping[str, type[BaseModel]] = {"text": TextForm, NO_FORM: NothingForm}


def findings(form: str, content: Content) -> tuple[Finding, ...]:
    """Everything that keeps `content` from being what the form asks for; empty when it is right."""
    try:
        FORMS[form].model_validate(content)
    except ValidationError as error:
        return tuple(
            Finding(code=detail["type"], pointer=pointer(detail["loc"]), message=detail["msg"])
            for detail in error.errors(include_url=False, include_context=False, include_input=False)
        )
    return ()


def pointer(loc: tuple[int | str, ...]) -> str:
    """A JSON pointer (RFC 6901) from pydantic's location."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in loc)
