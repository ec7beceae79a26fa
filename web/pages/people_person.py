"""One person: roles, absences, and what may be done about them."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Request, Response
from starlette.datastructures import FormData

from api.errors import NoSuchAddress, status_of
from api.people_models import NewAbsence, PersonView
from api.routes import people as api
from api.routes.people import PartId, PersonId
from domain.errors import Conflict, DomainError, Finding, Invalid, NotAllowed
from domain.membership.person import OPEN, PersonState
from domain.people import Action, reach
from web import flash
from web.page import Here, Page
from web.pages import people_offers as offers
from web.pages.people import ADDRESS, Place, RoleAsked, role_named
from web.pages.people_shown import colleagues, key, line, managing, may_decide, may_hand_over, names
from web.pages.people_words import told

router = APIRouter()
PERSON = f"{ADDRESS}/{{person}}"

Done = Callable[[], Awaitable[object]]


@router.get(PERSON, name="pages.person")
async def see(page: Here, person: PersonId) -> Response:
    return await _shown(page, await managing(page).see(person))


@router.get(f"{PERSON}/roll", name="pages.person-role")
async def ask_role(page: Here, person: PersonId, role: RoleAsked = "", county: Place = "") -> Response:
    found, what = await _may_give(page, person, role, county)
    given = {"person": found, "what": what, "typed": FormData(), "key": key()}
    problems = offers.not_chosen(page, what)
    return page.render("people-role.html", 422 if problems else 200, problems=problems, **given)


@router.post(f"{PERSON}/roll")
async def give_role(
    page: Here, request: Request, person: PersonId, role: RoleAsked = "", county: Place = ""
) -> Response:
    found, what = await _may_give(page, person, role, county)
    form = await request.form()
    offer, problems = offers.offered(page, form, what)
    status = 422
    if offer is not None:
        try:
            await api.grant_role(person, offer, managing(page, offers.text(form, "key")))
        except DomainError as error:
            problems, status = list(told(page, error)), status_of(error.code)
        else:
            return flash.then(f"{ADDRESS}/{person}", "role-given")
    return page.render("people-role.html", status, person=found, what=what, typed=form, problems=problems, key=key())


async def _may_give(page: Page, person: str, role: str, county: str) -> tuple[PersonView, offers.Asked]:
    found = await managing(page).see(person)
    if not offers.can_manage(page) or found.id == page.reader.person or found.state not in OPEN:
        raise NoSuchAddress("There is nothing at this address")
    return found, offers.asked(page, role_named(role), county)


@router.post(f"{PERSON}/roller/{{grant}}/bort")
async def take_role(page: Here, request: Request, person: PersonId, grant: PartId) -> Response:
    sent = offers.text(await request.form(), "key")
    return await _done(page, person, "role-taken", lambda: api.revoke_role(person, grant, managing(page, sent)))


@router.post(f"{PERSON}/franvaro")
async def state_absence(page: Here, request: Request, person: PersonId) -> Response:
    form = await request.form()
    first, wrong = offers.day(page, form, "first")
    last, also = offers.day(page, form, "last")
    if first is None or last is None:
        found = await managing(page).see(person)
        return await _shown(page, found, 422, (*wrong, *also), form)
    absence = NewAbsence(first=first, last=last, substitute=offers.text(form, "substitute")[:40] or None)
    who = managing(page, offers.text(form, "key"))
    return await _done(page, person, "absence-stated", lambda: api.state_absence(person, absence, who), form)


@router.post(f"{PERSON}/franvaro/{{absence}}/slut")
async def end_absence(page: Here, request: Request, person: PersonId, absence: PartId) -> Response:
    sent = offers.text(await request.form(), "key")
    return await _done(page, person, "absence-ended", lambda: api.end_absence(person, absence, managing(page, sent)))


@router.get(f"{PERSON}/avsluta", name="pages.person-closing")
async def ask_closing(page: Here, person: PersonId) -> Response:
    found = await managing(page).see(person)
    if found.state is PersonState.ERASED or not (may_decide(page, found) or _erases(page)):
        raise NoSuchAddress("There is nothing at this address")
    return await _closing(page, found)


@router.post(f"{PERSON}/avsluta")
async def close(page: Here, request: Request, person: PersonId) -> Response:
    """Close the account or, with `erase`, take away also who it was."""
    form = await request.form()
    who, erasing = managing(page, offers.text(form, "key")), "erase" in form
    try:
        await (api.erase(person, who) if erasing else api.close(person, who))
    except (Conflict, Invalid, NotAllowed) as error:
        found = await managing(page).see(person)
        return await _closing(page, found, status_of(error.code), told(page, error))
    if not erasing and person == page.reader.person:
        return flash.then("/logga-in")
    return flash.then(ADDRESS, "person-erased" if erasing else "person-closed")


async def _closing(page: Page, person: PersonView, status: int = 200, problems: tuple[Finding, ...] = ()) -> Response:
    return page.render(
        "people-closing.html",
        status,
        person=person,
        line=line(page, person),
        problems=problems,
        erases=_erases(page),
        closes=person.state in OPEN and may_decide(page, person),
        hands_over=may_hand_over(page, person),
        key=key(),
    )


def _erases(page: Page) -> bool:
    return reach(page.reader, Action.ERASE_PEOPLE).everywhere


async def _done(page: Page, person: str, said: str, act: Done, form: FormData | None = None) -> Response:
    """Do it and show the person again; where a rule says no, with why, and what was typed."""
    try:
        await act()
    except (Conflict, Invalid, NotAllowed) as error:
        found = await managing(page).see(person)
        return await _shown(page, found, status_of(error.code), told(page, error), form)
    return flash.then(f"{ADDRESS}/{person}", said)


async def _shown(
    page: Page,
    person: PersonView,
    status: int = 200,
    problems: tuple[Finding, ...] = (),
    typed: FormData | None = None,
) -> Response:
    decides, opened = may_decide(page, person), person.state in OPEN
    stand_ins = await colleagues(page, person, states={PersonState.ACTIVE}) if decides and opened else []
    return page.render(
        "person.html",
        status,
        person=person,
        line=line(page, person),
        problems=problems,
        typed=typed or FormData(),
        stand_ins=stand_ins,
        names=await names(page, (each.substitute for each in person.absences)),
        oneself=person.id == page.reader.person,
        decides=decides and opened,
        gives=offers.can_manage(page) and opened and person.id != page.reader.person,
        hands_over=may_hand_over(page, person),
        closes=(decides and opened) or (_erases(page) and person.state is not PersonState.ERASED),
        sees_all=person.id == page.reader.person or _erases(page),
        key=key(),
    )
