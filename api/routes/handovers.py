"""Handing over all that one person has to another, in one go: for somebody who leaves, or is away for long."""

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict

from api import assigning
from api.access import place_of
from api.actors import CurrentActor
from api.carrying import DATABASE_ERRORS, Asked, asked, carry_out
from api.dependencies import Key, ServicesHere
from api.errors import InvalidRequest
from api.models import Assignment
from api.services import Services
from domain import commands as c
from domain.errors import DomainError, Finding
from domain.people import Action, Actor, Role, may, reach
from storage import overview
from storage.cycles import StepRow
from workflows.errors import Unreachable

router = APIRouter(tags=["people"])
AT_MOST = 500


class NewHandover(BaseModel):
    """What `person` has goes to `to`. With `preview`, which is what one gets unless one says no, nothing is done."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    person: c.PersonId
    to: c.PersonId
    preview: bool = True


class HandedOver(BaseModel):
    """`result`: would_move, moved, pending (taken, not decided yet) or failed, and then why."""

    cycle: str
    municipality: str
    step: str
    result: str
    role: str | None = None
    problem: str | None = None
    detail: str | None = None
    warnings: tuple[Finding, ...] = ()


class Handover(BaseModel):
    preview: bool
    items: tuple[HandedOver, ...]


@router.post("/v1/handovers")
async def hand_over(
    request: Request, actor: CurrentActor, key: Key, services: ServicesHere, body: NewHandover
) -> Handover:
    """Every unfinished step that the person has, in the places where one assigns steps; step by step, with the result
    of each. Repeated with the same key, what was moved stays moved and the rest is tried again.
    """
    if body.person == body.to:
        finding = Finding(code="same-person", pointer="/to", message="somebody else than the one who leaves")
        raise InvalidRequest("A hand-over goes to another person", (finding,))
    async with services.sessions() as session:
        rows = await overview.had_by(session, reach(actor, Action.HAND_OVER), body.person, limit=AT_MOST)
    ask = asked(request, actor, key, body.model_dump(mode="json"))
    items = [await _moved(services, ask, row, body) for row in rows if _may_move(services, actor, row)]
    return Handover(preview=body.preview, items=tuple(items))


def _may_move(services: Services, actor: Actor, row: StepRow) -> bool:
    return may(actor, Action.HAND_OVER, place_of(services.places.municipality(row.municipality_code)))


async def _moved(services: Services, ask: Asked, row: StepRow, body: NewHandover) -> HandedOver:
    would = HandedOver(cycle=row.cycle_id, municipality=row.municipality_code, step=row.key, result="would_move")
    municipality = services.places.municipality(row.municipality_code)
    try:
        given = await assigning.resolved(services, municipality, row.cycle_id, row.key, Assignment(person=body.to))
        would = would.model_copy(update={"role": given.role, "warnings": given.warnings})
        if body.preview:
            return would
        pending = await _assign(services, ask, row, given.role, body.to)
    except DomainError as error:
        return would.model_copy(update={"result": "failed", "problem": error.code, "detail": error.message})
    except (Unreachable, *DATABASE_ERRORS):
        detail = "A server did not answer; send the same request again, with the same key"
        return would.model_copy(update={"result": "failed", "problem": "Unreachable", "detail": detail})
    return would.model_copy(update={"result": "pending" if pending else "moved"})


async def _assign(services: Services, ask: Asked, row: StepRow, role: Role, to: str) -> bool:
    """Whether it was taken without being decided yet. Each step is a command of its own, with a key of its own."""
    own = Asked(ask.actor, f"{ask.key}/{row.cycle_id}/{row.key}", f"{ask.what} {row.cycle_id} {row.key}", ask.body)
    taken = await carry_out(
        services,
        own,
        Action.HAND_OVER,
        row.cycle_id,
        lambda acts: c.AssignStep(actor=acts, step=row.key, role=role, person=to),
    )
    return taken is not None
