"""Drafts of a step: the municipality's alone."""

import json

from fastapi import APIRouter, Response

from api import models
from api.access import acting, place_of, seen_municipality
from api.actors import CurrentActor
from api.dependencies import ExpectedVersion, ServicesHere, etag
from domain.commands import StepKey
from domain.errors import Invalid
from domain.people import Action
from storage import cycles, drafts
from storage.canonical import canonical

router = APIRouter(prefix="/v1/cycles/{cycle_id}/steps/{step}/draft", tags=["drafts"])

LARGEST = 1_000_000  # characters


class DraftTooLarge(Invalid):
    pass


@router.get("")
async def read_draft(
    cycle_id: str, step: StepKey, actor: CurrentActor, services: ServicesHere, response: Response
) -> models.DraftView:
    """What has been saved and not handed in."""
    municipality = seen_municipality(actor, services.places, cycle_id)
    acting(actor, Action.SEE_DRAFT, place_of(municipality))
    async with services.sessions() as session:
        await cycles.step_row(session, cycle_id, step)
        row = await drafts.draft(session, cycle_id, step)
    response.headers.update(etag(row.version))
    return _view(row)


@router.put("")
async def save_draft(
    cycle_id: str,
    step: StepKey,
    body: models.Completion,
    actor: CurrentActor,
    expected: ExpectedVersion,
    services: ServicesHere,
    response: Response,
) -> models.DraftView:
    """Save a draft, complete or not. `If-Match` keeps one from saving over what a colleague saved meanwhile."""
    municipality = seen_municipality(actor, services.places, cycle_id)
    acts = acting(actor, Action.WRITE_DRAFT, place_of(municipality))
    content = canonical(body.content)
    if len(content) > LARGEST:
        raise DraftTooLarge(f"A draft holds at most {LARGEST:,} characters; attach long material as a file instead")
    async with services.sessions.begin() as session:
        await cycles.step_row(session, cycle_id, step)
        new = drafts.DraftRow(
            cycle_id=cycle_id,
            step=step,
            municipality_code=municipality.code,
            county_code=municipality.county,
            content=content,
            person=acts.person,
            saved_at=services.clock(),
        )
        row = await drafts.save(session, new, expected)
        view = _view(row)
    response.headers.update(etag(row.version))
    return view


def _view(row: drafts.DraftRow) -> models.DraftView:
    return models.DraftView(
        content=json.loads(row.content or "{}"), version=row.version, saved_at=row.saved_at, saved_by=row.person
    )
