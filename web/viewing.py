"""Visa som kommunen: a county coordinator reads a municipality's year as the municipality shows it, and only reads.

What they see is what they may see anyway: what is handed in or released, never drafts. Each page that is opened so is
one row of `storage/readings.py`, which the municipality's coordinator can read.
"""

import re

from fastapi import Request

from api.access import RoleMayNot, acting, place_of
from api.noting import request_id
from api.services import Services
from api.signing_in.cookies import SAFE
from domain.people import Action, Actor, may
from domain.places import Municipality, Places
from storage import readings
from storage.readings import Reading, What

COOKIE = "arshjul-as"
READING = frozenset({Action.SEE_CYCLE, Action.SEE_ROUND, Action.SEE_CONTENT, Action.SEE_LAW})
_YEAR = re.compile(r"/ar/(\d{4})-\d{4}(?:/|$)")


def shown(request: Request, actor: Actor, places: Places) -> Municipality | None:
    """The municipality whose year this page is of, if the reader coordinates its county."""
    found = _YEAR.match(request.url.path)
    town = places.municipalities.get(found[1]) if found else None
    return town if town is not None and may(actor, Action.START_ROUND, place_of(town)) else None


def viewed(request: Request, actor: Actor, places: Places) -> Municipality | None:
    """The municipality as which this page is looked at; None for whoever looks as themselves."""
    town = shown(request, actor, places)
    return town if town is not None and request.cookies.get(COOKIE) == town.code else None


def only_reading(actor: Actor) -> Actor:
    return actor.model_copy(update={"actions": READING & (actor.actions or READING)})


async def read(request: Request, services: Services, actor: Actor, town: Municipality) -> None:
    """One row for a page that is opened; none for the parts that an open page asks for.

    Raises RoleMayNot for what would change anything.
    """
    if request.method not in SAFE:
        raise RoleMayNot("While you look as the municipality you only read; stop first")
    if "hx-request" in request.headers or request.url.path.endswith("/andrat"):
        return
    reader = acting(actor, Action.START_ROUND, place_of(town))
    reading = Reading(town.code, town.county, What.AS_MUNICIPALITY, request.url.path[:100])
    async with services.sessions.begin() as session:
        await readings.note(session, reader, reading, now=services.clock(), request=request_id())
