"""What a person does with a page, and doing it with a mouse. `keyboard.py` does the same without one."""

import re
from pathlib import Path
from typing import Protocol

from playwright.async_api import Locator
from playwright.async_api import Page as Tab

from tests.pages.looking import Desk

HERE = "window.here = true"
ELSEWHERE = "() => !window.here && document.readyState === 'complete'"


class Hand(Protocol):
    """Somebody at a desk. Things are named as they are on the screen, and a name may go on: "Ge mer tid" is found
    where "Ge mer tid …" stands. `follow` and `press` end where the next page has come; `open` stays on the page.
    """

    desk: Desk

    @property
    def tab(self) -> Tab: ...

    async def follow(self, link: str) -> None: ...

    async def press(self, button: str) -> None: ...

    async def open(self, role: str, name: str) -> None: ...

    async def write(self, label: str, text: str) -> None: ...

    async def choose(self, label: str, option: str) -> None: ...

    async def tick(self, label: str) -> None: ...

    async def attach(self, label: str, file: Path) -> None: ...

    async def look_round(self) -> None:
        """Go through everything on the page that can be reached, and back to its top."""
        ...


def named(name: str) -> re.Pattern[str]:
    """The whole name, or its first words, or its last."""
    return re.compile(rf"^{re.escape(name)}(?!\w)|\s{re.escape(name)}$")


def folded(name: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(name)}(?!\w)")


class Mouse:
    """Moves to where things stand on the screen, clicks there, and types into what was clicked."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @property
    def tab(self) -> Tab:
        return self.desk.tab

    async def follow(self, link: str) -> None:
        await self._on("link", link)

    async def press(self, button: str) -> None:
        await self._on("button", button)

    async def open(self, role: str, name: str) -> None:
        if role == "summary":  # which has no role that Playwright knows
            await self.tab.locator("summary").filter(has_text=folded(name)).click()
            return
        await self._found(role, name).click()

    async def write(self, label: str, text: str) -> None:
        await self._found("textbox", label).click()
        await self.tab.keyboard.press("ControlOrMeta+A")
        await self.tab.keyboard.type(text)

    async def choose(self, label: str, option: str) -> None:
        """The list that drops down is the browser's own: no mouse of a page's reaches into it."""
        field = self._found("combobox", label)
        await field.click()
        await self.tab.keyboard.press("Escape")
        await field.select_option(option)

    async def tick(self, label: str) -> None:
        await self._found("radio", label).or_(self._found("checkbox", label)).click()

    async def attach(self, label: str, file: Path) -> None:
        async with self.tab.expect_file_chooser() as choosing:
            await self.tab.get_by_label(label, exact=True).click()
        await (await choosing.value).set_files(file)

    async def look_round(self) -> None:
        return

    def _found(self, role: str, name: str) -> Locator:
        return self.tab.get_by_role(role, name=named(name)).first  # type: ignore[arg-type]

    async def _on(self, role: str, name: str) -> None:
        await self.tab.evaluate(HERE)
        await self._found(role, name).click()
        await self.tab.wait_for_function(ELSEWHERE)
