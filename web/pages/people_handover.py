"""Handing over all that somebody has to somebody else: shown first, then done, step by step with its result."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from api.errors import NoSuchAddress, status_of
from api.people_models import PersonView
from api.routes.handovers import HandedOver, Handover, NewHandover, hand_over
from api.routes.people import PersonId
from domain.errors import DomainError, Finding
from domain.process import Kind
from storage.cycles import CycleRow
from web.language import N_
from web.page import Here, Page
from web.pages.people import ADDRESS
from web.pages.people_offers import text
from web.pages.people_shown import colleagues, key, managing, may_hand_over
from web.pages.people_words import REFUSALS, finding, told
from web.words import Word

router = APIRouter()
HANDOVER = f"{ADDRESS}/{{person}}/overlamning"

RESULTS = {
    "would_move": Word(N_("Lämnas över"), "under-way", "blue"),
    "moved": Word(N_("Överlämnat"), "done", "green"),
    "pending": Word(N_("Mottaget, klart om en stund"), "soon", "blue"),
    "failed": Word(N_("Gick inte"), "late", "amber"),
}
NO_ROLE = N_("Den som tar över har ingen roll som kan göra steget där.")
AWAY = N_("Den som tar över är borta när steget ska vara klart.")
UNANSWERED = N_("En server svarade inte. Skicka igen, så görs resten.")
OTHERWISE = N_("Steget har ändrats under tiden. Läs in sidan igen.")


@dataclass(frozen=True)
class Row:
    title: str
    place: str
    year: str
    result: Word
    note: str | None
    href: str | None


@router.get(HANDOVER, name="pages.handover")
async def ask_to_whom(page: Here, person: PersonId) -> Response:
    found = await _leaving(page, person)
    return await _page(page, found, 200, ())


@router.post(HANDOVER)
async def preview_or_do(page: Here, request: Request, person: PersonId) -> Response:
    """`do` does it; without it one sees what would be done. The key comes from the preview, so twice is once."""
    found, form = await _leaving(page, person), await request.form()
    to, doing, sent = text(form, "to")[:60], "do" in form, text(form, "key") or key()
    if not to:
        return await _page(page, found, 422, (finding(page, "to", "/to"),))
    try:
        body = NewHandover(person=person, to=to, preview=not doing)
        done = await hand_over(request, page.reader, sent, page.services, body)
    except (DomainError, ValueError) as error:
        problems = told(page, error) if isinstance(error, DomainError) else (finding(page, "to", "/to"),)
        return await _page(page, found, status_of(error.code) if isinstance(error, DomainError) else 422, problems)
    rows = [await _row(page, each) for each in done.items]
    taker = next((each for each in await colleagues(page, found) if each.id == to), None)
    return page.render(
        "people-handed-over.html",
        person=found,
        to=to,
        taker=taker,
        rows=rows,
        counts=_counts(done),
        done=doing,
        key=sent,
    )


async def _leaving(page: Page, person: str) -> PersonView:
    found = await managing(page).see(person)
    if not may_hand_over(page, found):
        raise NoSuchAddress("There is nothing at this address")
    return found


async def _page(page: Page, person: PersonView, status: int, problems: Sequence[Finding]) -> Response:
    others = await colleagues(page, person)
    return page.render("people-handover.html", status, person=person, others=others, problems=problems, key=key())


def _counts(done: Handover) -> dict[str, int]:
    return {name: sum(each.result == name for each in done.items) for name in RESULTS}


async def _row(page: Page, item: HandedOver) -> Row:
    return Row(
        title=await _title(page, item),
        place=page.services.places.municipality(item.municipality).name,
        year=item.cycle.rpartition("-")[2],
        result=RESULTS[item.result],
        note=_note(page, item),
        href=page.href("step", cycle=item.cycle, step=item.step),
    )


async def _title(page: Page, item: HandedOver) -> str:
    services = page.services
    async with services.sessions() as session:
        cycle = await session.get_one(CycleRow, item.cycle)
        procedure = await services.procedures.get(session, cycle.process, Kind(cycle.kind))
    return page.text(procedure.definitions[item.step].title)


def _note(page: Page, item: HandedOver) -> str | None:
    if item.result == "failed":
        known = {"NotAssignable": NO_ROLE, "Unreachable": UNANSWERED, **REFUSALS}
        return page.t.gettext(known.get(item.problem or "", OTHERWISE))
    return page.t.gettext(AWAY) if item.warnings else None
