"""Comments over the wire. A caller never supplies who writes or when."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from domain.commands import StepKey
from domain.comments import Audience, Kind, Object, State, Text
from domain.content.base import MANY, Answer


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _WithText(_Body):
    """A phone number, e-mail or street address in the text may stand once `answered` says why, as in a step's content:
    {"pointer": "/text", "reason": "funktionskontakt"}.
    """

    text: Text
    answered: Annotated[tuple[Answer, ...], Field(max_length=MANY)] = ()


class NewComment(_WithText):
    """`object` names what in the step's content it is about: measure:A1, as the thread does, or a JSON pointer."""

    step: StepKey
    audience: Audience
    object: Object | None = None


class NewSupplement(_WithText):
    step: StepKey
    object: Object | None = None


class NewAnswer(_WithText):
    pass


class ReadUpto(_Body):
    """The number of the last comment that was read."""

    upto: Annotated[int, Field(strict=True, ge=0, le=2**62)]


class CommentView(BaseModel):
    """`text` is null once the comment is withdrawn. `version` is the step's content that it speaks of.

    `answers` is the number of what it answers. `state` is a request for supplement's: open until the municipal
    coordinator has answered it or marked it settled. `unread` is so for others' comments after what one has read.
    """

    number: int
    cycle: str
    step: str
    version: int
    object: str | None
    audience: Audience
    kind: Kind
    answers: int | None
    text: str | None
    person: str
    role: str
    written_at: datetime
    withdrawn_at: datetime | None
    state: State | None
    unread: bool | None = None


class Unread(BaseModel):
    """`upto` is the number up to which one has read; `steps` counts what others wrote after it, by step."""

    upto: int
    total: int
    steps: dict[str, int]


class Comments(BaseModel):
    items: tuple[CommentView, ...]
    unread: Unread
    next: str | None


class SupplementView(CommentView):
    """A request for supplement, with where it is about; `done_at` is when it was answered, settled or withdrawn."""

    municipality: str
    municipality_name: str
    done_at: datetime | None


class Supplements(BaseModel):
    items: tuple[SupplementView, ...]
    next: str | None
