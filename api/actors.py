"""Who acts: found from a session's cookie, a service token, or a demo token; everything else is nobody.

A person's roles are read anew with each request, so that whoever is closed, or has lost a role, is out at once.
"""

import logging
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPBearer
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from api.dependencies import ServicesHere
from api.errors import NotSignedIn
from api.noting import note
from api.services import Services
from api.signing_in import limits
from api.signing_in.claims import Narrowing, narrowed
from api.signing_in.cookies import bearer, session_secret
from api.signing_in.demo import demo_actor, from_this_machine, is_demo
from domain.calendar import stockholm_date
from domain.people import Action, Actor, Grant
from domain.service_tokens import limited
from storage import people, service_tokens, sessions
from storage.scope import EVERYWHERE, narrow, of_actor, within

log = logging.getLogger(__name__)

SERVICE_TOKEN = "ars_"  # noqa: S105  how every one of them begins
_grants: TypeAdapter[tuple[Grant, ...]] = TypeAdapter(tuple[Grant, ...])
_actions: TypeAdapter[frozenset[Action]] = TypeAdapter(frozenset[Action])
_described = HTTPBearer(
    auto_error=False, description="A service token (ars_…), or with --demo a demo token such as demo-municipality-1381"
)


class Means(StrEnum):
    """By what somebody is signed in."""

    SESSION = "session"
    SERVICE_TOKEN = "service_token"  # noqa: S105
    DEMO_TOKEN = "demo_token"  # noqa: S105


@dataclass(frozen=True)
class SignedInAs:
    """`id` names the session or the token without being its secret."""

    actor: Actor
    by: Means
    id: str


async def signed_in_as(
    request: Request, services: ServicesHere, _token: Annotated[object, Depends(_described)]
) -> SignedInAs:
    """Raises NotSignedIn, and TooManyRequests after many tokens that did not work."""
    found = await who_asks(request, services)
    note(by=found.by, **{"session" if found.by is Means.SESSION else "token": _nameable(found)})
    narrow(of_actor(found.actor))
    return found


SignedIn = Annotated[SignedInAs, Depends(signed_in_as)]


async def who_asks(request: Request, services: Services, *, used: bool = True) -> SignedInAs:
    """Read anew each time it is asked. Who only listens does not use their session, so that it ends all the same.

    Raises as `signed_in_as`.
    """
    token = bearer(request)
    if token is not None:
        return await _by_token(request, services, token)
    return await _by_session(request, services, used=used)


async def current_actor(signed_in: SignedIn) -> Actor:
    """Raises NotSignedIn."""
    return signed_in.actor


CurrentActor = Annotated[Actor, Depends(current_actor)]


async def _by_token(request: Request, services: Services, token: str) -> SignedInAs:
    if token.startswith(SERVICE_TOKEN):
        return await _by_service_token(request, services, token)
    if services.demo and is_demo(token):
        if not from_this_machine(request):
            raise await _refused(request, services, "Demo tokens work only from the machine that serves, not by proxy")
        actor = demo_actor(token, services.places)
        if actor is not None:
            return SignedInAs(actor, Means.DEMO_TOKEN, token)
    demo = ", or a demo token such as demo-municipality-1381" if services.demo else ""
    raise await _refused(request, services, f"This token is not known here; send a service token (ars_…){demo}")


async def _by_service_token(request: Request, services: Services, token: str) -> SignedInAs:
    now = services.clock()
    with within(EVERYWHERE):
        async with services.sessions.begin() as session:
            row = await service_tokens.live(session, token, now)
            maker = await _actor(request, services, session, row.person_id) if row is not None else None
            if row is not None and maker is not None:
                await service_tokens.used(session, row, now)
                grants, actions = _grants.validate_json(row.grants), _actions.validate_json(row.actions)
                return SignedInAs(limited(maker, grants, actions), Means.SERVICE_TOKEN, row.id)
    raise await _refused(
        request, services, "This service token is unknown, expired or revoked, or its maker has left; make a new one"
    )


async def _by_session(request: Request, services: Services, *, used: bool) -> SignedInAs:
    secret, now = session_secret(request, services), services.clock()
    if not secret:
        raise NotSignedIn(_how(services))
    with within(EVERYWHERE):
        async with services.sessions.begin() as session:
            row = await sessions.live(session, secret, now, services.sign_in.idle)
            actor = await _actor(request, services, session, row.person_id) if row is not None else None
            if row is not None and actor is not None:
                if used:
                    await sessions.seen(session, row, now)
                left = narrowed(actor, Narrowing.model_validate_json(row.narrowing))
                return SignedInAs(left, Means.SESSION, row.shown)
    log.info("session refused", extra={"session": row.shown if row is not None else None})
    raise NotSignedIn("Your session has ended; sign in again at /sign-in")


async def _actor(request: Request, services: Services, session: AsyncSession, person: str) -> Actor | None:
    """Demo people have no row: they are whom their token says, as long as demo is on and they sit at this machine."""
    if is_demo(person):
        return demo_actor(person, services.places) if services.demo and from_this_machine(request) else None
    return await people.actor_of(session, person, stockholm_date(services.clock()))


async def _refused(request: Request, services: Services, why: str) -> NotSignedIn:
    """Only failures are counted, so that others behind the same address are not held up by somebody's old token."""
    log.info("token refused")
    await services.sign_in.limits.pass_by(request, limits.FAILING)
    return NotSignedIn(why)


def _how(services: Services) -> str:
    if services.demo:
        return "Send a demo token (Authorization: Bearer demo-municipality-1381, for instance), or choose who you are"
    if services.sign_in.provider is None:
        return "Sign-in is not set up on this server (docs/sign-in.md); send a service token, or try --demo"
    return "Sign in at /sign-in, or send a service token (Authorization: Bearer ars_…)"


def _nameable(found: SignedInAs) -> str | None:
    """For the log. A demo token is its own secret."""
    return None if found.by is Means.DEMO_TOKEN else found.id
