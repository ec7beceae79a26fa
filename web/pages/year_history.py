"""Historiken: what has happened in the year, who did it and why, the newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from api import views
from api.models import EventView
from domain.calendar import end_of_day
from domain.events import Event, ScheduleMoved, events
from domain.forms import NO_FORM
from domain.people import Action, Role
from storage import log
from storage.commands import reasons
from web.days import clock
from web.history_words import BY_ITSELF, days_of, moved, says
from web.pages.step_frame import names
from web.pages.year_frame import Year, YearHere, day_asked
from web.words import ROLES

router = APIRouter()

LIMIT = 50
FOLDED = frozenset({"StepOpened", "StepHeld", "ChangeTraced"})
"""What only follows from what people do and from the calendar; folded away until it is asked for."""
DATED = 2  # the number of the event that sets the dates of a year that is started late
MANY = 10_000  # events, more than any year has


class Asked(BaseModel):
    """`cursor` is the number of the last event of the page before."""

    step: str = Field("", max_length=40)
    day: str = Field("", max_length=40)
    all: str = Field("", max_length=5)
    cursor: int = Field(MANY, ge=1)


@dataclass(frozen=True)
class Told:
    """An event in words, `day` as a clock in Sweden shows it. `who` is None for what happened by itself, `days` are
    the dates that steps have from then on.
    """

    at: datetime
    day: str
    step: str | None
    href: str | None
    what: str
    who: str | None
    instead_of: str | None
    why: str | None
    days: tuple[str, ...] = ()


@router.get("/ar/{cycle}/historik", name="pages.year-history")
async def history(year: YearHere, asked: Annotated[Asked, Query()]) -> Response:
    day, problems = day_asked(year.page, asked.day)
    until = end_of_day(day) if day is not None else None
    async with year.page.services.sessions() as session:
        rows = await log.history(session, year.id, 0, MANY)
    happened = [views.event(row, None) for row in reversed(rows) if until is None or row.at <= until]
    wanted = [event for event in happened if _wanted(year, event, asked)]
    shown = wanted[: LIMIT + 1]
    return year.render(
        "year-history.html",
        "year-history",
        status=422 if problems else 200,
        told=await _told(year, shown[:LIMIT]),
        next=str(shown[LIMIT - 1].seq) if len(shown) > LIMIT else None,
        steps=[(each.key, year.titled(each.key)) for each in year.steps if not _starts(year, each.key)],
        asked=asked,
        as_of=day,
        problems=problems,
    )


def _wanted(year: Year, event: EventView, asked: Asked) -> bool:
    if event.seq >= asked.cursor or (asked.step and event.step != asked.step):
        return False
    reminded_by_itself = event.kind == "StepReminded" and event.person is None
    by_itself = event.kind in FOLDED or reminded_by_itself or (event.step is not None and _starts(year, event.step))
    return bool(asked.all) or not by_itself


def _starts(year: Year, step: str) -> bool:
    return year.procedure.definitions[step].form == NO_FORM


async def _told(year: Year, shown: Sequence[EventView]) -> list[Told]:
    """Names for those who may see the people of the place, reasons for those who may read what was written."""
    known = await names(year.page, {person for event in shown for person in (event.person, event.on_behalf)})
    commands = {event.command for event in shown if event.command is not None}
    async with year.page.services.sessions() as session:
        why = await reasons(session, commands) if year.may(Action.SEE_CONTENT) else {}
    return [_one(year, event, known, why) for event in shown]


def _read(view: EventView) -> Event:
    step = {"step": view.step} if view.step is not None else {}
    return events.validate_python({"kind": view.kind, "at": view.at, **step, **view.data})


def _one(year: Year, event: EventView, known: Mapping[str, str], why: Mapping[str, str]) -> Told:
    happened = _read(event)
    whose = None if isinstance(happened, BY_ITSELF) else event.role
    role = year.page.t.gettext(ROLES[Role(whose)]) if whose in set(Role) else None
    who = ", ".join(part for part in (known.get(event.person or ""), role) if part) if whose else ""
    dates = isinstance(happened, ScheduleMoved)
    return Told(
        at=event.at,
        day=clock(event.at),
        step=year.titled(event.step) if event.step else None,
        href=year.step_href(event.step) if event.step and not _starts(year, event.step) else None,
        what=moved(year.page.t, started=event.seq == DATED) if dates else says(happened, year.titled, year.page.t),
        who=who or None,
        instead_of=known.get(event.on_behalf, "") if event.on_behalf and whose else None,
        why=why.get(event.command or "") if whose else None,
        days=days_of(happened, year.titled, year.page.t) if dates else (),
    )
