"""Odd input: HTML, emoji and other directions in every text, a pasted Word document, ten thousand characters."""

import pytest
from playwright.async_api import expect

from tests.conftest import Browser
from tests.pages.conftest import Sit
from tests.pages.looking import PHONE, STICKING_OUT, Desk
from tests.pages.odd import CRAMMED, HTML, ODD, WORD, WORD_HTML, odd_year
from tests.pages.somebody import invited
from tests.pages.stepping import address, hand_in
from tests.town import FULL_YEAR, Town

DOCUMENTS = ("situation-analysis", "action-plan", "follow-up", "council-report")
COPY = """([html, text]) => navigator.clipboard.write([new ClipboardItem({
  "text/html": new Blob([html], {type: "text/html"}), "text/plain": new Blob([text], {type: "text/plain"})})])"""
# What turns the direction of writing, and is left open, must end with the element that it stands in.
SPREADING = """() => {
  const turned = (it) => [...it.childNodes].some((each) => each.nodeType === 3 && /[\\u202a-\\u202e]/.test(each.data));
  return [...document.querySelectorAll("body *")]
    .filter((it) => turned(it) && it.checkVisibility() && !it.closest("svg, option, title"))
    .map((it) => [it, getComputedStyle(it)])
    .filter(([, style]) => style.display === "inline" && !style.unicodeBidi.startsWith("isolate"))
    .map(([it]) => it.outerHTML.slice(0, 120));
}"""


async def shown_as_text(desk: Desk, page: str) -> None:
    await desk.go(page)
    assert await desk.tab.evaluate("window.hit") is None, page
    assert await desk.tab.locator("img[src=x], main b, main script").count() == 0, page
    assert await desk.tab.evaluate(SPREADING) == [], page
    assert await desk.tab.evaluate(STICKING_OUT) == [], page
    assert desk.trouble == [], page


async def test_it_is_shown_as_text_everywhere(sit: Sit, browser: Browser, town: Town) -> None:
    await odd_year(town)
    assert (await town.do("reopening", "organisation", {"reason": ODD})).status_code == 200
    person = await invited(browser, f"demo-municipality-{town.code}", "contributor", town.code, f"Kim {HTML}"[:100])
    async with town.client("municipality") as me:
        said = {"step": "mapping", "audience": "shared", "text": ODD}
        assert (await me.post(f"{town.cycle}/comments", json=said)).status_code == 201
    year, county = f"/ar/{town.code}-{town.year}", f"/lan/{town.code[:2]}/{town.year}"
    pages = [f"{year}{page}" for page in ("", "/lag", "/rod-trad", "/rod-trad?view=table", "/historik", "/dokument")]
    pages += [address(town, step) for step in FULL_YEAR]
    pages += [address(town, "mapping", page) for page in ("/kommentarer", "/versioner", "/historik")]
    pages += [address(town, step, "/fyll-i") for step in ("organisation",)]
    pages += [f"/personer/{person['id']}", "/personer", "/", "/?list=done", "/meddelanden", f"{year}/atgard/A1"]
    desk = await sit(f"demo-municipality-{town.code}")
    await desk.tab.set_viewport_size(PHONE)
    for page in pages:
        await shown_as_text(desk, page)
    coordinator = await sit(f"demo-coordinator-{town.code[:2]}")
    for page in (county, f"{county}/{town.code}/organisation", f"{county}/karta", year):
        await shown_as_text(coordinator, page)
    await desk.go(year + "/rod-trad")
    await desk.tab.screenshot(path=desk.pictures / "odd-thread.png", full_page=True)
    await desk.go(address(town, "measures"))
    await expect(desk.tab.locator("main")).to_contain_text("<script>window.hit")
    await desk.tab.screenshot(path=desk.pictures / "odd-measures.png", full_page=True)


async def test_its_documents_can_be_printed(town: Town) -> None:
    await odd_year(town)
    async with town.client("municipality") as me:
        for name in DOCUMENTS:
            for kind in ("pdf", "docx", "zip"):
                assert (await me.get(f"{town.cycle}/documents/{name}.{kind}")).status_code == 200, f"{name}.{kind}"


async def test_a_word_document_is_pasted(sit: Sit, town: Town) -> None:
    await hand_in(town, "organisation", "mapping")
    desk = await sit(f"demo-municipality-{town.code}", permissions=["clipboard-read", "clipboard-write"])
    await desk.go(address(town, "situation_analysis", "/fyll-i"))
    await desk.tab.evaluate(COPY, [WORD_HTML, WORD])
    await desk.tab.get_by_label("Sammanfattning").focus()
    await desk.tab.keyboard.press("ControlOrMeta+V")
    await desk.press("Lägg till problemområde")
    await desk.tab.get_by_label("Vad är problemet?").focus()
    await desk.tab.keyboard.press("ControlOrMeta+V")
    await desk.press("Spara")
    await expect(desk.tab.get_by_role("alert")).to_contain_text("Vad är problemet?")
    await desk.tab.get_by_label("Vad är problemet?").fill("Stölder ur båtar")
    await desk.press("Spara")
    await desk.press("Kontrollera och lämna in")
    await desk.press("Lämna in")
    await expect(desk.tab.locator(".govuk-notification-banner")).to_contain_text("Steget är inlämnat.")
    kept = (await town.step("situation_analysis"))["content"]["summary"]
    assert "”Trygg i hamnen”" in kept
    assert "Nästa sida" in kept
    assert kept.count("’ingen ser’") == 120
    async with town.client("municipality") as me:
        for kind in ("pdf", "docx"):
            assert (await me.get(f"{town.cycle}/documents/situation-analysis.{kind}")).status_code == 200, kind


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
async def test_ten_thousand_characters_in_a_title(sit: Sit, town: Town, *, scripts: bool) -> None:
    title = ("Stölder i hamnar " * 600)[:9_999] + "."
    await hand_in(town, "organisation", "mapping")
    desk = await sit(f"demo-municipality-{town.code}", scripts=scripts)
    await desk.go(address(town, "situation_analysis", "/problems/ny"))
    await desk.tab.get_by_label("Vad är problemet?").fill(title)
    await desk.press("Spara")
    await expect(desk.tab.get_by_role("alert")).to_contain_text("Texten är för lång")
    await expect(desk.tab.get_by_label("Vad är problemet?")).to_have_value(title)
    await desk.tab.get_by_label("Vad är problemet?").fill(CRAMMED)
    await desk.press("Spara")
    await expect(desk.tab.locator(".item__title")).to_contain_text("Överenskommelse")
    await desk.tab.set_viewport_size(PHONE)
    assert await desk.tab.evaluate(STICKING_OUT) == []
