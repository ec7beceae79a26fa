"""A person without a mouse: Tab and Shift+Tab, arrows, Space and Enter, and what is typed.

Wherever focus stops on the way it must show, by something that contrasts with what it stands on; nothing may cover
what has it; in the main part it goes as one reads; and it comes out again at the end of every page.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Page as Tab
from playwright.async_api import TimeoutError as Missed

from tests.pages.hands import ELSEWHERE, HERE, named
from tests.pages.looking import Desk

FOCUS = Path(__file__).parent / "focus.js"
MOST = 250  # stops on a page, at most
PRESSES, OPENS_WITHIN = 3, 10_000  # ms
SETTLES_WITHIN = 5_000  # ms
SETTLED = "() => { const it = focusing.look(); return !it || (it.shows && !it.covered); }"
SKIP = "Hoppa till innehållet"
TICKED = ("radio", "checkbox")
FURTHER_UP = 4  # px that a line's things may differ in height


@dataclass(frozen=True)
class Stop:
    """What has focus. Boxes are the page's, in px; `group` names the radio buttons of which it is one.

    `stays`: what had focus before is where it was; a page that follows along may have been set anew meanwhile.
    """

    name: str
    role: str
    number: int
    main: bool
    top: float
    bottom: float
    left: float
    right: float
    shows: bool
    covered: bool
    stays: bool
    group: Sequence[str] = ()


@dataclass
class Keyboard:
    desk: Desk
    _passed: list[Stop] = field(default_factory=list[Stop])

    @property
    def tab(self) -> Tab:
        return self.desk.tab

    async def follow(self, link: str) -> None:
        await self._reach(("link",), link)
        await self._onward("Enter")

    async def press(self, button: str) -> None:
        """With Space, which is how a button is pressed, a link that says it is one too."""
        await self._reach(("button",), button)
        await self._onward("Space")

    async def open(self, role: str, name: str) -> None:
        await self._reach((role,), name)
        await self.tab.keyboard.press("Enter")

    async def write(self, label: str, text: str) -> None:
        await self._reach(("textbox",), label)
        await self.tab.keyboard.press("ControlOrMeta+A")
        await self.tab.keyboard.type(text)

    async def choose(self, label: str, option: str) -> None:
        await self._reach(("combobox", "listbox"), label)
        chosen = "[...document.activeElement.options].map(each => each.text.trim())"
        options: list[str] = await self.tab.evaluate(chosen)
        by = options.index(option) - await self.tab.evaluate("document.activeElement.selectedIndex")
        for _ in range(abs(by)):
            await self.tab.keyboard.press("ArrowDown" if by > 0 else "ArrowUp")

    async def tick(self, label: str) -> None:
        stop = await self._reach(TICKED, label)
        for _ in stop.group:
            if named(label).search(stop.name):
                break
            await self.tab.keyboard.press("ArrowDown")
            stop = await self._stop() or stop
        await self.tab.keyboard.press("Space")

    async def attach(self, label: str, file: Path) -> None:
        """Whoever sees no window for choosing a file, as now and then on a busy machine, goes there again."""
        for _ in range(PRESSES):
            await self._reach(("button",), label)
            with suppress(Missed):
                async with self.tab.expect_file_chooser(timeout=OPENS_WITHIN) as choosing:
                    await self.tab.keyboard.press("Space")
                await (await choosing.value).set_files(file)
                return
        raise AssertionError(f"{label} on {self.tab.url} opens no window for choosing a file")

    async def look_round(self) -> None:
        await self._ready()
        if await self.tab.evaluate("focusing.stop()") is not None:
            await self._to_the_end()
        passed = await self._to_the_end()
        missed = set(await self.tab.evaluate("focusing.reachable()")) - {stop.number for stop in passed}
        assert not missed, f"{len(missed)} things on {self.tab.url} are not reached, after {_said(passed)}"

    async def _to_the_end(self) -> list[Stop]:
        self._passed = []
        while await self._step("Tab") is not None:
            assert len(self._passed) < MOST, f"no way out of {_said(self._passed[-10:])} on {self.tab.url}"
        return self._passed

    async def _onward(self, key: str) -> None:
        await self.tab.evaluate(HERE)
        await self.tab.keyboard.press(key)
        await self.tab.wait_for_function(ELSEWHERE)

    async def _reach(self, roles: tuple[str, ...], name: str) -> Stop:
        """Tab until what has focus is called that, past the menu where that is below; round the page if need be."""
        await self._ready()
        self._passed = []
        above = await self.tab.locator("header").get_by_role("link", name=named(name)).count() > 0
        for _ in range(MOST):
            stop = await self._step("Tab")
            if stop is None:
                continue
            if stop.role in roles and any(named(name).search(each) for each in (stop.name, *stop.group)):
                return stop
            if stop.name == SKIP and not above:
                await self.tab.keyboard.press("Enter")
        raise AssertionError(f"no way to {name} by keyboard on {self.tab.url}, only to {_said(self._passed)}")

    async def _ready(self) -> None:
        if not await self.tab.evaluate("typeof focusing !== 'undefined'"):
            await self.tab.evaluate(FOCUS.read_text(encoding="utf-8"))
        await self.tab.evaluate("focusing.remember()")

    async def _step(self, key: str) -> Stop | None:
        """One stop on; None where focus has left the page, at its end."""
        before = self._passed[-1] if self._passed else None
        await self.tab.keyboard.press(key)
        stop = await self._settled()
        if stop is None:
            return None
        where = f"{stop.role} “{stop.name}” on {self.tab.url}"
        assert stop.name, f"a {where} has no name"
        assert stop.shows, f"it is not seen that the {where} has focus"
        assert not stop.covered, f"something covers the {where}"
        if before is not None and before.main and stop.main and stop.stays:
            assert not _back(before, stop), f"focus goes back from “{before.name}” to the {where}"
        self._passed.append(stop)
        return stop

    async def _settled(self) -> Stop | None:
        """A page that follows along may be set anew under one's hands, and scrolls there a moment later."""
        stop = await self._stop()
        if stop is None or (stop.shows and not stop.covered):
            return stop
        with suppress(Missed):
            await self.tab.wait_for_function(SETTLED, timeout=SETTLES_WITHIN)
        return await self._stop()

    async def _stop(self) -> Stop | None:
        found = await self.tab.evaluate("focusing.stop()")
        return Stop(**found) if found is not None else None


def _said(stops: list[Stop]) -> list[str]:
    return [f"{stop.role} {stop.name}"[:60] for stop in stops]


def _back(one: Stop, other: Stop) -> bool:
    """Whether one reads the other before the one: it stands above it, and not in a column to its right."""
    return other.bottom <= one.top + FURTHER_UP and other.left < one.right
