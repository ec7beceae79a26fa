"""What is stored about a person: for the person, and for an administrator who is asked about it."""

from collections.abc import Mapping
from datetime import datetime

from fastapi import APIRouter, Response
from pydantic import JsonValue

from api.routes.people import PersonId
from domain.membership.decide import PersonNotFound
from domain.people import Action, reach
from storage.person_file import WHOLE, person_file
from storage.scope import EVERYWHERE, within
from web.days import clock
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
FIELDS: Mapping[str, str] = {
    "id": N_("Id"),
    "person_id": N_("Personens id"),
    "stream": N_("Personens id"),
    "name": N_("Namn"),
    "email": N_("E-postadress"),
    "language": N_("Språk"),
    "issuer": N_("Inloggningstjänst"),
    "subject": N_("Id hos inloggningstjänsten"),
    "sid": N_("Session hos inloggningstjänsten"),
    "id_token": N_("Inloggningstjänstens intyg är sparat"),
    "state": N_("Läge"),
    "invited_at": N_("Inbjuden"),
    "invited_by": N_("Inbjuden av"),
    "last_seen_at": N_("Senast här"),
    "role": N_("Roll"),
    "grants": N_("Roller"),
    "county_code": N_("Länets kod"),
    "municipality_code": N_("Kommunens kod"),
    "bodies": N_("Fattar beslut i"),
    "since": N_("Från och med"),
    "until": N_("Till och med"),
    "ended_at": N_("Upphörde"),
    "substitute_id": N_("Ersättare"),
    "first": N_("Första dagen"),
    "last": N_("Sista dagen"),
    "stated_at": N_("Antecknad"),
    "seq": N_("Nummer"),
    "kind": N_("Händelse"),
    "at": N_("Tid"),
    "body": N_("Innehåll"),
    "created_at": N_("Skapad"),
    "seen_at": N_("Senast använd"),
    "last_used_at": N_("Senast använd"),
    "expires_at": N_("Gäller till"),
    "revoked_at": N_("Avslutad"),
    "actions": N_("Får göra"),
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
    return page.render("people-stored.html", person=found, file=file, tables=TABLES, fields=FIELDS, shown=_shown)


def _shown(name: str, value: JsonValue) -> str:
    """As it is stored, but for times, which are shown as clocks in Sweden do."""
    if isinstance(value, str) and (name == "at" or name.endswith("_at")):
        return clock(datetime.fromisoformat(value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
