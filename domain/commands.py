"""What somebody wants of a cycle, in the imperative. A tick of time is a command too.

A command is filed as it is, with all text and content, before anything is decided; it never changes afterwards.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, TypeAdapter

from domain.people import Body, Role
from domain.process import Kind

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
StepKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,49}$")]
PersonId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,60}$")]
Content = dict[str, JsonValue]


class Acting(BaseModel):
    """Who acts, and as what: a person's id, the one role used, and the bodies a decision-maker speaks for.

    `on_behalf` is the person whose place they take while that one is away; none acts for themselves.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    person: str
    role: Role
    bodies: tuple[Body, ...] = ()
    on_behalf: str | None = None


class _Command(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _PersonCommand(_Command):
    actor: Acting


class _StepCommand(_PersonCommand):
    step: StepKey


class StartCycle(_PersonCommand):
    """Start a municipality's year by the process version with this hash. `round` is empty for a year of one's own."""

    kind: Literal["StartCycle"] = "StartCycle"
    municipality: str
    county: str
    year: int
    cycle_kind: Kind
    process: str
    round: str | None = None
    plan_in_force: str | None = None


class Held(BaseModel):
    """What the year holds as a command is acted on: its contents by form, and what the step in question held when it
    was last settled, which is what others built on; None before.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    contents: dict[str, Content] = {}
    settled: Content | None = None


class CompleteStep(_StepCommand):
    """Hand in a step's content. `expected` is the content version the writer started from, if they said so.

    `held` is what whoever acts reads of the year; nobody files it.
    """

    kind: Literal["CompleteStep"] = "CompleteStep"
    content: Content
    expected: int | None = None
    held: Annotated[Held, Field(exclude=True)] = Held()


class ApproveStep(_StepCommand):
    kind: Literal["ApproveStep"] = "ApproveStep"
    expected: int | None = None
    held: Annotated[Held, Field(exclude=True)] = Held()


class ReturnStep(_StepCommand):
    """Send a submission back to those who did it (begäran om komplettering from the step's own approver)."""

    kind: Literal["ReturnStep"] = "ReturnStep"
    reason: Reason
    expected: int | None = None


class RecallStep(_StepCommand):
    """Take back one's own submission while nothing that builds on it has moved."""

    kind: Literal["RecallStep"] = "RecallStep"


class ReopenStep(_StepCommand):
    """Open a finished step again; what builds on it becomes stale. Works after the year is closed too."""

    kind: Literal["ReopenStep"] = "ReopenStep"
    reason: Reason


class ConfirmStep(_StepCommand):
    """Say that a stale step still holds although something it builds on was changed."""

    kind: Literal["ConfirmStep"] = "ConfirmStep"
    expected: int | None = None


class AssignStep(_StepCommand):
    """Give a step to a role, and to one person of that role if `person` names one; otherwise to whoever has it."""

    kind: Literal["AssignStep"] = "AssignStep"
    role: Role
    person: PersonId | None = None


class ClaimStep(_StepCommand):
    """Take on a step that one's group has and nobody in particular does."""

    kind: Literal["ClaimStep"] = "ClaimStep"


class ReleaseStep(_StepCommand):
    """Give a step that one has back to one's group."""

    kind: Literal["ReleaseStep"] = "ReleaseStep"


class RemindStep(_StepCommand):
    """Remind those whose turn it is, apart from the reminders that the process gives by itself."""

    kind: Literal["RemindStep"] = "RemindStep"


class ExtendStep(_StepCommand):
    kind: Literal["ExtendStep"] = "ExtendStep"
    latest: date
    reason: Reason


class WaiveStep(_StepCommand):
    kind: Literal["WaiveStep"] = "WaiveStep"
    reason: Reason


class CloseCycle(_PersonCommand):
    """Close a year although steps that the law does not require are unfinished; they are waived for this reason."""

    kind: Literal["CloseCycle"] = "CloseCycle"
    reason: Reason


class Tick(_Command):
    """Time has passed."""

    kind: Literal["Tick"] = "Tick"


PersonCommand = (
    StartCycle
    | CompleteStep
    | ApproveStep
    | ReturnStep
    | RecallStep
    | ReopenStep
    | ConfirmStep
    | AssignStep
    | ClaimStep
    | ReleaseStep
    | RemindStep
    | ExtendStep
    | WaiveStep
    | CloseCycle
)
Command = PersonCommand | Tick

commands: TypeAdapter[PersonCommand] = TypeAdapter(Annotated[PersonCommand, Field(discriminator="kind")])
