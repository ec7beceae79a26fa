"""The supervisor's overview, the bell, and looking at a municipality's year as the municipality shows it."""

from datetime import date

import pytest
from playwright.async_api import expect
from sqlalchemy import select

from domain.law.clocks import Clock, DatedBy
from domain.law.months_left import Left, left
from domain.places import Municipality
from storage.database import Sessions
from storage.readings import ReadingRow, What
from tests.conftest import Browser
from tests.pages.conftest import Sit
from tests.pages.looking import look
from tests.pages.somebody import invited, signed_in
from tests.town import Town
from web.charts import bars


@pytest.fixture
async def town(browser: Browser, own_year: tuple[Municipality, int]) -> Town:
    place, year = own_year
    town = Town(browser, place.code, year)
    assert (await town.start()).status_code == 201
    await town.settle("organisation")
    return town


async def test_the_supervisor_sees_all_counties_and_goes_on_to_one(sit: Sit, town: Town) -> None:
    desk = await sit("demo-supervisor")
    await desk.go(f"/oversikt?year={town.year}")
    await expect(desk.tab.locator(".matrix tbody tr")).to_have_count(22)
    await look(desk, "overview")
    await desk.go("/oversikt/klockor")
    await expect(desk.tab.locator(".matrix")).to_have_count(2)
    await look(desk, "overview-clocks")
    await desk.tab.get_by_role("link", name="Hallands län").first.click()
    await expect(desk.tab.locator(".matrix tbody tr")).to_have_count(6)
    await look(desk, "overview-clocks-county")
    await desk.go("/oversikt/utveckling")
    await expect(desk.tab.locator(".chart")).to_be_visible()
    await look(desk, "overview-years")
    assert await desk.tab.locator("main form").count() == 0


@pytest.mark.parametrize("who", ["demo-coordinator-13", "demo-municipality-1381"])
async def test_the_overview_is_for_who_sees_all_counties(sit: Sit, who: str) -> None:
    desk = await sit(who)
    for page in ("", "/klockor", "/klockor/13", "/utveckling"):
        await desk.go(f"/oversikt{page}", 404)


async def test_an_administrator_is_not_led_to_the_clocks_that_they_may_not_see(sit: Sit) -> None:
    desk = await sit("demo-admin")
    await desk.go("/oversikt")
    views = desk.tab.get_by_role("navigation", name="Vyer").get_by_role("link")
    await expect(views).to_have_text(["Läget", "År för år"])


async def test_the_county_looks_as_the_municipality_and_each_page_is_noted(
    sit: Sit, town: Town, sessions: Sessions
) -> None:
    desk = await sit(f"demo-coordinator-{town.code[:2]}")
    year = f"/ar/{town.code}-{town.year}"
    await desk.go(year)
    await desk.tab.get_by_role("button", name="Visa som kommunen").click()
    await expect(desk.tab.get_by_role("region", name="Visas som kommunen")).to_be_visible()
    assert await _read(sessions, town) == [year]
    await desk.go(f"{year}/steg/organisation")
    await expect(desk.tab.get_by_role("region", name="Visas som kommunen")).to_be_visible()
    assert await _read(sessions, town) == [year, f"{year}/steg/organisation"]
    await look(desk, "view-as")
    await desk.tab.get_by_role("button", name="Sluta visa som kommunen").click()
    await expect(desk.tab.get_by_role("button", name="Visa som kommunen")).to_be_visible()


async def _read(sessions: Sessions, town: Town) -> list[str]:
    async with sessions() as session:
        rows = await session.scalars(
            select(ReadingRow)
            .where(ReadingRow.municipality_code == town.code, ReadingRow.what == What.AS_MUNICIPALITY.value)
            .order_by(ReadingRow.id)
        )
        return [row.of for row in rows if str(town.year) in row.of]


async def test_the_bell_tells_who_got_a_step(sit: Sit, browser: Browser, town: Town, sessions: Sessions) -> None:
    person = await invited(browser, f"demo-municipality-{town.code}", "contributor", town.code, "Robin Exempelsson")
    await signed_in(sessions, person)
    mine = f"demo-contributor-{town.code}"
    for who in (mine, person["id"]):
        assert (await town.do("assignment", "mapping", {"person": who})).status_code == 200
    desk = await sit(mine)
    await desk.go("/")
    bell = desk.tab.locator(".top__bell")
    await expect(bell).to_contain_text("2")
    await bell.click()
    await expect(desk.tab.get_by_text("Steget är inte längre ditt")).to_be_visible()
    await look(desk, "inbox")
    await desk.tab.get_by_role("button", name="Markera alla som lästa").click()
    await expect(desk.tab.locator(".top__count")).to_have_count(0)


@pytest.mark.parametrize(
    ("due", "found"),
    [
        (date(2026, 11, 21), Left.ENDED),
        (date(2026, 11, 22), Left.ONE),
        (date(2026, 12, 22), Left.ONE),
        (date(2026, 12, 23), Left.THREE),
        (date(2027, 2, 22), Left.THREE),
        (date(2027, 5, 22), Left.SIX),
        (date(2027, 5, 23), Left.MORE),
    ],
)
def test_what_is_left_of_a_clock(due: date, found: Left) -> None:
    clock = Clock(rule="L6-1", of="picture", start=None, dated_by=DatedBy.FINAL, due=due)
    assert left(clock, date(2026, 11, 22)) is found


def test_without_a_day_to_count_from_nothing_is_late() -> None:
    assert left(None, date(2026, 11, 22)) is Left.NOT_STATED


def test_bars_are_as_high_as_their_values() -> None:
    chart = bars([("2026", (0, 145)), ("2027", (290, 290))], 290)
    assert [[bar.height for bar in group.bars] for group in chart.groups] == [[0, 80], [160, 160]]
    assert all(bar.y + bar.height == chart.base for group in chart.groups for bar in group.bars)
    assert chart.groups[-1].bars[-1].x + chart.bar <= chart.width
    with pytest.raises(ValueError, match="between 0 and the highest"):
        bars([("2026", (291,))], 290)
