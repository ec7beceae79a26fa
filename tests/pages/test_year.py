"""A municipality's year, as its people and its county look at it."""

import json
from datetime import UTC, datetime

import pytest
from playwright.async_api import expect

from domain.calendar import stockholm_date
from domain.commands import Content
from domain.places import Municipality
from examples import load
from tests.conftest import SECOND_YEAR, Browser
from tests.pages.conftest import Sit
from tests.pages.looking import Desk, look
from tests.town import FULL_YEAR, Town, problem

UNTIL_MEASURES = FULL_YEAR[: FULL_YEAR.index("measures") + 1]


@pytest.fixture
async def town(browser: Browser, own_year: tuple[Municipality, int]) -> Town:
    place, year = own_year
    return Town(browser, place.code, year)


def written(example: str, town: Town, last: int | None = None) -> dict[str, Content]:
    """An example's steps, with this municipality's years for its own; `last` is the year that it calls last year."""
    text = json.dumps(load.contents(example, town.year)).replace('"1381-', f'"{town.code}-')
    return json.loads(text if last is None else text.replace(f"{town.code}-{town.year - 1}", f"{town.code}-{last}"))


async def hand_in(town: Town, contents: dict[str, Content], *steps: str) -> None:
    for step in steps:
        shown = await town.step(step)
        by = "decision" if shown["role"] == "decision_maker" else "municipality"
        response = await town.do("completion", step, {"content": contents[step]}, by=by)
        if response.status_code == 200 and shown["approver"]:
            response = await town.approve(step)
        assert response.status_code == 200, f"{step}: {response.text}"


async def turn_to(desk: Desk, name: str) -> None:
    """Another of the year's pages."""
    await desk.tab.get_by_role("navigation", name="Årets sidor").get_by_role("link", name=name).click()
    await expect(desk.tab.get_by_role("link", name=name, exact=True)).to_have_attribute("aria-current", "page")


async def test_a_year_is_started_by_keyboard_alone(sit: Sit, town: Town) -> None:
    desk = await sit(f"demo-municipality-{town.code}")
    await desk.go("/ar")
    await expect(desk.tab.get_by_role("heading", name="Inget år är startat ännu")).to_be_visible()
    await look(desk, "years-none")
    await desk.tab.get_by_label("År", exact=True).focus()
    await desk.tab.keyboard.type(str(town.year))
    await desk.tab.keyboard.press("Tab")
    await desk.tab.keyboard.press("ArrowDown")
    await expect(desk.tab.get_by_role("radio", name="Lätt år")).to_be_checked()
    await expect(desk.tab.get_by_label("Plan som följs upp")).to_be_visible()
    await desk.tab.keyboard.press("ArrowUp")
    await expect(desk.tab.get_by_label("Plan som följs upp")).to_be_hidden()
    await desk.tab.keyboard.press("Tab")
    await desk.tab.keyboard.press("Enter")
    await expect(desk.tab).to_have_url(f"/ar/{town.code}-{town.year}")
    await expect(desk.tab.get_by_text("Året är startat.")).to_be_visible()
    await look(desk, "year-new")
    await desk.go("/ar")
    await expect(desk.tab.locator(".years__year .light--blue")).to_have_text("Pågår: Lägesbild")
    await look(desk, "years")


async def test_a_year_that_cannot_be_started_says_why_and_loses_nothing(sit: Sit, town: Town) -> None:
    desk = await sit(f"demo-municipality-{town.code}", scripts=False)
    await desk.go(f"/kommun/{town.code}")
    await town.start()
    await desk.tab.get_by_label("År", exact=True).select_option(str(town.year))
    await desk.tab.get_by_role("radio", name="Lätt år").check()
    await desk.tab.get_by_label("Plan som följs upp").fill("Planen från 2025 <b>")
    await desk.tab.get_by_role("button", name="Starta året").click()
    summary = desk.tab.get_by_role("alert")
    await expect(summary.get_by_role("link", name="Det året är redan startat")).to_have_attribute("href", "#f-year")
    await expect(desk.tab.get_by_label("Plan som följs upp")).to_have_value("Planen från 2025 <b>")
    await expect(desk.tab.get_by_role("radio", name="Lätt år")).to_be_checked()


async def test_a_finished_year_and_the_one_after_it(sit: Sit, browser: Browser, town: Town) -> None:
    first = Town(browser, town.code, SECOND_YEAR)
    await first.start()
    await hand_in(first, written("laholm", first), *FULL_YEAR)
    await town.start()
    await hand_in(town, written("laholm_second", town, SECOND_YEAR), *UNTIL_MEASURES)
    desk = await sit(f"demo-municipality-{town.code}")
    await desk.go(f"/ar/{first.code}-{first.year}")
    await look(desk, "year-done")
    await turn_to(desk, "Röd tråd")
    await expect(desk.tab.locator(".knot")).to_have_count(39)
    await expect(desk.tab.locator("#measure-A1 .knot__ref").filter(has_text="Indikator")).to_have_count(1)
    named = await desk.tab.locator(".knot__name").all_inner_texts()
    assert len(set(named)) == len(named)
    await look(desk, "year-thread")
    await desk.tab.get_by_role("link", name="Tabell").click()
    await expect(desk.tab.get_by_role("row")).to_have_count(10)
    await look(desk, "year-thread-table")
    await desk.go(f"/ar/{town.code}-{town.year}")
    await turn_to(desk, "Lagen")
    await expect(desk.tab.locator(".proofs__proof").first).to_contain_text(f"({first.year}), klart ")
    await expect(desk.tab.locator(".rules__rule").filter(has_text="ger inget intervall")).not_to_contain_text(
        "Återstår"
    )
    await look(desk, "year-law")
    await turn_to(desk, "Förra året")
    await expect(desk.tab.locator("h1")).to_have_text(f"Jämfört med {first.year}")
    await look(desk, "year-last")
    await desk.tab.locator(".fates a").first.click()
    await expect(desk.tab.locator(".life")).not_to_have_count(0)
    await expect(desk.tab.get_by_role("link", name=f"Tillbaka till jämförelsen för {town.year}")).to_be_visible()
    await look(desk, "year-measure")
    await check_registered(desk, first)


async def test_what_follows_by_itself_is_nobody_s_doing(sit: Sit, town: Town) -> None:
    """A step that opens because another was handed in does not bear the name of whoever handed that in."""
    await town.start()
    await hand_in(town, written("laholm", town), FULL_YEAR[0])
    desk = await sit(f"demo-municipality-{town.code}")
    for page in (f"/ar/{town.code}-{town.year}/historik?all=1", f"/ar/{town.code}-{town.year}/steg/mapping/historik"):
        await desk.go(page)
        opened = desk.tab.get_by_role("listitem").filter(has_text="Steget kan göras")
        await expect(opened.first).to_contain_text("Automatiskt")
        await expect(opened.filter(has_text="Kommunal samordnare")).to_have_count(0)
    await desk.go(f"/ar/{town.code}-{town.year}/historik")
    handed_in = desk.tab.get_by_role("listitem").filter(has_text="Lämnade in")
    await expect(handed_in.first).to_contain_text("Kommunal samordnare")


async def check_registered(desk: Desk, town: Town) -> None:
    """A document is registered; what is wrong is told at its field, and what was typed stays."""
    await desk.go(f"/ar/{town.code}-{town.year}/dokument")
    paper = desk.tab.get_by_role("region", name="Lägesbild")
    await paper.get_by_text("Ange var den är registrerad").click()
    await paper.get_by_label("Diarienummer").fill("KS 2024/112")
    await paper.get_by_label("Registrerad den").fill("i går")
    await paper.get_by_role("button", name="Spara").click()
    told = desk.tab.get_by_role("alert").get_by_role("link", name="Skriv dagen som 2026-03-31.")
    await expect(told).to_have_attribute("href", "#f-situation_analysis-registered_on")
    await expect(paper.get_by_label("Diarienummer")).to_have_value("KS 2024/112")
    today = stockholm_date(datetime.now(UTC)).isoformat()  # not before the document was
    await paper.get_by_label("Registrerad den").fill(today)
    await paper.get_by_role("button", name="Spara").dblclick()
    await expect(desk.tab.get_by_text("Registreringen är antecknad.")).to_be_visible()
    await expect(paper).to_contain_text(f"KS 2024/112, {today}, version 1")
    assert len((await town.see("/documents/situation-analysis/registrations"))["items"]) == 1
    await look(desk, "year-documents")


async def test_a_thread_with_gaps_and_forty_measures(sit: Sit, town: Town) -> None:
    await town.start()
    contents = written("lacking", town)
    await hand_in(town, contents, *UNTIL_MEASURES[:-1])
    titles = ["<script>x</script> Överenskommelseuppföljningssamordningsgruppsmöten 🙂", *["Belysning, ny plats"] * 39]
    contents["measures"] = {
        "measures": [{"id": f"A{n}", "title": title, "problems": ["P1"]} for n, title in enumerate(titles, start=1)]
    }
    await hand_in(town, contents, "measures")
    desk = await sit(f"demo-municipality-{town.code}")
    await desk.go(f"/ar/{town.code}-{town.year}/rod-trad")
    await expect(desk.tab.get_by_text("40 åtgärder utan ansvarig")).to_be_visible()
    await expect(desk.tab.locator("#measure-A1.knot--loose")).to_contain_text("<script>x</script>")
    await look(desk, "year-thread-gaps")


async def test_the_history_is_narrowed_with_scripts_and_without(sit: Sit, town: Town) -> None:
    await town.start()
    await town.complete("organisation")
    await town.do("reopening", "organisation", {"reason": "Ny ordförande i rådet."})
    for scripts in (False, True):
        desk = await sit(f"demo-coordinator-{town.code[:2]}", scripts=scripts)
        await desk.go(f"/ar/{town.code}-{town.year}/historik")
        await desk.tab.get_by_label("Steg").select_option("Bekräfta organisation")
        await desk.tab.get_by_role("button", name="Visa", exact=True).click()
        await expect(desk.tab.locator(".told__event")).to_have_count(2)
        await expect(desk.tab.get_by_text("Skäl: Ny ordförande i rådet.")).to_be_visible()
        assert "step=organisation" in desk.tab.url
    await desk.go(f"/ar/{town.code}-{town.year}/historik?day=2020-01-01")
    await expect(desk.tab.get_by_role("heading", name="Inget har hänt")).to_be_visible()
    await desk.go(f"/ar/{town.code}-{town.year}/historik?day=31+mars", 422)
    await expect(desk.tab.get_by_label("Till och med")).to_have_value("31 mars")
    await desk.go(f"/ar/{town.code}-{town.year}/historik")
    await look(desk, "year-history")


async def test_one_is_shown_what_one_may_see(browser: Browser, town: Town) -> None:
    await town.start()
    page = {"Accept": "text/html"}
    async with browser(f"demo-police-{town.code}") as police:
        shown = await police.get(f"/ar/{town.code}-{town.year}", headers=page)
        assert "Röd tråd" in shown.text
        assert "/lag" not in shown.text
        assert "Starta året" not in (await police.get(f"/kommun/{town.code}", headers=page)).text
    async with browser("demo-municipality-1381") as elsewhere:
        addresses = ("", "/lag", "/rod-trad", "/historik", "/dokument", "/forra-aret", "/atgard/A1")
        for address in addresses:
            assert problem(await elsewhere.get(f"/ar/{town.code}-{town.year}{address}")) == (404, "CycleNotFound")
        assert (await elsewhere.get(f"/kommun/{town.code}")).status_code == 404
        assert (await elsewhere.post(f"/kommun/{town.code}", data={"year": "2028"})).status_code == 404
