"""Why a step has to be confirmed: which steps that it builds on were opened again, when and why, and which changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from api import views
from api.models import EventView
from domain.calendar import stockholm_date
from domain.people import Action
from storage import log
from storage.commands import reasons
from web.pages.step_frame import StepOf

MANY = 10_000  # events, more than any year has
SETTLED = frozenset({"StepConfirmed", "StepSubmitted", "StepCompleted"})


@dataclass(frozen=True)
class Because:
    """`open`: it is being changed still. `reason` is what was written as it was opened, for who may read that."""

    title: str
    href: str | None
    day: date | None
    reason: str
    open: bool


async def because(on: StepOf) -> tuple[Because, ...]:
    """None where the step holds."""
    if not on.state.stale:
        return ()
    async with on.page.services.sessions() as session:
        happened = [views.event(row, None) for row in await log.history(session, on.year.id, 0, MANY)]
        opened = _opened(happened, on)
        commands = {event.command for event in opened.values() if event is not None and event.command}
        why = await reasons(session, commands) if on.year.may(Action.SEE_CONTENT) else {}
    return tuple(_one(on, key, event, why) for key, event in opened.items())


def _opened(happened: list[EventView], on: StepOf) -> Mapping[str, EventView | None]:
    """By step, how what this one rests on was opened, since it last was settled itself."""
    reopened: dict[str, EventView] = {}
    found: dict[str, EventView | None] = {}
    for event in happened:
        if event.kind == "StepReopened" and event.step:
            reopened[event.step] = event
        elif event.kind == "ChangeTraced" and event.step and on.key in _stale(event):
            found[event.step] = reopened.get(event.step)
        elif event.kind in SETTLED and event.step == on.key:
            found.clear()
    return {**found, **{key: reopened.get(key) for key in on.state.stale_until}}


def _stale(event: EventView) -> list[object]:
    stale = event.data.get("stale")
    return [each.get("step") for each in stale if isinstance(each, dict)] if isinstance(stale, list) else []


def _one(on: StepOf, key: str, event: EventView | None, why: Mapping[str, str]) -> Because:
    return Because(
        title=on.year.titled(key),
        href=on.year.step_href(key),
        day=stockholm_date(event.at) if event else None,
        reason=why.get(event.command or "", "") if event else "",
        open=key in on.state.stale_until,
    )
