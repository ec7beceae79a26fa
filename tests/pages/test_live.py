"""Two desks: what one person does is seen at the other's, and a form says that it is stale before anything is lost."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from playwright.async_api import Route, expect

from api.following import Pace
from domain.places import County, Municipality, Places
from tests.conftest import Browser
from tests.pages.conftest import Sit
from tests.pages.looking import Desk, look
from tests.town import Town, problem

FORM = """<form method="post" action="/" data-live-form="{cycle}/mapping" data-live-version="{version}"
  data-live-status="open" data-live-draft="{draft}"><label for="text">Kartläggning</label>
  <textarea class="govuk-textarea" id="text" name="text"></textarea></form></main>"""
STEP = "situation_analysis"
PROBLEM = {"id": "P1", "title": "Stölder i småbåtshamnar"}


@pytest.fixture
async def town(browser: Browser, own_year: tuple[Municipality, int]) -> Town:
    place, year = own_year
    town = Town(browser, place.code, year)
    assert (await town.start()).status_code == 201
    await town.settle("organisation")
    return town


@pytest.fixture
def impatient(app: FastAPI) -> Iterator[None]:
    """Who listens is asked who they are all the time."""
    app.state.pace = Pace(asked=0, idle=0.1)
    yield
    app.state.pace = Pace()


async def a_form(desk: Desk, town: Town, *, version: int = 0, draft: int = 0) -> None:
    """A page with a form of a step: one that follows nothing itself, with a form put into it."""

    async def with_form(route: Route) -> None:
        response = await route.fetch()
        form = FORM.format(cycle=f"{town.code}-{town.year}", version=version, draft=draft)
        await route.fulfill(response=response, body=(await response.text()).replace("</main>", form))

    await desk.tab.route("**/om?form*", with_form)
    await _following(desk, "/om?form=1")


def _filling(town: Town) -> str:
    return f"/ar/{town.code}-{town.year}/steg/{STEP}/fyll-i"


async def _type(desk: Desk, text: str) -> None:
    """Type at the end of the real form's first field, and go on once that has been saved by itself, or refused."""
    field = desk.tab.get_by_label("Sammanfattning")
    await field.press("ControlOrMeta+End")
    async with desk.tab.expect_response(lambda answer: answer.request.method == "POST") as answered:
        await field.press_sequentially(text)
    assert (await answered.value).status == 200


async def _draft(town: Town) -> dict[str, object]:
    return (await town.see(f"/steps/{STEP}/draft"))["content"]


async def _following(desk: Desk, address: str) -> None:
    """Open a page, and go on once it follows along."""
    async with desk.tab.expect_response("**/v1/events/stream*") as following:
        await desk.go(address)
    assert (await following.value).status == 200


async def test_the_county_s_board_shows_what_municipalities_do(
    sit: Sit, browser: Browser, county_year: tuple[County, int]
) -> None:
    county, year = county_year
    address = f"/lan/{county.code}/{year}"
    coordinator, supervisor = await sit(f"demo-coordinator-{county.code}"), await sit("demo-supervisor")
    for desk in (coordinator, supervisor):
        await _following(desk, address)
    async with browser(f"demo-coordinator-{county.code}") as me:
        assert (await me.post("/v1/rounds", json={"county": county.code, "year": year})).status_code == 201
    for desk in (coordinator, supervisor):
        await expect(desk.tab.locator(".matrix tbody tr")).to_have_count(len(county.municipalities))
    await coordinator.tab.locator(".scroll").focus()
    await coordinator.tab.evaluate("document.querySelector('.scroll').scrollLeft = 60")
    town = Town(browser, county.municipalities[0], year)
    await town.settle("organisation")
    for desk in (coordinator, supervisor):
        await expect(desk.tab.get_by_role("row").filter(has_text="1 av 14 klara")).to_have_count(1)
    assert await coordinator.tab.evaluate("document.querySelector('.scroll').scrollLeft") == 60
    await expect(coordinator.tab.locator(".scroll")).to_be_focused()
    await expect(coordinator.tab.locator("#live-said")).to_have_text("Sidan har uppdaterats med något nytt.")
    assert coordinator.trouble == []


async def test_a_lost_stream_is_taken_up_again_and_what_was_missed_is_shown(
    sit: Sit, town: Town, places: Places
) -> None:
    desk = await sit("demo-supervisor")
    await desk.tab.route("**/v1/events/stream*", lambda route: route.abort())
    await desk.go(f"/lan/{town.code[:2]}/{town.year}")
    row = desk.tab.get_by_role("row").filter(has_text=places.municipality(town.code).name)
    await expect(row).to_contain_text("1 av 14 klara")
    await town.settle("mapping")
    await desk.tab.unroute("**/v1/events/stream*")
    await expect(row).to_contain_text("2 av 14 klara")


async def test_a_form_says_that_a_colleague_saved_the_draft_and_keeps_what_was_typed(sit: Sit, town: Town) -> None:
    desk = await sit(f"demo-municipality-{town.code}")
    assert (await town.do("draft", "mapping", {"content": {"text": "Vårt första"}})).status_code == 200
    await a_form(desk, town, draft=1)
    await desk.tab.get_by_label("Kartläggning").fill("Det jag skriver just nu.")
    saved = await town.do("draft", "mapping", {"content": {"text": "Hennes"}}, by="contributor", If_Match='"1"')
    assert saved.status_code == 200
    said = desk.tab.locator("#live")
    await expect(said).to_contain_text("En kollega sparade utkastet")
    await expect(desk.tab.get_by_label("Kartläggning")).to_have_value("Det jag skriver just nu.")
    refused = await town.do("draft", "mapping", {"content": {"text": "Det jag skriver"}}, If_Match='"1"')
    assert problem(refused) == (412, "DraftChanged")
    await town.complete("mapping", by="contributor")
    await expect(said).to_contain_text("Någon har lämnat in en ny version.")
    await expect(said.locator("[data-said=stale]")).to_have_count(1)
    await expect(desk.tab.get_by_label("Kartläggning")).to_have_value("Det jag skriver just nu.")


async def test_a_form_that_was_stale_before_it_came_says_so(sit: Sit, town: Town) -> None:
    desk = await sit(f"demo-contributor-{town.code}")
    for text in ("Ett", "Två"):
        assert (await town.do("draft", "mapping", {"content": {"text": text}})).status_code == 200
    await a_form(desk, town, draft=1)
    await expect(desk.tab.locator("#live")).to_contain_text("En kollega sparade utkastet")
    await look(desk, "live-stale", awaited="#live .live__text")


async def test_two_people_on_one_form(sit: Sit, town: Town) -> None:
    """Who saves by typing is told nothing of it; the other is told at once, and neither writes over the other."""
    mine, other = await sit(f"demo-contributor-{town.code}"), await sit(f"demo-municipality-{town.code}")
    for desk in (mine, other):
        await _following(desk, _filling(town))
    await _type(mine, "Två problem")
    await expect(other.tab.locator("#live")).to_contain_text("En kollega sparade utkastet")
    await _type(mine, " sticker ut.")  # saved a second later, when what came of the first time has long been heard
    await expect(mine.tab.locator("[data-said]")).to_have_count(0)
    await _following(other, _filling(town))
    await _type(other, " Och ett tredje.")
    await expect(other.tab.locator("[data-said]")).to_have_count(0)
    await expect(mine.tab.locator("#live")).to_contain_text("En kollega sparade utkastet")
    await _type(mine, " Eller ett.")
    await expect(mine.tab.locator(".saved__collided")).to_be_visible()
    await expect(mine.tab.get_by_label("Sammanfattning")).to_have_value("Två problem sticker ut. Eller ett.")
    assert (await _draft(town))["summary"] == "Två problem sticker ut. Och ett tredje."
    assert mine.trouble == other.trouble == []


async def test_what_one_saves_oneself_elsewhere_is_told(sit: Sit, town: Town) -> None:
    desk = await sit(f"demo-contributor-{town.code}")
    assert (await town.do("draft", STEP, {"content": {"problems": [PROBLEM]}}, by="contributor")).status_code == 200
    await _following(desk, f"/ar/{town.code}-{town.year}/steg/{STEP}/problems/P1")
    assert (await town.do("draft", STEP, {"content": {"summary": "Tom."}}, by="contributor")).status_code == 200
    await expect(desk.tab.locator("#live")).to_contain_text("Du har sparat utkastet i ett annat fönster.")


async def test_a_draft_that_a_colleague_saved_before_one_s_own_is_told_though_the_stream_is_lost(
    sit: Sit, town: Town
) -> None:
    desk = await sit(f"demo-contributor-{town.code}")
    await desk.tab.route("**/v1/events/stream*", lambda route: route.abort())
    await desk.go(_filling(town))
    assert (await town.do("draft", STEP, {"content": {"problems": [PROBLEM]}})).status_code == 200
    await _type(desk, "Ett problem.")
    await expect(desk.tab.locator("#live")).to_contain_text(
        "Någon annan, eller du i ett annat fönster, har också sparat"
    )
    assert await _draft(town) == {"summary": "Ett problem.", "problems": [PROBLEM]}


@pytest.mark.usefixtures("impatient")
async def test_who_is_no_longer_signed_in_is_told_and_keeps_what_was_typed(sit: Sit, town: Town) -> None:
    desk = await sit()
    await desk.go("/logga-in")
    token = f"demo-municipality-{town.code}"
    await desk.tab.request.post("/demo/sign-in", form={"person": token, "next": "/"})
    await a_form(desk, town)
    await desk.tab.get_by_label("Kartläggning").fill("Det jag skriver just nu.")
    sessions = await (await desk.tab.request.get("/v1/sessions")).json()
    await desk.tab.request.delete("/v1/sessions", headers={"X-CSRF-Token": sessions["csrf_token"]})
    await expect(desk.tab.locator("#live")).to_contain_text("Du är inte längre inloggad.")
    await expect(desk.tab.get_by_label("Kartläggning")).to_have_value("Det jag skriver just nu.")


async def test_a_year_and_ones_tasks_show_what_a_colleague_does(sit: Sit, town: Town) -> None:
    year, mine = await sit(f"demo-municipality-{town.code}"), await sit(f"demo-contributor-{town.code}")
    await _following(year, f"/ar/{town.code}-{town.year}")
    await _following(mine, "/?list=group")
    await expect(mine.tab.get_by_role("link", name="Kartläggning", exact=True)).to_be_visible()
    assert (await town.complete("mapping", by="contributor")).status_code == 200
    await expect(year.tab.locator(".steps__step").filter(has_text="Kartläggning")).to_contain_text("Klar")
    await expect(mine.tab.get_by_role("link", name="Kartläggning", exact=True)).to_have_count(0)


async def test_a_draft_that_cannot_be_saved_says_so(sit: Sit, town: Town) -> None:
    await town.settle("mapping")
    desk = await sit(f"demo-municipality-{town.code}")
    await desk.go(_filling(town))
    await desk.tab.context.set_offline(offline=True)
    await desk.tab.get_by_label("Sammanfattning").press_sequentially("Motorer stjäls.")
    await expect(desk.tab.get_by_text("Utkastet kunde inte sparas just nu.")).to_be_visible()
    await desk.tab.context.set_offline(offline=False)
    await desk.tab.get_by_label("Sammanfattning").press_sequentially(" Mest i juli.")
    await expect(desk.tab.get_by_text("Utkastet sparades")).to_be_visible()
    await expect(desk.tab.get_by_text("Utkastet kunde inte sparas just nu.")).to_have_count(0)
