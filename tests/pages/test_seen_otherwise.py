"""The same pages for other eyes: zoomed, with more space in the text, without motion, in few colours, on paper."""

from pathlib import Path

import pytest
from fastapi import FastAPI

from tests.pages.conftest import Sit
from tests.pages.every_page import LEADS_COUNTY, Shown, World, address, token
from tests.pages.looking import SCREENS, Desk

SEEN = (Path(__file__).parent / "seen.js").read_text(encoding="utf-8")
BOARD = Shown("county-year", LEADS_COUNTY)
PAGES = (
    Shown("tasks"),
    Shown("year"),
    Shown("year-thread"),
    Shown("year-documents"),
    Shown("step", at={"step": "situation_analysis"}),
    Shown("step-form", at={"step": "closing"}),
    Shown("step-forlang", at={"step": "decision"}),
    BOARD,
    Shown("county-map", LEADS_COUNTY),
    Shown("people"),
)
ZOOMED = {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2}  # 200 % of 1280 x 900
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }"""  # WCAG 1.4.12
CONTRAST = {"forced_colors": "active", "color_scheme": "dark", "reduced_motion": "reduce"}
PAPER, SIDEWAYS = {"width": 680, "height": 1000}, {"width": 1046, "height": 718}  # A4 within its margins, in CSS px

each_page = pytest.mark.parametrize("shown", PAGES, ids=lambda each: each.page)


async def seat(sit: Sit, app: FastAPI, world: World, shown: Shown, **context: object) -> Desk:
    desk = await sit(token(shown.by, world), **context)
    await desk.go(address(app, shown, world))
    await desk.tab.evaluate(SEEN)
    return desk


async def holds(desk: Desk, *rules: str) -> None:
    for rule in rules:
        assert await desk.tab.evaluate(f"seen.{rule}") == [], rule


async def picture(desk: Desk, name: str) -> None:
    await desk.tab.screenshot(path=desk.pictures / f"{name}.png", full_page=True)


@each_page
async def test_zoomed_to_200_per_cent(shown: Shown, sit: Sit, app: FastAPI, world: World) -> None:
    desk = await seat(sit, app, world, shown, **ZOOMED)
    await holds(desk, "stickingOut()", "overlapping()")
    await picture(desk, f"zoomed-{shown.page}")


@each_page
async def test_with_more_space_in_the_text_nothing_is_lost(shown: Shown, sit: Sit, app: FastAPI, world: World) -> None:
    desk = await seat(sit, app, world, shown, bypass_csp=True)
    await desk.tab.add_style_tag(content=SPACED)
    for screen, size in SCREENS.items():
        await desk.tab.set_viewport_size(size)
        await holds(desk, "stickingOut()", "overlapping()", "cutOff()")
        await picture(desk, f"spaced-{shown.page}-{screen}")


@each_page
async def test_in_few_colours_and_without_motion(shown: Shown, sit: Sit, app: FastAPI, world: World) -> None:
    desk = await seat(sit, app, world, shown, **CONTRAST)
    await picture(desk, f"contrast-{shown.page}")
    await holds(desk, "moving()", "faint()", "unfocused()")


@each_page
async def test_on_paper(shown: Shown, sit: Sit, app: FastAPI, world: World) -> None:
    """The county's table is laid on its side."""
    desk = await seat(sit, app, world, shown, viewport=SIDEWAYS if shown is BOARD else PAPER)
    await desk.tab.emulate_media(media="print")
    await holds(desk, "pressed()", "addresses()", "stickingOut('.govuk-visually-hidden')")
    await desk.tab.pdf(path=desk.pictures / f"paper-{shown.page}.pdf", prefer_css_page_size=True)
