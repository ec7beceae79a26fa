"""The main job as people would do it: a county's whole year, six municipalities, each with its own troubles."""

import asyncio

from domain.places import Places
from tests.conftest import Browser
from tests.town import FULL_YEAR, Town, problem

COUNTY, YEAR = "13", 2027


async def everything(town: Town) -> None:
    for step in FULL_YEAR:
        await town.settle(step)


async def with_adoption(town: Town) -> None:
    """The optional step, begun, keeps the year open until it is settled."""
    for step in FULL_YEAR[:5]:
        await town.settle(step)
    assert (await town.complete("adoption")).status_code == 200
    for step in FULL_YEAR[5:]:
        await town.settle(step)
    assert (await town.see())["status"] == "running"
    assert (await town.approve("adoption")).json()["status"] == "closed"


async def returned_and_recalled(town: Town) -> None:
    for step in FULL_YEAR[:2]:
        await town.settle(step)
    await town.complete("situation_analysis", text="för kort")
    sent_back = {"outcome": "return", "reason": "Konsekvenserna saknas"}
    assert (await town.do("review", "situation_analysis", sent_back, by="decision")).status_code == 200
    assert (await town.step("situation_analysis"))["status"] == "returned"
    await town.complete("situation_analysis", text="med konsekvenser")
    assert (await town.do("recall", "situation_analysis")).status_code == 200
    for step in FULL_YEAR[2:]:
        await town.settle(step)


async def reopened_in_the_middle(town: Town) -> None:
    for step in FULL_YEAR[:5]:
        await town.settle(step)
    assert (await town.do("reopening", "mapping", {"reason": "Polisens siffror kom"})).status_code == 200
    assert await stale(town) == [
        "situation_analysis",
        "prioritisation",
        "cause_analysis",
    ]
    assert problem(await town.complete("goals")) == (409, "StepNotOpen")
    assert (await town.complete("mapping", text="med polisens siffror")).status_code == 200
    assert await stale(town) == ["situation_analysis"]
    assert problem(await town.complete("goals")) == (409, "StepNotOpen")
    await town.settle("situation_analysis", text="med polisens siffror")
    assert await stale(town) == ["prioritisation", "cause_analysis"]
    for step in ("prioritisation", "cause_analysis"):
        assert (await town.do("confirmation", step)).status_code == 200
    for step in FULL_YEAR[5:]:
        await town.settle(step)


async def reopened_after_the_end(town: Town) -> None:
    await everything(town)
    assert problem(await town.do("extension", "closing", {"latest": "2029-01-01", "reason": "x"})) == (
        409,
        "YearClosed",
    )
    reopened = await town.do("reopening", "council_report", {"reason": "Fel paragraf i protokollet"})
    assert reopened.json()["status"] == "running"
    assert await stale(town) == ["closing"]
    closed = await town.settle("council_report", text="med rätt paragraf")
    assert closed["status"] == "closed"  # nothing that was built on it names what has changed


async def waived_and_extended(town: Town) -> None:
    for step in FULL_YEAR[:3]:
        await town.settle(step)
    assert (await town.do("waiver", "prioritisation", {"reason": "Ett enda problem"})).status_code == 200
    assert (await town.do("waiver", "cause_analysis", {"reason": "Gjord förra året"})).status_code == 200
    later = {"latest": "2028-12-01", "reason": "Samordnaren slutar"}
    assert (await town.do("extension", "goals", later, by=f"demo-coordinator-{COUNTY}")).status_code == 200
    for step in FULL_YEAR[5:-1]:
        await town.settle(step)
    async with town.client("municipality") as me:
        closed = await me.post(f"{town.cycle}/closing", json={"reason": "Lärdomarna tas nästa år"})
    assert closed.json()["status"] == "closed", closed.text


async def stale(town: Town) -> list[str]:
    return [step["key"] for step in (await town.see())["steps"] if step["stale"]]


FATES = (
    everything,
    with_adoption,
    returned_and_recalled,
    reopened_in_the_middle,
    reopened_after_the_end,
    waived_and_extended,
)


async def test_a_county_and_its_six_municipalities_through_a_whole_year(browser: Browser, places: Places) -> None:
    async with browser(f"demo-coordinator-{COUNTY}") as county:
        opened = await county.post("/v1/rounds", json={"county": COUNTY, "year": YEAR, "kind": "full"})
        assert opened.status_code == 201, opened.text
        assert (opened.json()["started"], opened.json()["failed"]) == (6, 0)
        towns = [Town(browser, code, YEAR) for code in places.counties[COUNTY].municipalities]
        await asyncio.gather(*(fate(town) for fate, town in zip(FATES, towns, strict=True)))
        board = (await county.get("/v1/overview", params={"county": COUNTY, "year": YEAR})).json()["items"]
    assert [(item["status"], item["done"], item["overdue"]) for item in board] == [("closed", 15, 0)] * 6
    assert {item["phase"] for item in board} == {"follow_up"}
    for town in towns:
        kinds = await town.kinds()
        assert kinds[0] == "CycleStarted"
        assert "CycleClosed" in kinds
        entered = [kind for kind in kinds if kind == "PhaseEntered"]
        assert len(entered) == 2
