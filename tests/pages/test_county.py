"""The county's board: filtered, as of a day past, taken along, opened cell by cell, drawn as a map."""

from datetime import UTC, datetime

import httpx
import pytest
from playwright.async_api import expect

from domain.places import County
from tests.conftest import Browser
from tests.pages.conftest import Sit
from tests.pages.looking import Desk, look
from tests.town import Town

CountyYear = tuple[County, int]


@pytest.fixture
async def county(browser: Browser, county_year: CountyYear) -> CountyYear:
    """A county whose round is open; in its first municipality two steps are done."""
    found, year = county_year
    async with browser(f"demo-coordinator-{found.code}") as me:
        assert (await me.post("/v1/rounds", json={"county": found.code, "year": year})).status_code == 201
    await Town(browser, found.municipalities[0], year).settle("organisation")
    return found, year


async def seated(sit: Sit, county: CountyYear, query: str = "", *, scripts: bool = True) -> Desk:
    found, year = county
    desk = await sit(f"demo-coordinator-{found.code}", scripts=scripts)
    await desk.go(f"/lan/{found.code}/{year}{query}")
    return desk


async def asked(browser: Browser, county: CountyYear, path: str) -> httpx.Response:
    found, year = county
    async with browser(f"demo-coordinator-{found.code}") as me:
        return await me.get(f"/lan/{found.code}/{year}{path}", headers={"Accept": "text/html"})


async def test_a_cell_opens_beside_the_board_and_closes_again_by_keyboard(sit: Sit, county: CountyYear) -> None:
    desk = await seated(sit, county)
    await look(desk, "county-board")
    done = desk.tab.locator(".matrix tbody a.cell").filter(has_text="Klar").first
    await expect(done.locator("time")).to_have_count(0)
    await expect(desk.tab.locator("#board")).to_contain_text(f"Läget {datetime.now(UTC).date()}")
    goes_on = desk.tab.get_by_text("Tabellen fortsätter åt höger.")
    await expect(goes_on).to_be_visible()
    await desk.tab.get_by_label("Del av året").select_option("Uppföljning")
    await expect(goes_on).to_be_hidden()
    await desk.tab.get_by_label("Del av året").select_option("Hela året")
    await expect(goes_on).to_be_visible()
    cell = desk.tab.locator(".matrix tbody a.cell").first
    await cell.focus()
    await desk.tab.keyboard.press("Enter")
    heading = desk.tab.locator("#cell h2")
    await expect(heading).to_be_focused()
    await expect(desk.tab.locator("#cell")).to_contain_text("Det som har hänt")
    await look_at_it(desk, "county-cell-open")
    await desk.tab.keyboard.press("Escape")
    await expect(heading).to_have_count(0)
    await expect(cell).to_be_focused()
    assert desk.trouble == []


async def look_at_it(desk: Desk, name: str) -> None:
    await desk.tab.screenshot(path=desk.pictures / f"{name}.png", full_page=True)


async def test_without_scripts_a_cell_is_a_page_with_a_way_back(sit: Sit, county: CountyYear) -> None:
    desk = await seated(sit, county, scripts=False)
    await desk.tab.get_by_label("Ordning").select_option("Behöver mig först")
    await desk.tab.get_by_label("Som det var").fill("2026-11-")
    await desk.tab.get_by_role("button", name="Visa").click()
    await expect(desk.tab.get_by_role("alert")).to_contain_text("Skriv en dag som 2026-03-31")
    await expect(desk.tab.get_by_label("Som det var")).to_have_value("2026-11-")
    await desk.tab.locator(".matrix tbody a.cell").first.click()
    await expect(desk.tab.locator("h1")).to_have_text("Bekräfta organisation")
    await desk.tab.get_by_role("link", name="Tillbaka till länets tabell").click()
    await expect(desk.tab.locator("h1")).to_contain_text(county[0].name)


async def test_a_day_that_is_put_right_takes_its_error_away(sit: Sit, county: CountyYear) -> None:
    found, year = county
    desk = await sit(f"demo-coordinator-{found.code}")
    await desk.go(f"/lan/{found.code}/{year}?day=2026-11-", 422)
    asked_for = desk.tab.get_by_label("Som det var")
    await expect(desk.tab.get_by_role("alert")).to_be_visible()
    await asked_for.fill("2026-11-01")
    await desk.tab.keyboard.press("Enter")
    await expect(desk.tab.get_by_role("alert")).to_have_count(0)
    await expect(desk.tab.locator("#f-day-error")).to_have_count(0)
    await expect(asked_for).to_have_value("2026-11-01")
    await expect(asked_for).to_be_focused()


FILTERED = {
    "": True,
    "?light=done": True,
    "?light=overdue": False,
    "?show=support": False,
    "?light=done&step=mapping": False,
    "?light=done&step=organisation": True,
    "?show=not-begun": False,
}


async def test_filters_and_the_table_to_take_along(browser: Browser, county: CountyYear) -> None:
    found, _ = county
    for query, some in FILTERED.items():
        shown = (await asked(browser, county, query)).text
        assert ('class="matrix__place"' in shown) is some, query
    before = await asked(browser, county, "?day=2026-01-01")
    assert "Året var inte startat då" in before.text
    answer = await asked(browser, county, "/tabell.csv?step=organisation&sort=need")
    head, *rows = answer.text.removeprefix("\ufeff").splitlines()
    assert head == "Kommunkod;Kommun;Klara steg;Steg;Bekräfta organisation;Bekräfta organisation: datum"
    assert len(rows) == len(found.municipalities)
    assert any(row.startswith(found.municipalities[0]) and ";Klar;" in row for row in rows)
    assert answer.headers["content-disposition"].startswith("attachment")
    for place, step in (("1380", "mapping"), (found.municipalities[0], "nothing"), ("9999", "mapping")):
        assert (await asked(browser, county, f"/{place}/{step}")).status_code == 404


async def test_the_map_has_its_table_and_a_cell_offers_what_one_may(sit: Sit, county: CountyYear) -> None:
    desk = await seated(sit, county)
    ways = desk.tab.get_by_role("navigation", name="Länets sidor")
    await ways.get_by_role("link", name="Karta").click()
    await look(desk, "county-map")
    for place in (".map__area", ".charted__table tbody tr"):
        await expect(desk.tab.locator(place)).to_have_count(len(county[0].municipalities))
    await expect(desk.tab.locator(".charted__table")).to_contain_text("Pågår")
    supervisor = await sit("demo-supervisor")
    await supervisor.go(f"/lan/{county[0].code}/{county[1]}/{county[0].municipalities[0]}/organisation")
    await look(supervisor, "county-cell")
    await expect(supervisor.tab.get_by_role("link", name="Begär komplettering")).to_have_count(0)
