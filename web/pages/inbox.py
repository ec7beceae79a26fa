"""Det du har fått veta: steps given to one, taken, or reminded of. The bell above every page counts the new."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response

from api import dependencies
from api.routes.inbox import SeenUpTo, Told, see_inbox, seen_up_to
from domain.process import Kind
from storage.cycles import CycleRow, StepRow
from web import flash
from web.language import N_
from web.page import Here, Page
from web.pages.people_shown import names

router = APIRouter()

ADDRESS = "/meddelanden"
LIMIT = 50
SAYS: Mapping[str, str] = {
    "given": N_("Du har fått steget"),
    "taken": N_("Steget är inte längre ditt"),
    "reminded": N_("Automatisk påminnelse om steget"),
    "returned": N_("Steget har kommit tillbaka för komplettering"),
}
REMINDED_BY, REMINDED = N_("%(by)s påminde om steget"), N_("Du har fått en påminnelse om steget")


@dataclass(frozen=True)
class Message:
    says: str
    title: str
    latest: date | None
    municipality: str
    year: str
    by: str | None
    at: datetime
    new: bool
    href: str | None


@router.get(ADDRESS, name="pages.inbox")
async def inbox(page: Here, asked: Annotated[dependencies.Page, Depends(dependencies.page)]) -> Response:
    found = await see_inbox(page.reader, page.services, asked.model_copy(update={"limit": LIMIT}))
    known = await names(page, (each.by for each in found.items))
    messages = [await _message(page, each, known) for each in found.items]
    upto = found.items[0].id if found.items and found.unseen else None
    return page.render("inbox.html", messages=messages, next=found.next, upto=upto)


@router.post(f"{ADDRESS}/lasta")
async def read(page: Here, upto: Annotated[int, Form(ge=1, le=2**62)]) -> Response:
    """Everything up to and with this one has been read."""
    await seen_up_to(page.reader, page.services, SeenUpTo(id=upto))
    return flash.then(ADDRESS)


async def _message(page: Page, told: Told, known: Mapping[str, str]) -> Message:
    by = known.get(told.by) if told.by else None
    says = page.t.gettext(SAYS[told.kind])
    if told.kind == "reminded" and told.by is not None:
        says, by = page.t.gettext(REMINDED_BY) % {"by": by} if by else page.t.gettext(REMINDED), None
    title, latest = await _step(page, told)
    return Message(
        says=says,
        title=title,
        latest=latest if told.kind == "reminded" else None,
        municipality=page.services.places.municipality(told.municipality).name,
        year=told.cycle.rpartition("-")[2],
        by=by,
        at=told.at,
        new=not told.seen,
        href=page.href("step", cycle=told.cycle, step=told.step),
    )


async def _step(page: Page, told: Told) -> tuple[str, date | None]:
    """Its title and latest date; its key and none, where one may no longer see its year."""
    services = page.services
    async with services.sessions() as session:
        cycle = await session.get(CycleRow, told.cycle)
        if cycle is None:
            return told.step, None
        procedure = await services.procedures.get(session, cycle.process, Kind(cycle.kind))
        step = await session.get(StepRow, (told.cycle, told.step))
    return page.text(procedure.definitions[told.step].title), step.latest if step else None
