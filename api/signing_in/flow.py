"""Signing in and out, step by step: what is kept, what is checked in which order, and what the log says of it."""

import logging
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from api.services import Services
from api.signing_in.claims import Identity, Narrowing, narrowed
from api.signing_in.errors import NotLocal, ProviderUnavailable, SignInNotBegun, SignInNotSetUp, SignInRefused
from api.signing_in.oidc import Attempt, Claims, Provider, SignedIn
from domain.calendar import stockholm_date
from domain.errors import DomainError, Finding
from storage import people, sessions
from storage.scope import EVERYWHERE, within
from storage.sealing import opened, sealed

log = logging.getLogger(__name__)

CALLBACK = "/sign-in/callback"
SIGNED_OUT = "/signed-out"
LONGEST_NEXT = 2000


@dataclass(frozen=True)
class Begun:
    """Where the browser goes, and what its cookie holds meanwhile."""

    url: str
    browser: str


@dataclass(frozen=True)
class Back:
    """What the browser brought back: its cookie and what the provider put into the address."""

    browser: str | None
    state: str | None
    code: str | None
    error: str | None
    issuer: str | None


@dataclass(frozen=True)
class Entered:
    """What the session's cookie holds, and where the person wanted to go."""

    secret: str
    next: str


def new_secret() -> str:
    """256 bits."""
    return secrets.token_urlsafe(32)


def local(address: str) -> str:
    """The address, if it is one of this server's: a path, and nothing that a browser could read as another host."""
    parts = urlsplit(address)
    plain = all(" " < letter != "\\" for letter in address)
    if not plain or parts.scheme or parts.netloc or not address.startswith("/") or address.startswith("//"):
        finding = Finding(code="next", pointer="/next", message="a path on this server, such as /v1/me")
        raise NotLocal("After signing in one can only go to an address of this server", (finding,))
    return address


def provider_of(services: Services) -> Provider:
    """Raises SignInNotSetUp."""
    if services.sign_in.provider is None:
        raise SignInNotSetUp("This server has no sign-in provider; see docs/sign-in.md: ARSHJUL_OIDC_ISSUER")
    return services.sign_in.provider


async def begin(services: Services, next_: str) -> Begun:
    """Send a person to the provider. Raises SignInNotSetUp, NotLocal, ProviderUnavailable."""
    provider, now = provider_of(services), services.clock()
    browser = new_secret()
    attempt = Attempt(services.sign_in.at(CALLBACK), new_secret(), new_secret(), new_secret())
    url = await provider.authorization_url(attempt, now)
    async with services.sessions.begin() as session:
        row = sessions.SignInRow(
            state_hash=sessions.hashed(attempt.state),
            browser_hash=sessions.hashed(browser),
            nonce=attempt.nonce,
            verifier=attempt.verifier,
            next=local(next_),
            begun_at=now,
        )
        await sessions.begin(session, row)
    return Begun(url, browser)


async def finish(services: Services, back: Back, old: str | None) -> Entered:
    """Let in whom the provider vouches for and somebody here has invited; `old` is the cookie they came with.

    Raises SignInNotBegun, SignInRefused, NotInvited, BoundAlready, ProviderUnavailable, SignInNotSetUp.
    """
    try:
        return await _finished(services, back, old)
    except DomainError as error:
        log.warning("sign-in refused", extra={"error": error.code})
        raise


async def _finished(services: Services, back: Back, old: str | None) -> Entered:
    provider, now = provider_of(services), services.clock()
    begun = await _taken(services, back)
    provider.check_sender(back.issuer, await provider.metadata(now))
    if back.error is not None or not back.code:
        raise SignInRefused("The sign-in provider did not sign you in; begin again at /sign-in, or ask whoever runs it")
    attempt = Attempt(services.sign_in.at(CALLBACK), back.state or "", begun.nonce, begun.verifier)
    signed_in = await provider.redeem(back.code, attempt, now)
    identity = services.sign_in.reading.identity(provider.issuer, signed_in.claims)
    if identity is None:
        raise SignInRefused(
            "The sign-in provider does not say who you are; whoever runs it must send the subject's claim"
        )
    narrowing = services.sign_in.reading.narrowing(identity)
    person = await _invited(services, identity, narrowing)
    secret = await enter(services, person, old, signed_in, narrowing)
    return Entered(secret, begun.next)


async def _taken(services: Services, back: Back) -> sessions.SignInRow:
    row = None
    if back.state and back.browser:
        async with services.sessions.begin() as session:
            row = await sessions.take(session, back.state, back.browser, services.clock())
    if row is None:
        raise SignInNotBegun("This sign-in was not begun in this browser, or is used up; begin again at /sign-in")
    return row


async def _invited(services: Services, identity: Identity, narrowing: Narrowing) -> str:
    """The person's id. The first time the invited e-mail address says who it is, then the account."""
    now = services.clock()
    with within(EVERYWHERE):
        async with services.sessions.begin() as session:
            person = await people.person_for(session, identity.issuer, identity.subject)
            if person is None and identity.email is not None:
                person = await people.bind(session, identity.issuer, identity.subject, identity.email, now)
            actor = await people.actor_of(session, person, stockholm_date(now)) if person is not None else None
            if actor is None or not narrowed(actor, narrowing).grants:
                raise people.NotInvited(
                    "Nobody has invited you here with this account; ask your municipality's coordinator, the county "
                    "administrative board's (länsstyrelsen) coordinator, or whoever runs this server"
                )
            await people.seen(session, actor.person, now)
    return actor.person


async def enter(
    services: Services,
    person: str,
    old: str | None,
    signed_in: SignedIn | None = None,
    narrowing: Narrowing | None = None,
) -> str:
    """A new session with a new secret; the one that the browser had ends. Without `signed_in` it is the demo's."""
    secret, now = new_secret(), services.clock()
    claims: Claims = signed_in.claims if signed_in else {}
    row = sessions.SessionRow(
        id_hash=sessions.hashed(secret),
        person_id=person,
        demo=signed_in is None,
        created_at=now,
        seen_at=now,
        expires_at=now + services.sign_in.longest,
        issuer=_word(claims.get("iss")),
        subject=_word(claims.get("sub")),
        sid=_word(claims.get("sid")),
        id_token=sealed(signed_in.id_token, secret) if signed_in else None,
        narrowing=(narrowing or Narrowing()).model_dump_json(),
    )
    async with services.sessions.begin() as session:
        if old is not None:
            await sessions.revoke(session, old, now)
        await sessions.open_session(session, row)
    log.info("signed in", extra={"session": row.shown})
    return secret


async def leave(services: Services, secret: str | None) -> str:
    """End the session here, and say where the browser goes: to the provider to end its own, or to our own page."""
    if secret is None:
        return SIGNED_OUT
    async with services.sessions.begin() as session:
        row = await sessions.revoke(session, secret, services.clock())
        id_token = opened(row.id_token, secret) if row is not None and row.id_token else None
    if row is not None:
        log.info("signed out", extra={"session": row.shown})
    provider = services.sign_in.provider
    if provider is None or id_token is None:
        return SIGNED_OUT
    back_to = services.sign_in.at(SIGNED_OUT)
    try:
        return await provider.end_session_url(id_token, back_to, services.clock()) or SIGNED_OUT
    except ProviderUnavailable:  # signed out here, which is what matters
        return SIGNED_OUT


async def ended_at_provider(services: Services, logout_token: str) -> None:
    """End the sessions that the provider says are over. Raises SignInNotSetUp, SignInRefused, ProviderUnavailable."""
    provider, now = provider_of(services), services.clock()
    claims = await provider.logged_out(logout_token, now)
    subject, sid = _word(claims.get("sub")), _word(claims.get("sid"))
    async with services.sessions.begin() as session:
        ended = await sessions.revoke_at_provider(session, provider.issuer, subject, sid, now)
    log.info("signed out at the provider: %d sessions", ended)


def _word(claim: object) -> str | None:
    return claim if isinstance(claim, str) and claim else None
