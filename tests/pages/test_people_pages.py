"""People on the screen: inviting, roles, absence, handing over, leaving; and a form whose session ended meanwhile."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from playwright.async_api import expect

from api.services import Services
from domain.calendar import stockholm_date
from domain.places import Places
from storage.database import Sessions
from storage.sessions import SessionRow, hashed
from tests.conftest import PEOPLE_COUNTY, Browser
from tests.pages.conftest import Sit
from tests.pages.looking import DESKTOP, PHONE, Desk, look
from tests.pages.somebody import invited, signed_in
from tests.town import Town
from web.days import clock

COORDINATOR, CONTRIBUTOR = "municipal_coordinator", "contributor"


@pytest.fixture(scope="module")
def towns(places: Places) -> Iterator[str]:
    return iter(places.counties[PEOPLE_COUNTY].municipalities)


@pytest.fixture
def town(towns: Iterator[str]) -> str:
    """A municipality of Örebro county whose people no other test has."""
    return next(towns)


async def invite(desk: Desk, name: str, email: str) -> None:
    await desk.tab.get_by_label("Namn").fill(name)
    await desk.tab.get_by_label("E-postadress i arbetet").fill(email)
    await desk.tab.get_by_role("button", name="Bjud in").click()


async def test_a_county_invites_a_coordinator(sit: Sit, town: str, places: Places) -> None:
    desk = await sit("demo-coordinator-18")
    await desk.go("/personer?place=" + town)
    await expect(desk.tab.get_by_role("heading", name="Ingen person stämmer med urvalet")).to_be_visible()
    await desk.tab.get_by_role("button", name="Bjud in en person").click()
    await look(desk, "people-role")
    await desk.tab.get_by_role("button", name="Fortsätt").click()
    await desk.tab.get_by_role("link", name="Välj en roll.").click()
    await expect(desk.tab.locator("#f-role")).to_be_focused()
    await desk.tab.get_by_label("Kommunal samordnare").check()
    await desk.tab.get_by_role("button", name="Fortsätt").click()
    await invite(desk, "", "inte en adress")
    await expect(desk.tab.locator(".govuk-error-summary__list a")).to_have_count(3)
    await look_at_form(desk)
    await desk.tab.get_by_role("link", name="Välj minst en kommun.").click()
    await desk.tab.get_by_label(places.municipality(town).name).check()
    await invite(desk, "Kim <b>Åberg</b> 👮", f"{uuid.uuid4().hex}@kommun.example")
    await expect(desk.tab.locator("h1")).to_have_text("Kim <b>Åberg</b> 👮")
    await expect(desk.tab.get_by_role("alert")).to_contain_text("Personen är inbjuden")
    await desk.go("/personer?place=" + town)
    await expect(desk.tab.locator(".card")).to_have_count(1)
    await look(desk, "people")


async def look_at_form(desk: Desk) -> None:
    """What was typed stays in its field."""
    await expect(desk.tab.get_by_label("E-postadress i arbetet")).to_have_value("inte en adress")
    await expect(desk.tab.get_by_text("Skriv en e-postadress", exact=False).first).to_be_visible()


async def test_an_administrator_says_which_county_a_coordinator_is_for(sit: Sit) -> None:
    desk = await sit("demo-admin")
    await desk.go("/personer/ny")
    await desk.tab.get_by_label("Länssamordnare").check()
    await desk.tab.get_by_role("button", name="Fortsätt").click()
    await expect(desk.tab.get_by_role("alert")).to_have_count(0)
    await desk.tab.get_by_role("button", name="Fortsätt").click()
    await desk.tab.get_by_role("link", name="Välj län.").click()
    await desk.tab.get_by_label("I vilket län?").select_option("Hallands län")
    await desk.tab.get_by_role("button", name="Fortsätt").click()
    await expect(desk.tab.get_by_role("button", name="Bjud in")).to_be_visible()


async def test_absence_with_a_substitute_and_the_last_coordinator(
    sit: Sit, browser: Browser, sessions: Sessions, services: Services, town: str
) -> None:
    county = "demo-coordinator-18"
    one = await invited(browser, county, COORDINATOR, town)
    two = await invited(browser, f"demo-municipality-{town}", CONTRIBUTOR, town, name="Robin Exempelsson")
    await signed_in(sessions, one)
    await signed_in(sessions, two)
    today = stockholm_date(services.clock())
    desk = await sit(f"demo-municipality-{town}", scripts=False)
    await desk.go(f"/personer/{one['id']}")
    await desk.tab.locator("summary").click()
    await desk.tab.get_by_label("Första dagen").fill("imorgon")
    await desk.tab.get_by_label("Sista dagen").fill(str(today + timedelta(days=9)))
    await desk.tab.get_by_role("button", name="Anteckna frånvaro").click()
    await expect(desk.tab.get_by_label("Första dagen")).to_have_value("imorgon")
    await desk.tab.get_by_label("Första dagen").fill(str(today))
    await desk.tab.get_by_label("Ersättare").select_option("Robin Exempelsson")
    await desk.tab.get_by_role("button", name="Anteckna frånvaro").click()
    await expect(desk.tab.get_by_text("Ersättare: Robin Exempelsson")).to_be_visible()
    await desk.tab.get_by_role("button", name="Ta bort").click()
    await expect(desk.tab.get_by_role("alert")).to_contain_text("Bjud först in en efterträdare")
    seeing = await sit(f"demo-municipality-{town}")
    await seeing.go(f"/personer/{one['id']}")
    await look(seeing, "person")


async def test_handing_over_is_shown_first_and_then_done(
    sit: Sit, browser: Browser, sessions: Sessions, town: str
) -> None:
    year = Town(browser, town, 2027)
    assert (await year.start()).status_code == 201
    await year.settle("organisation")
    by = f"demo-municipality-{town}"
    one = await invited(browser, by, CONTRIBUTOR, town, name="Kim Åberg")
    two = await invited(browser, by, CONTRIBUTOR, town, name="Robin Exempelsson")
    for each in (one, two):
        await signed_in(sessions, each)
    assert (await year.do("assignment", "mapping", {"person": one["id"]})).status_code == 200
    desk = await sit(by)
    await desk.go(f"/personer/{one['id']}/overlamning")
    await desk.tab.get_by_role("button", name="Visa vad som lämnas över").click()
    await expect(desk.tab.get_by_role("link", name="Välj vem som tar över.")).to_be_visible()
    await desk.tab.get_by_label("Vem tar över?").select_option("Robin Exempelsson")
    await desk.tab.get_by_role("button", name="Visa vad som lämnas över").click()
    await expect(desk.tab.locator("h1")).to_have_text("Det här lämnas över")
    assert (await year.step("mapping"))["person"] == one["id"]
    await desk.tab.get_by_role("button", name="Lämna över 1 steg").click()
    await expect(desk.tab.get_by_text("1 steg är överlämnat.")).to_be_visible()
    assert (await year.step("mapping"))["person"] == two["id"]


async def test_by_keyboard_somebody_leaves(sit: Sit, browser: Browser, town: str) -> None:
    one = await invited(browser, f"demo-municipality-{town}", CONTRIBUTOR, town)
    desk = await sit(f"demo-municipality-{town}")
    await desk.go(f"/personer/{one['id']}/avsluta")
    button = desk.tab.get_by_role("button", name="Avsluta kontot")
    for _ in range(30):
        await desk.tab.keyboard.press("Tab")
        if await button.evaluate("each => each === document.activeElement"):
            break
    await expect(button).to_be_focused()
    await desk.tab.keyboard.press("Enter")
    await expect(desk.tab.get_by_role("alert")).to_contain_text("Kontot är avslutat.")


async def test_an_administrator_sees_what_is_stored_and_erases(sit: Sit, browser: Browser, town: str) -> None:
    one = await invited(browser, "demo-coordinator-18", COORDINATOR, town)
    desk = await sit("demo-admin")
    await desk.go(f"/personer/{one['id']}/lagrat")
    await expect(desk.tab.locator("h1")).to_have_text(f"Lagrade uppgifter om {one['name']}")
    await expect(desk.tab.get_by_text(str(one["email"]))).to_be_visible()
    invited_at = clock(datetime.fromisoformat(str(one["invited_at"])))
    await expect(desk.tab.locator("dt", has_text="Inbjuden").first.locator("+ dd")).to_have_text(invited_at)
    await look(desk, "person-stored")
    await desk.go(f"/personer/{one['id']}/avsluta")
    await expect(desk.tab.get_by_text("Roller som upphör:")).to_be_visible()
    await desk.tab.set_viewport_size(PHONE)
    crumbs = desk.tab.locator(".govuk-breadcrumbs__list-item:visible")
    await expect(crumbs).to_have_text([str(one["name"]), "Avsluta kontot"])
    await desk.tab.set_viewport_size(DESKTOP)
    await desk.tab.get_by_text("Radera personuppgifterna").click()
    await desk.tab.get_by_role("button", name="Radera för gott").click()
    await expect(desk.tab.get_by_role("alert")).to_contain_text("Ingen annan som har loggat in har den rollen")
    await look(desk, "person-closing")


@pytest.mark.parametrize("who", ["demo-supervisor", "demo-police-1315"])
async def test_nobody_meets_people_of_other_places(sit: Sit, browser: Browser, town: str, who: str) -> None:
    one = await invited(browser, f"demo-municipality-{town}", CONTRIBUTOR, town)
    desk = await sit(who)
    for page in ("", "/avsluta", "/lagrat", "/overlamning", "/roll"):
        await desk.go(f"/personer/{one['id']}{page}", 404)
    await desk.go("/personer/ny", 404)


async def test_a_form_whose_session_has_ended_is_sent_again_after_signing_in(sit: Sit, sessions: Sessions) -> None:
    desk = await sit()
    await desk.go("/logga-in?next=/personer/ny%3Frole%3Dcontributor")
    await desk.tab.get_by_role("button", name="Kommunal samordnare").click()
    await desk.tab.get_by_label("Namn").fill("Kim som skrev länge")
    email = f"{uuid.uuid4().hex}@laholm.example"
    await desk.tab.get_by_label("E-postadress i arbetet").fill(email)
    secret = next(each for each in await desk.tab.context.cookies() if each.get("name") == "arshjul")
    await _end(sessions, secret.get("value", ""))
    await desk.tab.get_by_role("button", name="Bjud in").click()
    await expect(desk.tab.locator("h1")).to_have_text("Du behöver logga in igen")
    async with desk.tab.context.expect_page() as opened:
        await desk.tab.get_by_role("link", name="Logga in i en ny flik").click()
    other = await opened.value
    await other.get_by_role("button", name="Kommunal samordnare").click()
    await expect(other.locator("h1")).to_have_text("Du är inloggad igen")
    await desk.tab.get_by_role("button", name="Skicka igen").click()
    await expect(desk.tab.locator("h1")).to_have_text("Skicka in det du skrev")
    await desk.tab.get_by_role("button", name="Skicka igen").click()
    await expect(desk.tab.locator("h1")).to_have_text("Kim som skrev länge")
    await expect(desk.tab.get_by_text(email)).to_be_visible()


async def _end(sessions: Sessions, secret: str) -> None:
    async with sessions.begin() as session:
        row = await session.get_one(SessionRow, hashed(secret))
        row.revoked_at = row.created_at
