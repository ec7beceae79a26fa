"""Service tokens that one makes for integrations: shown once, listed without the secret, revoked."""

import logging
import secrets
from datetime import timedelta

from fastapi import APIRouter
from pydantic import TypeAdapter

from api.access import acting
from api.actors import SERVICE_TOKEN, Means, SignedIn
from api.dependencies import ServicesHere
from api.places import named_county, named_municipality
from api.session_models import NewToken, NewTokenView, TokensView, TokenView
from api.signing_in.errors import NotByToken
from domain.people import Action, Grant, Place
from domain.service_tokens import check
from storage import service_tokens
from storage.service_tokens import ServiceTokenRow
from storage.sessions import hashed

router = APIRouter(prefix="/v1/tokens", tags=["signing in"])
log = logging.getLogger(__name__)

_grants: TypeAdapter[tuple[Grant, ...]] = TypeAdapter(tuple[Grant, ...])
_actions: TypeAdapter[tuple[Action, ...]] = TypeAdapter(tuple[Action, ...])


@router.post("", status_code=201)
async def make_token(body: NewToken, signed_in: SignedIn, services: ServicesHere) -> NewTokenView:
    """Make a token that acts as oneself, and as less. Asked twice it makes two: its secret is kept nowhere."""
    _in_person(signed_in)
    for place in _places(body, services):
        acting(signed_in.actor, Action.MAKE_TOKEN, place)
    check(signed_in.actor, body.grant, body.actions)
    secret, now = f"{SERVICE_TOKEN}{secrets.token_urlsafe(32)}", services.clock()
    row = ServiceTokenRow(
        id=f"t-{secrets.token_hex(10)}",
        hash=hashed(secret),
        name=body.name,
        person_id=signed_in.actor.person,
        grants=_grants.dump_json((body.grant,)).decode(),
        actions=_actions.dump_json(tuple(sorted(body.actions))).decode(),
        created_at=now,
        expires_at=now + timedelta(days=body.days),
    )
    async with services.sessions.begin() as session:
        session.add(row)
    log.info("token made", extra={"token": row.id})
    return NewTokenView(**_view(row).model_dump(), token=secret)


@router.get("")
async def own_tokens(signed_in: SignedIn, services: ServicesHere) -> TokensView:
    """Those that one has made, the newest first, also those that work no longer."""
    _in_person(signed_in)
    async with services.sessions() as session:
        rows = await service_tokens.of_person(session, signed_in.actor.person)
    return TokensView(items=tuple(map(_view, rows)))


@router.delete("/{token_id}", status_code=204)
async def revoke_token(token_id: str, signed_in: SignedIn, services: ServicesHere) -> None:
    """End one's own token. Again changes nothing."""
    _in_person(signed_in)
    async with services.sessions.begin() as session:
        await service_tokens.revoke(session, signed_in.actor.person, token_id, services.clock())
    log.info("token revoked", extra={"token": token_id})


def _places(body: NewToken, services: ServicesHere) -> list[Place]:
    """Raises NoSuchPlace."""
    towns = [named_municipality(services.places, code) for code in body.municipalities]
    if towns:
        return [Place(county=town.county, municipality=town.code) for town in towns]
    return [Place(county=named_county(services.places, body.county).code if body.county else None)]


def _in_person(signed_in: SignedIn) -> None:
    if signed_in.by is Means.SERVICE_TOKEN:
        raise NotByToken("A service token makes, lists and revokes no tokens; sign in as a person")


def _view(row: ServiceTokenRow) -> TokenView:
    (grant,) = _grants.validate_json(row.grants)
    return TokenView(
        id=row.id,
        name=row.name,
        role=grant.role,
        county=grant.county,
        municipalities=grant.municipalities,
        bodies=grant.bodies,
        actions=_actions.validate_json(row.actions),
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        last_used_at=row.last_used_at,
    )
