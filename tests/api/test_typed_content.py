"""What a year is about, through the API: typed contents, tied together, checked, read by those who may."""

import io
import logging
from collections.abc import Generator

import pytest
from sqlalchemy import select

from domain.places import Municipality
from storage.commands import CommandRow
from storage.database import Sessions
from telemetry import JsonLines
from tests.conftest import Browser
from tests.domain.contents import YEAR, as_document, spoiled
from tests.town import Json, Town, problem

PERSONNUMMER = "19811218-9876"  # Skatteverket's own example
BEFORE_MEASURES = ("organisation", "mapping", "situation_analysis", "prioritisation", "cause_analysis", "goals")
FOREIGN = "demo-coordinator-13"


@pytest.fixture
async def town(browser: Browser, own_year: tuple[Municipality, int]) -> Town:
    place, year = own_year
    town = Town(browser, place.code, year)
    assert (await town.start()).status_code == 201
    return town


@pytest.fixture
def lines() -> Generator[io.StringIO]:
    """What a main's log would hold."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


async def hand_in(town: Town, *steps: str, year: dict[str, Json] = YEAR) -> None:
    """Each step with the year's content, as the role it belongs to, approved where somebody approves it."""
    for step in steps:
        shown = await town.step(step)
        by = "decision" if shown["role"] == "decision_maker" else "municipality"
        done = await town.do("completion", step, {"content": year[step]}, by=by)
        if done.status_code == 200 and shown["approver"]:
            done = await town.approve(step)
        assert done.status_code == 200, f"{step}: {done.text}"


def county(town: Town) -> str:
    return f"demo-coordinator-{town.code[:2]}"


async def test_a_reference_to_nothing_is_refused_by_its_pointer_and_the_draft_stays(town: Town) -> None:
    await hand_in(town, *BEFORE_MEASURES)
    wrong = spoiled("measures", "/measures/1/causes/0", "O9")["measures"]
    assert (await town.do("draft", "measures", {"content": wrong})).status_code == 200
    refused = await town.do("completion", "measures", {"content": wrong})
    assert problem(refused) == (422, "ContentInvalid")
    assert [(error["code"], error["pointer"]) for error in refused.json()["errors"]] == [
        ("reference-unknown", "/measures/1/causes/0")
    ]
    assert "O9" not in refused.text
    assert (await town.see("/steps/measures/draft"))["content"] == wrong
    assert (await town.step("measures"))["status"] == "open"
    await hand_in(town, "measures")
    assert (await town.step("measures"))["content"] == YEAR["measures"]


async def test_measures_can_be_typed_where_the_picture_is_a_document(town: Town) -> None:
    await hand_in(town, *BEFORE_MEASURES, year=as_document("situation_analysis", "cause_analysis", "goals"))
    await hand_in(town, "measures")
    thread = await town.see("/thread")
    assert [gap["code"] for gap in thread["gaps"]] == ["not-itemised"]
    assert {node["kind"] for node in thread["nodes"]} == {"measure", "indicator"}


async def test_a_check_says_what_would_be_refused_and_what_would_be_missing_and_keeps_nothing(town: Town) -> None:
    await hand_in(town, *BEFORE_MEASURES)
    content = spoiled("measures", "/measures/1/problems/0", "P9")["measures"]
    del content["measures"][0]["owner"]
    kinds = await town.kinds()
    checked = (await town.do("check", "measures", {"content": content})).json()
    assert [(each["code"], each["pointer"]) for each in checked["findings"]] == [
        ("reference-unknown", "/measures/1/problems/0")
    ]
    assert [each["code"] for each in checked["gaps"]] == [
        "problem-without-measure",
        "measure-without-owner",
        "reference-gone",
    ]
    assert (await town.do("check", "measures", {"content": YEAR["measures"]})).json() == {"findings": [], "gaps": []}
    assert await town.kinds() == kinds
    assert (await town.step("measures"))["content"] is None


async def test_a_check_is_the_municipality_s_own(town: Town) -> None:
    body: Json = {"content": YEAR["organisation"]}
    for who in (county(town), "demo-supervisor", "demo-admin", "police"):
        assert problem(await town.do("check", "organisation", body, by=who)) == (403, "RoleMayNot"), who
    assert problem(await town.do("check", "organisation", body, by=FOREIGN)) == (404, "CycleNotFound")
    assert problem(await town.do("check", "nonsense", body)) == (404, "StepNotFound")
    assert problem(await town.do("check", "organisation", {"content": "x"})) == (422, "InvalidRequest")
    assert (await town.do("check", "organisation", body, by="contributor")).status_code == 200


async def test_a_year_s_thread_from_problem_to_result(town: Town) -> None:
    assert await town.see("/thread") == {"nodes": [], "edges": [], "gaps": [], "made_up": False}
    await hand_in(town, *(step for step in YEAR if step != "adoption"))
    thread = await town.see("/thread")
    assert thread["gaps"] == []
    assert {"source": "indicator:A1", "target": "result:A1"} in thread["edges"]
    assert thread["nodes"][0] == {
        "id": "problem:P1",
        "kind": "problem",
        "title": "Stölder i småbåtshamnar sommartid",
        "step": "situation_analysis",
        "pointer": "/problems/0",
        "prioritised": True,
    }


async def test_others_see_the_thread_of_what_is_released(town: Town) -> None:
    async def causes(by: str) -> list[str]:
        nodes = (await town.see("/thread", by=by))["nodes"]
        return [node["id"] for node in nodes if node["kind"] == "cause"]

    inside = ("municipality", "contributor", "decision")
    outside = (county(town), "demo-supervisor", "police")
    await hand_in(town, *BEFORE_MEASURES)
    for who in (*inside, *outside):
        assert await causes(who) == ["cause:O1", "cause:O3"], who
    assert (await town.do("reopening", "cause_analysis", {"reason": "Nya uppgifter"})).status_code == 200
    for who in inside:
        assert await causes(who) == ["cause:O1", "cause:O3"], who
    for who in outside:
        assert await causes(who) == [], who
    assert await town.see("/thread", by="demo-admin") == {"nodes": [], "edges": [], "gaps": [], "made_up": False}
    for stranger in (FOREIGN, "demo-municipality-1381", "demo-police-1381"):
        async with town.client(stranger) as them:
            assert problem(await them.get(f"{town.cycle}/thread")) == (404, "CycleNotFound"), stranger


async def test_a_form_is_read_with_the_basis_of_its_fields(browser: Browser) -> None:
    async with browser("demo-police-1381") as me:
        form = (await me.get("/v1/forms/situation_analysis")).json()
        assert form["name"] == "situation_analysis"
        basis = {"source": "law", "reference": "4 § 1 lag (2023:196)"}
        assert form["schema"]["properties"]["problems"]["basis"] == basis
        assert form["schema"]["properties"]["answered"]["basis"] == {"source": "design"}
        assert (await me.get("/v1/forms/text")).status_code == 200
        assert problem(await me.get("/v1/forms/nonsense")) == (404, "NoSuchAddress")
    async with browser("") as nobody:
        assert problem(await nobody.get("/v1/forms/situation_analysis"))[0] == 401


@pytest.mark.parametrize("content", [{"text": PERSONNUMMER}, {"text": f"Se {PERSONNUMMER}.", PERSONNUMMER: 1}])
async def test_a_personnummer_is_refused_repeated_nowhere_and_not_kept(
    town: Town, lines: io.StringIO, sessions: Sessions, content: Json
) -> None:
    assert len(PERSONNUMMER) == 13
    answer: Json = {"answered": [{"pointer": "/text", "reason": "pahittat_exempel"}]}
    for sent in (content, content | answer):
        refused = await town.do("completion", "organisation", {"content": sent})
        checked = await town.do("check", "organisation", {"content": sent})
        assert problem(refused) == (422, "ContentInvalid")
        assert {error["code"] for error in refused.json()["errors"]} == {"identity-number"}
        assert checked.json()["findings"]
        for said in (refused.text, checked.text, lines.getvalue()):
            assert "9876" not in said
            assert "811218" not in said
    assert "answered" in lines.getvalue()
    assert (await town.step("organisation"))["status"] == "open"
    async with sessions() as session:
        assert not await session.scalar(select(CommandRow.id).where(CommandRow.body.contains(PERSONNUMMER)))


async def test_a_personnummer_in_a_reason_is_not_kept_either(town: Town) -> None:
    refused = await town.do("waiver", "adoption", {"reason": f"Enligt {PERSONNUMMER}"})
    assert problem(refused) == (422, "ContentInvalid")
    assert [(error["code"], error["pointer"]) for error in refused.json()["errors"]] == [("identity-number", "/reason")]


async def test_what_reads_as_personal_data_is_answered_before_the_step_completes(town: Town) -> None:
    content: Json = {"text": "Kontaktcentret nås på 0430-150 00."}
    refused = await town.do("completion", "organisation", {"content": content})
    assert [(error["code"], error["pointer"]) for error in refused.json()["errors"]] == [("phone-number", "/text")]
    answered = content | {"answered": [{"pointer": "/text", "reason": "funktionskontakt"}]}
    assert (await town.do("completion", "organisation", {"content": answered})).status_code == 200
    assert (await town.step("organisation"))["content"] == answered
