"""Errors as pages for whoever asked for a page, as the problems they were for everybody else."""

from collections.abc import AsyncGenerator

import httpx
import pytest
from fastapi import FastAPI

from api import errors
from api.services import Services
from tests.conftest import Browser
from web.app import install
from workflows.errors import Unreachable

PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
async def failing(services: Services) -> AsyncGenerator[httpx.AsyncClient]:
    """An application whose addresses fail."""
    app = FastAPI()
    app.state.services = services
    errors.install(app)

    @app.get("/breaks")
    def _() -> None:
        raise ValueError("a secret of the inside")

    @app.get("/away")
    def _() -> None:
        raise Unreachable("10.0.0.1 does not answer")

    @app.api_route("/mine", methods=["GET", "POST"])
    def _() -> None:
        raise errors.NotSignedIn("Say who you are")

    app.middleware_stack = app.build_middleware_stack()
    transport = httpx.ASGITransport(install(app), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://arshjul.test") as client:
        yield client


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/breaks", 500, "Något gick fel hos oss"),
        ("/away", 503, "Tjänsten svarar inte just nu"),
        ("/nowhere", 404, "Sidan finns inte"),
    ],
)
async def test_an_error_is_a_page_that_tells_nothing_of_the_inside(
    failing: httpx.AsyncClient, address: str, status: int, heading: str
) -> None:
    shown = await failing.get(address, headers=PAGE)
    assert shown.status_code == status
    assert f'<h1 class="govuk-heading-l">{heading}</h1>' in shown.text
    assert "secret" not in shown.text
    assert "10.0.0.1" not in shown.text
    assert "script-src 'self'" in shown.headers["content-security-policy"]
    told = await failing.get(address)
    assert (told.status_code, told.headers["content-type"]) == (status, "application/problem+json")
    assert shown.headers.get("retry-after") == told.headers.get("retry-after")


async def test_one_is_sent_to_sign_in_and_the_way_back_goes_with_it(failing: httpx.AsyncClient) -> None:
    sent = await failing.get("/mine?a=1&b=%C3%A5", headers=PAGE)
    assert (sent.status_code, sent.headers["location"]) == (303, "/logga-in?next=%2Fmine%3Fa%3D1%26b%3D%25C3%25A5")


async def test_what_was_sent_is_not_lost_by_sending_its_sender_away(failing: httpx.AsyncClient) -> None:
    refused = await failing.post("/mine", headers=PAGE)
    assert refused.status_code == 401
    assert "det du skrev står kvar" in refused.text


async def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(failing: httpx.AsyncClient) -> None:
    asked = {"HX-Request": "true", "HX-Current-URL": "http://arshjul.test/lan/13/2027?sort=need"}
    refused = await failing.get("/mine", headers=asked)
    assert (refused.status_code, refused.text) == (401, "")
    assert refused.headers["hx-redirect"] == "/logga-in?next=%2Flan%2F13%2F2027%3Fsort%3Dneed"


async def test_a_wrong_address_is_said_to_be_wrong_and_nothing_to_have_been_sent(browser: Browser) -> None:
    async with browser("demo-admin") as me:
        shown = await me.get("/personer?place=nowhere", headers=PAGE)
    assert shown.status_code == 422
    assert "Något i adressen är inte som det ska." in shown.text
    assert "det som skickades" not in shown.text
