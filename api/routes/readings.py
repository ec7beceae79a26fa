"""Who has read what is internal to a municipality."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel

from api.access import acting, place_of
from api.actors import CurrentActor
from api.dependencies import PageAsked, ServicesHere, next_cursor, numbers
from api.models import MunicipalityCode
from api.places import named_municipality
from domain.people import Action, Role
from storage import readings
from storage.readings import ReadingRow, What

router = APIRouter(tags=["evidence"])


class ReadingView(BaseModel):
    """`person` (an id) read `of`, for an internal annex its number, in `on_behalf`'s place if in anybody's."""

    at: datetime
    person: str
    role: Role
    on_behalf: str | None
    what: What
    of: str
    request: str | None


class Readings(BaseModel):
    items: tuple[ReadingView, ...]
    next: str | None


@router.get("/v1/municipalities/{code}/readings")
async def see_readings(
    code: MunicipalityCode, actor: CurrentActor, services: ServicesHere, page: PageAsked
) -> Readings:
    """Every reading of an internal annex, the earliest first: for the municipality's coordinator."""
    acting(actor, Action.SEE_READINGS, place_of(named_municipality(services.places, code)))
    async with services.sessions() as session:
        rows = await readings.readings(session, code, numbers(page), page.limit + 1)
    following = next_cursor(str(rows[page.limit - 1].id)) if len(rows) > page.limit else None
    return Readings(items=tuple(map(_view, rows[: page.limit])), next=following)


def _view(row: ReadingRow) -> ReadingView:
    return ReadingView(
        at=row.at,
        person=row.person,
        role=Role(row.role),
        on_behalf=row.on_behalf,
        what=What(row.what),
        of=row.of,
        request=row.request_id,
    )
