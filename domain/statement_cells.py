"""What a statement says, as the cells of the form that tells of it: the way back from `statement_columns`."""

from collections.abc import Mapping, Sequence
from datetime import date

from domain.content.base import Decision, Reason
from domain.content.picture import Agreement, Coordination, Council, Responsible
from domain.people import Body
from domain.statement_columns import (
    ANALYSED,
    BODIES,
    INFORMED,
    LED,
    MAPPED,
    MAY_STAND,
    REASONS,
    YES_OR_NO,
    Cells,
)
from domain.statements import (
    AgreementsStated,
    CoordinationStated,
    CouncilStated,
    FollowUpStated,
    PictureStated,
    PlanStated,
    ReportStated,
    ResponsibleStated,
    Stated,
)

Cell = str | date | bool | tuple[str, ...] | Body | Reason | None
_BODIES = {body: name for name, body in BODIES.items()}
_REASONS = {reason: name for name, reason in REASONS.items()}
_ANSWERS = {answer: name for name, answer in YES_OR_NO.items()}


def cells(stated: Stated) -> tuple[Cells, ...]:
    """One for each agreement and otherwise one; none where it is stated that there is no such thing."""
    link = str(stated.links[0].url) if stated.links else None
    reason = stated.answered[0].reason if stated.answered else None
    of_all: dict[str, Cell] = {} if isinstance(stated, AgreementsStated) else {"länk": link, MAY_STAND: reason}
    return tuple(_written({**part, **of_all}) for part in _parts(stated))


def _parts(stated: Stated) -> Sequence[Mapping[str, Cell]]:
    match stated:
        case AgreementsStated():
            found = [_agreement(each) for each in stated.agreements]
        case CouncilStated():
            found = [_council(stated.council)] if stated.council else []
        case CoordinationStated():
            found = [_coordination(stated.coordination)] if stated.coordination else []
        case ResponsibleStated():
            found = [_responsible(stated.responsible)]
        case ReportStated():
            found = [{"datum": stated.reported_on, "diarienummer": stated.reference}]
        case PictureStated():
            found = [{**_document(stated), **_held(stated)}]
        case PlanStated():
            found = [{**_document(stated), "lägesbildens datum": stated.based_on_day}]
        case FollowUpStated():
            found = [_document(stated)]
        case _:
            found = []
    return found


def _document(stated: PictureStated | PlanStated | FollowUpStated) -> Mapping[str, Cell]:
    undecided = {"datum": stated.finished_on, "diarienummer": stated.reference}
    return {"namn": stated.title, **(_decision(stated.decision) or undecided)}


def _decision(decision: Decision | None) -> Mapping[str, Cell]:
    if decision is None:
        return {}
    return {
        "organ": decision.body,
        "datum": decision.decided_on,
        "paragraf": decision.paragraph,
        "diarienummer": decision.reference,
    }


def _held(stated: PictureStated) -> Mapping[str, Cell]:
    plans = stated.integration.with_plans if stated.integration else ()
    answers = {MAPPED: stated.mapping, INFORMED: stated.other_information, ANALYSED: stated.analysis}
    return {**answers, "annan planering": plans}


def _agreement(each: Agreement) -> Mapping[str, Cell]:
    days = {"datum": each.signed_on, "giltig till": each.valid_to}
    return {"namn": each.party, **days, "syften": each.purposes, "områden": each.areas}


def _council(council: Council) -> Mapping[str, Cell]:
    led = council.led_by_municipality
    return {"namn": council.name, "datum": council.last_meeting, "ordförande": council.chair, LED: led}


def _coordination(function: Coordination) -> Mapping[str, Cell]:
    return {
        "namn": function.role_title,
        "kontakt": function.contact,
        "samordnar": function.coordinates,
        "informerar": function.informs_inhabitants,
        "vakant sedan": function.vacant_since,
    }


def _responsible(responsible: Responsible) -> Mapping[str, Cell]:
    return {**_decision(responsible.decision), "organ": Body(responsible.body.value), "namn": responsible.name}


def _written(part: Mapping[str, Cell]) -> Cells:
    return {name: _text(cell) for name, cell in part.items() if cell is not None and cell != ()}


def _text(cell: Cell) -> str:
    match cell:
        case bool():
            return _ANSWERS[cell]
        case Body():
            return _BODIES[cell]
        case Reason():
            return _REASONS[cell]
        case tuple():
            return " | ".join(cell)
        case _:
            return str(cell)
