"""What one has to do."""

from datetime import date

from fastapi import APIRouter

from api import models, views
from api.actors import CurrentActor
from api.dependencies import PageAsked, ServicesHere, next_cursor
from api.errors import InvalidRequest
from domain.calendar import stockholm_date
from domain.people import Actor, Role
from domain.procedure import Procedure
from domain.process import Kind
from domain.rules import COVERED_BY_COORDINATOR
from domain.steps import StepStatus
from storage import overview
from storage.cycles import StepRow

router = APIRouter(tags=["tasks"])


@router.get("/v1/tasks")
async def see_tasks(actor: CurrentActor, services: ServicesHere, page: PageAsked) -> models.Tasks:
    """The steps that wait for one's role to act, earliest target first."""
    today = stockholm_date(services.clock())
    async with services.sessions() as session:
        found = await overview.tasks(session, _wanted(actor), after=_after(page), limit=page.limit + 1)
        items = [
            views.task(step, cycle, procedure, services.places, today)
            for step, cycle in found[: page.limit]
            if _speaks(
                actor, step, procedure := await services.procedures.get(session, cycle.process, Kind(cycle.kind))
            )
        ]
    last = found[page.limit - 1][0] if len(found) > page.limit else None
    cursor = next_cursor(last.target.isoformat(), last.cycle_id, last.key) if last else None
    return models.Tasks(items=tuple(items), next=cursor)


def _wanted(actor: Actor) -> list[tuple[str, tuple[str, ...]]]:
    wanted: list[tuple[str, tuple[str, ...]]] = [
        (grant.role, grant.municipalities) for grant in actor.grants if grant.municipalities
    ]
    leads = [places for role, places in wanted if role is Role.MUNICIPAL_COORDINATOR]
    return wanted + [(role, places) for places in leads for role in COVERED_BY_COORDINATOR]


def _speaks(actor: Actor, step: StepRow, procedure: Procedure) -> bool:
    """Whether a decision-maker's bodies are among those that the step, or its review, belongs to."""
    if step.acting_role != Role.DECISION_MAKER:
        return True
    definition = procedure.definitions[step.key]
    review = step.status == StepStatus.SUBMITTED and definition.approver is not None
    bodies = definition.approver.bodies if review and definition.approver else definition.bodies
    mine = {body for grant in actor.grants if step.municipality_code in grant.municipalities for body in grant.bodies}
    return not bodies or bool(mine & set(bodies))


def _after(page: PageAsked) -> overview.TaskKey | None:
    if not page.after:
        return None
    try:
        target, cycle_id, step = page.after
        return overview.TaskKey(date.fromisoformat(target), cycle_id, step)
    except ValueError as error:
        raise InvalidRequest("The cursor is not one that this list gave") from error
