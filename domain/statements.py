"""What a municipality had before its first year here: lägesbild, plan, follow-up, agreements, council, function, body.

A statement is never changed. The newest of a kind stands, the earlier ones stay to be read.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from domain.content import personal
from domain.content.base import DESIGN, MANY, PRACTICE, SOME, Answer, Decision, Line, Link, Note, Part, Period, law
from domain.content.picture import Agreement, Coordination, Council, Effort, Integration, Responsible
from domain.errors import Conflict, Finding, Invalid
from domain.forms import pointer
from domain.people import Role

Content = Mapping[str, JsonValue]
Months = Annotated[int, Field(ge=1, le=48)]


class StatementInvalid(Invalid):
    """A statement is not what its kind asks for; `findings` says where."""


class Kind(StrEnum):
    SITUATION_ANALYSIS = "situation_analysis"
    ACTION_PLAN = "action_plan"
    FOLLOW_UP = "follow_up"
    AGREEMENTS = "agreements"
    COUNCIL = "council"
    COORDINATION = "coordination"
    RESPONSIBLE = "responsible"
    EFFORTS = "efforts"
    COUNCIL_REPORT = "council_report"


class Stated(Part):
    """Where it can be read, and what else is to be said of it."""

    links: Annotated[tuple[Link, ...], Field(max_length=SOME)] = ()
    note: Note | None = None
    answered: Annotated[tuple[Answer, ...], Field(max_length=MANY), DESIGN] = ()


class _Document(Stated):
    """A document: decided on by a body, or finished on a day without a decision."""

    title: Annotated[Line | None, PRACTICE] = None
    decision: Annotated[Decision | None, PRACTICE] = None
    finished_on: Annotated[date | None, DESIGN] = None
    reference: Annotated[Line | None, PRACTICE] = None

    @model_validator(mode="after")
    def _dated(self) -> Self:
        if self.decision is None and self.finished_on is None:
            raise PydanticCustomError("day-missing", "give the decision, or the day it was finished")
        return self


class PictureStated(_Document):
    """Lägesbild. Whether it holds the three parts of 4 §; not answered is not stated."""

    mapping: Annotated[bool | None, law("4 § 1")] = None
    other_information: Annotated[bool | None, law("4 § 2")] = None
    analysis: Annotated[bool | None, law("4 § 3")] = None
    integration: Annotated[Integration | None, law("7 §")] = None


class PlanStated(_Document):
    """Åtgärdsplan (5 §), and the lägesbild that it rests on, by its day."""

    based_on: Annotated[Line | None, law("5 §")] = None
    based_on_day: Annotated[date | None, law("5 §")] = None
    valid: Annotated[Period | None, PRACTICE] = None


class FollowUpStated(_Document):
    """Uppföljning av åtgärdsplanen (6 §)."""


class AgreementsStated(Stated):
    """Överenskommelser (9 §); an empty list says that there are none."""

    agreements: Annotated[tuple[Agreement, ...], Field(max_length=SOME), law("9 §")]

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        if len({agreement.id for agreement in self.agreements}) < len(self.agreements):
            raise PydanticCustomError("id-used-twice", "each agreement has an id of its own")
        return self


class CouncilStated(Stated):
    """Strategiskt råd (10 §); null says that there is none."""

    council: Annotated[Council | None, law("10 §")]


class CoordinationStated(Stated):
    """Samordningsfunktion (11–12 §§); null says that there is none."""

    coordination: Annotated[Coordination | None, law("11 §")]


class ResponsibleStated(Stated):
    """Who leads the work (13 §), and how often it reports to fullmäktige: the Act gives no interval."""

    responsible: Annotated[Responsible, law("13 §")]
    reporting_interval_months: Annotated[Months, DESIGN] = 12


class EffortsStated(Stated):
    """What was done to work for agreements or a council (verka för, 9–10 §§)."""

    efforts: Annotated[tuple[Effort, ...], Field(max_length=SOME), law("9 §, 10 §")]


class ReportStated(Stated):
    """The last report to fullmäktige (13 §)."""

    reported_on: Annotated[date, law("13 §")]
    reference: Annotated[Line | None, PRACTICE] = None


FORMS: Mapping[Kind, type[Stated]] = {
    Kind.SITUATION_ANALYSIS: PictureStated,
    Kind.ACTION_PLAN: PlanStated,
    Kind.FOLLOW_UP: FollowUpStated,
    Kind.AGREEMENTS: AgreementsStated,
    Kind.COUNCIL: CouncilStated,
    Kind.COORDINATION: CoordinationStated,
    Kind.RESPONSIBLE: ResponsibleStated,
    Kind.EFFORTS: EffortsStated,
    Kind.COUNCIL_REPORT: ReportStated,
}
_AHEAD = frozenset({"valid", "valid_to"})  # the only days of a statement that may lie ahead


class Statement(BaseModel):
    """`told_on` is the day (Stockholm) that it was entered, `role` as what."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    content: Stated
    told_on: date
    role: Role


class OwnStands(Conflict):
    """What the municipality has stated itself stands: the county enters only what nobody there has entered."""


def taken(kind: Kind, standing: tuple[Content, Role] | None, new: Content, role: Role) -> dict[str, JsonValue] | None:
    """What stands from now on; None where that is what stands already. Raises OwnStands.

    A county's line of an agreement joins those that stand, so that each line of its table is one.
    """
    if role is Role.COUNTY_COORDINATOR:
        if standing is not None and standing[1] is not role:
            raise OwnStands("The municipality has stated this itself, and that stands")
        new = joined(standing[0], new) if standing and kind is Kind.AGREEMENTS else new
    new = read(kind, new).model_dump(mode="json", exclude_unset=True)
    return None if standing is not None and standing[0] == new else new


def joined(standing: Content, new: Content, without: str | None = None) -> Content:
    """Agreements to those that stand, `without` one of them. With the same party and day it takes the other's place."""
    old, more = AgreementsStated.model_validate(standing), AgreementsStated.model_validate(new)
    kept = [each for each in old.agreements if each.id != without]
    all_ = {(each.party.casefold(), each.signed_on): each for each in (*kept, *more.agreements)}
    if len(all_) > SOME:
        raise StatementInvalid(f"At most {SOME} agreements can be stated")
    named = [each.model_copy(update={"id": f"U{n}"}) for n, each in enumerate(all_.values(), 1)]
    update: dict[str, object] = {"agreements": tuple(named)}
    links = tuple(dict.fromkeys((*old.links, *more.links)))
    if links:
        update["links"] = links
    answers = {each.pointer: each for each in _moved((old, more), {"agreements": (*all_.values(),), "links": links})}
    if answers or old.answered:
        update["answered"] = tuple(answers[at] for at in sorted(answers))
    return old.model_copy(update=update).model_dump(mode="json", exclude_unset=True)


def _moved(told: tuple[AgreementsStated, ...], joined: Mapping[str, tuple[Part, ...]]) -> Iterator[Answer]:
    """The answers, pointing to where what they answer for now stands; without those for what is no longer there."""
    for form in told:
        parts = {f"/{field}/{index}": part for field in joined for index, part in enumerate(getattr(form, field))}
        for answer in form.answered:
            _, field, *rest = answer.pointer.split("/")
            part = parts.get("/".join(("", field, *rest[:1])))
            if field not in joined:
                yield answer
            elif part is not None and part in joined[field]:
                at = "/".join(("", field, str(joined[field].index(part)), *rest[1:]))
                yield answer.model_copy(update={"pointer": at})


def findings(kind: Kind, content: Content, today: date) -> tuple[Finding, ...]:
    """Everything that keeps `content` from being taken; empty when it is right.

    What reads as personal data is looked for first: where the shape is wrong as well, it has to go all the same.
    """
    if found := personal.unanswered(dict(content), kind):
        return found
    try:
        stated = FORMS[kind].model_validate(content)
    except ValidationError as error:
        return tuple(
            personal.spared(Finding(code=detail["type"], pointer=pointer(detail["loc"]), message=detail["msg"]))
            for detail in error.errors(include_url=False, include_context=False, include_input=False)
        )
    return tuple(
        Finding(code="date-ahead", pointer=pointer(at), message="a statement tells of what has been; that day is ahead")
        for at, day in _days(stated, ())
        if day > today
    )


def _days(part: object, at: tuple[int | str, ...]) -> Iterator[tuple[tuple[int | str, ...], date]]:
    if isinstance(part, date):
        yield at, part
    elif isinstance(part, Part):
        for name in type(part).model_fields:
            if name not in _AHEAD:
                yield from _days(getattr(part, name), (*at, name))
    elif isinstance(part, tuple):
        for index, each in enumerate(part):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
            yield from _days(each, (*at, index))  # pyright: ignore[reportUnknownArgumentType]


def read(kind: Kind, content: Content) -> Stated:
    """Content that was taken, as its kind's form. Raises pydantic's ValidationError for what never was."""
    return FORMS[kind].model_validate(content)
