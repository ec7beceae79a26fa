"""Where one is signed in, and how to end that from here."""

import logging

from fastapi import APIRouter, Request

from api.actors import Means, SignedIn
from api.dependencies import ServicesHere
from api.session_models import SessionsView, SessionView
from api.signing_in.cookies import csrf_token
from api.signing_in.errors import NotByToken
from domain.errors import NotFound
from storage import sessions

router = APIRouter(prefix="/v1/sessions", tags=["signing in"])
log = logging.getLogger(__name__)


class SessionNotFound(NotFound):
    """There is no such session among those of the person; it may have ended."""


@router.get("")
async def own_sessions(request: Request, signed_in: SignedIn, services: ServicesHere) -> SessionsView:
    """Where one is signed in, the session used last first."""
    _in_person(signed_in)
    async with services.sessions() as session:
        rows = await sessions.of_person(session, signed_in.actor.person, services.clock(), services.sign_in.idle)
    items = tuple(
        SessionView(
            id=row.shown,
            created_at=row.created_at,
            seen_at=row.seen_at,
            expires_at=row.expires_at,
            current=signed_in.by is Means.SESSION and row.shown == signed_in.id,
        )
        for row in rows
    )
    return SessionsView(items=items, csrf_token=csrf_token(request))


@router.delete("/{session_id}", status_code=204)
async def end_session(session_id: str, signed_in: SignedIn, services: ServicesHere) -> None:
    """End one of one's own, wherever it is."""
    _in_person(signed_in)
    async with services.sessions.begin() as session:
        row = await sessions.revoke_own(session, signed_in.actor.person, session_id, services.clock())
    if row is None:
        raise SessionNotFound("You have no session of that name; GET /v1/sessions lists them")
    log.info("session revoked", extra={"session": row.shown})


@router.delete("", status_code=204)
async def end_all_sessions(signed_in: SignedIn, services: ServicesHere) -> None:
    """End all of one's own, this one too."""
    _in_person(signed_in)
    async with services.sessions.begin() as session:
        ended = await sessions.revoke_all(session, signed_in.actor.person, services.clock())
    log.info("sessions revoked: %d", ended)


def _in_person(signed_in: SignedIn) -> None:
    if signed_in.by is Means.SERVICE_TOKEN:
        raise NotByToken("A service token has no sessions, and sees nobody's")
