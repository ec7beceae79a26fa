"""Comments through the API: who reads and writes which, what is refused, and what stays when one is taken back."""

import asyncio

import pytest

from domain.places import Municipality
from tests.api.talking import COUNTY, OTHERS_COUNTY, OTHERS_TOWN, STEP, ask, request, say, seen, texts, write
from tests.conftest import SECOND_YEAR, Browser
from tests.town import Json, Town, problem

IDENTITY = "811218-9876"


@pytest.fixture
async def town(browser: Browser, own_year: tuple[Municipality, int]) -> Town:
    """A year at its first step, which nobody has handed in."""
    place, year = own_year
    town = Town(browser, place.code, year)
    assert (await town.start()).status_code == 201
    return town


@pytest.fixture
async def done(town: Town) -> Town:
    """A year whose first step is done."""
    await town.settle(STEP)
    return town


async def test_each_role_reads_what_was_written_for_it(done: Town) -> None:
    await say(done, "Mellan oss", "municipality", by="contributor")
    await say(done, "Till länet")
    await say(done, "Från länet", by=COUNTY)
    for who in ("municipality", "contributor", "decision"):
        assert await texts(done, by=who) == ["Mellan oss", "Till länet", "Från länet"], who
    assert await texts(done, by=COUNTY) == ["Till länet", "Från länet"]
    for who in ("police", "demo-supervisor", "demo-admin"):
        assert problem(await ask(done, "/comments", by=who)) == (403, "RoleMayNot"), who
    for who in (OTHERS_COUNTY, OTHERS_TOWN, "demo-police-0114"):
        assert problem(await ask(done, "/comments", by=who)) == (404, "CycleNotFound"), who


@pytest.mark.parametrize(
    ("who", "shared", "within", "supplement"),
    [
        ("municipality", 201, 201, 403),
        ("contributor", 201, 201, 403),
        ("decision", 201, 201, 403),
        (COUNTY, 201, 403, 201),
        ("police", 403, 403, 403),
        ("demo-supervisor", 403, 403, 403),
        ("demo-admin", 403, 403, 403),
        (OTHERS_COUNTY, 404, 404, 404),
        (OTHERS_TOWN, 404, 404, 404),
    ],
)
async def test_who_writes_what(done: Town, who: str, shared: int, within: int, supplement: int) -> None:
    body = {"step": STEP, "text": "Hur går det?"}
    answers = [
        await write(done, "/comments", by=who, audience="shared", **body),
        await write(done, "/comments", by=who, audience="municipality", **body),
        await write(done, "/supplements", by=who, **body),
    ]
    assert [answer.status_code for answer in answers] == [shared, within, supplement]
    assert len(await texts(done)) == [shared, within, supplement].count(201)


async def test_the_county_never_comments_on_a_draft(town: Town) -> None:
    body = {"step": STEP, "text": "Hur går det?"}
    await town.do("draft", STEP, {"content": {"text": "utkast"}})

    async def refused(who: str, path: str = "/comments", **more: object) -> None:
        answer = await write(town, path, by=who, **{**body, "audience": "shared", **more})
        assert problem(answer) == (409, "StepNotReleased")

    await refused(COUNTY)
    await refused("municipality")
    assert problem(await write(town, "/supplements", by=COUNTY, **body)) == (409, "StepNotReleased")
    await say(town, "Utkastet är snart klart", "municipality")
    await town.settle(STEP)
    asked = await request(town)
    await town.do("reopening", STEP, {"reason": "Fel kontaktväg"})
    await refused(COUNTY)
    answer = await write(town, f"/comments/{asked}/answers", by=COUNTY, text="Och datum?")
    assert problem(answer) == (409, "StepNotReleased")
    answer = await write(town, f"/comments/{asked}/answers", text="Vi har öppnat steget igen.")
    assert (answer.status_code, answer.json()["audience"]) == (201, "shared")
    assert await texts(town, by=COUNTY) == ["Vem leder rådet?", "Vi har öppnat steget igen."]


async def test_what_is_the_municipalitys_own_is_not_there_for_the_county(done: Town) -> None:
    own = await say(done, "Mellan oss", "municipality")
    for answer in (
        await ask(done, f"/comments/{own}", by=COUNTY),
        await write(done, f"/comments/{own}/answers", by=COUNTY, text="Vad?"),
        await write(done, f"/comments/{own}/withdrawal", by=COUNTY),
        await ask(done, f"/comments/{own + 1000}", by=COUNTY),
    ):
        assert problem(answer) == (404, "CommentNotFound")
        assert "Mellan oss" not in answer.text
    assert (await seen(done, by=COUNTY))["unread"] == {"upto": 0, "total": 0, "steps": {}}
    answered = await write(done, f"/comments/{own}/answers", by="contributor", text="Ja")
    assert answered.json()["audience"] == "municipality"
    assert await texts(done, by=COUNTY) == []


async def test_a_comment_of_another_year_is_not_found(done: Town, browser: Browser) -> None:
    number = await say(done, "Hur går det?")
    other = Town(browser, done.code, SECOND_YEAR)
    await other.start()
    assert problem(await ask(other, f"/comments/{number}")) == (404, "CommentNotFound")
    assert problem(await write(other, f"/comments/{number}/withdrawal")) == (404, "CommentNotFound")


async def test_answers_refer_to_what_they_answer(done: Town) -> None:
    first = await say(done, "Vilka avtal gäller?", by=COUNTY, object="/text")
    second = (await write(done, f"/comments/{first}/answers", by="contributor", text="Polisens.")).json()
    third = (await write(done, f"/comments/{second['number']}/answers", by=COUNTY, text="Tack.")).json()
    assert (second["answers"], third["answers"]) == (first, second["number"])
    assert {(each["step"], each["object"], each["version"]) for each in (second, third)} == {(STEP, "/text", 1)}
    assert (second["person"], second["role"]) == (f"demo-contributor-{done.code}", "contributor")
    assert (await ask(done, f"/comments/{first}")).json()["text"] == "Vilka avtal gäller?"


async def test_withdrawn_text_is_gone_from_every_answer(done: Town) -> None:
    number = await say(done, "Hemligt namn", by=COUNTY, key="withdrawn")
    asked = await request(done, "Hemligt namn, en gång till")
    for each in (number, asked):
        assert problem(await write(done, f"/comments/{each}/withdrawal")) == (403, "NotYourComment")
        taken = await write(done, f"/comments/{each}/withdrawal", by=COUNTY)
        assert (taken.status_code, taken.json()["text"]) == (200, None)
        assert taken.json()["withdrawn_at"]
        assert problem(await write(done, f"/comments/{each}/withdrawal", by=COUNTY)) == (409, "CommentWithdrawn")
        assert problem(await write(done, f"/comments/{each}/answers", text="Va?")) == (409, "CommentWithdrawn")
    body = {"step": STEP, "audience": "shared", "text": "Hemligt namn"}
    again = await write(done, "/comments", by=COUNTY, key="withdrawn", **body)
    assert (again.status_code, again.json()["number"], again.json()["text"]) == (201, number, None)
    for who in ("municipality", COUNTY):
        for path in (
            "/comments",
            f"/comments/{number}",
            f"/comments?step={STEP}",
            f"/v1/municipalities/{done.code}/supplements?everything=true",
            "/events?limit=500",
            f"/steps/{STEP}",
        ):
            assert "Hemligt" not in (await ask(done, path, by=who)).text, path
        assert await texts(done, by=who) == [None, None]
    assert (await seen(done))["unread"]["total"] == 0


async def test_two_people_have_marks_of_their_own(done: Town) -> None:
    for text in ("ett", "två", "tre"):
        await say(done, text, "municipality")
    last = await say(done, "fyra", by="contributor")
    at_first = {who: (await seen(done, by=who))["unread"] for who in ("municipality", "contributor", COUNTY)}
    assert at_first == {
        "municipality": {"upto": 0, "total": 1, "steps": {STEP: 1}},
        "contributor": {"upto": 0, "total": 3, "steps": {STEP: 3}},
        COUNTY: {"upto": 0, "total": 1, "steps": {STEP: 1}},
    }
    second = (await seen(done))["items"][1]["number"]
    marked = await ask(done, "/comments/read", by="contributor", method="PUT", upto=second)
    assert marked.json() == {"upto": second, "total": 1, "steps": {STEP: 1}}
    told = await seen(done, by="contributor")
    assert [item["unread"] for item in told["items"]] == [False, False, True, False]
    assert (await seen(done))["unread"]["total"] == 1
    back = await ask(done, "/comments/read", by="contributor", method="PUT", upto=1)
    assert back.json()["upto"] == second
    beyond = await ask(done, "/comments/read", by="contributor", method="PUT", upto=2**60)
    assert beyond.json() == {"upto": last, "total": 0, "steps": {}}
    await say(done, "fem")
    assert (await seen(done, by="contributor"))["unread"]["total"] == 1


async def test_the_countys_mark_does_not_say_what_the_municipality_wrote_for_itself(done: Town) -> None:
    shared = await say(done, "Till länet")
    await say(done, "Mellan oss", "municipality")
    marked = await ask(done, "/comments/read", by=COUNTY, method="PUT", upto=2**60)
    assert marked.json() == {"upto": shared, "total": 0, "steps": {}}


@pytest.mark.parametrize(("who", "status"), [("police", 403), ("demo-supervisor", 403), (OTHERS_COUNTY, 404)])
async def test_who_takes_no_part_has_no_mark(done: Town, who: str, status: int) -> None:
    assert (await ask(done, "/comments/read", by=who, method="PUT", upto=1)).status_code == status


async def test_the_same_key_writes_once_and_belongs_to_one_request(done: Town) -> None:
    body = {"step": STEP, "audience": "municipality", "text": "En gång"}
    answers = await asyncio.gather(*(write(done, "/comments", key="k", **body) for _ in range(5)))
    assert {(answer.status_code, answer.json()["number"]) for answer in answers} == {(201, answers[0].json()["number"])}
    other = await write(done, "/comments", key="k", **{**body, "text": "En annan gång"})
    assert problem(other) == (422, "KeyReused")
    answered = await write(done, f"/comments/{answers[0].json()['number']}/answers", key="k", text="En gång")
    assert problem(answered) == (422, "KeyReused")
    assert (await write(done, "/comments", by="contributor", key="k", **body)).status_code == 201
    assert await texts(done) == ["En gång", "En gång"]


async def test_a_key_that_a_command_used_writes_no_comment(done: Town) -> None:
    await done.do("reopening", STEP, {"reason": "Fel"}, Idempotency_Key="k")
    body = {"step": STEP, "audience": "municipality", "text": "Hej"}
    assert problem(await write(done, "/comments", key="k", **body)) == (422, "KeyReused")


async def test_pages_by_cursor_step_and_number(done: Town) -> None:
    numbers = [await say(done, str(n), "municipality") for n in range(5)]
    elsewhere = await say(done, "kartläggning", "municipality", step="mapping")
    got: list[int] = []
    path = "/comments?limit=2"
    while path:
        page = await seen(done, path=path)
        got += [item["number"] for item in page["items"]]
        path = f"/comments?limit=2&cursor={page['next']}" if page["next"] else ""
    assert got == [*numbers, elsewhere]
    assert await texts(done, path=f"/comments?after={numbers[3]}&step={STEP}") == ["4"]
    assert await texts(done, path="/comments?step=mapping") == ["kartläggning"]
    assert problem(await ask(done, "/comments?step=nothing")) == (404, "StepNotFound")
    assert problem(await ask(done, "/comments?cursor=AAAA")) == (422, "InvalidRequest")
    assert problem(await ask(done, "/comments?after=-1")) == (422, "InvalidRequest")


async def test_who_reads_on_from_the_last_number_misses_nothing(done: Town) -> None:
    """Numbers come in the order of the commits, however many write at once."""
    writers = [
        asyncio.ensure_future(say(done, str(n), "municipality", by=who))
        for n, who in enumerate(("municipality", "contributor", "decision") * 8)
    ]
    got: list[int] = []
    while True:
        finished = all(writer.done() for writer in writers)
        page = await seen(done, path=f"/comments?after={got[-1] if got else 0}")
        got += [item["number"] for item in page["items"]]
        if finished:
            break
    assert got == sorted(await asyncio.gather(*writers))


@pytest.mark.parametrize(
    ("more", "status", "name", "at"),
    [
        ({"text": "hej\x00"}, 422, "CommentInvalid", "/text"),
        ({"text": ""}, 422, "InvalidRequest", "/text"),
        ({"text": "x" * 5001}, 422, "InvalidRequest", "/text"),
        ({"text": 7}, 422, "InvalidRequest", "/text"),
        ({"object": "/agreements/0"}, 422, "CommentInvalid", "/object"),
        ({"object": f"Anna {IDENTITY}"}, 422, "InvalidRequest", "/object"),
        ({"audience": "everybody"}, 422, "InvalidRequest", "/audience"),
        ({"kind": "supplement"}, 422, "InvalidRequest", "/kind"),
        ({"step": "nothing"}, 404, "StepNotFound", None),
        ({"step": "Kim Svensson"}, 422, "InvalidRequest", "/step"),
    ],
)
async def test_what_is_wrong_is_named_and_not_repeated(
    done: Town, more: Json, status: int, name: str, at: str | None
) -> None:
    answer = await write(done, "/comments", **{"step": STEP, "audience": "shared", "text": "Hej", **more})
    assert problem(answer) == (status, name)
    assert [error["pointer"] for error in answer.json()["errors"]] == ([at] if at else [])
    assert not any(word in answer.text for word in ("9876", "Anna", "Svensson", "everybody"))
    assert await texts(done) == []


@pytest.mark.parametrize("path", ["comments", "supplements", "answers"])
async def test_an_identity_number_is_refused_wherever_it_is_written(done: Town, path: str) -> None:
    body: Json = {"text": f"Gäller {IDENTITY}", **({} if path == "answers" else {"step": STEP})}
    if path == "comments":
        body["audience"] = "municipality"
    at = f"/comments/{await say(done, 'Hur?')}/answers" if path == "answers" else f"/{path}"
    answer = await write(done, at, by=COUNTY if path == "supplements" else "municipality", **body)
    assert answer.status_code == 422
    assert [(error["code"], error["pointer"]) for error in answer.json()["errors"]] == [("identity-number", "/text")]
    assert "9876" not in answer.text
    assert await texts(done) == (["Hur?"] if path == "answers" else [])


async def test_what_is_no_unicode_is_refused(done: Town) -> None:
    """JSON can write half a character; the database cannot."""
    body = b'{"step": "organisation", "audience": "shared", "text": "hej\\ud800"}'
    async with done.client("municipality") as me:
        answer = await me.post(f"{done.cycle}/comments", content=body, headers={"Content-Type": "application/json"})
    assert problem(answer) == (422, "InvalidRequest")
    assert answer.json()["errors"][0]["pointer"] == "/text"


async def test_there_is_no_year_to_comment_on(browser: Browser, own_year: tuple[Municipality, int]) -> None:
    place, year = own_year
    town = Town(browser, place.code, year)
    body = {"step": STEP, "audience": "municipality", "text": "Hej"}
    assert problem(await write(town, "/comments", **body)) == (404, "CycleNotFound")
    assert problem(await ask(town, "/comments")) == (404, "CycleNotFound")
    assert problem(await ask(town, "/comments/read", method="PUT", upto=1)) == (404, "CycleNotFound")


async def test_a_phone_number_is_answered_in_the_request_and_not_repeated(done: Town) -> None:
    text = "Ring kontaktcenter på 0430-150 00."
    answered = [{"pointer": "/text", "reason": "funktionskontakt"}]
    asked = await request(done)
    for path, by, body in (
        ("/comments", "municipality", {"step": STEP, "audience": "shared"}),
        ("/supplements", COUNTY, {"step": STEP}),
        (f"/comments/{asked}/answers", "municipality", {}),
    ):
        refused = await write(done, path, by=by, **body, text=text)
        assert problem(refused) == (422, "CommentInvalid"), path
        assert [(e["code"], e["pointer"]) for e in refused.json()["errors"]] == [("phone-number", "/text")]
        assert "0430" not in refused.text
        kept = await write(done, path, by=by, **body, text=text, answered=answered)
        assert (kept.status_code, kept.json()["text"]) == (201, text), path
