"""What is stored about a person: for the person, and for an administrator who is asked about it."""

from collections.abc import Mapping

from fastapi import APIRouter, Response

from api.routes.people import PersonId
from domain.membership.decide import PersonNotFound
from domain.people import Action, reach
from storage.person_file import WHOLE, person_file
from storage.scope import EVERYWHERE, within
from web.language import N_
from web.page import Here
from web.pages.people import ADDRESS
from web.pages.people_shown import managing

router = APIRouter()

TABLES: Mapping[str, str] = {
    "people": N_("Personen"),
    "grants": N_("Roller, även tidigare"),
    "absences": N_("Frånvaro"),
    "people_log": N_("Logg över ändringar"),
    "sessions": N_("Inloggningar"),
    "service_tokens": N_("Nycklar för andra system"),
}
assert set(TABLES) == set(WHOLE)  # noqa: S101  a table that comes later is named here too


@router.get(f"{ADDRESS}/{{person}}/lagrat", name="pages.stored")
async def stored(page: Here, person: PersonId) -> Response:
    if person != page.reader.person and not reach(page.reader, Action.ERASE_PEOPLE).everywhere:
        raise PersonNotFound("There is nobody with that id whom you may see")
    found = await managing(page).see(person)
    with within(EVERYWHERE):
        async with page.services.sessions() as session:
            file = await person_file(session, person)
    return page.render("people-stored.html", person=found, file=file, tables=TABLES)
