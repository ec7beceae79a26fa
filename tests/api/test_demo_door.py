"""Demo tokens work with --demo alone and from this machine alone."""

import dataclasses

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_app
from api.services import Services
from tests.town import problem


async def asked(app: FastAPI, host: str) -> httpx.Response:
    transport = httpx.ASGITransport(app, client=(host, 50_000))
    async with httpx.AsyncClient(transport=transport, base_url="http://arshjul.test") as me:
        return await me.get("/v1/me", headers={"Authorization": "Bearer demo-admin"})


@pytest.mark.parametrize(("host", "status"), [("127.0.0.1", 200), ("::1", 200), ("127.8.9.1", 200)])
async def test_from_this_machine(services: Services, host: str, status: int) -> None:
    assert (await asked(create_app(services), host)).status_code == status


@pytest.mark.parametrize("host", ["10.0.0.1", "192.0.2.7", "2001:db8::1", "::ffff:10.0.0.1", "testclient", ""])
async def test_not_from_elsewhere(services: Services, host: str) -> None:
    assert problem(await asked(create_app(services), host)) == (401, "NotSignedIn")


async def test_not_without_demo(services: Services) -> None:
    app = create_app(dataclasses.replace(services, demo=False))
    assert problem(await asked(app, "127.0.0.1")) == (401, "NotSignedIn")
