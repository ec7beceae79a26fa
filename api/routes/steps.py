"""What people do with a step: hand it in, review it, take it back, open it again, move its date, set it aside."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from api import models, views
from api.access import place_of, seen_municipality
from api.actors import CurrentActor
from api.carrying import Asked, asked, carry_out, taken
from api.dependencies import ExpectedVersion, Key, ServicesHere, etag
from api.errors import InvalidRequest
from api.routes.cycles import view_of
from api.services import Services
from domain import commands as c
from domain.errors import Finding
from domain.people import Action, may
from domain.process import Kind
from domain.steps import StepStatus
from storage import cycles
from storage.commands import command_row

router = APIRouter(prefix="/v1/cycles/{cycle_id}/steps/{step}", tags=["steps"])
DECIDED: dict[int | str, dict[str, Any]] = {200: {"model": models.CycleView}, 202: {"model": models.CommandView}}
NOTHING = models.Nothing()


@router.get("")
async def see_step(cycle_id: str, step: c.StepKey, actor: CurrentActor, services: ServicesHere) -> models.StepContent:
    """One step with the content last handed in. Others than the municipality read what is handed in or approved."""
    place = place_of(seen_municipality(actor, services.places, cycle_id))
    async with services.sessions() as session:
        cycle = await cycles.cycle_row(session, cycle_id)
        row = await cycles.step_row(session, cycle_id, step)
        procedure = await services.procedures.get(session, cycle.process, Kind(cycle.kind))
        own = may(actor, Action.SEE_DRAFT, place)
        released = row.status in (StepStatus.SUBMITTED, StepStatus.DONE)
        reads = may(actor, Action.SEE_CONTENT, place) and (own or released)
        command = await command_row(session, row.content_command) if row.content_command and reads else None
    return views.step_content(row, procedure, command)


@router.post("/completion", response_model=models.CycleView, responses=DECIDED)
async def complete(
    cycle_id: str,
    step: c.StepKey,
    body: models.Completion,
    request: Request,
    actor: CurrentActor,
    key: Key,
    expected: ExpectedVersion,
    services: ServicesHere,
) -> JSONResponse:
    """Hand in the step's content. Where somebody approves it, it waits for them; otherwise it is done."""
    ask = asked(request, actor, key, body.model_dump(mode="json"))
    return await _carried_out(
        services,
        ask,
        Action.COMPLETE,
        cycle_id,
        lambda acts: c.CompleteStep(actor=acts, step=step, content=body.content, expected=expected),
    )


@router.post("/review", response_model=models.CycleView, responses=DECIDED)
async def review(
    cycle_id: str,
    step: c.StepKey,
    body: models.Review,
    request: Request,
    actor: CurrentActor,
    key: Key,
    expected: ExpectedVersion,
    services: ServicesHere,
) -> JSONResponse:
    """Approve what was handed in, or return it with a reason."""
    ask = asked(request, actor, key, body.model_dump(mode="json"))
    return await _carried_out(
        services, ask, Action.REVIEW, cycle_id, lambda acts: _reviewed(acts, step, body, expected)
    )


@router.post("/recall", response_model=models.CycleView, responses=DECIDED)
async def recall(
    cycle_id: str,
    step: c.StepKey,
    request: Request,
    actor: CurrentActor,
    key: Key,
    services: ServicesHere,
    body: models.Nothing = NOTHING,
) -> JSONResponse:
    """Take back what one handed in, while nothing that builds on it has moved."""
    ask = asked(request, actor, key, body.model_dump(mode="json"))
    return await _carried_out(services, ask, Action.RECALL, cycle_id, lambda acts: c.RecallStep(actor=acts, step=step))


@router.post("/reopening", response_model=models.CycleView, responses=DECIDED)
async def reopen(
    cycle_id: str,
    step: c.StepKey,
    body: models.WithReason,
    request: Request,
    actor: CurrentActor,
    key: Key,
    services: ServicesHere,
) -> JSONResponse:
    """Open a finished step again, also after the year is closed; what builds on it becomes stale."""
    ask = asked(request, actor, key, body.model_dump(mode="json"))
    return await _carried_out(
        services, ask, Action.REOPEN, cycle_id, lambda acts: c.ReopenStep(actor=acts, step=step, reason=body.reason)
    )


@router.post("/confirmation", response_model=models.CycleView, responses=DECIDED)
async def confirm(
    cycle_id: str,
    step: c.StepKey,
    request: Request,
    actor: CurrentActor,
    key: Key,
    expected: ExpectedVersion,
    services: ServicesHere,
    body: models.Nothing = NOTHING,
) -> JSONResponse:
    """Say that a stale step still holds as it is."""
    ask = asked(request, actor, key, body.model_dump(mode="json"))
    return await _carried_out(
        services, ask, Action.CONFIRM, cycle_id, lambda acts: c.ConfirmStep(actor=acts, step=step, expected=expected)
    )


@router.post("/extension", response_model=models.CycleView, responses=DECIDED)
async def extend(
    cycle_id: str,
    step: c.StepKey,
    body: models.Extension,
    request: Request,
    actor: CurrentActor,
    key: Key,
    services: ServicesHere,
) -> JSONResponse:
    """Give the step a later latest date."""
    ask = asked(request, actor, key, body.model_dump(mode="json"))
    return await _carried_out(
        services,
        ask,
        Action.EXTEND,
        cycle_id,
        lambda acts: c.ExtendStep(actor=acts, step=step, latest=body.latest, reason=body.reason),
    )


@router.post("/waiver", response_model=models.CycleView, responses=DECIDED)
async def waive(
    cycle_id: str,
    step: c.StepKey,
    body: models.WithReason,
    request: Request,
    actor: CurrentActor,
    key: Key,
    services: ServicesHere,
) -> JSONResponse:
    """Set aside a step that the law does not require."""
    ask = asked(request, actor, key, body.model_dump(mode="json"))
    return await _carried_out(
        services, ask, Action.WAIVE, cycle_id, lambda acts: c.WaiveStep(actor=acts, step=step, reason=body.reason)
    )


@router.put("/assignment", response_model=models.CycleView, responses=DECIDED)
async def assign(
    cycle_id: str,
    step: c.StepKey,
    body: models.Assignment,
    request: Request,
    actor: CurrentActor,
    key: Key,
    services: ServicesHere,
) -> JSONResponse:
    """Give the step to another role of the municipality."""
    ask = asked(request, actor, key, body.model_dump(mode="json"))
    return await _carried_out(
        services, ask, Action.ASSIGN, cycle_id, lambda acts: c.AssignStep(actor=acts, step=step, role=body.role)
    )


def _reviewed(acts: c.Acting, step: str, body: models.Review, expected: int | None) -> c.ApproveStep | c.ReturnStep:
    if body.outcome == "approve":
        return c.ApproveStep(actor=acts, step=step, expected=expected)
    if body.reason is None:
        finding = Finding(code="missing", pointer="/reason", message="a return says why")
        raise InvalidRequest("A step is returned with a reason", (finding,))
    return c.ReturnStep(actor=acts, step=step, reason=body.reason, expected=expected)


async def _carried_out(
    services: Services, ask: Asked, action: Action, cycle_id: str, make: Callable[[c.Acting], c.PersonCommand]
) -> JSONResponse:
    kinds: list[str] = []

    def made(acts: c.Acting) -> c.PersonCommand:
        command = make(acts)
        kinds.append(command.kind)
        return command

    outcome = await carry_out(services, ask, action, cycle_id, made)
    if outcome is None:
        return taken(ask, kinds[0], cycle=cycle_id)
    view = await view_of(services, cycle_id)
    step = ask.what.split("/")[5]
    version = next(s.version for s in view.steps if s.key == step)
    return JSONResponse(view.model_dump(mode="json"), headers=etag(version))
