"""What every page is held to: axe finds nothing, nothing sticks out at 320 px, nothing fails to load; and pictures."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from playwright.async_api import Page as Tab
from playwright.async_api import ViewportSize

AXE = Path(__file__).parent / "axe" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESKTOP, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=320, height=640)
SCREENS = {"desktop": DESKTOP, "phone": PHONE}
JUDGED = {("en", "desktop"), ("sv", "phone")}  # by axe, which takes longest: each language and each screen once
LANGUAGES = ("en", "sv")  # Swedish last, so that it is what a test goes on in

STICKING_OUT = """() => [...document.querySelectorAll("body *")]
  .filter(each => !each.closest(".scroll, .govuk-visually-hidden, .govuk-skip-link, .rows thead, .stacked thead"))
  .filter(each => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(each => each.outerHTML.slice(0, 120))"""
SCROLLS_SIDEWAYS = """() => {
  const {scrollWidth, clientWidth} = document.documentElement;
  return scrollWidth > clientWidth ? [`${scrollWidth} pixels of page`] : [];
}"""
VIOLATIONS = """async (rules) => (await axe.run(document, {runOnly: rules, resultTypes: ["violations"]})).violations
  .map(each => [each.id, each.help, ...each.nodes.slice(0, 3).map(node => node.html.slice(0, 160))].join(" | "))"""


@dataclass
class Desk:
    """A person's browser. What fails there (scripts, files, the content policy) is gathered in `trouble`."""

    tab: Tab
    pictures: Path
    trouble: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.tab.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.tab.on(
            "console", lambda said: self.trouble.append(said.text) if said.type in ("error", "warning") else None
        )

    async def go(self, address: str, status: int = 200) -> None:
        response = await self.tab.goto(address)
        assert response is not None
        assert response.status == status, f"{address} answered {response.status}"

    async def press(self, button: str) -> None:
        await self.tab.get_by_role("button", name=button, exact=True).click()


# The menu's button comes and goes with the width, a moment after it has changed.
MENU_SETTLED = """() => {
  const button = document.querySelector(".govuk-js-service-navigation-toggle");
  return !button || button.hidden === matchMedia("(min-width: 40.0625em)").matches;
}"""


async def look(desk: Desk, name: str, awaited: str = "body") -> None:
    """Hold the page that is shown to what every page is held to, in both languages, and keep pictures of it.

    `name` is the pictures' file name: `build/pages/{name}-{sv,en}-{desktop,phone}.png`. `awaited` is a selector of what
    comes to the page a moment after it.
    """
    for language in LANGUAGES:
        await desk.tab.goto(_in(desk.tab.url, language))
        await desk.tab.locator(awaited).first.wait_for()
        for screen in SCREENS:
            await _hold(desk, name, language, screen)
    await _back(desk)


async def look_once(desk: Desk, name: str, language: str = "sv") -> None:
    """The same for what a form was answered with, which cannot be asked for again: in the language it is in."""
    for screen in SCREENS:
        await _hold(desk, name, language, screen)
    await _back(desk)


async def glance(desk: Desk, address: str, name: str, status: int = 200) -> None:
    """The same for a page at an address, at half the price: Swedish on a phone, English on a desktop."""
    for language, screen in (("en", "desktop"), ("sv", "phone")):
        await desk.go(_in(address, language), status)
        await _hold(desk, name, language, screen)
    await _back(desk)


async def _hold(desk: Desk, name: str, language: str, screen: str) -> None:
    tab = desk.tab
    await tab.set_viewport_size(SCREENS[screen])
    await tab.wait_for_function(MENU_SETTLED)
    await tab.evaluate("document.fonts.ready")
    where = f"{name} ({language}, {screen})"
    assert await tab.evaluate("document.documentElement.lang") == language, where
    if (language, screen) in JUDGED:
        wrong = await _violations(tab)
        assert wrong == [], f"{where}: axe finds {wrong}"
    wide = await tab.evaluate(STICKING_OUT)
    wide += await tab.evaluate(SCROLLS_SIDEWAYS)
    assert wide == [], f"{where} is wider than the screen: {wide}"
    assert await tab.locator(".stacked td:not([data-label])").count() == 0, f"{where}: a cell does not say its column"
    await tab.screenshot(path=desk.pictures / f"{name}-{language}-{screen}.png", full_page=True)


async def _back(desk: Desk) -> None:
    await desk.tab.set_viewport_size(DESKTOP)
    assert [each for each in desk.trouble if "status of" not in each] == []


async def _violations(tab: Tab) -> list[Any]:
    if not await tab.evaluate("typeof axe !== 'undefined'"):
        await tab.evaluate(AXE.read_text(encoding="utf-8"))
    return await tab.evaluate(VIOLATIONS, RULES)


def _in(address: str, language: str) -> str:
    parts = urlsplit(address)
    asked = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "lang"]
    return urlunsplit(parts._replace(query=urlencode([*asked, ("lang", language)]), fragment=""))
