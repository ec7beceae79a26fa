"""A municipality's second year through the API: versions, last year's answers, the difference, a measure's life."""

from collections.abc import Iterator
from typing import Any

import pytest

from domain.commands import Content
from domain.places import Places
from tests.conftest import HISTORY_COUNTY, Browser
from tests.town import Json, Town, problem
from tests.two_years import last_year, this_year

LAST, NOW = 2025, 2026


@pytest.fixture(scope="module")
def codes(places: Places) -> Iterator[str]:
    """Municipalities whose years no other test uses."""
    return iter(places.counties[HISTORY_COUNTY].municipalities)


@pytest.fixture
async def town(browser: Browser, codes: Iterator[str]) -> Town:
    """Last year followed up; this year open at its first step."""
    code = next(codes)
    last, now = Town(browser, code, LAST), Town(browser, code, NOW)
    assert (await last.start()).status_code == 201
    assert (await now.start()).status_code == 201
    for step, content in last_year(LAST).items():
        await hand_in(last, step, content)
    return now


@pytest.fixture
async def planned(town: Town) -> Town:
    """This year with its measures."""
    for step, content in this_year(f"{town.code}-{LAST}").items():
        await hand_in(town, step, content)
    return town


async def hand_in(town: Town, step: str, content: Content) -> None:
    shown = await town.step(step)
    by = "decision" if shown["role"] == "decision_maker" else "municipality"
    response = await town.do("completion", step, {"content": content}, by=by)
    if response.status_code == 200 and shown["approver"]:
        response = await town.approve(step)
    assert response.status_code == 200, f"{step}: {response.text}"


async def ask(town: Town, path: str, *, by: str = "municipality") -> tuple[int, Json]:
    async with town.client(by) as me:
        response = await me.get(path if path.startswith("/v1") else town.cycle + path)
    return response.status_code, response.json()


async def refused(town: Town, path: str, *, by: str) -> tuple[int, str]:
    async with town.client(by) as me:
        return problem(await me.get(path if path.startswith("/v1") else town.cycle + path))


async def test_versions_are_kept_read_and_compared(town: Town) -> None:
    first: Json = dict(last_year()["organisation"])
    second: Json = {**first, "police_area": "Halmstad/Laholm", "agreements": []}
    await hand_in(town, "organisation", first)
    await town.do("recall", "organisation")
    await hand_in(town, "organisation", second)
    at = "/steps/organisation/versions"
    _, listed = await ask(town, at)
    assert [(v["version"], v["person"], v["role"], v["readable"]) for v in listed["items"]] == [
        (n, f"demo-municipality-{town.code}", "municipal_coordinator", True) for n in (1, 2)
    ]
    assert listed["items"][0]["at"] < listed["items"][1]["at"]
    assert (await ask(town, f"{at}/1"))[1]["content"] == first
    assert (await ask(town, f"{at}/2"))[1]["content"] == second
    _, told = await ask(town, f"{at}/2/changes?since=1")
    assert [(c["how"], c["pointer"]) for c in told["changes"]] == [("gone", "/agreements/0"), ("new", "/police_area")]
    assert (await ask(town, f"{at}/2/changes?since=2"))[1]["changes"] == []
    assert (await ask(town, "/steps/start/versions/1"))[1]["content"] is None
    for wrong in (f"{at}/3", f"{at}/2/changes?since=7", "/steps/mapping/versions/1"):
        assert await refused(town, wrong, by="municipality") == (404, "VersionNotFound")
    assert await refused(town, "/steps/nothing/versions", by="municipality") == (404, "StepNotFound")
    assert await refused(town, f"{at}/2/changes", by="municipality") == (422, "InvalidRequest")
    await check_others(town, at, second)


async def check_others(town: Town, at: str, stands: Content) -> None:
    """Others read what stands while it is handed in or done, and nothing that was taken back."""
    county = f"demo-coordinator-{HISTORY_COUNTY}"
    for who in (county, "demo-supervisor", "police"):
        _, listed = await ask(town, at, by=who)
        assert [v["readable"] for v in listed["items"]] == [False, True], who
        assert (await ask(town, f"{at}/2", by=who))[1]["content"] == stands
        assert (await ask(town, f"{at}/1", by=who))[1]["content"] is None
        assert await refused(town, f"{at}/2/changes?since=1", by=who) == (403, "NotReleased")
    assert (await ask(town, f"{at}/2", by="demo-admin"))[1]["content"] is None
    assert await refused(town, f"{at}/2/changes?since=1", by="demo-admin") == (403, "RoleMayNot")
    assert await refused(town, at, by="demo-municipality-0114") == (404, "CycleNotFound")
    await town.do("reopening", "organisation", {"reason": "Fel avtal"})
    assert (await ask(town, f"{at}/2", by=county))[1]["content"] is None


async def test_last_years_answer_comes_with_the_form(town: Town) -> None:
    _, told = await ask(town, "/steps/organisation/last-year")
    assert told["cycle"] == f"{town.code}-{LAST}"
    assert told["content"] == told["proposal"] == last_year(LAST)["organisation"]
    assert told["to_write"] == []
    _, told = await ask(town, "/steps/measures/last-year")
    assert [m["id"] for m in told["proposal"]["measures"]] == ["A1", "A2", "A4"]
    assert "/measures/0/origin/reason" in [finding["pointer"] for finding in told["to_write"]]
    _, told = await ask(town, "/steps/closing/last-year")
    assert told == {"cycle": None, "content": None, "proposal": {}, "to_write": []}
    assert await refused(town, "/steps/nothing/last-year", by="municipality") == (404, "StepNotFound")
    first = Town(town.browser, town.code, LAST)
    assert (await ask(first, "/steps/mapping/last-year"))[1]["cycle"] is None


async def test_a_proposal_is_handed_in_once_its_reasons_are_written(town: Town) -> None:
    for step in ("organisation", "mapping", "situation_analysis", "prioritisation", "cause_analysis", "goals"):
        _, told = await ask(town, f"/steps/{step}/last-year")
        if step == "mapping":
            told["proposal"]["information"][0]["what"] = "Åtta av tio är trygga."
        await hand_in(town, step, told["proposal"])
    plan: Any = (await ask(town, "/steps/measures/last-year"))[1]["proposal"]
    refusal = await town.do("completion", "measures", {"content": plan})
    assert problem(refusal) == (422, "ContentInvalid")
    for part in (*(measure["origin"] for measure in plan["measures"]), *plan["ended"], *plan["none_needed"]):
        part["reason"] = "Så beslutade styrgruppen."
    await hand_in(town, "measures", plan)
    _, against = await ask(town, "/difference")
    assert {each["measure"]: each["fate"] for each in against["became"]} == {
        "A1": "continued",
        "A2": "changed",
        "A3": "finished",
        "A4": "continued",
    }
    assert against["gaps"] == []


async def test_a_year_against_the_year_before(planned: Town) -> None:
    _, told = await ask(planned, "/difference")
    assert (told["last_year"], told["plan"]) == (f"{planned.code}-{LAST}",) * 2
    measures = told["difference"]["measures"]
    assert [each["id"] for each in measures["new"]] == ["A5"]
    assert [(each["was"], each["id"]) for each in measures["changed"]] == [("A1", "A1"), ("A2", "B2")]
    assert [each["id"] for each in measures["gone"]] == ["A3", "A4"]
    assert [(gap["code"], gap["step"]) for gap in told["gaps"]] == [("measure-left-behind", "measures")]
    first = Town(planned.browser, planned.code, LAST)
    assert (await ask(first, "/difference"))[1]["last_year"] is None
    await Town(planned.browser, planned.code, LAST).do("reopening", "measures", {"reason": "Fel"})
    _, seen = await ask(planned, "/difference", by=f"demo-coordinator-{HISTORY_COUNTY}")
    assert seen["last_year"] == f"{planned.code}-{LAST}"
    assert (seen["difference"]["measures"], seen["became"]) == (None, [])
    assert seen["difference"]["problems"]["gone"][0]["id"] == "P3"
    for path in ("/difference", "/steps/measures/last-year"):
        assert await refused(planned, path, by="demo-admin") == (403, "RoleMayNot")
        assert await refused(planned, path, by="demo-municipality-0114") == (404, "CycleNotFound")


async def test_after_a_light_year_the_plan_before_it_is_gone_on_with(browser: Browser, codes: Iterator[str]) -> None:
    code = next(codes)
    full, light, now = (Town(browser, code, year) for year in (LAST - 1, LAST, NOW))
    for each, kind in ((full, "full"), (light, "light"), (now, "full")):
        assert (await each.start(kind)).status_code == 201
    for step in (
        "organisation",
        "mapping",
        "situation_analysis",
        "prioritisation",
        "cause_analysis",
        "goals",
        "measures",
    ):
        await hand_in(full, step, last_year(LAST - 1)[step])
    for step in ("organisation", "mapping"):
        await hand_in(light, step, this_year()[step])
    _, told = await ask(now, "/steps/mapping/last-year")
    assert (told["cycle"], told["content"]) == (f"{code}-{LAST}", this_year()["mapping"])
    _, told = await ask(now, "/steps/measures/last-year")
    assert told["cycle"] == f"{code}-{LAST - 1}"
    assert {measure["origin"]["cycle"] for measure in told["proposal"]["measures"]} == {f"{code}-{LAST - 1}"}
    _, told = await ask(now, "/difference")
    assert (told["last_year"], told["plan"]) == (f"{code}-{LAST}", f"{code}-{LAST - 1}")


async def test_one_measures_whole_life(planned: Town) -> None:
    at = f"/v1/municipalities/{planned.code}/measures"
    status, told = await ask(planned, f"{at}/{planned.code}-{NOW}/B2/life")
    assert status == 200
    first, second = told["chapters"]
    assert (first["cycle"], first["measure"]["id"], first["became"]["fate"]) == (
        f"{planned.code}-{LAST}",
        "A2",
        "changed",
    )
    assert first["results"][0]["result"]["next"] == "utoka"
    assert (second["cycle"], second["became"]) == (f"{planned.code}-{NOW}", None)
    _, lit = await ask(planned, f"{at}/{planned.code}-{LAST}/A1/life", by="demo-supervisor")
    assert [note["status"] for note in lit["chapters"][0]["notes"]] == ["pagar", "forsenad"]
    assert await refused(planned, f"{at}/{planned.code}-{NOW}/A4/life", by="municipality") == (404, "MeasureNotFound")
    assert await refused(planned, f"{at}/{planned.code}-{NOW}/B2/life", by="demo-admin") == (403, "RoleMayNot")
    foreign = f"/v1/municipalities/0114/measures/{planned.code}-{NOW}/B2/life"
    assert await refused(planned, foreign, by="municipality") == (404, "CycleNotFound")
    assert (await refused(planned, f"{at}/{planned.code}-{NOW}/2B/life", by="municipality"))[0] == 422
