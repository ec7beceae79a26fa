"""A step reminded of, or given to somebody by name, in several municipalities at once; and what those people see."""

import re

import pytest
from playwright.async_api import expect

from domain.places import County
from storage.database import Sessions
from tests.conftest import Browser
from tests.pages.conftest import Sit
from tests.pages.looking import Desk, look
from tests.pages.somebody import invited, session_of, signed_in
from tests.pages.stepping import address
from tests.town import Json, Town

CountyYear = tuple[County, int]
GIVEN = "Kim Åberg, Medverkande"


@pytest.fixture
async def county(browser: Browser, county_year: CountyYear) -> CountyYear:
    """A county whose round is open; its first municipality has confirmed its organisation."""
    found, year = county_year
    async with browser(f"demo-coordinator-{found.code}") as me:
        assert (await me.post("/v1/rounds", json={"county": found.code, "year": year})).status_code == 201
    await Town(browser, found.municipalities[0], year).settle("organisation")
    return found, year


async def somebody(browser: Browser, sessions: Sessions, town: str, role: str = "contributor") -> Json:
    by = f"demo-municipality-{town}" if role == "contributor" else f"demo-coordinator-{town[:2]}"
    person = await invited(browser, by, role, town)
    await signed_in(sessions, person)
    return person


async def as_person(sit: Sit, sessions: Sessions, person: Json, address_: str) -> Desk:
    desk = await sit()
    secret = await session_of(sessions, person)
    await desk.tab.context.add_cookies([{"name": "arshjul", "value": secret, "url": address_}])
    return desk


async def test_all_are_reminded_but_the_one_that_is_done_and_hear_of_it(
    sit: Sit, browser: Browser, sessions: Sessions, site_address: str, county: CountyYear
) -> None:
    found, year = county
    leads = await somebody(browser, sessions, found.municipalities[-1], "municipal_coordinator")
    desk = await sit(f"demo-coordinator-{found.code}")
    await desk.go(f"/lan/{found.code}/{year}")
    await desk.tab.get_by_role("link", name="Välj alla").click()
    await desk.press("Påminn …")
    await expect(desk.tab.get_by_text("Görs inte: Steget är redan klart.")).to_have_count(1)
    others = len(found.municipalities) - 1
    await expect(desk.tab.get_by_role("cell", name="Kommunal samordnare")).to_have_count(others)
    await look(desk, "county-remind")
    await desk.press(f"Påminn {others} kommuner")
    await expect(desk.tab.locator("caption")).to_have_text("Så gick det")
    await expect(desk.tab.locator(".light--green")).to_have_count(others)
    await expect(desk.tab.get_by_text("Steget är redan klart.")).to_have_count(1)
    await look(desk, "county-remind-came")
    last = Town(browser, found.municipalities[-1], year)
    await desk.go(f"/lan/{found.code}/{year}/flera?do=remind&step=organisation&place={last.code}")
    await expect(desk.tab.locator(".outcomes")).to_contain_text("Steget har redan fått en påminnelse i dag.")
    await expect(desk.tab.get_by_text("Det finns ingen att påminna just nu.")).to_be_visible()
    await expect(desk.tab.get_by_role("button", name="Påminn")).to_have_count(0)
    theirs = await as_person(sit, sessions, leads, site_address)
    await theirs.go("/meddelanden")
    reminded = re.compile(r"Du har fått en påminnelse om steget\s*Senaste datum \d{4}-\d\d-\d\d")
    await expect(theirs.tab.locator(".card").first).to_contain_text(reminded)
    await look(theirs, "inbox-reminded")
    await theirs.go(f"/ar/{last.code}-{year}/historik")
    await expect(theirs.tab.locator("main")).to_contain_text("Påminde om steget.")


async def test_sent_twice_it_reminds_once(browser: Browser, county: CountyYear) -> None:
    found, year = county
    place = found.municipalities[0]
    form = {"do": "remind", "step": "mapping", "place": place, "stage": "do", "key": "reminded-twice"}
    async with browser(f"demo-coordinator-{found.code}") as me:
        answers = [await me.post(f"/lan/{found.code}/{year}/flera", data=form) for _ in range(2)]
        came = await me.get(answers[1].headers["location"])
    assert "Påminnelse skickad" in came.text
    events = (await Town(browser, place, year).see("/events?limit=500"))["items"]
    assert [event["kind"] for event in events if event["data"].get("by") == f"demo-coordinator-{found.code}"][-1:] == [
        "StepReminded"
    ]


async def test_a_step_is_given_to_who_is_likely_or_chosen_and_not_taken_from_anybody(
    sit: Sit, browser: Browser, sessions: Sessions, county: CountyYear
) -> None:
    found, year = county
    several, has = (Town(browser, code, year) for code in found.municipalities[:2])
    person = await somebody(browser, sessions, several.code)
    assert (await has.do("claim", "mapping", by="contributor")).status_code == 200
    due = (await several.step("mapping"))["latest"]
    async with browser(f"demo-municipality-{several.code}") as me:
        assert (await me.post(f"/v1/people/{person['id']}/absence", json={"first": due, "last": due})).is_success
    desk = await sit(f"demo-coordinator-{found.code}")
    await desk.go(f"/lan/{found.code}/{year}")
    await desk.tab.get_by_role("link", name="Välj alla").click()
    await expect(desk.tab.get_by_role("link", name="Välj ingen")).to_be_visible()
    await desk.tab.get_by_label("Vilket steg").select_option("mapping")
    await desk.press("Ge till någon …")
    await expect(desk.tab.get_by_text("Görs inte: Någon har redan steget")).to_have_count(1)
    choice = desk.tab.locator(f"#to-{several.code}")
    await expect(choice.locator("option:checked")).to_have_text("Välj")
    left = len(found.municipalities) - 2
    await expect(desk.tab.locator("option:checked", has_text="Medverkande (demo)")).to_have_count(left)
    await look(desk, "county-assign")
    await desk.press("Förhandsgranska")
    await expect(desk.tab.get_by_text("Görs inte: Ingen är vald.")).to_have_count(1)
    await desk.press("Ändra")
    await choice.select_option(f"{several.code}:{person['id']}")
    await desk.press("Förhandsgranska")
    await expect(desk.tab.locator(".outcomes")).to_contain_text(f"{GIVEN} (borta {due})")
    await expect(desk.tab.locator(".outcomes")).to_contain_text("Är borta när steget ska vara klart.")
    await desk.tab.screenshot(path=desk.pictures / "county-assign-preview.png", full_page=True)
    await desk.press(f"Ge steget i {left + 1} kommuner")
    await expect(desk.tab.locator(".light--green")).to_have_count(left + 1)
    await expect(desk.tab.get_by_text(f"Gjordes för {left + 1} av {left + 2}.")).to_be_visible()
    await expect(desk.tab.locator(".outcomes")).to_contain_text(f"Gavs till {GIVEN}")
    await expect(desk.tab.locator(".outcomes")).to_contain_text("Gjordes inteNågon har redan steget")
    await look(desk, "county-assign-came")
    assert (await several.step("mapping"))["person"] == person["id"]
    assert (await has.step("mapping"))["person"] == f"demo-contributor-{has.code}"


async def test_nobody_is_given_a_step_who_was_not_there_to_be_chosen(browser: Browser, county: CountyYear) -> None:
    found, year = county
    town = Town(browser, found.municipalities[0], year)
    form = {"do": "assign", "step": "mapping", "place": town.code, "stage": "do", "key": "sly"}
    async with browser(f"demo-coordinator-{found.code}") as me:
        for to in (f"demo-decision-{town.code}", "demo-contributor-0114", "<b>", "p-nobody"):
            answer = await me.post(f"/lan/{found.code}/{year}/flera", data={**form, "to": f"{town.code}:{to}"})
            came = await me.get(answer.headers["location"])
            assert "Personen har ingen roll i kommunen" in came.text
            assert "Skicka igen" not in came.text
    assert (await town.step("mapping"))["person"] is None


async def test_one_cell_and_one_step_without_scripts(sit: Sit, browser: Browser, county: CountyYear) -> None:
    found, year = county
    town = Town(browser, found.municipalities[0], year)
    desk = await sit(f"demo-coordinator-{found.code}", scripts=False)
    await desk.go(f"/lan/{found.code}/{year}/{town.code}/mapping")
    await desk.tab.get_by_role("link", name="Ge till någon").click()
    await desk.press("Förhandsgranska")
    await desk.press("Ge steget i 1 kommun")
    await expect(desk.tab.locator(".light--green")).to_have_count(1)
    await desk.go(f"/lan/{found.code}/{year}/{town.code}/mapping")
    await expect(desk.tab.get_by_role("link", name="Ge till någon")).to_have_count(0)
    await desk.tab.get_by_role("link", name="Påminn").click()
    await expect(desk.tab.locator(".outcomes")).to_contain_text("Den som har steget (Medverkande)")
    await desk.go(address(town, "mapping"))
    await expect(desk.tab.get_by_role("link", name="Ge till någon")).to_have_count(0)
    await desk.tab.get_by_role("link", name="Påminn").click()
    await desk.press("Påminn")
    await expect(desk.tab.locator("main")).to_contain_text("Påminnelsen är skickad.")
    await expect(desk.tab.get_by_role("link", name="Påminn")).to_have_count(0)
    await desk.go(address(town, "mapping", "/paminn"), 409)
    await expect(desk.tab.locator("main")).to_contain_text("Steget har ändrats sedan sidan visades")


async def test_on_a_step_of_a_municipality_the_county_chooses_among_those_whom_it_fits(
    sit: Sit, browser: Browser, county: CountyYear
) -> None:
    found, year = county
    town = Town(browser, found.municipalities[0], year)
    desk = await sit(f"demo-coordinator-{found.code}")
    await desk.go(address(town, "mapping", "/fordela"))
    choice = desk.tab.get_by_label("Vem ska ha steget?")
    texts = await choice.locator("option").all_inner_texts()
    assert "Medverkande (demo)" in texts
    assert not {"Medverkande", "Kommunpolis", "Beslutsfattare (demo)"} & {*texts}
    await look(desk, "step-assign-county")
    await choice.select_option("Medverkande (demo)")
    await desk.press("Ge steget")
    await expect(desk.tab.locator("main")).to_contain_text("Steget har fått någon som gör det.")
    assert (await town.step("mapping"))["person"] == f"demo-contributor-{town.code}"
