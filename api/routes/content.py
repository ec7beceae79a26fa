"""What a year is about: its red thread, and the forms that its steps are filled in by."""

from fastapi import APIRouter

from api import models
from api.access import place_of, seen_municipality
from api.actors import CurrentActor
from api.dependencies import ServicesHere
from api.errors import NoSuchAddress
from domain.content.lineage import lineage_gaps
from domain.content.thread import Thread, thread
from domain.content.year import read
from domain.forms import FORMS
from domain.people import Action, may
from domain.process import Kind
from storage import cycles, versions

router = APIRouter(tags=["content"])


@router.get("/v1/cycles/{cycle_id}/thread")
async def see_thread(cycle_id: str, actor: CurrentActor, services: ServicesHere) -> Thread:
    """From problem over cause and measure to result, with the gaps; outside the municipality of what is released."""
    place = place_of(seen_municipality(actor, services.places, cycle_id))
    if not may(actor, Action.SEE_CONTENT, place):
        return thread(read({}))
    async with services.sessions() as session:
        row = await cycles.cycle_row(session, cycle_id)
        procedure = await services.procedures.get(session, row.process, Kind(row.kind))
        released = not may(actor, Action.SEE_DRAFT, place)
        year = read(await cycles.contents(session, cycle_id, procedure, released=released))
        last = await versions.last_year(
            session, services.procedures, row.municipality_code, row.year, released=released
        )
    return thread(year, lineage_gaps(year, read(last.contents), last.plan_id) if last is not None else ())


@router.get("/v1/forms/{name}")
async def see_form(name: str, actor: CurrentActor) -> models.FormView:  # noqa: ARG001
    """A form's JSON schema, with the basis of each field."""
    if name not in FORMS:
        raise NoSuchAddress("There is no form of that name")
    return models.FormView(name=name, form_schema=FORMS[name].model_json_schema())
