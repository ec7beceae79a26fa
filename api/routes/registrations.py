"""Registering a document: under which diarienummer the municipality, or the county, has which version of it."""

from fastapi import APIRouter, Response

from api.access import acting, place_of
from api.actors import CurrentActor
from api.dependencies import Key, PageAsked, ServicesHere, next_cursor, numbers
from api.document_models import Name, RegistrationList, RegistrationView, registration_view, seen_document
from documents.outline import KINDS
from domain.calendar import stockholm_date
from domain.commands import Acting
from domain.people import Action
from domain.places import Municipality
from domain.registration import Registration, check, is_new, side_of
from storage import cycles, documents, registrations
from storage.filing import command_id, request_hash
from storage.registrations import RegistrationRow

router = APIRouter(prefix="/v1/cycles/{cycle_id}/documents/{name}/registrations", tags=["documents"])


@router.post("", status_code=201)
async def register_document(
    cycle_id: str,
    name: Name,
    body: Registration,
    actor: CurrentActor,
    key: Key,
    services: ServicesHere,
    response: Response,
) -> RegistrationView:
    """Say where a version is registered: the county coordinator in the county's diarium, others in the municipality's.

    `version` and `hash` stand in the document's footer. What stands already is answered 200 and kept once; anything
    else for the same version corrects it and needs a reason, and both are kept.
    """
    place = seen_document(cycle_id, name, actor, services)
    acts = acting(actor, Action.REGISTER_DOCUMENT, place_of(place))
    side = side_of(acts.role)
    where = f"registration {cycle_id} {name}"
    identity, request = command_id(acts.person, f"{where} {key}"), request_hash(where, body.model_dump(mode="json"))
    now = services.clock()
    async with services.sessions.begin() as session:
        await registrations.hold(session, place)
        if (before := await registrations.made_before(session, identity, request)) is not None:
            return registration_view(before)
        await cycles.cycle_row(session, cycle_id)
        hash_, printed = await documents.printed(session, cycle_id, KINDS[name].steps, body.hash)
        check(body, printed, stockholm_date(now))
        stands = await registrations.standing(session, cycle_id, name, hash_, side)
        if not is_new(body, registrations.earlier(stands)) and stands is not None:
            response.status_code = 200
            return registration_view(stands)
        new = _row(body, acts, place)
        new.cycle_id, new.document, new.side, new.hash, new.told_at = cycle_id, name, side.value, hash_, now
        new.key, new.request = identity, request
        return registration_view(await registrations.add(session, new))


def _row(body: Registration, acts: Acting, place: Municipality) -> RegistrationRow:
    return RegistrationRow(
        municipality_code=place.code,
        county_code=place.county,
        version=body.version,
        number=body.number,
        registered_on=body.registered_on,
        reason=body.reason,
        person=acts.person,
        role=acts.role.value,
        on_behalf=acts.on_behalf,
    )


@router.get("")
async def see_registrations(
    cycle_id: str, name: Name, actor: CurrentActor, services: ServicesHere, page: PageAsked
) -> RegistrationList:
    """Every registration of a document, those that were corrected as well."""
    seen_document(cycle_id, name, actor, services)
    async with services.sessions() as session:
        await cycles.cycle_row(session, cycle_id)
        rows = await registrations.registrations(session, cycle_id, name, after=numbers(page), limit=page.limit + 1)
    shown = rows[: page.limit]
    following = next_cursor(str(shown[-1].id)) if len(rows) > page.limit else None
    return RegistrationList(items=tuple(map(registration_view, shown)), next=following)
