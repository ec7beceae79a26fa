"""The door as somebody comes to it: an application with a provider, a clock to turn, browsers that follow by hand."""

import dataclasses
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import uuid4

import httpx
from fastapi import FastAPI
from pydantic import SecretStr

from api.app import create_app
from api.services import Services
from api.signing_in.claims import Reading
from api.signing_in.oidc import Provider
from api.signing_in.site import SignIn
from domain.membership.commands import Command, InvitePerson, Offer
from domain.membership.particulars import Particulars
from domain.people import Actor, Grant, Role
from storage.membership import Asked, act, invite
from storage.scope import EVERYWHERE, within

HOST = "https://arshjul.test"
COOKIE, ON_THE_WAY = "__Host-arshjul", "__Host-arshjul-sign-in"
SECRET = "a-secret-between-us"  # noqa: S105
ADMIN = Actor(person="p-00000000000000000000", grants=(Grant(role=Role.ADMINISTRATOR),))
COORDINATOR = Offer(role=Role.MUNICIPAL_COORDINATOR, municipalities=("1381",))


@dataclass
class Clock:
    """The real time, and what it was turned on by."""

    on: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.on


_made: list[FastAPI] = []


def _application(services: Services) -> FastAPI:
    """One for all sites, since its routes are built anew at the first request of each: it serves the newest site."""
    if not _made:
        _made.append(create_app(services))
    return _made[0]


@dataclass
class Site:
    """An application that takes sign-ins from one provider, until the next one is made."""

    services: Services
    issuer: str
    reading: Reading = field(default_factory=Reading)
    clock: Clock = field(default_factory=Clock)
    app: FastAPI = field(init=False)

    def __post_init__(self) -> None:
        provider = Provider(self.issuer, "arshjul", SecretStr(SECRET))
        sign_in = SignIn(public_url=HOST, provider=provider, reading=self.reading)
        here = dataclasses.replace(self.services, demo=False, clock=self.clock, sign_in=sign_in)
        self.app = _application(self.services)
        self.app.state.services = here

    def browser(self, address: str = "192.0.2.7") -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False, client=(address, 50_000))
        return httpx.AsyncClient(transport=transport, base_url=HOST)

    async def invited(self, *roles: Offer, email: str = "") -> tuple[str, str]:
        """Somebody new: their id and address."""
        email = email or f"{uuid4().hex}@laholm.example"
        asked = Asked(self.clock(), ADMIN, sha256(email.encode()).hexdigest())
        who = Particulars(name="Kim Exempel", email=email)
        with within(EVERYWHERE):
            async with self.services.sessions.begin() as session:
                command = InvitePerson(roles=roles or (COORDINATOR,))
                person, _ = await invite(session, who, command, asked, self.services.places)
        return person, email

    async def decide(self, person: str, command: Command) -> None:
        with within(EVERYWHERE):
            async with self.services.sessions.begin() as session:
                asked = Asked(self.clock(), ADMIN)
                await act(session, person, command, asked, self.services.places)


def on_the_way(answer: httpx.Response) -> dict[str, str]:
    """What the browser takes along to the provider."""
    assert answer.status_code == 303, answer.text
    return dict(httpx.URL(answer.headers["location"]).params)


async def token_of(browser: httpx.AsyncClient) -> str:
    """The session's CSRF token."""
    return (await browser.get("/v1/sessions")).json()["csrf_token"]
