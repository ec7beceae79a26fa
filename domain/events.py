"""What has happened in a cycle, in the past tense. No event holds a word that a person wrote.

The log is the truth: a cycle is the fold of its events (domain/cycle.py). Text and content stay in the command that an
event came from; the log names that command and its hash.
"""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from domain.people import Role
from domain.process import Kind, Phase
from domain.schedule import Move as DateMove
from domain.schedule import StepDates


class _Event(BaseModel):
    """`at` is the instant (UTC) that the decision was made with; within a cycle it never runs backwards."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: datetime


class _StepEvent(_Event):
    step: str


class CycleStarted(_Event):
    kind: Literal["CycleStarted"] = "CycleStarted"
    cycle: str
    municipality: str
    county: str
    year: int
    cycle_kind: Kind
    process: str
    process_key: str
    process_version: int
    round: str | None = None
    plan_in_force: str | None = None
    dates: tuple[StepDates, ...]


class ScheduleMoved(_Event):
    """Dates moved because work starts later than planned: each with old and new."""

    kind: Literal["ScheduleMoved"] = "ScheduleMoved"
    moves: tuple[DateMove, ...]


class StepOpened(_StepEvent):
    """Everything the step waits for is settled."""

    kind: Literal["StepOpened"] = "StepOpened"


class StepHeld(_StepEvent):
    """An untouched open step waits again, since something it waits for was opened anew."""

    kind: Literal["StepHeld"] = "StepHeld"


class StepSubmitted(_StepEvent):
    """Content handed in, waiting for the step's approver. `version` counts the step's contents from 1.

    `on_behalf` is the absent person whose place `by` took.
    """

    kind: Literal["StepSubmitted"] = "StepSubmitted"
    version: int
    by: str
    on_behalf: str | None = None


class StepCompleted(_StepEvent):
    """Content handed in to a step that nobody approves: it is done."""

    kind: Literal["StepCompleted"] = "StepCompleted"
    version: int
    by: str
    on_behalf: str | None = None


class StepApproved(_StepEvent):
    kind: Literal["StepApproved"] = "StepApproved"
    version: int
    by: str


class StepReturned(_StepEvent):
    kind: Literal["StepReturned"] = "StepReturned"
    version: int
    by: str


class StepRecalled(_StepEvent):
    kind: Literal["StepRecalled"] = "StepRecalled"
    version: int


class StepReopened(_StepEvent):
    """`stale` names the steps that built on it: none of them counts as holding until it is known what has changed."""

    kind: Literal["StepReopened"] = "StepReopened"
    stale: tuple[str, ...]


class StaleStep(BaseModel):
    """`at` points (RFC 6901) to what in the step's content rests on something that changed; "" is all of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    step: str
    at: tuple[str, ...]


class ChangeTraced(_StepEvent):
    """What was built upon has been settled anew: exactly what in the later steps is `stale`; the rest of them holds."""

    kind: Literal["ChangeTraced"] = "ChangeTraced"
    stale: tuple[StaleStep, ...]


class StepConfirmed(_StepEvent):
    kind: Literal["StepConfirmed"] = "StepConfirmed"
    version: int
    by: str


class StepAssigned(_StepEvent):
    """Which role has the step from now on, and which of its persons (ids), where it is one in particular."""

    kind: Literal["StepAssigned"] = "StepAssigned"
    old: Role
    new: Role
    old_person: str | None = None
    new_person: str | None = None


class StepExtended(_StepEvent):
    kind: Literal["StepExtended"] = "StepExtended"
    old_latest: date | None
    new_latest: date


class StepWaived(_StepEvent):
    kind: Literal["StepWaived"] = "StepWaived"


class StepSkipped(_StepEvent):
    """An optional step that nobody began when the year closed."""

    kind: Literal["StepSkipped"] = "StepSkipped"


class StepReminded(_StepEvent):
    """`due` is the day the reminder belongs to, `to` the role that has to act, `by` who reminded; None is the clock."""

    kind: Literal["StepReminded"] = "StepReminded"
    due: date
    to: Role
    by: str | None = None


class StepOverdue(_StepEvent):
    """The latest date passed and the step is not settled."""

    kind: Literal["StepOverdue"] = "StepOverdue"
    latest: date


class StepEscalated(_StepEvent):
    """A rung of the escalation ladder was reached; the county is told in order to offer support (stödbehov)."""

    kind: Literal["StepEscalated"] = "StepEscalated"
    due: date
    to: Role


class PhaseEntered(_Event):
    kind: Literal["PhaseEntered"] = "PhaseEntered"
    phase: Phase


class CycleClosed(_Event):
    kind: Literal["CycleClosed"] = "CycleClosed"


class CycleReopened(_Event):
    kind: Literal["CycleReopened"] = "CycleReopened"


Event = (
    CycleStarted
    | ScheduleMoved
    | StepOpened
    | StepHeld
    | StepSubmitted
    | StepCompleted
    | StepApproved
    | StepReturned
    | StepRecalled
    | StepReopened
    | ChangeTraced
    | StepConfirmed
    | StepAssigned
    | StepExtended
    | StepWaived
    | StepSkipped
    | StepReminded
    | StepOverdue
    | StepEscalated
    | PhaseEntered
    | CycleClosed
    | CycleReopened
)

events: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="kind")])
