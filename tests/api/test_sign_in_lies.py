"""Forged, expired and borrowed answers of a provider: each refused, and said so in the log."""

import dataclasses
import time
from collections.abc import Generator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from joserfc.jwk import OctKey

from api.services import Services
from api.signing_in.oidc import LOGOUT
from tests.api.door import COOKIE, Site, on_the_way
from tests.api.lying_provider import (
    FOREIGN,
    GOOD,
    NEW,
    Liar,
    altered,
    lying,
    none_with_a_name,
    signed,
    unsigned,
    with_the_client_s_secret,
    with_the_public_key_as_secret,
)
from tests.town import problem

PAST, FUTURE = int(time.time()) - 3600, int(time.time()) + 3600

LIES: dict[str, dict[str, Any]] = {
    "signed by another key of the same name": {"sign": signed(FOREIGN)},
    "signed by a key that nobody published": {"sign": signed(NEW)},
    "signed by nobody": {"sign": unsigned},
    "signed by nobody, in odd letters": {"sign": none_with_a_name},
    "the public key as a shared secret": {"sign": with_the_public_key_as_secret},
    "a shared secret": {"sign": with_the_client_s_secret},
    "a shared secret that is announced": {
        "sign": with_the_client_s_secret,
        "keys": (OctKey.import_key("a-secret-between-us-and-nobody-else"),),
        "says": {"id_token_signing_alg_values_supported": ["HS256", "RS256"]},
    },
    "nobody, announced": {"sign": unsigned, "says": {"id_token_signing_alg_values_supported": ["none", "RS256"]}},
    "changed after it was signed": {"sign": altered},
    "no token at all": {"answer": {"id_token": None}},
    "no token but words": {"answer": {"id_token": "a.b.c"}},
    "not even words": {"answer": {"id_token": 7}},
    "no code of ours": {"answer": {"error": "invalid_grant", "id_token": None}},
    "expired": {"claims": {"exp": PAST}},
    "never expiring": {"claims": {"exp": None}},
    "expiring at words": {"claims": {"exp": "later"}},
    "from the future": {"claims": {"iat": FUTURE, "exp": FUTURE + 60}},
    "not yet good": {"claims": {"nbf": FUTURE}},
    "for another client": {"claims": {"aud": "another"}},
    "for no client": {"claims": {"aud": None}},
    "for others too, and it does not say for whom": {"claims": {"aud": ["arshjul", "another"]}},
    "for others too, given to another": {"claims": {"aud": ["arshjul", "another"], "azp": "another"}},
    "given to another": {"claims": {"azp": "another"}},
    "from another issuer": {"claims": {"iss": "https://elsewhere.example"}},
    "from no issuer": {"claims": {"iss": None}},
    "of another sign-in": {"claims": {"nonce": "an-older-one"}},
    "of no sign-in": {"claims": {"nonce": None}},
    "about nobody": {"claims": {"sub": None}},
    "about a number": {"claims": {"sub": 17}},
    "with another access token": {"claims": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}},
}


@pytest.fixture(scope="module")
def liar() -> Generator[Liar]:
    with lying() as provider:
        yield provider


@pytest.fixture
async def site(services: Services, liar: Liar) -> Site:
    """An honest provider, at which somebody who was invited has an account."""
    site = Site(services, liar.issuer)
    _, email = await site.invited()
    honest = Liar(issuer=liar.issuer, email=email, subject=f"s-{uuid4().hex}")
    liar.__dict__.update(honest.__dict__)
    return site


async def attempt(site: Site, liar: Liar, **sent: str) -> tuple[httpx.AsyncClient, httpx.Response]:
    browser = site.browser()
    way = on_the_way(await browser.get("/sign-in", params={"next": "/v1/me"}))
    liar.nonce = way["nonce"]
    return browser, await browser.get("/sign-in/callback", params={"state": way["state"], "code": "c", **sent})


async def test_an_honest_answer_is_taken(site: Site, liar: Liar) -> None:
    browser, answer = await attempt(site, liar)
    assert answer.status_code == 303, answer.text
    assert (await browser.get("/v1/me")).status_code == 200


@pytest.mark.parametrize("lie", LIES)
async def test_a_lie_is_refused(site: Site, liar: Liar, lie: str, caplog: pytest.LogCaptureFixture) -> None:
    liar.__dict__.update(LIES[lie])
    browser, answer = await attempt(site, liar)
    assert problem(answer) == (403, "SignInRefused")
    assert COOKIE not in browser.cookies
    assert "sign-in refused" in caplog.messages
    assert problem(await browser.get("/v1/me"))[0] == 401


@pytest.mark.parametrize("audience", ["arshjul", ["arshjul"], ["arshjul", "another"]])
async def test_an_audience_that_we_are_among(site: Site, liar: Liar, audience: object) -> None:
    liar.claims = {"aud": audience, "azp": "arshjul"}
    assert (await attempt(site, liar))[1].status_code == 303


async def test_an_old_answer_does_not_open_another_sign_in(site: Site, liar: Liar) -> None:
    assert (await attempt(site, liar))[1].status_code == 303
    liar.answer = {"id_token": liar.id_token()}
    assert problem((await attempt(site, liar))[1]) == (403, "SignInRefused")


async def test_the_provider_s_name_in_the_address(site: Site, liar: Liar) -> None:
    """RFC 9207: an answer says from whom it is, and must where the provider says that it does."""
    assert problem((await attempt(site, liar, iss="https://elsewhere.example"))[1]) == (403, "SignInRefused")
    assert (await attempt(site, liar, iss=liar.issuer))[1].status_code == 303
    strict = Site(site.services, liar.issuer)
    liar.says = {"authorization_response_iss_parameter_supported": True}
    assert problem((await attempt(strict, liar))[1]) == (403, "SignInRefused")
    assert (await attempt(strict, liar, iss=liar.issuer))[1].status_code == 303


async def test_a_new_key_is_looked_for_once_a_minute_at_most(site: Site, liar: Liar) -> None:
    assert (await attempt(site, liar))[1].status_code == 303
    liar.sign, liar.keys = signed(NEW), (GOOD, NEW)
    assert problem((await attempt(site, liar))[1]) == (403, "SignInRefused")
    assert liar.asked.count("/jwks") == 1
    site.clock.on = timedelta(seconds=61)
    assert (await attempt(site, liar))[1].status_code == 303
    assert liar.asked.count("/jwks") == 2
    assert liar.asked.count("/.well-known/openid-configuration") == 1


@pytest.mark.parametrize(
    "says",
    [
        {"issuer": "https://elsewhere.example"},
        {"token_endpoint": "http://elsewhere.example/token"},
        {"end_session_endpoint": "http://elsewhere.example/out"},
        {"jwks_uri": None},
        {"id_token_signing_alg_values_supported": ["none", "HS256"]},
    ],
)
async def test_a_provider_that_cannot_be_trusted_is_not_asked(site: Site, liar: Liar, says: dict[str, object]) -> None:
    liar.says = says
    answer = await site.browser().get("/sign-in")
    assert problem(answer) == (503, "ProviderUnavailable")
    assert "elsewhere" not in answer.text


async def test_keys_that_cannot_be_read(site: Site, liar: Liar) -> None:
    liar.keys = ()
    assert problem((await attempt(site, liar))[1]) == (503, "ProviderUnavailable")


async def told(site: Site, liar: Liar, **claims: object) -> httpx.Response:
    """The provider tells our server that somebody has signed out there."""
    out: dict[str, object] = {"nonce": None, "at_hash": None, "email": None, "events": {LOGOUT: {}}}
    token = dataclasses.replace(liar, claims={**out, **claims}).id_token()
    return await site.browser().post("/sign-in/back-channel", data={"logout_token": token})


async def test_signing_out_at_the_provider_ends_the_session_here(site: Site, liar: Liar) -> None:
    liar.claims = {"sid": "first"}
    first, _ = await attempt(site, liar)
    liar.claims = {"sid": "second"}
    second, _ = await attempt(site, liar)
    assert (await told(site, liar, sid="first")).status_code == 200
    assert [(await one.get("/v1/me")).status_code for one in (first, second)] == [401, 200]
    assert (await told(site, liar)).status_code == 200
    assert (await second.get("/v1/me")).status_code == 401


@pytest.mark.parametrize(
    "claims",
    [{"events": None}, {"events": {"x": {}}}, {"nonce": "n"}, {"aud": "another"}, {"iss": "https://x.example"}],
)
async def test_a_logout_token_that_is_none(site: Site, liar: Liar, claims: dict[str, object]) -> None:
    browser, _ = await attempt(site, liar)
    assert problem(await told(site, liar, **claims)) == (403, "SignInRefused")
    assert (await browser.get("/v1/me")).status_code == 200
