"""One cell of a county's board: a step of a municipality, its dates and what has happened to it. A page of its own, and
a part of the board where scripts run.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from api import dependencies
from api.access import seen_municipality
from api.models import EventView
from api.routes.cycles import see_events
from domain.calendar import SWEDEN, end_of_day
from domain.cycle import StepNotFound
from domain.events import ScheduleMoved, events
from domain.light import Light, Standing, light
from domain.people import Role
from domain.places import Municipality as Place
from domain.procedure import Procedure
from domain.process import Kind
from domain.steps import StepStatus
from storage import cycles, overview
from web import history_words
from web.bulk.doings import DOINGS
from web.bulk.typed import Do
from web.page import Here, Page
from web.pages.county_frame import Code, Municipality, Short, Step, Year, may_in, render
from web.pages.tasks import standing
from web.pages.year_frame import day_asked
from web.words import ROLES

router = APIRouter()

MOST = 500  # events of one year


@dataclass(frozen=True)
class Happened:
    """`who` is a role, empty for what came by itself; `reason` what the person wrote, for those who may read it."""

    at: datetime
    text: str
    who: str
    reason: str | None


@dataclass(frozen=True)
class Stands:
    """How the step stood on `day`; `acting` is whose turn it is and `given` whether it is somebody's, for now alone."""

    procedure: Procedure
    standing: Standing
    day: date
    acting: str | None
    given: bool = False

    @property
    def light(self) -> Light:
        return light(self.standing, self.day)


@router.get("/lan/{code}/{year}/{municipality}/{step}", name="pages.county-cell")
async def cell(
    page: Here, code: Code, year: Year, municipality: Municipality, step: Step, day: Annotated[Short, Query()] = ""
) -> Response:
    cycle_id = f"{municipality}-{year}"
    place = seen_municipality(page.reader, page.services.places, cycle_id)
    if place.county != code:
        raise cycles.CycleNotFound("There is no such year in that county")
    asked, _ = day_asked(page, day)
    past = asked if asked is not None and asked < page.today else None
    async with page.services.sessions() as session:
        stands = await _then(session, page, cycle_id, step, past) if past else await _now(session, page, cycle_id, step)
    return render(
        page,
        page.services.places.county(code),
        "county-cell.html",
        "county-year",
        year,
        place=place,
        cycle=cycle_id,
        step=stands.procedure.definitions[step],
        stands=stands,
        past=past,
        happened=await _happened(page, cycle_id, step, stands),
        board=f"/lan/{code}/{year}" + (f"?day={past}" if past else ""),
        acts=() if past else _acts(page, place, stands),
        doings=DOINGS,
        part="hx-request" in page.request.headers,
    )


async def _now(session: AsyncSession, page: Page, cycle_id: str, step: str) -> Stands:
    row = await cycles.cycle_row(session, cycle_id)
    procedure = await page.services.procedures.get(session, row.process, Kind(row.kind))
    found = await cycles.step_row(session, cycle_id, step)
    acting = ROLES[Role(found.acting_role)] if found.acting_role and row.status == "running" else None
    return Stands(procedure, standing(found), page.today, acting, given=found.person is not None)


async def _then(session: AsyncSession, page: Page, cycle_id: str, step: str, day: date) -> Stands:
    """Raises StepNotFound for a year that had not begun by then."""
    row = await cycles.cycle_row(session, cycle_id)
    line = overview.Line(*(getattr(row, name) for name in overview.Line._fields))
    found = await overview.cycles_then(session, page.services.procedures, [line], end_of_day(day))
    if not found:
        raise StepNotFound("That year had not begun by then")
    cycle = found[0]
    there = cycle.step(step)
    stood = Standing(
        status=there.status,
        stale=there.stale,
        required=cycle.required(there),
        target=there.target,
        latest=there.latest,
    )
    return Stands(cycle.procedure, stood, day, None)


async def _happened(page: Page, cycle_id: str, step: str, stands: Stands) -> Sequence[Happened]:
    """What has happened to the step by that day, the newest first."""
    found = await see_events(cycle_id, page.reader, page.services, dependencies.Page(limit=MOST))
    until = end_of_day(stands.day)

    def titled(key: str) -> str:
        definition = stands.procedure.definitions.get(key)
        return page.text(definition.title) if definition else key

    return [
        Happened(
            at=each.at.astimezone(SWEDEN),
            text=history_words.says(event, titled, page.t),
            who=ROLES[Role(each.role)] if each.role and not by_itself else "",
            reason=None if by_itself else each.reason,
        )
        for each in reversed(found.items)
        if each.at <= until and (event := _of_step(each, step)) is not None
        for by_itself in (isinstance(event, history_words.BY_ITSELF),)
    ]


def _of_step(view: EventView, step: str) -> history_words.e.Event | None:
    """The event, if it is about the step; of dates that moved, the step's own."""
    about = {"step": view.step} if view.step else {}
    event = events.validate_python({"kind": view.kind, "at": view.at, **about, **view.data})
    if isinstance(event, ScheduleMoved):
        moves = tuple(move for move in event.moves if move.key == step)
        return event.model_copy(update={"moves": moves}) if moves else None
    return event if view.step == step else None


def _acts(page: Page, place: Place, stands: Stands) -> list[Do]:
    """What the reader can do about the step from the board."""
    unsettled = stands.light not in {Light.DONE, Light.WAIVED}
    possible = {
        Do.REMIND: stands.acting is not None,
        Do.ASSIGN: unsettled and not stands.given,
        Do.EXTEND: unsettled,
        Do.SUPPLEMENT: stands.standing.status in {StepStatus.SUBMITTED, StepStatus.DONE},
    }
    return [do for do in Do if possible[do] and may_in(page, place.county, DOINGS[do].action)]
