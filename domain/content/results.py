"""Uppföljning (6 §): what was done along the way, what came of each measure, and the report to fullmäktige (13 §)."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

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


class Progress(StrEnum):
    PLANNED = "planerad"
    UNDER_WAY = "pagar"
    DONE = "genomford"
    DELAYED = "forsenad"
    STOPPED = "avbruten"


class ProgressNote(Part):
    measure: Id
    on: date
    status: Annotated[Progress, DESIGN]
    what: Annotated[Note, GUIDANCE]


class Implementation(Form):
    notes: Annotated[tuple[ProgressNote, ...], Field(max_length=1000), GUIDANCE] = ()


class Done(StrEnum):
    YES = "ja"
    PARTLY = "delvis"
    NO = "nej"


class Effect(StrEnum):
    DECREASED = "minskat"
    UNCHANGED = "oforandrat"
    INCREASED = "okat"
    UNKNOWN = "gar_ej_att_bedoma"


class Confidence(StrEnum):
    LOW = "lag"
    MEDIUM = "medel"
    HIGH = "hog"


class Next(StrEnum):
    CONTINUE = "fortsatt"
    ADJUST = "justera"
    EXTEND = "utoka"
    END = "avsluta"


class Result(Part):
    """What came of one measure. `value` is its indicator's; `effect` is what has become of the problem that it
    addresses: an indicator that was to rise may have risen while the problem decreased.
    """

    measure: Id
    done: Annotated[Done | None, GUIDANCE] = None
    value: Annotated[Number | None, GUIDANCE] = None
    measured_on: Annotated[date | None, GUIDANCE] = None
    effect: Annotated[Effect, GUIDANCE] = Effect.UNKNOWN
    confidence: Annotated[Confidence | None, DESIGN] = None
    confidence_reason: Annotated[Note | None, DESIGN] = None
    cost: Annotated[Kronor | None, GUIDANCE] = None
    helped: Annotated[Note | None, GUIDANCE] = None
    hindered: Annotated[Note | None, GUIDANCE] = None
    lesson: Annotated[Note | None, PRACTICE] = None
    next: Annotated[Next | None, PRACTICE] = None


class FedBack(Part):
    to: Annotated[str, Field(pattern="^(styrgrupp|rad|KS|KF|invanare)$")]
    on: date


class FollowUp(Form):
    """Uppföljning of the plan. `plan` names the plan in force that a light year follows up, where none is known.

    6 § asks that the plan is followed up, at least every second year; a result for each measure is guidance.
    """

    plan: Line | None = None
    period: Annotated[Period | None, law("6 §")] = None
    closed_on: Annotated[date | None, law("6 §")] = None
    results: Annotated[tuple[Result, ...], Field(max_length=MANY), GUIDANCE] = ()
    process_review: Annotated[Text | None, GUIDANCE] = None
    fed_back: Annotated[tuple[FedBack, ...], Field(max_length=SOME), GUIDANCE] = ()


class CouncilReport(Form):
    """Rapport till fullmäktige (13 §): continuously, which the Act gives no interval for."""

    reported_on: Annotated[date | None, law("13 §")] = None
    summary: Annotated[Text | None, law("13 §")] = None
    decision: Annotated[Decision | None, PRACTICE] = None


class Lesson(Part):
    what: Note
    for_next_year: Note | None = None


class Closing(Form):
    lessons: Annotated[tuple[Lesson, ...], Field(max_length=SOME), PRACTICE] = ()
