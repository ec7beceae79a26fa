"""A county's rounds: started by mouse, with what will happen and when; how it went, and trying again."""

from playwright.async_api import expect

from domain.places import County
from tests.conftest import Browser
from tests.pages.conftest import Sit
from tests.pages.looking import look

CountyYear = tuple[County, int]


async def test_a_round_is_started_for_those_that_take_part(sit: Sit, county_year: CountyYear) -> None:
    county, year = county_year
    desk = await sit(f"demo-coordinator-{county.code}")
    await desk.go(f"/lan/{county.code}/omgang")
    await desk.tab.get_by_label("År", exact=True).select_option(str(year))
    await expect(desk.tab.get_by_role("button", name=f"Starta omgången {year}")).to_be_visible()
    await expect(desk.tab.get_by_role("rowheader", name="Kartläggning")).to_be_visible()
    await look(desk, "county-rounds")
    await desk.tab.get_by_label("Vad ska göras under året?").select_option("light")
    unknown = desk.tab.get_by_text("Ingen plan angiven", exact=True)
    await expect(unknown).to_have_count(len(county.municipalities))
    await desk.tab.get_by_label("Vad ska göras under året?").select_option("full")
    await expect(unknown).to_have_count(0)
    boxes = desk.tab.locator("input[name=place]")
    for number in range(await boxes.count()):
        await boxes.nth(number).uncheck()
    await desk.tab.get_by_role("button", name="Starta omgången").click()
    await expect(desk.tab.get_by_role("alert")).to_contain_text("Välj minst en kommun.")
    await desk.tab.locator("input[name=place]").first.check()
    await desk.tab.get_by_role("button", name="Starta omgången").click()
    await expect(desk.tab).to_have_url(f"/lan/{county.code}/omgang/{year}")
    await expect(desk.tab.get_by_role("status").filter(has_text="1 kommun har startat.")).to_have_count(1)
    await look(desk, "county-round")


async def test_a_round_that_is_open_is_found_in_the_list(browser: Browser, county_year: CountyYear) -> None:
    county, year = county_year
    form = {"year": str(year), "kind": "light", "place": county.municipalities[0], "key": "one"}
    async with browser(f"demo-coordinator-{county.code}") as me:
        opened = await me.post(f"/lan/{county.code}/omgang", data=form)
        assert (opened.status_code, opened.headers["location"]) == (303, f"/lan/{county.code}/omgang/{year}")
        again = await me.post(f"/lan/{county.code}/omgang", data={**form, "key": "two"})
        assert again.status_code == 422
        assert "redan öppnad" in again.text
        assert f"/lan/{county.code}/omgang/{year}" in again.text
        retried = await me.post(opened.headers["location"], data={"key": "three"})
        assert retried.status_code == 303
    async with browser("demo-supervisor") as me:
        shown = await me.get(f"/lan/{county.code}/omgang")
        assert "Starta en omgång" not in shown.text
        refused = await me.post(f"/lan/{county.code}/omgang", data={**form, "key": "four"})
    assert refused.status_code == 403
