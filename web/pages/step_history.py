"""What has happened to a step, in words: who, what, why and when, the latest first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Response

from api.dependencies import Page as Slice
from api.models import EventView
from api.routes.cycles import see_events
from domain import events as e
from web.days import clock
from web.history_words import BY_ITSELF, says
from web.pages.step_frame import STEP, StepHere, StepOf, names

router = APIRouter()
AT_ONCE = 500


@dataclass(frozen=True)
class Told:
    """`who` is empty for what came by itself."""

    at: str
    said: str
    who: str
    reason: str | None


@router.get(f"{STEP}/historik", name="pages.step-history")
async def see(on: StepHere) -> Response:
    found = [(view, event) for view, event in await _events(on) if _concerns(event, on.key)]
    known = await names(on.page, [person for view, _ in found for person in (view.person, view.on_behalf)])
    told = [_told(on, view, event, known) for view, event in reversed(found)]
    return on.render("step-history.html", "step-history", told=told)


async def _events(on: StepOf) -> Sequence[tuple[EventView, e.Event]]:
    found: list[EventView] = []
    asked = Slice(limit=AT_ONCE)
    while True:
        slice_ = await see_events(on.year.id, on.page.reader, on.page.services, asked)
        found += slice_.items
        if slice_.next is None:
            return list(_read(found))
        asked = Slice(limit=AT_ONCE, after=(str(slice_.items[-1].seq),))


def _read(found: Sequence[EventView]) -> Iterator[tuple[EventView, e.Event]]:
    for view in found:
        step = {"step": view.step} if view.step is not None else {}
        yield view, e.events.validate_python({"kind": view.kind, "at": view.at, **step, **view.data})


def _concerns(event: e.Event, key: str) -> bool:
    """What happened to the step itself, and what others' changes mean for it."""
    match event:
        case e.ScheduleMoved():
            return any(move.key == key for move in event.moves)
        case e.StepReopened():
            return key == event.step or key in event.stale
        case e.ChangeTraced():
            return key == event.step or any(stale.step == key for stale in event.stale)
        case _:
            return getattr(event, "step", None) == key


def _told(on: StepOf, view: EventView, event: e.Event, known: Mapping[str, str]) -> Told:
    t = on.page.t
    said = says(_about(event, on.key), on.year.titled, t)
    if view.step not in {None, on.key}:
        said = f"{on.year.titled(view.step or '')}: {said}"
    if isinstance(event, BY_ITSELF):
        return Told(clock(view.at), said, "", None)
    who = ", ".join(filter(None, (known.get(view.person or ""), on.role(view.role) if view.role else "")))
    if view.on_behalf is not None:
        absent = known.get(view.on_behalf, t.gettext("den som är borta"))
        who = t.gettext("%(who)s, i stället för %(absent)s") % {"who": who, "absent": absent}
    return Told(clock(view.at), said, who, view.reason)


def _about(event: e.Event, key: str) -> e.Event:
    """Of moved dates, those of this step alone."""
    if isinstance(event, e.ScheduleMoved):
        return event.model_copy(update={"moves": tuple(move for move in event.moves if move.key == key)})
    return event
