"""Comments on a step: within the municipality, or between it and its county on what has been handed in.

The county supports and never sees a draft, so it speaks only of what is submitted or done, and what it asks for
(begäran om komplettering) changes no status. Nothing written is changed: an answer, a withdrawal and a settlement are
entries of their own that refer to the one before.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from domain.content.base import MANY, Answer
from domain.content.gaps import Kind as Node
from domain.content.year import Content
from domain.errors import Conflict, Invalid, NotAllowed, NotFound
from domain.people import Action, Actor, Place, may
from domain.steps import StepStatus

LONGEST = 5_000  # characters
MOST = 1_000  # entries of one person in one year

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]
_NODE = rf"({'|'.join(Node)}):[A-Za-zÅÄÖåäö][A-Za-zÅÄÖåäö0-9_.-]{{0,39}}"
_POINTER = r"(/[a-z_]{1,40}|/[0-9]{1,3})+"
Object = Annotated[str, StringConstraints(pattern=rf"^({_NODE}|{_POINTER})$", max_length=200)]
"""An object in a step's content: a node of the red thread, such as measure:A1, or a JSON pointer, such as /links/0."""


class CommentNotFound(NotFound):
    """There is no such comment, or it was not written for you."""


class CommentInvalid(Invalid):
    """The comment cannot be kept as it is; `errors` says where."""


class StepNotReleased(Conflict):
    """Municipality and county comment on what is handed in or done; drafts are the municipality's alone."""


class CommentWithdrawn(Conflict):
    """Its writer took the comment back; it can neither be answered nor withdrawn once more."""


class SupplementNotOpen(Conflict):
    """Somebody has answered the request, marked it settled or withdrawn it."""


class TooManyComments(Conflict):
    pass


class NotYourComment(NotAllowed):
    """A comment is withdrawn by the person who wrote it."""


class NotASupplement(Invalid):
    """Only a request for supplement is marked settled."""


class Audience(StrEnum):
    """For whom: the municipality's own people alone, or them and the county's coordinators."""

    MUNICIPALITY = "municipality"
    SHARED = "shared"


class Kind(StrEnum):
    """What an entry is. The first two hold text; the others say what became of one of those."""

    COMMENT = "comment"
    SUPPLEMENT = "supplement"
    WITHDRAWAL = "withdrawal"
    SETTLEMENT = "settlement"


WITH_TEXT = (Kind.COMMENT, Kind.SUPPLEMENT)


class State(StrEnum):
    """Where a request for supplement stands; it is the municipal coordinator's to do while it is open."""

    OPEN = "open"
    ANSWERED = "answered"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Remark(_Frozen):
    """What somebody writes, and of which object of the step, if of one.

    `answered` says why what reads as personal data in it may stand, such as the number of a colleague's function.
    """

    text: Text
    object: Object | None = None
    answered: Annotated[tuple[Answer, ...], Field(max_length=MANY)] = ()


class About(_Frozen):
    """A step as a comment finds it: its status, and the content of version `version` in the form `form`."""

    step: str
    status: StepStatus
    version: int
    form: str
    content: Content | None = None


class Entry(_Frozen):
    """An entry to be kept. `refers_to` is the number of what it answers, withdraws or settles."""

    step: str
    version: int
    audience: Audience
    kind: Kind
    object: str | None = None
    text: str | None = None
    refers_to: int | None = None


class Written(_Frozen):
    """A comment or a request as it stands: what was kept, by whom, and what became of it."""

    number: int
    entry: Entry
    person: str
    withdrawn: bool = False
    answered: bool = False
    settled: bool = False

    @property
    def state(self) -> State | None:
        """None for what is no request for supplement."""
        if self.entry.kind is not Kind.SUPPLEMENT:
            return None
        if self.withdrawn:
            return State.WITHDRAWN
        if self.settled:
            return State.SETTLED
        return State.ANSWERED if self.answered else State.OPEN


ALLOWED_BY = {Audience.MUNICIPALITY: Action.COMMENT_WITHIN, Audience.SHARED: Action.COMMENT}


def audiences(actor: Actor, place: Place) -> tuple[Audience, ...]:
    """What the actor reads, and may write, there; empty for those who take no part in it."""
    return tuple(audience for audience, action in ALLOWED_BY.items() if may(actor, action, place))
