"""More time, or a request for supplement, for several municipalities at once: previewed, done one by one, told."""

from datetime import UTC, datetime

import pytest
from playwright.async_api import expect

from domain.places import County
from tests.conftest import Browser
from tests.pages.conftest import Sit
from tests.pages.looking import look
from tests.town import Town

CountyYear = tuple[County, int]


@pytest.fixture
async def county(browser: Browser, county_year: CountyYear) -> CountyYear:
    """A county whose round is open; its first municipality has confirmed its organisation."""
    found, year = county_year
    async with browser(f"demo-coordinator-{found.code}") as me:
        assert (await me.post("/v1/rounds", json={"county": found.code, "year": year})).status_code == 201
    await Town(browser, found.municipalities[0], year).settle("organisation")
    return found, year


def later(year: int) -> str:
    """A day after every date of a year that begins now, however late that is."""
    return f"{max(year, datetime.now(UTC).year) + 1}-12-20"


async def test_more_time_for_all_but_the_one_that_is_done(sit: Sit, browser: Browser, county: CountyYear) -> None:
    found, year = county
    desk = await sit(f"demo-coordinator-{found.code}")
    await desk.go(f"/lan/{found.code}/{year}")
    await desk.tab.get_by_role("link", name="Välj alla").click()
    await desk.tab.get_by_role("button", name="Ge mer tid").click()
    await look(desk, "county-several")
    await desk.tab.get_by_label("Nytt senaste datum").fill("snart")
    await desk.tab.get_by_label("Varför får de mer tid?").fill("Ny samordnare börjar i februari.")
    await desk.tab.get_by_role("button", name="Förhandsgranska").click()
    await expect(desk.tab.get_by_role("alert")).to_contain_text("Skriv det nya datumet som 2027-03-31.")
    await expect(desk.tab.get_by_label("Varför får de mer tid?")).to_have_value("Ny samordnare börjar i februari.")
    await desk.tab.get_by_label("Nytt senaste datum").fill(later(year))
    await desk.tab.get_by_role("button", name="Förhandsgranska").click()
    await expect(desk.tab.get_by_text("Görs inte: Steget är redan klart.")).to_have_count(1)
    passed = desk.tab.get_by_text("Efter datum för steg som bygger på det: Kartläggning")
    await expect(passed).to_have_count(len(found.municipalities) - 1)
    await desk.tab.screenshot(path=desk.pictures / "county-several-preview.png", full_page=True)
    await desk.tab.get_by_role("button", name="mer tid").click()
    await expect(desk.tab.locator("caption")).to_have_text("Så gick det")
    await expect(desk.tab.get_by_text("Steget är redan klart.")).to_have_count(1)
    await expect(desk.tab.locator(".light--green")).to_have_count(len(found.municipalities) - 1)
    await look(desk, "county-several-came")
    other = Town(browser, found.municipalities[-1], year)
    assert (await other.step("organisation"))["latest"] == later(year)


async def test_the_same_form_sent_twice_is_one_command_for_each(browser: Browser, county: CountyYear) -> None:
    found, year = county
    place = found.municipalities[0]
    form = {"do": "extend", "step": "mapping", "place": place, "stage": "do", "key": "extended-twice"}
    form |= {"latest": later(year), "text": "Ny samordnare."}
    async with browser(f"demo-coordinator-{found.code}") as me:
        answers = [await me.post(f"/lan/{found.code}/{year}/flera", data=form) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [303, 303]
        came = await me.get(answers[1].headers["location"])
        other = await me.get(answers[1].headers["location"].replace("do=extend", "do=remind"))
        never = await me.get(answers[1].headers["location"].replace("extended-twice", "never-arrived"))
    assert f"Fick mer tid till {later(year)}" in came.text
    assert "Gjordes för 1 av 1." in came.text
    assert "Gjordes för 0 av 1." in never.text
    assert f"do=extend&amp;step=mapping&amp;key=never-arrived&amp;place={place}" in never.text
    assert (other.status_code, "Det här är redan skickat" in other.text) == (200, True)
    assert (await Town(browser, place, year).kinds()).count("StepExtended") == 1


async def test_without_scripts_a_supplement_is_asked_of_who_has_handed_in(sit: Sit, county: CountyYear) -> None:
    found, year = county
    desk = await sit(f"demo-coordinator-{found.code}", scripts=False)
    await desk.go(f"/lan/{found.code}/{year}/flera?do=supplement&step=organisation&place={found.municipalities[0]}")
    await desk.tab.get_by_label("Vad behöver kompletteras?").fill("Ring 0430-123 45 67.")
    await desk.tab.get_by_role("button", name="Förhandsgranska").click()
    await expect(desk.tab.get_by_role("alert")).to_contain_text("telefonnummer")
    await desk.tab.get_by_label("Vad behöver kompletteras?").fill("Vem leder rådet?")
    await desk.tab.get_by_role("button", name="Förhandsgranska").click()
    await desk.tab.get_by_role("button", name="Ändra").click()
    await expect(desk.tab.get_by_label("Vad behöver kompletteras?")).to_have_value("Vem leder rådet?")
    await desk.tab.get_by_role("button", name="Förhandsgranska").click()
    await desk.tab.get_by_role("button", name="Skicka till 1 kommun").click()
    await expect(desk.tab.locator(".light--green")).to_have_count(1)


async def test_who_may_not_is_refused_and_nothing_is_offered(browser: Browser, county: CountyYear) -> None:
    found, year = county
    address = f"/lan/{found.code}/{year}"
    async with browser("demo-supervisor") as me:
        assert "Välj alla" not in (await me.get(address)).text
        assert (await me.get(f"{address}/flera?do=extend&step=mapping")).status_code == 403
    async with browser(f"demo-coordinator-{found.code}") as me:
        nobody = await me.get(f"{address}/flera?do=extend&step=mapping&place=1380")
        assert "Ingen kommun är vald" in nobody.text
        assert (await me.get(f"{address}/flera?do=extend&step=nothing&place=1380")).status_code == 404
