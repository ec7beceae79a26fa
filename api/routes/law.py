"""Where a municipality stands under lag (2023:196)."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from api.access import acting, place_of
from api.actors import CurrentActor
from api.dependencies import ServicesHere
from api.places import named_municipality
from domain.calendar import end_of_day, stockholm_date
from domain.law.map import FIRST, LAST, law_map
from domain.law.results import LawMap
from domain.people import Action
from storage import law

router = APIRouter(tags=["law"])


@router.get("/v1/municipalities/{municipality}/law")
async def see_law(
    municipality: str,
    actor: CurrentActor,
    services: ServicesHere,
    as_of: Annotated[
        date | None, Field(ge=FIRST, le=LAST), Query(description="Where it stands on that day; today")
    ] = None,
) -> LawMap:
    """Rule by rule, the Act apart from guidance, with what each answer rests on. Nobody supervises under this Act."""
    place = named_municipality(services.places, municipality)
    acting(actor, Action.SEE_LAW, place_of(place))
    day = as_of or stockholm_date(services.clock())
    async with services.sessions() as session:
        found = await law.facts(session, services.procedures, (place.code,), end_of_day(day))
    return law_map(found[place.code], day)
