"""What a form that is open is told when somebody else has been at its step: why it no longer shows what stands.

It only says so. That nothing is overwritten is kept by the versions that the form sends along (`expected` of a command
and of a draft), whether or not anybody was told.
"""

from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from api.access import acting, place_of, seen_municipality
from api.dependencies import etag
from domain.calendar import SWEDEN
from domain.commands import StepKey
from domain.membership.decide import PersonNotFound
from domain.people import Action, reach
from storage import cycles, directory
from storage.drafts import DraftRow
from web.page import Here, Page

router = APIRouter()


class What(StrEnum):
    HANDED_IN = "handed-in"
    MOVED = "moved"
    SAVED = "saved"


class Shown(BaseModel):
    """What an open form shows: the step's content version and status, and its draft's version; 0 for none.

    `mine` is the version of the draft that the form has saved itself last.
    """

    version: Annotated[int, Field(ge=0, le=10**9)] = 0
    status: Annotated[str, Field(max_length=20)] = ""
    draft: Annotated[int, Field(ge=0, le=10**9)] = 0
    mine: Annotated[int, Field(ge=0, le=10**9)] = 0


def stale(shown: Shown, now: Shown) -> What | None:
    """What has become of a form's step since it was shown; None if that is what still stands.

    A step that is handed in takes its draft along, so the draft says nothing more then.
    """
    if now.version != shown.version:
        return What.HANDED_IN
    if shown.status and now.status != shown.status:
        return What.MOVED
    return What.SAVED if now.draft > shown.draft else None


@router.get("/ar/{cycle_id}/steg/{step}/andrat", name="pages.stale")
async def changed(page: Here, cycle_id: str, step: StepKey, shown: Annotated[Shown, Query()]) -> Response:
    """A sentence for the form, with the version of the draft that it speaks of; or 204 while it shows what stands."""
    acting(page.reader, Action.SEE_DRAFT, place_of(seen_municipality(page.reader, page.services.places, cycle_id)))
    async with page.services.sessions() as session:
        row = await cycles.step_row(session, cycle_id, step)
        saved = await session.get(DraftRow, (cycle_id, step))
    now = Shown(version=row.version, status=row.status, draft=saved.version if saved is not None else 0)
    what = stale(shown, now)
    if what is None:
        return Response(status_code=204)
    response = page.render(
        "stale.html",
        what=what,
        mine=now.draft == shown.mine,
        own=saved is not None and saved.person == page.reader.person,
        who=await _name(page, saved.person) if saved is not None and what is What.SAVED else None,
        at=_clock(saved.saved_at) if saved is not None else "",
        there=page.href("step", cycle=cycle_id, step=step) or f"/ar/{cycle_id}/steg/{step}",
    )
    response.headers.update(etag(now.draft))
    return response


async def _name(page: Page, person: str) -> str | None:
    """None for somebody who has no name here, such as the demo's people."""
    with suppress(PersonNotFound):
        async with page.services.sessions() as session:
            found = await directory.card(session, person, reach(page.reader, Action.SEE_PEOPLE), page.today)
        return found.row.name
    return None


def _clock(at: datetime) -> str:
    return at.astimezone(SWEDEN).strftime("%Y-%m-%d %H:%M")
