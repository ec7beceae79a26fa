"""A real OpenID Connect provider, as a process of its own, and a browser that goes there and back by hand."""

import signal
import socket
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import httpx

from domain.membership.commands import Offer
from domain.people import Role
from embedded.processes import start, until
from tests.api.door import Site

NEXT = "/v1/me"


@asynccontextmanager
async def running(log: Path) -> AsyncGenerator[str]:
    """The provider's address."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce"]
    provider = start("oidc-provider-mock", command, log, dies_by=signal.SIGTERM, extra={})

    def answers() -> bool:
        with socket.socket() as asking:
            return asking.connect_ex(("127.0.0.1", port)) == 0

    try:
        assert await until(answers, 60), "the provider did not start; its log says why"
        yield f"http://127.0.0.1:{port}"
    finally:
        await provider.stop(signal.SIGTERM, grace=5)


async def account(issuer: str, subject: str = "", **claims: object) -> str:
    """Somebody at the provider, new or with other claims than before; their subject."""
    subject = subject or f"s-{uuid4().hex}"
    async with httpx.AsyncClient(verify=False) as client:  # noqa: S501  plain http
        answer = await client.put(f"{issuer}/users/{subject}", json={"email_verified": True, **claims})
    assert answer.status_code == 204
    return subject


async def vouched(location: str, subject: str) -> str:
    """At the provider, to the address that it sends the browser back to."""
    async with httpx.AsyncClient(verify=False) as client:  # noqa: S501
        answer = await client.post(location, data={"sub": subject})
    assert answer.status_code == 302, answer.text
    return answer.headers["location"]


async def back_from_provider(browser: httpx.AsyncClient, subject: str, next_: str = NEXT) -> httpx.Response:
    begun = await browser.get("/sign-in", params={"next": next_})
    return await browser.get(await vouched(begun.headers["location"], subject))


async def signed_in(site: Site, role: Role = Role.MUNICIPAL_COORDINATOR) -> tuple[httpx.AsyncClient, str]:
    """The browser of somebody who was invited and has signed in, and their id."""
    person, email = await site.invited(Offer(role=role, municipalities=("1381",)))
    browser = site.browser()
    answer = await back_from_provider(browser, await account(site.issuer, email=email))
    assert answer.status_code == 303, answer.text
    return browser, person
