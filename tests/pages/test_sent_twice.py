"""A step from draft to approval without scripts; sent twice, gone back to, and filled in in two tabs at once."""

import pytest
from playwright.async_api import expect

from domain.places import Municipality
from tests.conftest import Browser
from tests.pages.conftest import Sit
from tests.pages.looking import Desk
from tests.pages.stepping import address, hand_in
from tests.town import Town


@pytest.fixture
async def town(browser: Browser, own_year: tuple[Municipality, int]) -> Town:
    place, year = own_year
    town = Town(browser, place.code, year)
    assert (await town.start()).status_code == 201
    await hand_in(town, "organisation", "mapping")
    return town


async def says(desk: Desk, text: str) -> None:
    await expect(desk.tab.locator(".govuk-notification-banner")).to_contain_text(text)


async def test_a_step_without_scripts(sit: Sit, town: Town) -> None:
    me = await sit(f"demo-municipality-{town.code}", scripts=False)
    await me.go("/")
    await me.tab.get_by_role("link", name="Sammanställ lägesbild", exact=True).click()
    await me.press("Fyll i och lämna in")
    await me.tab.get_by_label("Sammanfattning").fill("Ett problem sticker ut.")
    await me.press("Lägg till problemområde")
    await me.tab.get_by_label("Vad är problemet?").fill("Stölder i hamnar")
    await me.press("Spara")
    await me.press("Spara utkast")
    await says(me, "Utkastet är sparat.")
    await me.press("Ändra P1 Stölder i hamnar")
    await me.tab.get_by_label("Vad händer?").fill("Motorer stjäls om natten.")
    await me.press("Spara")
    await me.press("Kontrollera och lämna in")
    await me.press("Lämna in")
    await says(me, "Steget är inlämnat.")
    await me.tab.get_by_role("link", name="Återkalla", exact=True).click()
    await me.press("Återkalla")
    await says(me, "Steget är återkallat och kan ändras.")
    await me.tab.locator(".doing").get_by_role("button").first.click()
    await expect(me.tab.locator(".item__title")).to_have_text(["P1 Stölder i hamnar"])
    await me.press("Kontrollera och lämna in")
    await me.press("Lämna in")
    await says(me, "Steget är inlämnat.")
    decides = await sit(f"demo-decision-{town.code}", scripts=False)
    await decides.go("/")
    await decides.tab.get_by_role("link", name="Sammanställ lägesbild", exact=True).click()
    await decides.press("Granska")
    await decides.tab.get_by_label("Godkänn").check()
    await decides.press("Lämna besked")
    await says(decides, "Steget är godkänt.")
    shown = await town.step("situation_analysis")
    assert shown["status"] == "done"
    assert [problem["what_happens"] for problem in shown["content"]["problems"]] == ["Motorer stjäls om natten."]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
async def test_clicked_twice_and_gone_back_to_is_handed_in_once(sit: Sit, town: Town, *, scripts: bool) -> None:
    text = {"content": {"text": "Ett problem sticker ut."}}
    assert (await town.do("draft", "situation_analysis", text)).status_code == 200
    desk = await sit(f"demo-municipality-{town.code}", scripts=scripts)
    await desk.go(address(town, "situation_analysis", "/kontrollera"))
    await desk.tab.get_by_role("button", name="Lämna in", exact=True).dblclick()
    await says(desk, "Steget är inlämnat.")
    assert (await town.kinds()).count("StepSubmitted") == 1
    await desk.tab.go_back()
    await desk.press("Lämna in")
    await says(desk, "Steget är inlämnat.")
    assert (await town.kinds()).count("StepSubmitted") == 1
    await desk.go(address(town, "situation_analysis", "/kommentarer"))
    await desk.tab.get_by_label("Kommentar", exact=True).fill("Vi hörs i morgon.")
    await desk.tab.get_by_label("Bara inom kommunen").check()
    await desk.tab.get_by_role("button", name="Skicka kommentaren").dblclick()
    await says(desk, "Kommentaren är skickad.")
    await expect(desk.tab.locator(".said")).to_have_count(1)


async def test_an_item_sent_twice_is_one(sit: Sit, town: Town) -> None:
    desk = await sit(f"demo-municipality-{town.code}")
    await desk.go(address(town, "situation_analysis", "/problems/ny"))
    await desk.tab.get_by_label("Vad är problemet?").fill("Stölder i hamnar")
    await desk.tab.get_by_role("button", name="Spara", exact=True).dblclick()
    await expect(desk.tab.locator(".item__title")).to_have_text(["P1 Stölder i hamnar"])
    await desk.tab.go_back()
    await desk.tab.get_by_label("Vad är problemet?").fill("Stölder i båtar")
    await desk.press("Spara")
    await expect(desk.tab.locator(".item__title").or_(desk.tab.locator(".collided")).first).to_be_visible()
    draft = (await town.see("/steps/situation_analysis/draft"))["content"]
    assert "Stölder i hamnar" in [each["title"] for each in draft["problems"]]


async def test_two_tabs_without_scripts_lose_nothing(sit: Sit, town: Town) -> None:
    one = await sit(f"demo-municipality-{town.code}", scripts=False)
    other = Desk(await one.tab.context.new_page(), one.pictures)
    for desk in (one, other):
        await desk.go(address(town, "situation_analysis", "/fyll-i"))
    await one.tab.get_by_label("Sammanfattning").fill("Från den ena fliken.")
    await one.press("Spara utkast")
    await other.tab.get_by_label("Sammanfattning").fill("Från den andra fliken.")
    await other.press("Spara utkast")
    await expect(other.tab.locator(".collided dd")).to_have_text(["Från den ena fliken.", "Från den andra fliken."])
    await expect(other.tab.get_by_label("Sammanfattning")).to_have_value("Från den andra fliken.")
    draft = (await town.see("/steps/situation_analysis/draft"))["content"]
    assert draft["summary"] == "Från den ena fliken."
