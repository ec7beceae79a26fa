"""Who acts. Until there is real sign-in: the demo tokens, with `--demo` alone, and from this machine alone."""

import ipaddress
import re
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.dependencies import ServicesHere
from api.errors import NotSignedIn
from domain.people import Actor, Body, Grant, Role
from domain.places import Places

_TOKEN = re.compile(
    r"demo-(coordinator|municipality|contributor|decision|police)-(\d{2}|\d{4})|demo-(supervisor|admin)"
)
_LOCAL_ROLES = {
    "municipality": Role.MUNICIPAL_COORDINATOR,
    "contributor": Role.CONTRIBUTOR,
    "decision": Role.DECISION_MAKER,
    "police": Role.POLICE_PARTNER,
}
_bearer = HTTPBearer(auto_error=False, description="A demo token such as demo-municipality-1381")


def demo_actor(token: str, places: Places) -> Actor | None:
    """Whom a demo token stands for, or None. The person's id is the token."""
    match = _TOKEN.fullmatch(token)
    if match is None:
        return None
    if match[3]:
        role = Role.SUPERVISOR if match[3] == "supervisor" else Role.ADMINISTRATOR
        return Actor(person=token, grants=(Grant(role=role),))
    word, code = match[1], match[2]
    if word == "coordinator":
        known = code in places.counties
        return Actor(person=token, grants=(Grant(role=Role.COUNTY_COORDINATOR, county=code),)) if known else None
    if code not in places.municipalities:
        return None
    role = _LOCAL_ROLES[word]
    bodies = tuple(Body) if role is Role.DECISION_MAKER else ()
    return Actor(person=token, grants=(Grant(role=role, municipalities=(code,), bodies=bodies),))


def _is_loopback(request: Request) -> bool:
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


async def current_actor(
    request: Request,
    services: ServicesHere,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Actor:
    """Raises NotSignedIn."""
    if not services.demo:
        raise NotSignedIn("Sign-in is not set up on this server; demo tokens work only with --demo")
    if not _is_loopback(request):
        raise NotSignedIn("Demo tokens work only from the machine that serves")
    actor = demo_actor(credentials.credentials, services.places) if credentials else None
    if actor is None:
        raise NotSignedIn("Send a known token: Authorization: Bearer demo-municipality-1381, for instance")
    return actor


CurrentActor = Annotated[Actor, Depends(current_actor)]
