"""A municipality's year: start one, see where it stands, read its history."""

import json

from fastapi import APIRouter, Request, Response

from api import models, views
from api.access import acting, place_of, seen_municipality
from api.actors import CurrentActor
from api.carrying import as_json, asked, carry_out, filed, settle
from api.dependencies import Key, PageAsked, ServicesHere, next_cursor, numbers
from api.services import Services
from domain import commands as c
from domain.people import Action, may
from domain.process import Kind
from domain.rules import check_year
from storage import cycles, log, rounds
from storage.commands import command_row
from storage.processes import newest

router = APIRouter(tags=["cycles"])


@router.post("/v1/cycles", status_code=201, responses={202: {"model": models.CommandView}})
async def start_cycle(
    body: models.NewCycle, request: Request, actor: CurrentActor, key: Key, services: ServicesHere
) -> Response:
    """Start one municipality's year: a late joiner of the county's round, or a year of its own."""
    municipality = services.places.municipality(body.municipality)
    acts = acting(actor, Action.START_CYCLE, place_of(municipality))
    check_year(body.year, services.clock())
    async with services.sessions() as session:
        joined = await session.get(rounds.RoundRow, rounds.round_id(municipality.county, body.year))
        process = joined.process if joined else await newest(session)
    command = c.StartCycle(
        actor=acts,
        municipality=municipality.code,
        county=municipality.county,
        year=body.year,
        cycle_kind=body.kind,
        process=process,
        round=joined.id if joined else None,
        plan_in_force=body.plan_in_force,
    )
    cycle_id = f"{municipality.code}-{body.year}"
    ask = asked(request, actor, key, body.model_dump(mode="json"))
    filing = filed(services, ask, command, municipality, cycle_id)
    pending = await settle(
        services, filing, lambda sent: services.conductor.cycle_command(municipality, body.year, sent)
    )
    if pending is not None:
        return pending
    view = await view_of(services, cycle_id)
    return as_json(view, 201, {"Location": f"/v1/cycles/{cycle_id}"})


@router.get("/v1/cycles/{cycle_id}")
async def see_cycle(cycle_id: str, actor: CurrentActor, services: ServicesHere, response: Response) -> models.CycleView:
    """Where the year stands, step by step, as last recorded."""
    seen_municipality(actor, services.places, cycle_id)
    view = await view_of(services, cycle_id)
    response.headers["ETag"] = f'W/"{view.head}"'
    return view


@router.get("/v1/cycles/{cycle_id}/live")
async def see_live(cycle_id: str, actor: CurrentActor, services: ServicesHere) -> models.Live:
    """What the year's own workflow says of itself."""
    seen_municipality(actor, services.places, cycle_id)
    async with services.sessions() as session:
        await cycles.cycle_row(session, cycle_id)
    says = await services.conductor.live(cycle_id)
    if says is None:
        return models.Live(running=False)
    return models.Live(running=not says.closed, **says.model_dump(exclude={"accepted", "kinds"}))


@router.get("/v1/cycles/{cycle_id}/events")
async def see_events(cycle_id: str, actor: CurrentActor, services: ServicesHere, page: PageAsked) -> models.Events:
    """The history: who did what when, and why, oldest first."""
    municipality = seen_municipality(actor, services.places, cycle_id)
    reads = may(actor, Action.SEE_CONTENT, place_of(municipality))
    async with services.sessions() as session:
        await cycles.cycle_row(session, cycle_id)
        rows = await log.history(session, cycle_id, numbers(page), page.limit + 1)
        shown = rows[: page.limit]
        items: list[models.EventView] = []
        for row in shown:
            view = views.event(row, None)
            command = await command_row(session, view.command) if view.command and reads else None
            reason = json.loads(command.body).get("reason") if command else None
            items.append(view.model_copy(update={"reason": reason}))
    following = next_cursor(str(shown[-1].seq)) if len(rows) > page.limit else None
    return models.Events(items=tuple(items), next=following)


@router.post("/v1/cycles/{cycle_id}/closing", responses={202: {"model": models.CommandView}})
async def close(
    cycle_id: str,
    body: models.WithReason,
    request: Request,
    actor: CurrentActor,
    key: Key,
    services: ServicesHere,
) -> Response:
    """Close a year although steps that the law does not require are unfinished. A finished year closes by itself."""
    ask = asked(request, actor, key, body.model_dump(mode="json"))
    pending = await carry_out(
        services, ask, Action.CLOSE, cycle_id, lambda acts: c.CloseCycle(actor=acts, reason=body.reason)
    )
    if pending is not None:
        return pending
    return as_json(await view_of(services, cycle_id))


async def view_of(services: Services, cycle_id: str) -> models.CycleView:
    """Raises CycleNotFound."""
    async with services.sessions() as session:
        row = await cycles.cycle_row(session, cycle_id)
        procedure = await services.procedures.get(session, row.process, Kind(row.kind))
        steps = [views.step(step, procedure) for step in await cycles.steps_of(session, cycle_id)]
    return views.cycle(row, steps, json.loads(row.state)["plan_in_force"], procedure, services.places)
