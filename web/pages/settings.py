"""Inställningar: one's own language, roles, absence, and where one is signed in."""

from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Form, Path, Request, Response
from starlette.datastructures import FormData

from api.actors import Means, SignedIn
from api.people_models import PersonView
from api.routes.sessions import end_session, own_sessions
from domain.membership.decide import PersonNotFound
from domain.membership.person import PersonState
from domain.people import Action, reach
from storage import people
from storage.scope import EVERYWHERE, within
from web import flash
from web.language import COOKIE, LANGUAGES
from web.page import YEAR, Here, Page
from web.pages.people_shown import colleagues, key, line, managing, names

router = APIRouter()

ADDRESS = "/installningar"


@router.get(ADDRESS, name="pages.settings")
async def settings(page: Here, request: Request, signed_in: SignedIn) -> Response:
    person = await oneself(page)
    sessions = await own_sessions(request, signed_in, page.services) if _in_person(signed_in) else None
    return page.render(
        "settings.html",
        person=person,
        line=line(page, person) if person else None,
        stand_ins=await colleagues(page, person, states={PersonState.ACTIVE}) if person else [],
        names=await names(page, (each.substitute for each in person.absences)) if person else {},
        sessions=sessions.items if sessions else (),
        tokens=_makes_tokens(page),
        typed=FormData(),
        key=key(),
    )


async def oneself(page: Page) -> PersonView | None:
    """None for the demo's people, of whom nothing is stored."""
    with suppress(PersonNotFound):
        return await managing(page).see(page.reader.person)
    return None


@router.post(f"{ADDRESS}/sprak")
async def choose_language(page: Here, language: Annotated[str, Form(max_length=2)]) -> Response:
    """The language of the pages here, and of what is written to one."""
    response = flash.then(ADDRESS, "saved")
    if language in LANGUAGES:
        with within(EVERYWHERE):
            async with page.services.sessions.begin() as session:
                await people.speak(session, page.reader.person, language)
        response.set_cookie(COOKIE, language, max_age=YEAR, httponly=True, samesite="lax")
    return response


@router.post(f"{ADDRESS}/inloggningar/{{session}}/avsluta")
async def end(
    page: Here, signed_in: SignedIn, session: Annotated[str, Path(max_length=64, pattern="^[a-z0-9]+$")]
) -> Response:
    await end_session(session, signed_in, page.services)
    return flash.then(ADDRESS, "session-ended")


def _in_person(signed_in: SignedIn) -> bool:
    return signed_in.by is not Means.SERVICE_TOKEN


def _makes_tokens(page: Page) -> bool:
    made = reach(page.reader, Action.MAKE_TOKEN)
    return bool(made.everywhere or made.counties or made.municipalities)
