"""Where everyone stands, and who has what to do."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api import models, views
from api.access import RoleMayNot
from api.actors import CurrentActor
from api.carrying import as_json
from api.dependencies import PageAsked, ServicesHere, next_cursor
from domain.calendar import end_of_day, stockholm_date
from domain.people import Action, reach
from storage import overview

router = APIRouter(tags=["overview"])


@router.get("/v1/overview", response_model=models.Overview)
async def see_overview(
    actor: CurrentActor,
    services: ServicesHere,
    page: PageAsked,
    year: Annotated[int, Query(ge=1900, le=2200)],
    county: Annotated[str | None, Query(pattern=r"^\d{2}$")] = None,
    as_of: Annotated[date | None, Query(description="As it stood at the end of that day, Stockholm time")] = None,
) -> Response:
    """Every year that one may see, one line each, now or as of a day past."""
    places = reach(actor, Action.SEE_CYCLE)
    if county is not None:
        services.places.county(county)
        codes = {code[:2] for code in places.municipalities}
        if not places.everywhere and county not in places.counties | codes:
            raise RoleMayNot("Your role sees nothing in that county")
    after = page.after[0] if page.after else ""
    now = services.clock()
    async with services.sessions() as session:
        rows = await overview.board(session, places, year, county, after=after, limit=page.limit + 1)
        shown = rows[: page.limit]
        if as_of is None or as_of >= stockholm_date(now):
            day, seen = stockholm_date(now), await overview.now_seen(session, services.procedures, shown)
        else:
            day, seen = as_of, await overview.then_seen(session, services.procedures, shown, end_of_day(as_of))
    items = tuple(views.overview_item(line, services.places, day) for line in seen)
    # Hundreds of lines: written once, not checked against their own model again on the way out.
    return as_json(models.Overview(items=items, next=next_cursor(shown[-1].id) if len(rows) > page.limit else None))
