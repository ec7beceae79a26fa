"""The worked examples through the API: Laholm's two years, from mapping to report, and the municipality that lacks.

They are written for Laholm and Hylte; here other municipalities hand them in, whose years no other test uses.
"""

import json
import re

import pytest

from domain.commands import Content
from domain.places import Places
from examples import load
from tests.conftest import EXAMPLE_COUNTY, Browser
from tests.documents import readback
from tests.town import FULL_YEAR, Json, Town

FIRST, SECOND = 2024, 2025
STEPS = [*FULL_YEAR[:5], "adoption", *FULL_YEAR[5:]]
DOCUMENTS = ("situation-analysis", "action-plan", "follow-up", "council-report")
pytestmark = pytest.mark.timeout(180)


def written(example: str, town: Town) -> dict[str, Content]:
    """As for Laholm, with the names of this municipality's own years."""
    contents = json.dumps(load.contents(example, town.year)).replace('"1381-', f'"{town.code}-')
    return json.loads(contents)


async def hand_in(town: Town, content: dict[str, Content], *steps: str) -> None:
    """Each step as the role it belongs to, and approved where somebody approves it."""
    for step in steps:
        shown = await town.step(step)
        by = "decision" if shown["role"] == "decision_maker" else "municipality"
        response = await town.do("completion", step, {"content": content[step]}, by=by)
        if response.status_code == 200 and shown["approver"]:
            response = await town.approve(step)
        assert response.status_code == 200, f"{step}: {response.text}"


async def check_documents(town: Town) -> None:
    """Each is printed, and says on its first page that it is made up."""
    async with town.client("municipality") as me:
        for name in DOCUMENTS:
            printed = await me.get(f"{town.cycle}/documents/{name}.pdf")
            assert (printed.status_code, printed.headers["content-type"]) == (200, "application/pdf"), name
            assert load.MARK.partition(" –")[0] in readback.text(printed.content), name


def ids(section: Json, how: str) -> list[str]:
    return [each["id"] for each in section[how]]


async def test_laholms_two_years_from_mapping_to_report(browser: Browser, places: Places) -> None:
    code = places.counties[EXAMPLE_COUNTY].municipalities[0]
    first, second = Town(browser, code, FIRST), Town(browser, code, SECOND)
    for town in (first, second):
        assert (await town.start()).status_code == 201
    await hand_in(first, written("laholm", first), *STEPS)
    await check_whole(first)
    await check_documents(first)
    content = written("laholm_second", second)
    await hand_in(second, content, *STEPS[: STEPS.index("measures")])
    await check_last_year(second, first)
    await hand_in(second, content, *STEPS[STEPS.index("measures") :])
    await check_whole(second)
    await check_difference(second, first)
    await check_lives(second, first)


async def check_whole(town: Town) -> None:
    """Every step is settled, and nothing is missing in the thread."""
    assert (await town.see())["status"] == "closed"
    thread = await town.see("/thread")
    assert (thread["gaps"], thread["made_up"]) == ([], True)


async def check_last_year(second: Town, first: Town) -> None:
    told = await second.see("/steps/measures/last-year")
    assert (told["cycle"], told["content"]) == (f"{first.code}-{FIRST}", written("laholm", first)["measures"])
    proposed = {each["id"]: each["origin"]["how"] for each in told["proposal"]["measures"]}
    assert proposed == {
        "A1": "fortsatter",
        "A2": "fortsatter",
        "A3": "andrad",
        "A4": "andrad",
        "A6": "fortsatter",
        "A7": "fortsatter",
        "A8": "andrad",
    }
    assert [(each["measure"], each["how"]) for each in told["proposal"]["ended"]] == [("A5", "genomford")]
    assert "/measures/0/origin/reason" in [finding["pointer"] for finding in told["to_write"]]


async def check_difference(second: Town, first: Town) -> None:
    told = await second.see("/difference")
    assert (told["last_year"], told["plan"], told["gaps"]) == (*(f"{first.code}-{FIRST}",) * 2, [])
    found = told["difference"]
    assert {part: (ids(found[part], "new"), ids(found[part], "gone")) for part in found} == {
        "problems": (["P5", "P6"], ["P2"]),
        "causes": (["O9", "O10", "O11"], ["O4", "O5", "O6"]),
        "goals": (["M4", "M5"], ["M2"]),
        "measures": (["A9", "A10"], ["A5", "A6"]),
    }
    assert ids(found["measures"], "changed") == ["A1", "A2", "A3", "A4", "A7", "A8"]
    assert {each["measure"]: each["fate"] for each in told["became"]} == {
        "A1": "continued",
        "A2": "continued",
        "A3": "changed",
        "A4": "changed",
        "A5": "finished",
        "A6": "stopped",
        "A7": "continued",
        "A8": "changed",
    }
    assert all(each["reason"] for each in told["became"])


async def check_lives(second: Town, first: Town) -> None:
    """One measure that goes on changed, with what came of it in both years; and one that was stopped."""

    async def chapters(measure: str) -> list[Json]:
        at = f"/v1/municipalities/{first.code}/measures/{first.code}-{FIRST}/{measure}/life"
        async with first.client("municipality") as me:
            return (await me.get(at)).json()["chapters"]

    lived = await chapters("A4")
    assert [(each["cycle"], each["measure"]["title"]) for each in lived] == [
        (f"{first.code}-{FIRST}", "Öppen fritidsverksamhet vid skolan"),
        (f"{second.code}-{SECOND}", "Öppen fritidsverksamhet vid två skolor"),
    ]
    assert [each["results"][0]["result"]["value"] for each in lived] == [11, 13]
    assert [each["became"] and each["became"]["fate"] for each in lived] == ["changed", None]
    (stopped,) = await chapters("A6")
    assert stopped["became"]["fate"] == "stopped"
    assert stopped["became"]["reason"].startswith("Uppföljningen ville fortsätta.")


async def test_the_lacking_year_says_what_it_lacks(browser: Browser, places: Places) -> None:
    town = Town(browser, places.counties[EXAMPLE_COUNTY].municipalities[1], SECOND)
    assert (await town.start()).status_code == 201
    content = written("lacking", town)
    said: set[tuple[str, str]] = set()
    for step in (step for step in STEPS if step in content):
        checked = (await town.do("check", step, {"content": content[step]})).json()
        assert checked["findings"] == [], step
        said |= {(gap["code"], gap["object"]) for gap in checked["gaps"]}
        await hand_in(town, content, step)
    found = {(gap["code"], gap["object"]) for gap in (await town.see("/thread"))["gaps"]}
    comments = load.written("lacking")
    assert found == set(re.findall(r"# gap: (\S+) (\S+) -- ", comments))
    assert said == found
    async with town.client("municipality") as me:
        answered = (await me.get(f"/v1/municipalities/{town.code}/law")).json()
    lacking = {each["rule"] for each in answered["law"] if each["state"] in ("not_met", "not_stated")}
    assert lacking == set(re.findall(r"# law: (\S+) ", comments))
    assert [notice["of"] for notice in answered["notices"]] == []


async def test_the_lacking_year_refused_where_it_points_to_nothing(browser: Browser, places: Places) -> None:
    """Gaps stop nobody; a reference to what there is not does, by its place alone."""
    town = Town(browser, places.counties[EXAMPLE_COUNTY].municipalities[2], SECOND)
    assert (await town.start()).status_code == 201
    content = written("lacking", town)
    await hand_in(town, content, *STEPS[: STEPS.index("prioritisation")])
    wrong = json.loads(json.dumps(content["prioritisation"]).replace('"P3"', '"P7"'))
    refused = await town.do("completion", "prioritisation", {"content": wrong})
    assert refused.status_code == 422
    assert [(each["code"], each["pointer"]) for each in refused.json()["errors"]] == [
        ("reference-unknown", "/priorities/2/problem")
    ]
    assert "P7" not in refused.text
