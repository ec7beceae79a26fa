"""Who asks: nobody, somebody of each role, a service token that may one thing, and people with several roles or places.

All of them are at home in the same municipality, or in its county.
"""

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx
from fastapi import FastAPI

from api.services import Services
from api.signing_in import flow
from api.signing_in.demo import demo_actor
from domain.calendar import stockholm_date
from domain.people import Action, Actor, Grant, Place, Reach, Role, may, reach
from domain.service_tokens import limited
from storage import people
from storage.database import Sessions
from tests.api.matrix.spots import Spot
from tests.town import Json

LIMITED_TO = (Action.SEE_CONTENT, Action.SEE_PEOPLE)  # a token for each alone


@dataclass
class Asker:
    """`by_token`: a service token. `beside`: asks the API alone, since others ask for the pages in the same way.

    `kept` is what one's own requests made: by municipality, and the word for it.
    """

    name: str
    actor: Actor | None
    client: httpx.AsyncClient
    by_token: bool = False
    beside: bool = False
    renew: Callable[[], Awaitable[None]] | None = None
    kept: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])

    def may(self, action: Action, place: Place) -> bool:
        return self.actor is not None and may(self.actor, action, place)

    def may_anywhere(self, action: Action) -> bool:
        return self.actor is not None and reach(self.actor, action) != Reach()

    @property
    def roles(self) -> tuple[Role, ...]:
        return tuple(grant.role for grant in self.actor.grants) if self.actor is not None else ()


@dataclass
class Door:
    """Lets askers in. Each comes from an address of its own: what one address may ask for in a minute is limited."""

    app: FastAPI
    services: Services
    sessions: Sessions
    opened: list[httpx.AsyncClient] = field(default_factory=list[httpx.AsyncClient])

    def client(self, token: str = "") -> httpx.AsyncClient:
        address = f"127.0.1.{1 + len(self.opened) % 250}"
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False, client=(address, 50_000))
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.opened.append(httpx.AsyncClient(transport=transport, base_url="http://arshjul.test", headers=headers))
        return self.opened[-1]

    def demo(self, token: str) -> Asker:
        actor = demo_actor(token, self.services.places)
        assert actor is not None
        return Asker(actor.grants[0].role.value, actor, self.client(token))

    async def service_token(self, maker: str, code: str, action: Action) -> Asker:
        """Of a municipality's coordinator, for one action alone."""
        role = Role.MUNICIPAL_COORDINATOR
        body = {"name": "Matris", "role": role, "municipalities": [code], "actions": [action]}
        made = await self.client(maker).post("/v1/tokens", json=body)
        assert made.status_code == 201, made.text
        whole = demo_actor(maker, self.services.places)
        assert whole is not None
        actor = limited(whole, (Grant(role=role, municipalities=(code,)),), frozenset({action}))
        return Asker(
            f"service token for {action}",
            actor,
            self.client(made.json()["token"]),
            by_token=True,
            beside=action is Action.SEE_CONTENT,
        )

    async def invited(self, name: str, *roles: Json) -> Asker:
        """Somebody real, who was invited and has signed in: with a session, and a token against forged requests."""
        email = f"{uuid.uuid4().hex}@kommun.example"
        body = {"name": "Kim Matris", "email": email, "roles": roles}
        made = await self.client("demo-admin").post("/v1/people", json=body)
        assert made.status_code == 201, made.text
        now = datetime.now(UTC)
        async with self.sessions.begin() as session:
            person = await people.bind(session, "https://id.example", uuid.uuid4().hex, email, now)
        async with self.sessions() as session:
            actor = await people.actor_of(session, person, stockholm_date(now))
        client = self.client()

        async def renew() -> None:
            client.headers["Cookie"] = f"arshjul={await flow.enter(self.services, person, None)}"
            client.headers["X-CSRF-Token"] = (await client.get("/v1/sessions")).json()["csrf_token"]

        await renew()
        return Asker(name, actor, client, renew=renew)

    async def everybody(self, own: Spot, neighbour: Spot) -> list[Asker]:
        code, county = own.town.code, own.town.county
        both = [code, neighbour.town.code]
        return [
            Asker("signed out", None, self.client()),
            self.demo(f"demo-coordinator-{county}"),
            *(self.demo(f"demo-{word}-{code}") for word in ("municipality", "contributor", "decision", "police")),
            self.demo("demo-supervisor"),
            self.demo("demo-admin"),
            *[await self.service_token(own.owner, code, action) for action in LIMITED_TO],
            await self.invited("police_partner of two", {"role": Role.POLICE_PARTNER, "municipalities": both}),
            await self.invited(
                "contributor and decision_maker",
                {"role": Role.CONTRIBUTOR, "municipalities": [code]},
                {"role": Role.DECISION_MAKER, "municipalities": [code], "bodies": ["styrgrupp", "KS"]},
            ),
        ]

    async def close(self) -> None:
        for client in self.opened:
            await client.aclose()
