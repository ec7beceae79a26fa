"""A county's year through the pages alone: once with a mouse and nothing else, once with a keyboard and nothing else.

Laholm's year is done by its people, each at a desk of their own, while the county coordinator's board follows along;
the county's other municipalities hand in the same year as texts. They do so through the API, which takes a tenth of the
time; with ARSHJUL_BY_HAND=all (`make by-hand`) by the same hands at desks of their own.
"""

import asyncio
import os
from collections.abc import Callable, Coroutine
from pathlib import Path

import pytest
from playwright.async_api import expect

from domain.places import Places
from tests.conftest import JOURNEY_COUNTY, Browser
from tests.pages.by_hand import (
    People,
    a_year_of_texts,
    approve,
    attach_evidence,
    describe_consequences,
    fill_in_a_measure,
    fill_in_a_problem,
    fill_in_as_text,
    follows_along,
    more_time,
    say,
    talk,
    to_step,
    to_year,
)
from tests.pages.conftest import Sit
from tests.pages.hands import Hand, Mouse
from tests.pages.keyboard import Keyboard
from tests.pages.looking import Desk
from tests.town import FULL_YEAR, Town

LAHOLM = "1381"
Others = Callable[[Hand], Coroutine[None, None, None]]
ALL_BY_HAND = os.environ.get("ARSHJUL_BY_HAND") == "all"
COORDINATOR, CONTRIBUTOR, DECIDES, COUNTY = "Kommunal samordnare", "Medverkande", "Beslutsfattare", "Länssamordnare"


@pytest.fixture
async def people(sit: Sit, hand: Callable[[Desk], Hand]) -> People:
    hands = [hand(await sit()) for _ in range(4)]
    roles = (COUNTY, COORDINATOR, CONTRIBUTOR, DECIDES)
    for each, role in zip(hands, roles, strict=True):
        await each.desk.go("/")
        await each.press(role)
        await expect(each.tab.locator("h1")).to_have_text("Mina uppgifter")
    return People(*hands)


@pytest.fixture
def laholm(browser: Browser, year: int) -> Town:
    return Town(browser, LAHOLM, year)


@pytest.fixture
def the_others(browser: Browser, sit: Sit, hand: Callable[[Desk], Hand], places: Places, year: int) -> Others:
    """The county's other municipalities, whose year goes on beside Laholm's."""
    codes = [code for code in places.counties[JOURNEY_COUNTY].municipalities if code != LAHOLM]

    async def by_hand(county: Hand) -> None:
        for code in codes:
            mine = [hand(await sit(f"demo-{role}-{code}")) for role in ("municipality", "contributor", "decision")]
            for each in mine:
                await each.desk.go("/")
            await a_year_of_texts(People(county, *mine), places.municipality(code).name, year)
            for each in mine:
                assert each.desk.trouble == []
                await each.tab.close()

    async def the_short_way(_: Hand) -> None:
        async def all_of_it(town: Town) -> None:
            for step in FULL_YEAR:
                await town.settle(step)

        await asyncio.gather(*(all_of_it(Town(browser, code, year)) for code in codes))

    return by_hand if ALL_BY_HAND else the_short_way


@pytest.mark.timeout(3600 if ALL_BY_HAND else 480)
@pytest.mark.parametrize(("hand", "year"), [(Mouse, 2028), (Keyboard, 2026)], ids=["mouse", "keyboard"])
async def test_a_county_s_year(
    people: People, laholm: Town, the_others: Others, places: Places, tmp_path: Path
) -> None:
    year = laholm.year
    await open_the_round(people.county, year, places)
    await the_picture(people, year, tmp_path)
    others = asyncio.create_task(the_others(people.county))
    await the_plan(people, year)
    await the_rest(people, year)
    await others
    await the_end(people, year, laholm)


async def open_the_round(county: Hand, year: int, places: Places) -> None:
    await county.look_round()
    await county.follow("Länet")
    await county.follow("Omgångar")
    await county.choose("År", str(year))
    await expect(county.tab.get_by_role("button", name=f"Starta omgången {year}")).to_be_visible()
    await county.look_round()
    await county.press(f"Starta omgången {year}")
    await expect(county.tab.get_by_role("status").filter(has_text="6 kommuner har startat.")).to_have_count(1)
    await county.follow("Till länets tabell")
    names = [places.municipality(code).name for code in places.counties[JOURNEY_COUNTY].municipalities]
    await expect(county.tab.locator(".matrix__place-name")).to_have_text(sorted(names))
    await county.look_round()


async def the_picture(people: People, year: int, folder: Path) -> None:
    """From the organisation to what rests on the situation analysis, which is sent back once."""
    me, other, decides = people.coordinator, people.contributor, people.decides
    await to_step(me, year, "organisation")
    await me.look_round()
    await fill_in_as_text(me)
    await follows_along(people.county, "1 av 14 klara")
    await attach_evidence(me, folder)
    await more_time(people.county, year)
    await to_step(other, year, "mapping")
    await expect(other.tab.locator("main dl").first).to_contain_text(f"{year + 1}-06-30")
    await fill_in_as_text(other)
    await to_step(me, year, "situation_analysis")
    await fill_in_a_problem(me)
    await to_step(decides, year, "situation_analysis")
    await decides.press("Granska")
    await decides.look_round()
    await decides.tick("Begär komplettering")
    await decides.write("Vad behöver kompletteras?", "Konsekvenserna saknas.")
    await decides.press("Lämna besked")
    await say(decides, "Begäran om komplettering är skickad")
    await to_step(me, year, "situation_analysis")
    await expect(me.tab.locator("main")).to_contain_text("Återlämnad")
    await describe_consequences(me)
    await approve(decides, year, "situation_analysis")
    await talk(people, year)
    for step in ("prioritisation", "cause_analysis"):
        await to_step(me, year, step)
        await fill_in_as_text(me)
        await approve(decides, year, step)


async def the_plan(people: People, year: int) -> None:
    """Goals, a measure against the problem, the plan, and the decision, which the year's second phase ends with."""
    for step in ("goals", "measures", "action_plan", "decision"):
        who = people.contributor if step == "measures" else people.coordinator
        await to_step(who, year, step)
        if step == "measures":
            await fill_in_a_measure(who)
        else:
            await fill_in_as_text(who)
        await approve(people.decides, year, step)
    await follows_along(people.county, "9 av 14 klara")


async def the_rest(people: People, year: int) -> None:
    for step, who in (
        ("implementation", people.contributor),
        ("follow_up", people.coordinator),
        ("council_report", people.decides),
        ("closing", people.coordinator),
    ):
        await to_step(who, year, step)
        await fill_in_as_text(who)
        if step == "follow_up":
            await approve(people.decides, year, step)


async def the_end(people: People, year: int, laholm: Town) -> None:
    me = people.coordinator
    await to_year(me, year)
    await expect(me.tab.get_by_text("Året är avslutat", exact=True)).to_be_visible()
    await me.look_round()
    for name in ("Röd tråd", "Lagen", "Historik", "Dokument"):
        await me.follow(name)
        await me.look_round()
    papers = me.tab.locator(".paper")
    await expect(papers.get_by_role("heading")).to_have_text(
        ["Lägesbild", "Åtgärdsplan", "Uppföljning", "Rapport till fullmäktige"]
    )
    await expect(papers.get_by_role("link", name="PDF för arkiv och läsning")).to_have_count(4)
    await expect(people.county.tab.get_by_text("14 av 14 klara")).to_have_count(6)
    kinds = await laholm.kinds()
    assert (await laholm.see())["status"] == "closed"
    assert [kinds.count(kind) for kind in ("StepReturned", "StepExtended", "CycleClosed")] == [1, 1, 1]
    for each in (people.county, me, people.contributor, people.decides):
        assert each.desk.trouble == []
