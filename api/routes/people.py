"""People of a place: who they are there, inviting, giving and taking roles, absence, closing an account, erasing."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from api.access import acting, place_of
from api.dependencies import PageAsked, next_cursor
from api.managing import ManagerHere
from api.models import Nothing
from api.people_models import NewAbsence, NewPerson, People, PersonView
from api.places import named_county, named_municipality
from domain.calendar import stockholm_date
from domain.membership.commands import (
    ClosePerson,
    EndAbsence,
    ErasePerson,
    GrantRole,
    InvitePerson,
    Offer,
    RevokeRole,
    StateAbsence,
)
from domain.membership.particulars import Particulars
from domain.people import Action, Place, Role, reach
from storage import directory, membership
from storage.directory import Wanted
from storage.scope import EVERYWHERE, within

router = APIRouter(prefix="/v1/people", tags=["people"])
PersonId = Annotated[str, Path(max_length=40, pattern=r"^[A-Za-z0-9-]+$")]
PartId = Annotated[str, Path(max_length=50, pattern=r"^[A-Za-z0-9.-]+$")]
CREATED: dict[str, Any] = {"status_code": 201, "responses": {200: {"description": "Somebody here got the roles"}}}
NOTHING = Nothing()


@router.get("")
async def see_people(
    who: ManagerHere,
    page: PageAsked,
    county: Annotated[str | None, Query(pattern=r"^\d{2}$")] = None,
    municipality: Annotated[str | None, Query(pattern=r"^\d{4}$")] = None,
    role: Annotated[Role | None, Query()] = None,
    former: Annotated[bool, Query(description="Also who had a role, or whose account is closed")] = False,  # noqa: FBT002
) -> People:
    """Who has a role in a place, or in every place of yours, by name."""
    places, today = who.services.places, stockholm_date(who.services.clock())
    if county is not None:
        acting(who.actor, Action.SEE_PEOPLE, Place(county=named_county(places, county).code))
    if municipality is not None:
        acting(who.actor, Action.SEE_PEOPLE, place_of(named_municipality(places, municipality)))
    wanted = Wanted(reach(who.actor, Action.SEE_PEOPLE), county, municipality, role, former)
    async with who.services.sessions() as session:
        after = page.after[0] if page.after else None
        found = await directory.listed(session, wanted, today, after, page.limit + 1)
    shown = found[: page.limit]
    following = next_cursor(shown[-1].row.id) if len(found) > page.limit else None
    return People(items=tuple(map(who.view, shown)), next=following)


@router.post("", **CREATED)
async def invite(body: NewPerson, who: ManagerHere, response: Response) -> PersonView:
    """Invite somebody by their work address, with the roles that they get; the first sign-in makes it theirs."""
    particulars = Particulars(name=body.name, email=body.email, language=body.language)
    command = InvitePerson(roles=body.roles)
    with within(EVERYWHERE):  # somebody of another place may have this address, and who else is coordinator is asked
        async with who.services.sessions.begin() as session:
            asked = who.asked(command.model_dump(mode="json"))
            person, new = await membership.invite(session, particulars, command, asked, who.services.places)
    response.status_code = 201 if new else 200
    response.headers["Location"] = f"/v1/people/{person}"
    return await who.see(person)


@router.get("/{person}")
async def see_person(person: PersonId, who: ManagerHere) -> PersonView:
    """Somebody who shares a place with you."""
    return await who.see(person)


@router.post("/{person}/roles")
async def grant_role(person: PersonId, body: Offer, who: ManagerHere) -> PersonView:
    """Give somebody a role: in one place, or at once in each municipality of a police partner's area."""
    return await who.act(person, GrantRole(offer=body))


@router.delete("/{person}/roles/{grant}")
async def revoke_role(person: PersonId, grant: PartId, who: ManagerHere) -> PersonView:
    """Take a role away, or lay down your own. The last coordinator of a place stays until there is a successor."""
    return await who.act(person, RevokeRole(grant=grant))


@router.post("/{person}/absence")
async def state_absence(person: PersonId, body: NewAbsence, who: ManagerHere) -> PersonView:
    """Say when somebody is away, and who acts for them meanwhile; both stand in the log then."""
    return await who.act(person, StateAbsence(first=body.first, last=body.last, substitute=body.substitute))


@router.delete("/{person}/absence/{absence}")
async def end_absence(person: PersonId, absence: PartId, who: ManagerHere) -> PersonView:
    """Somebody is back, as of today."""
    return await who.act(person, EndAbsence(absence=absence))


@router.post("/{person}/closing")
async def close(person: PersonId, who: ManagerHere, body: Nothing = NOTHING) -> PersonView:  # noqa: ARG001
    """Somebody leaves: their roles end, and nobody signs in as them any more."""
    return await who.act(person, ClosePerson())


@router.post("/{person}/erasure")
async def erase(person: PersonId, who: ManagerHere, body: Nothing = NOTHING) -> PersonView:  # noqa: ARG001
    """Take away name, address and sign-in for good. The id stays in the log, with what it did."""
    return await who.act(person, ErasePerson())
