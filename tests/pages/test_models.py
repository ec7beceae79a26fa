"""The pages that others are made after: signing in, one's tasks, the county's matrix, the pages at the foot."""

import pytest
from playwright.async_api import expect

from domain.places import County
from tests.api.talking import request
from tests.conftest import Browser
from tests.pages.conftest import PICTURES, Sit
from tests.pages.looking import look
from tests.town import Town


async def test_whoever_has_not_signed_in_does_so_and_comes_back(sit: Sit) -> None:
    desk = await sit()
    await desk.go("/?list=upcoming")
    await expect(desk.tab).to_have_url("/logga-in?next=%2F%3Flist%3Dupcoming")
    await look(desk, "sign-in")
    await desk.tab.get_by_role("button", name="Kommunal samordnare").click()
    await expect(desk.tab).to_have_url("/?list=upcoming")
    await expect(desk.tab.locator("h1")).to_have_text("Mina uppgifter")
    await desk.tab.get_by_role("button", name="Logga ut").click()
    await expect(desk.tab.locator("h1")).to_have_text("Du är utloggad")


async def test_my_tasks(sit: Sit, town: Town) -> None:
    desk = await sit(f"demo-municipality-{town.code}")
    await desk.go("/")
    await expect(desk.tab.get_by_role("heading", name="Bekräfta organisation")).to_be_visible()
    await look(desk, "tasks-mine")
    await desk.go("/?list=upcoming")
    await expect(desk.tab.get_by_role("heading", name="Kartläggning")).to_be_visible()
    await look(desk, "tasks-upcoming")


async def test_what_the_county_asks_for_is_among_ones_tasks(sit: Sit, town: Town) -> None:
    await town.settle("organisation")
    await request(town)
    desk = await sit(f"demo-municipality-{town.code}")
    await desk.go("/")
    asked = desk.tab.get_by_role("listitem").filter(has_text="Svara på länets begäran om komplettering")
    await expect(asked.get_by_role("heading", name="Bekräfta organisation")).to_be_visible()


async def test_lists_with_nothing_in_them_say_what_will_be_there(sit: Sit) -> None:
    desk = await sit("demo-supervisor")
    await desk.go("/")
    await expect(desk.tab.locator("h2").first).to_have_text("Inget väntar på dig just nu")
    await look(desk, "tasks-none")


async def test_the_county_sees_where_everyone_stands(
    sit: Sit, browser: Browser, county_year: tuple[County, int]
) -> None:
    county, year = county_year
    desk = await sit(f"demo-coordinator-{county.code}")
    await desk.go(f"/lan/{county.code}/{year}")
    await expect(desk.tab.get_by_role("heading", name="Året är inte startat")).to_be_visible()
    await expect(desk.tab.locator("form.filters")).to_have_count(0)
    await look(desk, "county-empty")
    async with browser(f"demo-coordinator-{county.code}") as me:
        started = await me.post("/v1/rounds", json={"county": county.code, "year": year})
    assert started.status_code == 201
    town = Town(browser, county.municipalities[0], year)
    await town.settle("organisation")
    await desk.go(f"/lan/{county.code}/{year}")
    rows = desk.tab.locator(".matrix tbody tr")
    await expect(rows).to_have_count(len(county.municipalities))
    await expect(desk.tab.get_by_role("row").filter(has_text="1 av 14 klara")).to_have_count(1)
    await look(desk, "county")


async def test_filters_stand_in_the_address_with_scripts_and_without(sit: Sit, town: Town) -> None:
    for scripts in (True, False):
        desk = await sit("demo-supervisor", scripts=scripts)
        await desk.go(f"/lan/{town.code[:2]}/{town.year}")
        await desk.tab.get_by_label("Del av året").select_option("Uppföljning")
        if not scripts:
            await desk.tab.get_by_role("button", name="Visa").click()
        await expect(desk.tab.locator(".matrix__phase[scope=colgroup]")).to_have_text(["Uppföljning"])
        assert "phase=follow_up" in desk.tab.url


async def test_by_keyboard_the_content_is_one_key_away_and_the_table_can_be_reached(sit: Sit, town: Town) -> None:
    desk = await sit("demo-supervisor")
    await desk.go(f"/lan/{town.code[:2]}/{town.year}?phase=follow_up")
    await desk.tab.keyboard.press("Tab")
    await expect(desk.tab.get_by_role("link", name="Hoppa till innehållet")).to_be_focused()
    await desk.tab.keyboard.press("Enter")
    await expect(desk.tab.locator("main")).to_be_focused()
    for _ in range(await desk.tab.locator("main .choice__link, #told a").count()):
        await desk.tab.keyboard.press("Tab")
    for label in ("Del av året", "Kommuner", "Ordning", "Läge", "Steg", "Som det var (ÅÅÅÅ-MM-DD)"):
        await desk.tab.keyboard.press("Tab")
        await expect(desk.tab.get_by_label(label, exact=True)).to_be_focused()
    passed = await desk.tab.locator("main a").count()
    for _ in range(passed + 1):
        await desk.tab.keyboard.press("Tab")
        if await desk.tab.locator(".scroll:focus").count():
            break
    await expect(desk.tab.locator(".scroll")).to_be_focused()


async def test_on_paper_the_ways_around_are_left_out(sit: Sit, town: Town) -> None:
    desk = await sit("demo-supervisor")
    await desk.go(f"/lan/{town.code[:2]}/{town.year}")
    await desk.tab.emulate_media(media="print")
    for away in (".govuk-service-navigation", ".filters", ".govuk-footer", ".top__who"):
        await expect(desk.tab.locator(away)).to_be_hidden()
    await expect(desk.tab.locator(".matrix")).to_be_visible()
    await desk.tab.screenshot(path=PICTURES / "county-sv-paper.png", full_page=True)


@pytest.mark.parametrize("name", ["tillganglighet", "om"])
async def test_the_pages_at_the_foot_are_for_everybody(sit: Sit, name: str) -> None:
    desk = await sit()
    await desk.go(f"/{name}")
    await look(desk, name)


async def test_errors_are_pages_to_people_and_problems_to_programs(sit: Sit, browser: Browser) -> None:
    desk = await sit("demo-municipality-1381")
    await desk.go("/lan/13/2199x", 422)
    await look(desk, "error-422")
    await desk.go("/lan/20/2027", 403)
    await expect(desk.tab.locator("h1")).to_have_text("Du har inte behörighet till det här")
    await look(desk, "error-403")
    await desk.go("/finns-inte", 404)
    await look(desk, "error-404")
    async with browser("demo-municipality-1381") as program:
        response = await program.get("/finns-inte")
    assert response.headers["content-type"] == "application/problem+json"
