"""Omgångar: starting a county's year, with what will happen and when, and how the starting went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Request, Response
from pydantic import BaseModel, Field

from api import models
from api.access import RoleMayNot
from api.dependencies import idempotency_key
from api.routes.rounds import open_round, retry, see_round
from domain.calendar import end_of_day
from domain.errors import DomainError, Finding
from domain.forms import NO_FORM
from domain.law.known import plans
from domain.people import Action
from domain.process import Kind, Phase
from domain.rules import FIRST_YEAR, YEARS_AHEAD
from domain.schedule import schedule
from storage import law, rounds
from storage.processes import newest
from web import flash
from web.board import alphabetical
from web.language import N_
from web.page import Here, Page
from web.pages.county_frame import Code, may_in, render
from web.words import Word

router = APIRouter()

AUTUMN = 9  # from September on, what one starts is the year after
REFUSED = {
    "RoundAlreadyOpen": ("/year", N_("Det årets omgång är redan öppnad. Du hittar den i listan.")),
    "YearOutOfRange": ("/year", N_("Välj ett av åren i listan.")),
    "KeyReused": ("/year", N_("Formuläret har redan skickats en gång. Kontrollera valen och skicka igen.")),
}

STATES = {
    "started": Word(N_("Startat"), "done", "green"),
    "pending": Word(N_("Startar"), "under-way", "blue"),
    "failed": Word(N_("Kunde inte starta"), "late", "amber"),
    "not_in_round": Word(N_("Inte med i omgången"), "not-started", "grey"),
}
FAILED = {
    "CycleAlreadyStarted": N_("Kommunen hade redan startat året."),
    "YearOutOfRange": N_("Året ligger för långt fram eller bak."),
}
FAILED_OTHERWISE = N_("Servern kunde inte starta året. Försök igen; det som redan är startat startas inte två gånger.")


class Typed(BaseModel):
    """The form as it was sent; `key` makes a double click one command. `place` empty in an address is all of them."""

    year: int | None = Field(default=None, ge=1900, le=2200)
    kind: Kind = Kind.FULL
    place: tuple[str, ...] = ()
    key: str = Field(default_factory=idempotency_key, max_length=150)


@dataclass(frozen=True)
class Planned:
    """`moved` says that the date comes later than the process has it, since the year starts late."""

    title: str
    phase: Phase
    target: date
    latest: date | None
    moved: bool


@router.get("/lan/{code}/omgang", name="pages.rounds")
async def choose(page: Here, code: Code, typed: Annotated[Typed, Query()]) -> Response:
    """The rounds that there are, and what another one would come to."""
    _check_sees(page, code)
    return await _shown(page, code, typed)


@router.post("/lan/{code}/omgang")
async def start(page: Here, code: Code, request: Request, typed: Annotated[Typed, Form()]) -> Response:
    _check_sees(page, code)
    if not typed.place:
        message = page.t.gettext("Välj minst en kommun.")
        return await _shown(page, code, typed, (Finding(code="missing", pointer="/place", message=message),))
    try:
        body = models.NewRound(county=code, year=typed.year or 0, kind=typed.kind, municipalities=typed.place)
        await open_round(body, request, page.reader, typed.key, page.services)
    except (DomainError, ValueError) as error:
        code_ = error.code if isinstance(error, DomainError) else "YearOutOfRange"
        if code_ not in REFUSED:
            raise
        pointer, message = REFUSED[code_]
        found = (Finding(code=code_, pointer=pointer, message=page.t.gettext(message)),)
        return await _shown(page, code, typed.model_copy(update={"key": idempotency_key()}), found)
    return flash.then(f"/lan/{code}/omgang/{body.year}", "round-started")


@router.get("/lan/{code}/omgang/{year}", name="pages.round")
async def see(page: Here, code: Code, year: Annotated[int, Path(ge=1900, le=2200)]) -> Response:
    """Who has started, who has not yet, and who could not, with why. Raises RoundNotFound."""
    view = await see_round(rounds.round_id(code, year), page.reader, page.services)
    return render(
        page,
        page.services.places.county(code),
        "round.html",
        "rounds",
        year,
        round=view,
        members=sorted(view.municipalities, key=lambda each: alphabetical(each.name)),
        states=STATES,
        failed=FAILED,
        otherwise=FAILED_OTHERWISE,
        may_start=may_in(page, code, Action.START_ROUND),
        key=idempotency_key(),
    )


@router.post("/lan/{code}/omgang/{year}")
async def again(
    page: Here,
    code: Code,
    request: Request,
    year: Annotated[int, Path(ge=1900, le=2200)],
    key: Annotated[str, Form(max_length=200)],
    municipality: Annotated[str, Form(pattern=r"^(\d{4})?$")] = "",
) -> Response:
    """Try those that could not start once more, all or one."""
    body = models.Retry(municipality=municipality or None)
    await retry(rounds.round_id(code, year), request, page.reader, key, page.services, body)
    return flash.then(f"/lan/{code}/omgang/{year}", "round-retried")


def _check_sees(page: Page, code: str) -> None:
    page.services.places.county(code)
    if not may_in(page, code, Action.SEE_ROUND):
        raise RoleMayNot("Your role sees no rounds in that county")


async def _shown(page: Page, code: str, typed: Typed, problems: tuple[Finding, ...] = ()) -> Response:
    county = page.services.places.county(code)
    async with page.services.sessions() as session:
        opened = await rounds.of_county(session, code)
    free = [
        year
        for year in range(page.today.year + YEARS_AHEAD, FIRST_YEAR - 1, -1)
        if year not in {each.year for each in opened}
    ]
    wanted = page.today.year + (page.today.month >= AUTUMN)
    year = typed.year if typed.year in free else wanted if wanted in free else next(iter(free), None)
    places = [page.services.places.municipality(each) for each in county.municipalities]
    return render(
        page,
        county,
        "rounds.html",
        "rounds",
        opened[0].year if opened else page.today.year,
        422 if problems else 200,
        opened=opened,
        free=free,
        chosen=year,
        typed=typed,
        places=sorted(places, key=lambda each: alphabetical(each.name)),
        planned=await _planned(page, typed.kind, year) if year is not None else (),
        without_plan=await _without_plan(page, county.municipalities) if typed.kind is Kind.LIGHT else frozenset[str](),
        may_start=may_in(page, code, Action.START_ROUND),
        problems=problems,
    )


async def _without_plan(page: Page, codes: Sequence[str]) -> frozenset[str]:
    """Of whom no plan is known that a light year could follow up."""
    async with page.services.sessions() as session:
        facts = await law.facts(session, page.services.procedures, codes, end_of_day(page.today))
    return frozenset(code for code in codes if not plans(facts[code], page.today))


async def _planned(page: Page, kind: Kind, year: int) -> Sequence[Planned]:
    """What a round that opens today asks for, and when."""
    async with page.services.sessions() as session:
        procedure = await page.services.procedures.get(session, await newest(session), kind)
    found = schedule(procedure.process, kind, year, page.today)
    moved = {move.key for move in found.moves}
    steps = [(procedure.definitions[each.key], each) for each in found.dates]
    return [
        Planned(page.text(step.title), step.phase, each.target, each.latest, each.key in moved)
        for step, each in steps
        if step.form != NO_FORM
    ]
