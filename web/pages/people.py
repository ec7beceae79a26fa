"""Personer: who is what where, and inviting somebody."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import ValidationError
from starlette.datastructures import FormData

from api import dependencies
from api.errors import NoSuchAddress, status_of
from api.people_models import NewPerson
from api.routes.people import invite, see_people
from domain.errors import DomainError, Finding
from domain.membership.commands import Offer
from domain.membership.particulars import Particulars
from domain.people import Action, Reach, Role, reach
from web import flash
from web.board import alphabetical
from web.page import Here, Page
from web.pages import people_offers as offers
from web.pages.people_shown import key, line, managing
from web.pages.people_words import finding, told

router = APIRouter()

ADDRESS = "/personer"
LIMIT = 50
Place = Annotated[str, Query(pattern=r"^(\d{2}|\d{4}|)$")]
RoleAsked = Annotated[str, Query(max_length=40)]


def role_named(name: str) -> Role | None:
    return Role(name) if name in {each.value for each in Role} else None


def seeing(page: Page) -> Reach:
    """Where the reader sees people. Raises NoSuchAddress for whoever sees nobody."""
    seen = reach(page.reader, Action.SEE_PEOPLE)
    if not (seen.everywhere or seen.counties or seen.municipalities):
        raise NoSuchAddress("There is nothing at this address")
    return seen


@router.get(ADDRESS, name="pages.people")
async def people(
    page: Here,
    asked: Annotated[dependencies.Page, Depends(dependencies.page)],
    place: Place = "",
    role: RoleAsked = "",
    former: Annotated[bool, Query()] = False,  # noqa: FBT002  a question in the address
) -> Response:
    seen = seeing(page)
    county, town = (place, None) if len(place) == 2 else (None, place or None)
    wanted = role_named(role)
    shown = asked.model_copy(update={"limit": LIMIT})
    found = await see_people(managing(page), shown, county, town, wanted, former)
    return page.render(
        "people.html",
        lines=[line(page, each) for each in found.items],
        next=found.next,
        chosen={"place": place, "role": role, "former": former},
        filtered=bool(place or role),
        places=_places(page, seen),
        can_invite=offers.can_manage(page),
    )


def _places(page: Page, seen: Reach) -> dict[str, str]:
    """The counties and municipalities that a list can be narrowed to; nothing where there is but one."""
    places = page.services.places
    counties = places.counties if seen.everywhere else seen.counties
    towns = set(seen.municipalities)
    for code in seen.counties:
        towns |= set(places.county(code).municipalities)
    named = {code: places.county(code).name for code in sorted(counties)}
    named |= {m.code: m.name for m in sorted(map(places.municipality, towns), key=lambda m: alphabetical(m.name))}
    return named if len(named) > 1 else {}


@router.get(f"{ADDRESS}/ny", name="pages.invite")
async def ask_whom(page: Here, role: RoleAsked = "", county: Place = "") -> Response:
    what = _may_invite(page, role, county)
    problems = offers.not_chosen(page, what)
    status = 422 if problems else 200
    return page.render("people-invite.html", status, what=what, typed=FormData(), problems=problems, key=key())


@router.post(f"{ADDRESS}/ny")
async def invited(page: Here, request: Request, role: RoleAsked = "", county: Place = "") -> Response:
    """Invite, and on to the person's page; what is wrong is said over what was typed."""
    what = _may_invite(page, role, county)
    form = await request.form()
    offer, problems = offers.offered(page, form, what)
    particulars, wrong = _particulars(page, form)
    problems, status = [*wrong, *problems], 422
    if offer is not None and particulars is not None:
        try:
            return await _invite(page, offers.text(form, "key"), particulars, offer)
        except DomainError as error:
            problems, status = list(told(page, error)), status_of(error.code)
    return page.render("people-invite.html", status, what=what, typed=form, problems=problems, key=key())


def _may_invite(page: Page, role: str, county: str) -> offers.Asked:
    if not offers.can_manage(page):
        raise NoSuchAddress("There is nothing at this address")
    return offers.asked(page, role_named(role), county)


async def _invite(page: Page, sent: str, who: Particulars, offer: Offer) -> Response:
    answer = Response()
    body = NewPerson(**who.model_dump(), roles=(offer,))
    person = await invite(body, managing(page, sent), answer)
    new = answer.status_code == 201
    return flash.then(f"{ADDRESS}/{person.id}", "invited" if new else "role-given")


def _particulars(page: Page, form: FormData) -> tuple[Particulars | None, list[Finding]]:
    language = "en" if form.get("language") == "en" else "sv"
    try:
        who = Particulars(name=offers.text(form, "name"), email=offers.text(form, "email"), language=language)
    except ValidationError as error:
        return None, [_wrong(page, str(each["loc"][0]), each["type"]) for each in error.errors()]
    return who, []


def _wrong(page: Page, field: str, kind: str) -> Finding:
    own = kind in ("identity-number", "not-printable")
    return finding(page, kind if own else field, f"/{field}")
