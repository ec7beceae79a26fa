"""What one has to do."""

from datetime import date
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Query

from api import models, views
from api.actors import CurrentActor
from api.dependencies import Page, PageAsked, ServicesHere, next_cursor, numbers
from api.errors import InvalidRequest
from api.services import Services
from domain.calendar import stockholm_date
from domain.people import POLICY, Action, Actor, Role
from domain.places import Places
from domain.procedure import Procedure
from domain.process import Kind
from domain.rules import COVERED_BY_COORDINATOR
from domain.standing import Timing
from domain.steps import StepStatus
from storage import comments, overview
from storage.comments import Shown
from storage.cycles import CycleRow, StepRow
from storage.worklists import Worklist, listed

router = APIRouter(tags=["tasks"])


class Waiting(NamedTuple):
    step: StepRow
    cycle: CycleRow
    procedure: Procedure


class Asked(NamedTuple):
    """A request for supplement (begäran om komplettering), and the step that it is about."""

    shown: Shown
    step: StepRow
    procedure: Procedure


@router.get("/v1/tasks")
async def see_tasks(
    actor: CurrentActor,
    services: ServicesHere,
    page: PageAsked,
    which: Annotated[Worklist | None, Query(alias="list", description="One of one's worklists alone")] = None,
) -> models.Tasks:
    """What the county asks one to complete, then the steps that wait for one's role to act, earliest target first.

    With `list`: what one has oneself, what one's group has and nobody took, what comes later, or what is done.
    """
    today = stockholm_date(services.clock())
    if which is not None:
        waiting, cursor = await worklist(actor, services, which, page)
        tasks = [views.task(step, cycle, procedure, services.places, today) for step, cycle, procedure in waiting]
        return models.Tasks(items=tuple(tasks), next=cursor)
    asked = await asked_for(actor, services, page) if len(page.after) < 2 else []
    items = [_supplement(each, services.places) for each in asked[: page.limit]]
    if len(asked) > page.limit:
        return models.Tasks(items=tuple(items), next=_after_number(asked[page.limit - 1]))
    room = page.limit - len(items)
    steps = Page(after=page.after if len(page.after) > 1 else (), limit=max(room, 1))
    found, cursor = await waiting_for(actor, services, steps)
    if not room:
        return models.Tasks(items=tuple(items), next=_after_number(asked[-1]) if found or cursor else None)
    items += [views.task(step, cycle, procedure, services.places, today) for step, cycle, procedure in found]
    return models.Tasks(items=tuple(items), next=cursor)


async def asked_for(actor: Actor, services: Services, page: Page) -> list[Asked]:
    """The open requests for supplement to the municipalities that one answers them for, the earliest first."""
    mine = {
        code
        for grant in actor.grants
        if grant.role in POLICY[Action.SETTLE_SUPPLEMENT]
        for code in grant.municipalities
    }
    async with services.sessions() as session:
        found = await comments.waiting(session, mine, after=numbers(page), limit=page.limit + 1)
        return [
            Asked(shown, step, await services.procedures.get(session, cycle.process, Kind(cycle.kind)))
            for shown, step, cycle in found
        ]


def _supplement(asked: Asked, places: Places) -> models.Task:
    shown, step, procedure = asked
    definition = procedure.definitions[step.key]
    return models.Task(
        cycle=step.cycle_id,
        municipality=step.municipality_code,
        municipality_name=places.municipality(step.municipality_code).name,
        step=step.key,
        title=definition.title.sv,
        reference=definition.basis.reference,
        status=step.status,
        action="supplement",
        target=None,
        latest=None,
        days_left=None,
        timing=Timing.ON_TIME,
        comment=shown.row.number,
    )


def _after_number(asked: Asked) -> str:
    return next_cursor(str(asked.shown.row.number))


async def waiting_for(actor: Actor, services: Services, page: Page) -> tuple[list[Waiting], str | None]:
    """A page of the steps that wait for one's role to act, and the cursor of the next."""
    async with services.sessions() as session:
        found = await overview.tasks(session, roles_of(actor), after=_after(page), limit=page.limit + 1)
        shown = [
            Waiting(step, cycle, await services.procedures.get(session, cycle.process, Kind(cycle.kind)))
            for step, cycle in found[: page.limit]
        ]
    last = found[page.limit - 1][0] if len(found) > page.limit else None
    cursor = next_cursor(last.target.isoformat(), last.cycle_id, last.key) if last else None
    return [each for each in shown if _speaks(actor, each.step, each.procedure)], cursor


async def worklist(actor: Actor, services: Services, which: Worklist, page: Page) -> tuple[list[Waiting], str | None]:
    """A page of one of the actor's worklists, and the cursor of the next."""
    async with services.sessions() as session:
        found = await listed(
            session, which, roles_of(actor), people_of(actor), after=_after(page), limit=page.limit + 1
        )
        shown = [
            Waiting(step, cycle, await services.procedures.get(session, cycle.process, Kind(cycle.kind)))
            for step, cycle in found[: page.limit]
        ]
    last = found[page.limit - 1].step if len(found) > page.limit else None
    cursor = next_cursor(last.target.isoformat(), last.cycle_id, last.key) if last else None
    return [each for each in shown if _speaks(actor, each.step, each.procedure)], cursor


def people_of(actor: Actor) -> tuple[str, ...]:
    """The actor, and those whose place they take today."""
    return tuple(dict.fromkeys((actor.person, *(grant.on_behalf for grant in actor.grants if grant.on_behalf))))


def roles_of(actor: Actor) -> list[tuple[str, tuple[str, ...]]]:
    """As what, and where, somebody has things to do; a coordinator also does what nobody else may be there to do."""
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


def _after(page: Page) -> overview.TaskKey | None:
    if not page.after:
        return None
    try:
        target, cycle_id, step = page.after
        return overview.TaskKey(date.fromisoformat(target), cycle_id, step)
    except ValueError as error:
        raise InvalidRequest("The cursor is not one that this list gave") from error
