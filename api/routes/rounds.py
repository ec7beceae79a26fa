"""A county's round: open it, see who could start, try the others again."""

import asyncio

from fastapi import APIRouter, Request, Response

from api import models, views
from api.access import acting
from api.actors import CurrentActor
from api.carrying import as_json, asked, settle
from api.dependencies import Key, ServicesHere
from api.errors import InvalidRequest
from api.noting import request_id
from api.services import Services
from domain.errors import Finding
from domain.people import Action, Place, may
from domain.rounds import OpenRound, RetryRound
from domain.rules import check_year
from storage import rounds
from storage.filing import round_filing
from storage.processes import newest

router = APIRouter(tags=["rounds"])

STARTED_WITHIN = 3.0  # seconds that an opening waits for the years it starts; they go on starting after that
LOOKED_AT_EVERY = 0.1


@router.post("/v1/rounds", status_code=201, responses={202: {"model": models.CommandView}})
async def open_round(
    body: models.NewRound, request: Request, actor: CurrentActor, key: Key, services: ServicesHere
) -> Response:
    """Open a county's round: every municipality's year starts, exactly once."""
    county = services.places.county(body.county)
    actor_ = acting(actor, Action.START_ROUND, Place(county=county.code))
    check_year(body.year, services.clock())
    municipalities = _chosen(body, county.municipalities)
    async with services.sessions() as session:
        process = await newest(session)
    command = OpenRound(
        actor=actor_,
        county=county.code,
        year=body.year,
        cycle_kind=body.kind,
        process=process,
        municipalities=municipalities,
    )
    ask = asked(request, actor, key, body.model_dump(mode="json"))
    filing = round_filing(
        command, identity=ask.identity, request=ask.hash, now=services.clock(), request_id=request_id()
    )
    wanted = rounds.round_id(county.code, body.year)
    pending = await settle(
        services,
        filing,
        lambda sent: services.conductor.round_command(wanted, county.code, body.year, sent),
    )
    if pending is not None:
        return pending
    view = await _when_started(services, wanted)
    return as_json(view, 201, {"Location": f"/v1/rounds/{wanted}"})


def _chosen(body: models.NewRound, all_of_them: tuple[str, ...]) -> tuple[str, ...]:
    if body.municipalities is None:
        return all_of_them
    findings = tuple(
        Finding(code="other-county", pointer=f"/municipalities/{index}", message="not a municipality of the county")
        for index, code in enumerate(body.municipalities)
        if code not in all_of_them
    )
    if findings or not body.municipalities:
        raise InvalidRequest("A round takes in municipalities of its own county, at least one", findings)
    return tuple(dict.fromkeys(body.municipalities))


@router.get("/v1/rounds/{round_id}")
async def see_round(round_id: str, actor: CurrentActor, services: ServicesHere) -> models.RoundView:
    """The round with each municipality of the county: started, pending, failed with its reason, or not in the round."""
    _check_seen(round_id, actor)
    return await _view(services, round_id)


@router.post("/v1/rounds/{round_id}/retry", responses={202: {"model": models.CommandView}})
async def retry(
    round_id: str,
    request: Request,
    actor: CurrentActor,
    key: Key,
    services: ServicesHere,
    body: models.Retry | None = None,
) -> Response:
    """Try the municipalities that could not start again, all or one."""
    _check_seen(round_id, actor)
    async with services.sessions() as session:
        row = await rounds.round_row(session, round_id)
    body = body or models.Retry()
    command = RetryRound(
        actor=acting(actor, Action.START_ROUND, Place(county=row.county_code)),
        county=row.county_code,
        year=row.year,
        municipality=body.municipality,
    )
    ask = asked(request, actor, key, body.model_dump(mode="json"))
    filing = round_filing(
        command, identity=ask.identity, request=ask.hash, now=services.clock(), request_id=request_id()
    )
    pending = await settle(
        services,
        filing,
        lambda sent: services.conductor.round_command(round_id, row.county_code, row.year, sent),
    )
    if pending is not None:
        return pending
    return as_json(await _when_started(services, round_id))


def _check_seen(round_id: str, actor: CurrentActor) -> None:
    if not may(actor, Action.SEE_ROUND, Place(county=round_id.partition("-")[0])):
        raise rounds.RoundNotFound("There is no round of that name that you may see")


async def _when_started(services: Services, round_id: str) -> models.RoundView:
    """The round once nobody is pending, or after a few seconds as it is."""
    waited = 0.0
    while waited < STARTED_WITHIN and await _pending(services, round_id):
        await asyncio.sleep(LOOKED_AT_EVERY)
        waited += LOOKED_AT_EVERY
    return await _view(services, round_id)


async def _pending(services: Services, round_id: str) -> bool:
    async with services.sessions() as session:
        return await rounds.anybody_pending(session, round_id)


async def _view(services: Services, round_id: str) -> models.RoundView:
    async with services.sessions() as session:
        row = await rounds.round_row(session, round_id)
        members = {member.municipality_code: member for member in await rounds.members(session, round_id)}
        running = {
            cycle.municipality_code: cycle for cycle in await rounds.standing(session, row.county_code, row.year)
        }
    county = services.places.county(row.county_code)
    lines = [
        views.member(code, services.places, members.get(code), running.get(code)) for code in county.municipalities
    ]
    return views.round_(row, lines, models.Named(code=county.code, name=county.name))
