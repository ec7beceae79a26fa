"""Whatever comes in, the answer is a problem that says what is wrong and where, and nothing is lost or half done."""

import pytest

from domain.places import Municipality
from tests.conftest import Browser
from tests.town import CONTENT, Town, problem


@pytest.fixture
async def town(browser: Browser, own_year: tuple[Municipality, int]) -> Town:
    place, year = own_year
    town = Town(browser, place.code, year)
    assert (await town.start()).status_code == 201
    return town


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (b"{", (400, "MalformedRequest")),
        (b'{"a":' * 100_000, (400, "MalformedRequest")),
        (b"[]", (422, "InvalidRequest")),
        (b'{"county": "13"}', (422, "InvalidRequest")),
        (b'{"county": 13, "year": 2027}', (422, "InvalidRequest")),
        (b'{"county": "13", "year": "2027"}', (422, "InvalidRequest")),
        (b'{"county": "13", "year": 2027, "kind": "half"}', (422, "InvalidRequest")),
        (b'{"county": "13", "year": 2027, "person": "someone-else"}', (422, "InvalidRequest")),
        (b'{"county": "99", "year": 2027}', (422, "UnknownCounty")),
        (b'{"county": "13", "year": 2023}', (422, "YearOutOfRange")),
        (b'{"county": "13", "year": 2199}', (422, "YearOutOfRange")),
        (b'{"county": "12", "year": 2027}', (403, "RoleMayNot")),
        (b'{"county": "13", "year": 2027, "municipalities": []}', (422, "InvalidRequest")),
        (b'{"county": "13", "year": 2027, "municipalities": ["1401"]}', (422, "InvalidRequest")),
    ],
)
async def test_a_round_that_cannot_be(browser: Browser, sent: bytes, expected: tuple[int, str]) -> None:
    async with browser("demo-coordinator-13") as me:
        response = await me.post("/v1/rounds", content=sent, headers={"content-type": "application/json"})
        assert problem(response) == expected
        assert problem(await me.get("/v1/rounds/13-2199")) == (404, "RoundNotFound")


@pytest.mark.parametrize(
    ("content", "pointer"),
    [
        (b'{"text": ""}', "/text"),
        (b'{"text": "   "}', "/text"),
        (b"{}", "/text"),
        (b'{"text": 7}', "/text"),
        (b'{"text": "a", "extra/field": 1}', "/extra~1field"),
        (
            b'{"text": "a", "links": [{"title": "t", "url": "https://a.se"}, {"title": "t", "url": "javascript:x"}]}',
            "/links/1/url",
        ),
    ],
)
async def test_content_that_the_form_refuses_is_named_by_pointer(town: Town, content: bytes, pointer: str) -> None:
    async with town.client("municipality") as me:
        address = f"{town.cycle}/steps/organisation/completion"
        body = b'{"content": ' + content + b"}"
        response = await me.post(address, content=body, headers={"content-type": "application/json"})
    assert problem(response) == (422, "ContentInvalid")
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]
    assert (await town.step("organisation"))["status"] == "open"


@pytest.mark.parametrize("value", [b'"\\ud800"', b"NaN", b"1e999", b"9007199254740993", b"[" * 60 + b"]" * 60])
async def test_what_json_cannot_hold_exactly_is_refused_before_anything_is_filed(town: Town, value: bytes) -> None:
    async with town.client("municipality") as me:
        address = f"{town.cycle}/steps/organisation/completion"
        body = b'{"content": {"text": "a", "more": ' + value + b"}}"
        response = await me.post(address, content=body, headers={"content-type": "application/json"})
    assert problem(response) == (422, "InvalidRequest")
    assert response.json()["errors"][0]["pointer"].startswith("/content")


async def test_text_that_was_sent_is_never_repeated(town: Town) -> None:
    private = "Hemligt-om-Kim-Svensson"
    async with town.client("municipality") as me:
        address = f"{town.cycle}/steps/organisation"
        answers = [
            await me.post(f"{address}/completion", json={"content": {"text": private, "links": [{"url": private}]}}),
            await me.post(f"{address}/completion", json={"content": private}),
            await me.post(f"{address}/review", json={"outcome": private}),
            await me.post(f"{address}/extension", json={"latest": private, "reason": private}),
        ]
    for answer in answers:
        assert answer.status_code == 422
        assert private not in answer.text


async def test_a_nul_character_in_text_is_kept(town: Town) -> None:
    assert (await town.complete("organisation", text="a\x00b")).status_code == 200
    assert (await town.step("organisation"))["content"] == {**CONTENT, "text": "a\x00b"}


async def test_moves_that_cannot_be_each_have_their_name(town: Town) -> None:
    assert problem(await town.complete("mapping")) == (409, "StepNotOpen")
    assert problem(await town.complete("nonsense")) == (404, "StepNotFound")
    assert problem(await town.complete("Non-Sense")) == (422, "InvalidRequest")
    assert problem(await town.approve("situation_analysis")) == (409, "MoveNotPossible")
    assert problem(await town.do("recall", "organisation")) == (409, "MoveNotPossible")
    assert problem(await town.do("confirmation", "organisation")) == (409, "MoveNotPossible")
    assert problem(await town.do("reopening", "organisation", {"reason": "fel"})) == (409, "MoveNotPossible")
    assert problem(await town.do("waiver", "organisation", {"reason": "slipper"})) == (422, "NotWaivable")
    assert problem(await town.do("assignment", "organisation", {"role": "supervisor"})) == (422, "NotAssignable")
    late = {"latest": "2020-01-01", "reason": "hinner inte"}
    assert problem(await town.do("extension", "organisation", late)) == (422, "DateNotLater")
    assert problem(await town.do("extension", "organisation", {**late, "reason": " "})) == (422, "InvalidRequest")
    assert problem(await town.do("review", "organisation", {"outcome": "return"}, by="decision"))[0] == 422
    assert (await town.kinds())[-1] == "StepOpened"


@pytest.mark.parametrize("name", ["1381-2027x", "9999-2027", "x", "1381", "0114-0000", "%2e%2e"])
async def test_a_year_that_is_not_there_is_not_found(browser: Browser, name: str) -> None:
    async with browser("demo-supervisor") as me:
        assert problem(await me.get(f"/v1/cycles/{name}"))[0] == 404


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("", "/year"),
        ("year=x", "/year"),
        ("year=2027&limit=0", "/limit"),
        ("year=2027&limit=501", "/limit"),
        ("year=2027&cursor=%%%", "/cursor"),
        ("year=2027&as_of=2027-02-30", "/as_of"),
        ("year=2027&county=1", "/county"),
    ],
)
async def test_a_question_that_cannot_be_answered(browser: Browser, query: str, pointer: str) -> None:
    async with browser("demo-supervisor") as me:
        response = await me.get(f"/v1/overview?{query}")
    assert problem(response) == (422, "InvalidRequest")
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]


async def test_unknown_addresses_and_methods_are_problems_too(browser: Browser) -> None:
    async with browser("demo-supervisor") as me:
        assert problem(await me.get("/v1/nothing")) == (404, "NoSuchAddress")
        assert problem(await me.delete("/v1/me")) == (405, "MethodNotAllowed")
        assert problem(await me.get("/problems/Nonsense")) == (404, "NoSuchAddress")
        assert "waits" in (await me.get("/problems/StepNotOpen")).text


async def test_an_id_that_cannot_be_one_is_answered_in_words(browser: Browser) -> None:
    async with browser("demo-municipality-1381") as me:
        answer = (await me.get("/v1/people/Kim Svensson")).json()
    assert [each["pointer"] for each in answer["errors"]] == ["/person"]
    assert answer["errors"][0]["message"].startswith("the id of a person: letters, digits and hyphens")
    assert "Kim" not in str(answer)
