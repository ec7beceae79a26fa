"""What a step's content may be: typed forms, by the name the process gives. A form slots in here and nowhere else."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from domain.commands import Content
from domain.content.base import NOTHING_SAID, Line, Link, Text
from domain.content.picture import (
    Adoption,
    CauseAnalysis,
    CrimeMapping,
    Organisation,
    Prioritisation,
    SituationAnalysis,
)
from domain.content.plan import ActionPlan, Goals, Measures, PlanDecision
from domain.content.results import Closing, CouncilReport, FollowUp, Implementation
from domain.errors import Finding, Invalid

NO_FORM = "none"


class ContentInvalid(Invalid):
    """A step's content is not what its form asks for; `findings` says where."""


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TextForm(_Form):
    """Plain text and links, as years of the first process version have it in every step."""

    text: Text
    links: Annotated[tuple[Link, ...], Field(max_length=50)] = ()
    plan: Line | None = None


class NothingForm(_Form):
    """A step without content of its own, such as the start of the year."""


FORMS: Mapping[str, type[BaseModel]] = {
    "text": TextForm,
    NO_FORM: NothingForm,
    "organisation": Organisation,
    "mapping": CrimeMapping,
    "situation_analysis": SituationAnalysis,
    "prioritisation": Prioritisation,
    "cause_analysis": CauseAnalysis,
    "adoption": Adoption,
    "goals": Goals,
    "measures": Measures,
    "action_plan": ActionPlan,
    "decision": PlanDecision,
    "implementation": Implementation,
    "follow_up": FollowUp,
    "council_report": CouncilReport,
    "closing": Closing,
}


def findings(form: str, content: Content) -> tuple[Finding, ...]:
    """Everything that keeps `content` from being what the form asks for; empty when it is right."""
    try:
        FORMS[form].model_validate(content)
    except ValidationError as error:
        return tuple(
            Finding(code=detail["type"], pointer=pointer(_place(detail["type"], detail["loc"])), message=detail["msg"])
            for detail in error.errors(include_url=False, include_context=False, include_input=False)
        )
    return ()


def _place(code: str, loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """An empty form is empty as a whole; where to begin is its text."""
    return ("text",) if code == NOTHING_SAID and not loc else loc


def pointer(loc: tuple[int | str, ...]) -> str:
    """A JSON pointer (RFC 6901) from pydantic's location."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in loc)
