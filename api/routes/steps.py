"""What people do with a step: hand it in, review it, take it back, open it again, move its date, set it aside."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from api import assigning, models, views
from api.access import acting, place_of, seen_municipality
from api.actors import CurrentActor
from api.carrying import as_json, asked, carry_out
from api.dependencies import ExpectedVersion, Key, ServicesHere, etag
from api.errors import InvalidRequest
from api.routes.cycles import view_of
from api.services import Services
from domain import commands as c
from domain.calendar import stockholm_date
from domain.content.ahead import ahead
from domain.content.check import findings as check_content
from domain.content.thread import thread
from domain.content.year import read
from domain.cycle import StepNotFound
from domain.errors import Finding
from domain.people import Action, Actor, Role, grants_for, may
from domain.process import Kind
from storage import cycles
from storage.commands import command_row

router = APIRouter(prefix="/v1/cycles/{cycle_id}/steps/{step}", tags=["steps"])
DECIDED: dict[str, Any] = {
    "response_model": models.CycleView,
    "responses": {
        202: {"model": models.CommandView, "description": "Taken, not decided yet; Location says where to look"}
    },
}
NOTHING = models.Nothing()


@dataclass(frozen=True)
class OnStep:
    """A request to do something with a step: whose, by which key, from which version."""

    cycle_id: str
    step: str
    request: Request
    actor: Actor
    key: str
    expected: int | None
    services: Services

    async def carried_out(
        self,
        action: Action,
        body: BaseModel,
        make: Callable[[c.Acting], c.PersonCommand],
        warnings: tuple[Finding, ...] = (),
        role: Role | None = None,
    ) -> Response:
        """200 with the year as it stands after the command, or 202. It is done as `role` by who has it among others."""
        ask = asked(self.request, self.actor, self.key, body.model_dump(mode="json"))
        role = role or await self._belonging(action)
        if (pending := await carry_out(self.services, ask, action, self.cycle_id, make, role=role)) is not None:
            return pending
        view = await view_of(self.services, self.cycle_id)
        version = next(step.version for step in view.steps if step.key == self.step)
        return as_json(view.model_copy(update={"warnings": warnings}), headers=etag(version))

    async def _belonging(self, action: Action) -> Role | None:
        """The role that the step belongs to, for somebody who could do it as one or another; read for them alone."""
        municipality = seen_municipality(self.actor, self.services.places, self.cycle_id)
        if len(grants_for(self.actor, action, place_of(municipality))) < 2:
            return None
        async with self.services.sessions() as session:
            return Role((await cycles.step_row(session, self.cycle_id, self.step)).role)


def on_step(
    cycle_id: str,
    step: c.StepKey,
    request: Request,
    actor: CurrentActor,
    key: Key,
    expected: ExpectedVersion,
    services: ServicesHere,
) -> OnStep:
    return OnStep(cycle_id, step, request, actor, key, expected, services)


Here = Annotated[OnStep, Depends(on_step)]


@router.get("")
async def see_step(cycle_id: str, step: c.StepKey, actor: CurrentActor, services: ServicesHere) -> models.StepContent:
    """One step with the content last handed in. Others than the municipality read what is handed in or approved."""
    place = place_of(seen_municipality(actor, services.places, cycle_id))
    async with services.sessions() as session:
        cycle = await cycles.cycle_row(session, cycle_id)
        row = await cycles.step_row(session, cycle_id, step)
        procedure = await services.procedures.get(session, cycle.process, Kind(cycle.kind))
        own = may(actor, Action.SEE_DRAFT, place)
        released = row.status in cycles.RELEASED
        reads = may(actor, Action.SEE_CONTENT, place) and (own or released)
        command = await command_row(session, row.content_command) if row.content_command and reads else None
    return views.step_content(row, procedure, command)


@router.post("/check")
async def check(
    cycle_id: str, step: c.StepKey, body: models.Completion, actor: CurrentActor, services: ServicesHere
) -> models.Checked:
    """What would keep this content from being handed in, and which gaps it would leave. Nothing is kept."""
    acting(actor, Action.WRITE_DRAFT, place_of(seen_municipality(actor, services.places, cycle_id)))
    async with services.sessions() as session:
        cycle = await cycles.cycle_row(session, cycle_id)
        procedure = await services.procedures.get(session, cycle.process, Kind(cycle.kind))
        if step not in procedure.definitions:
            raise StepNotFound("This year has no step with that key")
        others = await cycles.contents(session, cycle_id, procedure)
    form = procedure.definitions[step].form
    found = check_content(form, body.content, others)
    gaps = [gap for gap in thread(read({**others, form: body.content})).gaps if gap.step == form]
    today = stockholm_date(services.clock())
    return models.Checked(findings=found, gaps=(*ahead(form, body.content, today), *gaps))


@router.post("/completion", **DECIDED)
async def complete(here: Here, body: models.Completion) -> Response:
    """Hand in the step's content. Where somebody approves it, it waits for them; otherwise it is done."""
    return await here.carried_out(
        Action.COMPLETE,
        body,
        lambda acts: c.CompleteStep(actor=acts, step=here.step, content=body.content, expected=here.expected),
    )


@router.post("/review", **DECIDED)
async def review(here: Here, body: models.Review) -> Response:
    """Approve what was handed in, or return it with a reason."""
    return await here.carried_out(Action.REVIEW, body, lambda acts: _reviewed(acts, here, body))


@router.post("/recall", **DECIDED)
async def recall(here: Here, body: models.Nothing = NOTHING) -> Response:
    """Take back what one handed in, while nothing that builds on it has moved."""
    return await here.carried_out(Action.RECALL, body, lambda acts: c.RecallStep(actor=acts, step=here.step))


@router.post("/reopening", **DECIDED)
async def reopen(here: Here, body: models.WithReason) -> Response:
    """Open a finished step again, also after the year is closed; what builds on it becomes stale."""
    return await here.carried_out(
        Action.REOPEN, body, lambda acts: c.ReopenStep(actor=acts, step=here.step, reason=body.reason)
    )


@router.post("/confirmation", **DECIDED)
async def confirm(here: Here, body: models.Nothing = NOTHING) -> Response:
    """Say that a stale step still holds as it is."""
    return await here.carried_out(
        Action.CONFIRM, body, lambda acts: c.ConfirmStep(actor=acts, step=here.step, expected=here.expected)
    )


@router.post("/reminder", **DECIDED)
async def remind(here: Here, body: models.Nothing = NOTHING) -> Response:
    """Remind whoever has to act now; at most once a day. They are told in their inbox."""
    return await here.carried_out(Action.REMIND, body, lambda acts: c.RemindStep(actor=acts, step=here.step))


@router.post("/extension", **DECIDED)
async def extend(here: Here, body: models.Extension) -> Response:
    """Give the step a later latest date."""
    return await here.carried_out(
        Action.EXTEND,
        body,
        lambda acts: c.ExtendStep(actor=acts, step=here.step, latest=body.latest, reason=body.reason),
    )


@router.post("/waiver", **DECIDED)
async def waive(here: Here, body: models.WithReason) -> Response:
    """Set aside a step that the law does not require."""
    return await here.carried_out(
        Action.WAIVE, body, lambda acts: c.WaiveStep(actor=acts, step=here.step, reason=body.reason)
    )


@router.put("/assignment", **DECIDED)
async def assign(here: Here, body: models.Assignment) -> Response:
    """Give the step to a role of the municipality, or to a person in it; both the old and the new one are told. The
    county's coordinator may only name a person of the role that has it, where nobody has it in particular.

    Where the person is away when it is due, the answer's `warnings` say so.
    """
    municipality = seen_municipality(here.actor, here.services.places, here.cycle_id)
    acting(here.actor, Action.ASSIGN, place_of(municipality))
    given = await assigning.resolved(here.services, municipality, here.cycle_id, here.step, body)
    return await here.carried_out(
        Action.ASSIGN,
        body,
        lambda acts: c.AssignStep(actor=acts, step=here.step, role=given.role, person=body.person),
        given.warnings,
        role=Role.MUNICIPAL_COORDINATOR,
    )


@router.post("/claim", **DECIDED)
async def claim(here: Here, body: models.Nothing = NOTHING) -> Response:
    """Take on a step that one's group has and nobody in particular does."""
    return await here.carried_out(Action.CLAIM, body, lambda acts: c.ClaimStep(actor=acts, step=here.step))


@router.post("/release", **DECIDED)
async def release(here: Here, body: models.Nothing = NOTHING) -> Response:
    """Give a step that one has back to one's group."""
    return await here.carried_out(Action.CLAIM, body, lambda acts: c.ReleaseStep(actor=acts, step=here.step))


def _reviewed(acts: c.Acting, here: OnStep, body: models.Review) -> c.ApproveStep | c.ReturnStep:
    if body.outcome == "approve":
        return c.ApproveStep(actor=acts, step=here.step, expected=here.expected)
    if body.reason is None:
        finding = Finding(code="missing", pointer="/reason", message="a return says why")
        raise InvalidRequest("A step is returned with a reason", (finding,))
    return c.ReturnStep(actor=acts, step=here.step, reason=body.reason, expected=here.expected)
