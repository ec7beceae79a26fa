"""What goes over the wire. A caller never supplies who acts or when."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, model_validator

from api.content import ExactContent
from domain.commands import Content, PersonId, Reason
from domain.content.gaps import Gap
from domain.errors import Finding
from domain.people import Body, Role
from domain.process import Kind

CountyCode = Annotated[str, StringConstraints(pattern=r"^\d{2}$")]
MunicipalityCode = Annotated[str, StringConstraints(pattern=r"^\d{4}$")]
Year = Annotated[int, Field(strict=True, ge=1900, le=2200)]
PlanName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NewRound(_Body):
    """Without `municipalities` the round takes in all of the county's; the others can join later."""

    county: CountyCode
    year: Year
    kind: Kind = Kind.FULL
    municipalities: tuple[MunicipalityCode, ...] | None = None


class Retry(_Body):
    municipality: MunicipalityCode | None = None


class NewCycle(_Body):
    """`plan_in_force` names the plan that a light year follows up; without it, the last one decided here."""

    municipality: MunicipalityCode
    year: Year
    kind: Kind = Kind.FULL
    plan_in_force: PlanName | None = None


class Completion(_Body):
    content: ExactContent


class Review(_Body):
    """`outcome` is approve or return; a return says why."""

    outcome: Annotated[str, StringConstraints(pattern="^(approve|return)$")]
    reason: Reason | None = None


class WithReason(_Body):
    reason: Reason


class Nothing(_Body):
    pass


class Assignment(_Body):
    """A role, a person, or both: a person without a role does it as what they are in the municipality."""

    role: Role | None = None
    person: PersonId | None = None

    @model_validator(mode="after")
    def _names_somebody(self) -> Self:
        if self.role is None and self.person is None:
            raise ValueError("name a role or a person")
        return self


class Extension(_Body):
    latest: date
    reason: Reason


class Named(BaseModel):
    code: str
    name: str


class Text(BaseModel):
    sv: str
    en: str


class GrantView(BaseModel):
    role: Role
    county: str | None
    municipalities: tuple[str, ...]
    bodies: tuple[Body, ...]


class Me(BaseModel):
    person: str
    grants: tuple[GrantView, ...]
    demo: bool


class ProcessView(BaseModel):
    key: str
    version: int
    hash: str


class StepView(BaseModel):
    """`version` counts handed-in contents and is the step's ETag; `waits_for` names what must be settled first.

    `stale_at` points (RFC 6901) to what in the content rests on something that has changed since, "" to all of it;
    empty while a step that it builds on is open again and nobody can say yet.
    """

    key: str
    title: str
    titles: Text
    phase: str
    basis: str
    reference: str
    status: str
    role: str
    bodies: tuple[str, ...]
    approver: str | None
    approver_bodies: tuple[str, ...]
    acting_role: str | None
    person: str | None
    target: date
    latest: date | None
    stale: bool
    stale_at: tuple[str, ...]
    optional: bool
    waivable: bool
    waits_for: tuple[str, ...]
    form: str
    version: int


class StepContent(StepView):
    """A step with the content that was handed in last; null before that, or where it may not be read."""

    content: Content | None


class CycleView(BaseModel):
    """`version` is the number of events in the log, `head` the hash of the last one.

    `warnings` say what to think of after what was just done; nothing was refused.
    """

    id: str
    municipality: str
    municipality_name: str
    county: str
    year: int
    kind: str
    status: str
    phase: str
    version: int
    head: str
    round: str | None
    plan_in_force: str | None
    process: ProcessView
    started_at: datetime
    changed_at: datetime
    closed_at: datetime | None
    steps: tuple[StepView, ...]
    warnings: tuple[Finding, ...] = ()


class Live(BaseModel):
    """What the year's own workflow says. `running` is false for a year whose workflow has ended with it."""

    running: bool
    version: int | None = None
    phase: str | None = None
    next_wakeup: datetime | None = None
    closed: bool | None = None
    awaits: tuple[str, ...] = ()


class EventView(BaseModel):
    """One event. `reason` is what the person wrote, for those who may read the municipality's content.

    `on_behalf` is whose place `person` took; `request` is the `X-Request-ID` that the command came with.
    """

    seq: int
    kind: str
    at: datetime
    step: str | None
    person: str | None
    role: str | None
    on_behalf: str | None
    request: str | None
    command: str | None
    reason: str | None
    data: dict[str, JsonValue]
    hash: str


class Events(BaseModel):
    items: tuple[EventView, ...]
    next: str | None


class MemberView(BaseModel):
    """`state`: started, pending, failed (with its reason; see retry), or not_in_round."""

    municipality: str
    name: str
    state: str
    cycle: str | None
    status: str | None
    reason: str | None
    message: str | None


class RoundView(BaseModel):
    id: str
    county: Named
    year: int
    kind: str
    process: str
    opened_at: datetime
    started: int
    pending: int
    failed: int
    municipalities: tuple[MemberView, ...]


class CommandView(BaseModel):
    """`status`: pending until it is decided, then accepted or rejected (with the problem's name and sentence)."""

    id: str
    kind: str
    cycle: str | None
    round: str | None
    status: str
    problem: str | None = None
    detail: str | None = None


class Checked(BaseModel):
    """`findings` keep the content from being handed in; `gaps` do not, and stay to be seen."""

    findings: tuple[Finding, ...]
    gaps: tuple[Gap, ...]


class FormView(BaseModel):
    """A form's JSON schema; each property's `basis` says who asks for it: law, guidance, practice, or our design."""

    name: str
    form_schema: Annotated[dict[str, JsonValue], Field(serialization_alias="schema")]


class DraftView(BaseModel):
    content: Content
    version: int
    saved_at: datetime
    saved_by: str


class NextStep(BaseModel):
    step: str
    title: str
    status: str
    acting_role: str | None
    target: date
    latest: date | None


class OverviewItem(BaseModel):
    """`done` of `total` steps are settled; `overdue` counts unsettled required steps whose latest date has passed."""

    cycle: str
    municipality: str
    municipality_name: str
    county: str
    year: int
    kind: str
    status: str
    phase: str
    done: int
    total: int
    overdue: int
    next: NextStep | None


class Overview(BaseModel):
    items: tuple[OverviewItem, ...]
    next: str | None


class Task(BaseModel):
    """`action`: complete, review, confirm, or supplement. `days_left` to the latest date (else the target); negative
    when passed.

    What the county asks for as a supplement has no date and changes no status; `comment` is its number, to be answered
    or settled under the cycle's comments.
    """

    cycle: str
    municipality: str
    municipality_name: str
    step: str
    title: str
    reference: str
    status: str
    action: str
    target: date | None
    latest: date | None
    days_left: int | None
    timing: str
    comment: int | None = None


class Tasks(BaseModel):
    items: tuple[Task, ...]
    next: str | None


class Health(BaseModel):
    status: str
    database: bool = True
    temporal: bool = True
