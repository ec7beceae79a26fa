"""Requests for supplement (begäran om komplettering): what a county has asked for, and what is still to be answered."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.access import acting, place_of
from api.actors import CurrentActor
from api.comment_models import Supplements, SupplementView
from api.commenting import view
from api.dependencies import Page, PageAsked, ServicesHere, next_cursor, numbers
from api.places import named_county, named_municipality
from api.services import Services
from domain.people import Action, Place
from storage import comments
from storage.comments import Shown

router = APIRouter(prefix="/v1", tags=["comments"])
Everything = Annotated[bool, Query(description="Those answered, settled or withdrawn too")]


@router.get("/municipalities/{municipality}/supplements")
async def municipal_supplements(
    municipality: str,
    actor: CurrentActor,
    services: ServicesHere,
    page: PageAsked,
    everything: Everything = False,  # noqa: FBT002
) -> Supplements:
    """What the county has asked this municipality to complete, the earliest first."""
    place = named_municipality(services.places, municipality)
    acting(actor, Action.COMMENT, place_of(place))
    return await _listed(services, page, place.county, place.code, everything=everything)


@router.get("/counties/{county}/supplements")
async def county_supplements(
    county: str,
    actor: CurrentActor,
    services: ServicesHere,
    page: PageAsked,
    everything: Everything = False,  # noqa: FBT002
) -> Supplements:
    """What the county has asked of its municipalities, the earliest first."""
    place = named_county(services.places, county)
    acting(actor, Action.COMMENT, Place(county=place.code))
    return await _listed(services, page, place.code, None, everything=everything)


async def _listed(
    services: Services, page: Page, county: str, municipality: str | None, *, everything: bool
) -> Supplements:
    async with services.sessions() as session:
        found = await comments.supplements(
            session, county, municipality, after=numbers(page), limit=page.limit + 1, everything=everything
        )
    shown = found[: page.limit]
    following = next_cursor(str(shown[-1].row.number)) if len(found) > page.limit else None
    return Supplements(items=tuple(_view(each, services) for each in shown), next=following)


def _view(shown: Shown, services: Services) -> SupplementView:
    code = shown.row.municipality_code
    return SupplementView(
        **view(shown).model_dump(),
        municipality=code,
        municipality_name=services.places.municipality(code).name,
        done_at=shown.withdrawn_at or shown.settled_at or shown.answered_at,
    )
