"""Warnings that a clock of the Act, or an agreement, is running out; and that a clock has."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.actors import CurrentActor
from api.dependencies import PageAsked, ServicesHere, next_cursor, numbers
from api.places import named_county
from domain.law.results import Sentence
from domain.law.wording import says
from domain.people import Action, Place, may
from storage import notices

router = APIRouter(tags=["law"])


class NoticeView(BaseModel):
    """`of` runs out on `due`; this was told with at most `months` left, or, where they are 0, of what had run out.

    `says` puts it in words. Nobody supervises under the Act: it helps to plan.
    """

    municipality: str
    municipality_name: str
    rule: str
    of: str
    due: date
    months: int
    says: Sentence
    told_at: datetime


class Notices(BaseModel):
    items: tuple[NoticeView, ...]
    next: str | None


@router.get("/v1/notices")
async def see_notices(
    actor: CurrentActor,
    services: ServicesHere,
    page: PageAsked,
    county: Annotated[str | None, Query(pattern=r"^\d{2}$")] = None,
) -> Notices:
    """What has been told of the places that one may see the map of, the earliest first."""
    places = services.places
    within = named_county(places, county).municipalities if county else tuple(places.municipalities)
    seen = [
        code
        for code in within
        if may(actor, Action.SEE_LAW, Place(county=places.municipality(code).county, municipality=code))
    ]
    async with services.sessions() as session:
        rows = await notices.told(session, seen, numbers(page), page.limit + 1)
    items = tuple(
        NoticeView(
            municipality=row.municipality_code,
            municipality_name=places.municipality(row.municipality_code).name,
            rule=row.rule,
            of=row.of,
            due=row.due,
            months=row.months,
            says=says(row.of, row.due, row.months),
            told_at=row.told_at,
        )
        for row in rows[: page.limit]
    )
    following = next_cursor(str(rows[page.limit - 1].id)) if len(rows) > page.limit else None
    return Notices(items=items, next=following)
