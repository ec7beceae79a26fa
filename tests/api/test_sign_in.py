"""Signing in through a real provider, a process of its own, as a browser does it: redirect by redirect."""

import json
from collections.abc import AsyncGenerator
from datetime import timedelta

import httpx
import pytest

from api.services import Services
from api.signing_in.claims import Reading
from domain.membership.commands import ClosePerson, Offer
from domain.people import Role
from settings import ClaimNames
from storage.sealing import opened
from storage.sessions import SessionRow, hashed
from tests.api.door import COOKIE, HOST, ON_THE_WAY, Site, on_the_way, token_of
from tests.api.real_provider import NEXT, account, back_from_provider, running, signed_in, vouched
from tests.town import problem


@pytest.fixture(scope="module")
async def issuer(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[str]:
    async with running(tmp_path_factory.mktemp("provider") / "log") as address:
        yield address


@pytest.fixture
def site(services: Services, issuer: str) -> Site:
    return Site(services, issuer)


async def test_who_was_invited_signs_in(site: Site, issuer: str) -> None:
    person, email = await site.invited()
    browser = site.browser()
    begun = await browser.get("/sign-in", params={"next": NEXT})
    asked = on_the_way(begun)
    assert asked["redirect_uri"] == f"{HOST}/sign-in/callback"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert len(asked["code_challenge"]) == 43
    entered = await browser.get(await vouched(begun.headers["location"], await account(issuer, email=email.upper())))
    assert (entered.status_code, entered.headers["location"]) == (303, NEXT)
    me = (await browser.get(NEXT)).json()
    assert me["person"] == person
    assert [grant["municipalities"] for grant in me["grants"]] == [["1381"]]


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_hosts(site: Site, issuer: str) -> None:
    _, email = await site.invited()
    browser = site.browser()
    answer = await back_from_provider(browser, await account(issuer, email=email))
    session = next(cookie for cookie in answer.headers.get_list("set-cookie") if cookie.startswith(f"{COOKIE}="))
    attributes = {part.strip().lower() for part in session.split(";")[1:]}
    assert {"httponly", "secure", "samesite=lax", "path=/"} <= attributes
    assert not any(part.startswith("domain") for part in attributes)
    assert ON_THE_WAY not in browser.cookies


async def test_the_account_stays_the_person_s_when_the_address_changes(site: Site, issuer: str) -> None:
    person, email = await site.invited()
    subject = await account(issuer, email=email)
    assert (await back_from_provider(site.browser(), subject)).status_code == 303
    await account(issuer, subject, email="ny@laholm.example")
    browser = site.browser()
    assert (await back_from_provider(browser, subject)).status_code == 303
    assert (await browser.get(NEXT)).json()["person"] == person


async def test_another_account_with_the_same_address_is_not_let_in(site: Site, issuer: str) -> None:
    _, email = await site.invited()
    assert (await back_from_provider(site.browser(), await account(issuer, email=email))).status_code == 303
    second = await back_from_provider(site.browser(), await account(issuer, email=email))
    assert problem(second) == (409, "BoundAlready")
    assert COOKIE not in second.cookies


@pytest.mark.parametrize("claims", [{}, {"email": "okand@laholm.example"}])
async def test_whom_nobody_invited_is_told_whom_to_ask(site: Site, issuer: str, claims: dict[str, str]) -> None:
    browser = site.browser()
    answer = await back_from_provider(browser, await account(issuer, **claims))
    assert problem(answer) == (403, "NotInvited")
    assert "coordinator" in answer.json()["detail"]
    assert COOKIE not in browser.cookies


async def test_an_address_that_is_not_verified_says_nothing(site: Site, issuer: str) -> None:
    _, email = await site.invited()
    subject = await account(issuer, email=email, email_verified=False)
    assert problem(await back_from_provider(site.browser(), subject)) == (403, "NotInvited")


async def test_a_site_may_take_addresses_as_its_own_directory_has_them(services: Services, issuer: str) -> None:
    site = Site(services, issuer, Reading(verified_email=False))
    _, email = await site.invited()
    subject = await account(issuer, email=email, email_verified=False)
    assert (await back_from_provider(site.browser(), subject)).status_code == 303


async def test_claims_take_away_and_never_give(services: Services, issuer: str) -> None:
    names = ClaimNames(organisation="org", roles="roles")
    reading = Reading(names, organisations={"212000-1215": ["1381", "1380"]}, roles={"samordnare": Role.CONTRIBUTOR})
    site = Site(services, issuer, reading)
    both = (Offer(role=Role.CONTRIBUTOR, municipalities=("1381", "1382")), Offer(role=Role.SUPERVISOR))
    _, email = await site.invited(*both)
    subject = await account(issuer, email=email, org="16212000-1215", roles=["samordnare", "administrator"])
    browser = site.browser()
    assert (await back_from_provider(browser, subject)).status_code == 303
    grants = (await browser.get(NEXT)).json()["grants"]
    assert [(grant["role"], grant["municipalities"]) for grant in grants] == [("contributor", ["1381"])]
    for claims in ({"org": "556677-8899", "roles": ["samordnare"]}, {"org": "212000-1215"}, {"roles": ["samordnare"]}):
        await account(issuer, subject, email=email, **claims)
        assert problem(await back_from_provider(site.browser(), subject)) == (403, "NotInvited"), claims


async def test_a_code_is_good_for_one_time(site: Site, issuer: str) -> None:
    _, email = await site.invited()
    browser = site.browser()
    begun = await browser.get("/sign-in")
    way = browser.cookies[ON_THE_WAY]
    back = await vouched(begun.headers["location"], await account(issuer, email=email))
    assert (await browser.get(back)).status_code == 303
    again, other = site.browser(), site.browser()
    again.cookies.set(ON_THE_WAY, way)
    assert problem(await again.get(back)) == (403, "SignInNotBegun")
    # With a new state of our own the provider knows the code is spent.
    state = on_the_way(await other.get("/sign-in"))["state"]
    code = httpx.URL(back).params["code"]
    replayed = await other.get("/sign-in/callback", params={"state": state, "code": code})
    assert problem(replayed) == (403, "SignInRefused")


async def test_an_answer_is_for_the_browser_that_asked(site: Site, issuer: str) -> None:
    _, email = await site.invited()
    victim, attacker = site.browser(), site.browser()
    begun = await attacker.get("/sign-in")
    back = await vouched(begun.headers["location"], await account(issuer, email=email))
    assert problem(await victim.get(back)) == (403, "SignInNotBegun")
    await victim.get("/sign-in")  # with a sign-in of its own under way
    assert problem(await victim.get(back)) == (403, "SignInNotBegun")
    without = httpx.URL(back).copy_remove_param("state")
    assert problem(await attacker.get(without)) == (403, "SignInNotBegun")
    assert (await attacker.get(back)).status_code == 303


async def test_a_sign_in_has_ten_minutes(site: Site, issuer: str) -> None:
    _, email = await site.invited()
    browser = site.browser()
    begun = await browser.get("/sign-in")
    back = await vouched(begun.headers["location"], await account(issuer, email=email))
    site.clock.on = timedelta(minutes=10, seconds=1)
    assert problem(await browser.get(back)) == (403, "SignInNotBegun")


async def test_a_provider_that_says_no(site: Site) -> None:
    browser = site.browser()
    state = on_the_way(await browser.get("/sign-in"))["state"]
    answer = await browser.get("/sign-in/callback", params={"state": state, "error": "access_denied <script>"})
    assert problem(answer) == (403, "SignInRefused")
    assert "script" not in answer.text


async def test_a_session_is_new_at_every_sign_in(site: Site, issuer: str) -> None:
    """Neither a cookie that somebody planted nor the one of before is worth anything afterwards."""
    _, email = await site.invited()
    subject = await account(issuer, email=email)
    browser = site.browser()
    browser.cookies.set(COOKIE, "planted-by-somebody-else", domain="arshjul.test")
    await back_from_provider(browser, subject)
    first = browser.cookies[COOKIE]
    assert first != "planted-by-somebody-else"
    await back_from_provider(browser, subject)
    assert browser.cookies[COOKIE] != first
    for old in (first, "planted-by-somebody-else"):
        other = site.browser()
        other.cookies.set(COOKIE, old)
        assert problem(await other.get(NEXT)) == (401, "NotSignedIn")


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
        "javascript:alert(1)", "evil.example", "", "/ok\r\nSet-Cookie: a=b", "https:/v1/me",
    ],
)  # fmt: skip
async def test_nobody_is_sent_elsewhere(site: Site, elsewhere: str) -> None:
    answer = await site.browser().get("/sign-in", params={"next": elsewhere})
    assert problem(answer) == (422, "NotLocal")
    assert "evil" not in answer.text


async def test_signing_out_ends_it_here_and_at_the_provider(site: Site, issuer: str) -> None:
    browser, _ = await signed_in(site)
    cookie, token = browser.cookies[COOKIE], await token_of(browser)
    answer = await browser.post("/sign-out", data={"csrf_token": token})
    assert answer.status_code == 200
    assert f"{issuer}/oauth2/end_session?id_token_hint=eyJ" in answer.text
    assert "post_logout_redirect_uri=https%3A%2F%2Farshjul.test%2Fsigned-out" in answer.text
    assert COOKIE not in browser.cookies
    other = site.browser()
    other.cookies.set(COOKIE, cookie)
    assert problem(await other.get(NEXT)) == (401, "NotSignedIn")


async def test_who_reads_the_database_cannot_read_what_the_provider_signed(site: Site) -> None:
    browser, _ = await signed_in(site)
    secret = browser.cookies[COOKIE]
    async with site.services.sessions() as session:
        kept = (await session.get_one(SessionRow, hashed(secret))).id_token or ""
    assert kept
    assert not kept.startswith("eyJ")
    assert (opened(kept, secret) or "").startswith("eyJ")
    assert opened(kept, hashed(secret)) is None


async def test_the_session_of_who_has_left_is_dead_at_once(site: Site) -> None:
    browser, person = await signed_in(site, Role.CONTRIBUTOR)
    assert (await browser.get(NEXT)).status_code == 200
    await site.decide(person, ClosePerson())
    assert problem(await browser.get(NEXT)) == (401, "NotSignedIn")


async def test_what_the_log_says_of_it(site: Site, issuer: str, caplog: pytest.LogCaptureFixture) -> None:
    _, email = await site.invited()
    browser = site.browser()
    with caplog.at_level("INFO", logger="api"):
        await back_from_provider(browser, await account(issuer, email=email, name="Kim Exempel"))
        shown = (await browser.get("/v1/sessions")).json()["items"][0]["id"]
        await browser.post("/sign-out", data={"csrf_token": await token_of(browser)})
        await back_from_provider(site.browser(), await account(issuer, email="okand@laholm.example"))
    said = [
        (record.message, record.__dict__.get("session")) for record in caplog.records if record.name != "api.requests"
    ]
    assert ("signed in", shown) in said
    assert ("signed out", shown) in said
    assert "NotInvited" in [record.__dict__.get("error") for record in caplog.records]
    everything = json.dumps([record.__dict__ for record in caplog.records], default=str)
    for word in (email, "okand", "Kim", browser.cookies.get(COOKIE) or "Bearer"):
        assert word not in everything


async def test_a_provider_that_is_away(services: Services) -> None:
    site = Site(services, "http://127.0.0.1:9")
    answer = await site.browser().get("/sign-in")
    assert problem(answer) == (503, "ProviderUnavailable")
    assert answer.headers["retry-after"]


async def test_too_many_sign_ins_from_one_address(site: Site) -> None:
    browser = site.browser("192.0.2.66")
    answers = [await browser.get("/sign-in/callback") for _ in range(31)]
    assert problem(answers[29]) == (403, "SignInNotBegun")
    assert problem(answers[30]) == (429, "TooManyRequests")
    assert 1 <= int(answers[30].headers["retry-after"]) <= 60
    assert (await site.browser("192.0.2.67").get("/sign-in/callback")).status_code == 403
