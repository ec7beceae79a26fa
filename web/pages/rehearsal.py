"""A year played through beforehand, from the page of first steps: started, followed, and its report."""

import asyncio
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from api.access import RoleMayNot
from api.errors import NoSuchAddress
from api.signing_in.demo import from_this_machine
from api.signing_in.errors import ForgedRequest
from domain.errors import Finding
from domain.people import Action, Place
from domain.process import Kind
from domain.rehearsed import Figures
from web import flash
from web.board import alphabetical
from web.language import N_
from web.page import OpenHere, Page
from web.rehearsing import Asked, RehearsalRuns, Rehearser
from web.words import KINDS

router = APIRouter()

ADDRESS = "/kom-igang/repetition"
AHEAD = 3
# The report has its style with it, and nothing else that a browser would have to be allowed.
ALLOWED = (
    "default-src 'none'; style-src '{style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
)
CAME_TO: Mapping[str, str] = {
    "cycles": N_("Kommuner"),
    "closed": N_("därav med avslutat år"),
    "steps": N_("Steg klara eller avstådda"),
    "events": N_("Händelser i loggen"),
    "reminders": N_("Påminnelser"),
    "escalations": N_("Stödbehov som länet fick veta om"),
    "seconds": N_("Sekunder att spela upp"),
}


class Typed(BaseModel):
    county: str = "13"
    year: str = ""
    kind: str = Kind.FULL


@dataclass(frozen=True)
class Offered:
    """What there is to choose from, and what is chosen."""

    counties: Mapping[str, str]
    years: tuple[int, ...]
    typed: Typed


def offered(page: Page, typed: Typed) -> Offered | None:
    """None where nobody can play one here, or this person may not start one."""
    if page.site.rehearser is None or not _may(page):
        return None
    counties = sorted(page.services.places.counties.values(), key=lambda each: alphabetical(each.name))
    years = tuple(page.today.year + ahead for ahead in range(AHEAD))
    chosen = typed.model_copy(update={"year": typed.year or str(page.today.year + 1)})
    return Offered({each.code: each.name for each in counties}, years, chosen)


@router.get(ADDRESS, name="pages.rehearsal")
async def rehearsal(page: OpenHere) -> Response:
    """How far it has come, then what came of it."""
    return _shown(page, Typed())


@router.post(ADDRESS)
async def play(page: OpenHere, request: Request, typed: Annotated[Typed, Form()]) -> Response:
    rehearser = _rehearser(page)
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise ForgedRequest("Start a rehearsal from this server's own page")
    asked = _asked(page, typed)
    if asked is None:
        message = page.t.gettext("Välj ett län, ett år och vad som ska göras ur listorna.")
        return _shown(page, typed, (Finding(code="choice", pointer="/county", message=message),))
    try:
        rehearser.start(asked)
    except RehearsalRuns:
        return flash.then(ADDRESS, "rehearsal-runs")
    return flash.then(ADDRESS)


@router.get(ADDRESS + "/rapport")
async def report(page: OpenHere) -> Response:
    """The whole report, as it was written, with the one style that stands in it, and a way back."""
    newest = _rehearser(page).newest
    if newest is None or newest.report is None:
        raise NoSuchAddress("There is no report of a rehearsal")
    html = await asyncio.to_thread(newest.report.read_text, encoding="utf-8")
    style = html.partition("<style>")[2].partition("</style>")[0]
    hashed = b64encode(sha256(style.encode()).digest()).decode()
    html = html.replace("<main>", f'<main>\n<p><a href="{ADDRESS}">Tillbaka till Årshjul</a></p>', 1)
    return HTMLResponse(html, headers={"Content-Security-Policy": ALLOWED.format(style=f"sha256-{hashed}")})


def _shown(page: Page, typed: Typed, problems: tuple[Finding, ...] = ()) -> Response:
    newest = _rehearser(page).newest
    return page.render(
        "rehearsal.html",
        422 if problems else 200,
        rehearsal=newest,
        county=page.services.places.county(newest.asked.county).name if newest else None,
        kinds=KINDS,
        figures=_figures(page, newest.figures) if newest and newest.figures else [],
        offered=offered(page, typed),
        problems=problems,
    )


def _figures(page: Page, figures: Figures) -> list[tuple[str, str]]:
    """In Swedish with a decimal comma, as in the report."""
    point = "," if page.language == "sv" else "."
    return [(text, str(getattr(figures, name)).replace(".", point)) for name, text in CAME_TO.items()]


def _asked(page: Page, typed: Typed) -> Asked | None:
    choices = offered(page, typed)
    if choices is None or typed.county not in choices.counties or typed.kind not in set(Kind):
        return None
    if typed.year not in {str(year) for year in choices.years}:
        return None
    return Asked(typed.county, int(typed.year), Kind(typed.kind))


def _rehearser(page: Page) -> Rehearser:
    """Raises NoSuchAddress where none can be played, RoleMayNot for who may not."""
    if page.site.rehearser is None:
        raise NoSuchAddress("No rehearsal can be played here")
    if not _may(page):
        raise RoleMayNot("Your role does not play rehearsals")
    return page.site.rehearser


def _may(page: Page) -> bool:
    """An administrator; and anybody at the machine itself where it serves the demo."""
    return page.may(Action.REHEARSE, Place()) or (page.services.demo and from_this_machine(page.request))
