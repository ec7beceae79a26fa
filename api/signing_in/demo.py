"""The demo's people: a token such as demo-municipality-1381 is both who one is and the key. This machine alone."""

import ipaddress
import re

from fastapi import Request

from domain.membership.demo import demo_grant
from domain.people import Actor, Grant, Role
from domain.places import Places

_TOKEN = re.compile(
    r"demo-(coordinator|municipality|contributor|decision|police)-(\d{2}|\d{4})|demo-(supervisor|admin)"
)
_PROXIED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP")


def is_demo(person: str) -> bool:
    """Whether this is a demo person's id, on a server with a demo or without."""
    return _TOKEN.fullmatch(person) is not None


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
    return Actor(person=token, grants=(demo_grant(word, code),))


def from_this_machine(request: Request) -> bool:
    """Whether nobody stands between: a proxy on this machine brings requests from anywhere, and says so."""
    if any(name in request.headers for name in _PROXIED):
        return False
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
