"""Åtgärdsplan: goals, the measures that act on causes, the plan that holds them, and the decision on it (5 §)."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from domain.content.base import (
    DESIGN,
    GUIDANCE,
    MANY,
    PRACTICE,
    SOME,
    Decision,
    Form,
    Id,
    Kronor,
    Line,
    Note,
    Number,
    Part,
    Period,
    Text,
    law,
)


class Goal(Part):
    """Effektmål: what shall have changed in a problem, by when."""

    id: Id
    problem: Annotated[Id, GUIDANCE]
    what: Annotated[Note, GUIDANCE]
    by: Annotated[date | None, GUIDANCE] = None


class Goals(Form):
    goals: Annotated[tuple[Goal, ...], Field(max_length=MANY), GUIDANCE] = ()


class Direction(StrEnum):
    LOWER = "minska"
    HIGHER = "oka"
    KEEP = "behalla"


class Indicator(Part):
    """What is measured. The baseline (utgångsläge) is taken before the measure starts."""

    name: Annotated[Line, GUIDANCE]
    source: Annotated[Line | None, GUIDANCE] = None
    baseline: Annotated[Number | None, GUIDANCE] = None
    baseline_on: Annotated[date | None, GUIDANCE] = None
    target: Annotated[Number | None, GUIDANCE] = None
    target_on: Annotated[date | None, GUIDANCE] = None
    direction: Annotated[Direction, GUIDANCE] = Direction.LOWER

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.baseline_on and self.target_on and self.target_on < self.baseline_on:
            raise PydanticCustomError("dates-out-of-order", "the target's day comes before the baseline's")
        return self


class Prevention(StrEnum):
    SITUATIONAL = "situationell"
    SOCIAL = "social"
    BOTH = "bada"


class Level(StrEnum):
    UNIVERSAL = "universell"
    SELECTIVE = "selektiv"
    INDICATED = "indikerad"


class Funding(StrEnum):
    ORDINARY = "ordinarie"
    GRANT = "statsbidrag"
    OTHER = "annat"


class Lineage(StrEnum):
    """What became of last year's measure in this year's plan."""

    CONTINUED = "fortsatter"
    CHANGED = "andrad"


class Origin(Part):
    """From which year's measure this one comes."""

    cycle: Annotated[str, Field(pattern=r"^\d{4}-\d{4}$")]
    measure: Id
    how: Lineage
    reason: Note


class Measure(Part):
    """Åtgärd. One owner: an organisation and a role, no person's name. The plan of 5 § holds what the municipality
    intends to do itself; `municipal` says whether this is that, or another party's. Not answered is not stated.
    """

    id: Id
    title: Annotated[Line, GUIDANCE]
    what: Annotated[Note | None, GUIDANCE] = None
    problems: Annotated[tuple[Id, ...], Field(max_length=SOME), law("5 §")] = ()
    causes: Annotated[tuple[Id, ...], Field(max_length=SOME), GUIDANCE] = ()
    goals: Annotated[tuple[Id, ...], Field(max_length=SOME), GUIDANCE] = ()
    operative_goal: Annotated[Note | None, GUIDANCE] = None
    indicator: Annotated[Indicator | None, GUIDANCE] = None
    prevention: Annotated[Prevention | None, GUIDANCE] = None
    level: Annotated[Level | None, PRACTICE] = None
    target_group: Annotated[Line | None, GUIDANCE] = None
    place: Annotated[Line | None, GUIDANCE] = None
    owner: Annotated[Line | None, GUIDANCE] = None
    owner_role: Annotated[Line | None, GUIDANCE] = None
    partners: Annotated[tuple[Line, ...], Field(max_length=SOME), GUIDANCE] = ()
    municipal: Annotated[bool | None, law("5 §")] = None
    period: Annotated[Period | None, GUIDANCE] = None
    budget: Annotated[Kronor | None, GUIDANCE] = None
    funding: Annotated[Funding | None, GUIDANCE] = None
    knowledge: Annotated[Note | None, GUIDANCE] = None
    follow_up: Annotated[Note | None, GUIDANCE] = None
    citizen_promise: Annotated[bool, GUIDANCE] = False
    camera_surveillance: Annotated[bool, law("14 §")] = False
    origin: Annotated[Origin | None, DESIGN] = None


class NoMeasure(Part):
    """The municipality judges that a prioritised problem needs no measure, and says why (3 §)."""

    problem: Id
    reason: Annotated[Note, law("3 §")]


class Ended(Part):
    """A measure of last year's that this plan does not go on with."""

    origin_cycle: Annotated[str, Field(pattern=r"^\d{4}-\d{4}$")]
    measure: Id
    how: Annotated[str, Field(pattern="^(genomford|avbruten)$")]
    reason: Note


class Measures(Form):
    measures: Annotated[tuple[Measure, ...], Field(max_length=MANY), law("5 §")] = ()
    none_needed: Annotated[tuple[NoMeasure, ...], Field(max_length=MANY), law("3 §")] = ()
    ended: Annotated[tuple[Ended, ...], Field(max_length=MANY), DESIGN] = ()


class ActionPlan(Form):
    """The plan itself. It rests on one lägesbild (5 §): this year's, or the one that is named with its day."""

    title: Annotated[Line | None, PRACTICE] = None
    valid: Annotated[Period | None, PRACTICE] = None
    summary: Annotated[Text | None, PRACTICE] = None
    based_on: Annotated[Line | None, law("5 §")] = None
    based_on_day: Annotated[date | None, law("5 §")] = None


class PlanDecision(Form):
    """Beslut om åtgärdsplan (5 §). The Act does not say which body decides."""

    decision: Annotated[Decision | None, law("5 §")] = None
