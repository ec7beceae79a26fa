"""Taking over what exists, by form and by table, and the map of the Act that rests on it."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.calendar import stockholm_date
from domain.places import Places
from tests.conftest import EXAMPLE_COUNTY, Browser
from tests.town import Json, Town, problem

# Dalarna's municipalities are not given statements by any other test; each test here has its own.
LAW = "/v1/municipalities/{}/law"
STATEMENTS = "/v1/municipalities/{}/statements"
PLAN: Json = {
    "content": {
        "decision": {"body": "KF", "decided_on": "2024-07-01", "paragraph": "§ 0", "reference": "KS 0"},
        "links": [{"title": "Planen", "url": "https://vansbro.example/plan"}],
    }
}
TODAY = stockholm_date(datetime.now(UTC))
LATELY, AHEAD = TODAY - timedelta(days=300), TODAY + timedelta(days=600)
TABLE = f"""kommun;uppgift;datum;organ;paragraf;diarienummer;namn;syften;områden;giltig till
2023;lägesbild;{LATELY};KS;§ 12;KS 2025-7;;;;
Malung-Sälen;överenskommelse;2025-01-01;;;;Polisen;färre stölder;fritidshus;{AHEAD}
2023;överenskommelse;2025-02-01;;;;Regionen;unga;skolor;
2023;åtgärdsplan;i höstas;KS;;;;;;
1380;lägesbild;2025-10-01;;;;;;;
2023;uppföljning;{LATELY};;;;;;;
"""


async def ask(browser: Browser, token: str, path: str, **query: str) -> Json:
    async with browser(token) as me:
        answer = await me.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def put(browser: Browser, code: str, kind: str, content: Json) -> Json:
    async with browser(f"demo-municipality-{code}") as me:
        answer = await me.put(f"{STATEMENTS.format(code)}/{kind}", json=content)
    assert answer.status_code == 200, answer.text
    return answer.json()


def states(found: Json) -> dict[str, str]:
    return {rule["rule"]: rule["state"] for rule in found["law"]}


async def test_who_has_told_nothing_is_not_late(browser: Browser) -> None:
    found = await ask(browser, "demo-municipality-2021", LAW.format("2021"))
    assert found["municipality"] == "2021"
    assert found["as_of"] == stockholm_date(datetime.now(UTC)).isoformat()
    assert set(states(found).values()) == {"not_stated"}
    assert {rule["severity"] for rule in found["guidance"]} == {"guidance"}
    assert (found["clocks"], found["notices"]) == ([], [])


async def test_what_is_stated_counts_as_of_its_day(browser: Browser) -> None:
    code = "2026"
    stated = await put(browser, code, "action_plan", PLAN)
    assert (stated["kind"], stated["told_by"], stated["role"]) == (
        "action_plan",
        f"demo-municipality-{code}",
        "municipal_coordinator",
    )
    for day, expected in (("2024-06-30", "not_due"), ("2026-07-01", "not_due"), ("2026-07-02", "not_met")):
        found = await ask(browser, "demo-supervisor", LAW.format(code), as_of=day)
        assert (found["as_of"], states(found)["L6-2"]) == (day, expected)
    (follow_up,) = (rule for rule in found["law"] if rule["rule"] == "L6-2")
    assert (follow_up["paragraph"], follow_up["severity"], follow_up["until"]) == ("6 §", "must", "2026-07-01")
    assert follow_up["evidence"] == [
        {
            "source": "statement",
            "name": "action_plan",
            "cycle": None,
            "pointer": "/decision/decided_on",
            "day": "2024-07-01",
            "dated_by": "decision",
        }
    ]
    assert "2026-07-01" in follow_up["says"]["sv"]
    warned = await ask(browser, "demo-coordinator-20", LAW.format(code), as_of="2026-04-01")
    assert [(notice["rule"], notice["months"]) for notice in warned["notices"]] == [("L6-2", 6), ("L6-2", 3)]


async def test_the_newest_stands_and_the_history_is_kept(browser: Browser) -> None:
    code = "2029"
    for day in ("2025-01-01", "2025-03-01", "2025-03-01", "2025-02-01"):
        await put(browser, code, "council_report", {"content": {"reported_on": day}})
    mine, at = f"demo-contributor-{code}", STATEMENTS.format(code)
    (standing,) = (await ask(browser, mine, at))["items"]
    assert standing["content"] == {"reported_on": "2025-02-01"}
    first = await ask(browser, mine, at, history="true", limit="2")
    rest = await ask(browser, mine, at, history="true", limit="2", cursor=first["next"])
    days = [item["content"]["reported_on"] for item in (*first["items"], *rest["items"])]
    assert (days, rest["next"]) == (["2025-02-01", "2025-03-01", "2025-01-01"], None)


async def test_a_statement_that_is_not_right_is_not_taken(browser: Browser) -> None:
    at = STATEMENTS.format("2031")
    wrong: Json = {"content": {"decision": {"body": "Kim Svensson", "decided_on": "2999-01-01"}}}
    async with browser("demo-municipality-2031") as me:
        answer = await me.put(f"{at}/action_plan", json=wrong)
        assert problem(answer) == (422, "StatementInvalid")
        assert [error["pointer"] for error in answer.json()["errors"]] == ["/decision/body"]
        assert "Svensson" not in answer.text
        ahead = {"content": {"finished_on": "2999-01-01"}}
        assert problem(await me.put(f"{at}/follow_up", json=ahead)) == (422, "StatementInvalid")
        assert problem(await me.put(f"{at}/wishes", json=PLAN)) == (404, "NoSuchAddress")
        assert problem(await me.put(f"{at}/action_plan", json={"decision": {}})) == (422, "InvalidRequest")
        assert problem(await me.get(LAW.format("9999"))) == (404, "NoSuchPlace")
        for day in ("nyss", "1999-12-31", "9999-12-31"):
            assert problem(await me.get(LAW.format("2031"), params={"as_of": day})) == (422, "InvalidRequest")
        assert (await me.get(at)).json() == {"items": [], "next": None}


async def test_a_county_enters_a_table_line_by_line(browser: Browser) -> None:
    async with browser("demo-coordinator-20") as me:
        first = (await me.post("/v1/counties/20/statements", content=TABLE.encode("utf-8-sig"))).json()
        again = (await me.post("/v1/counties/20/statements", content=TABLE.encode("cp1252"))).json()
    assert [(line["line"], line["outcome"]) for line in first["lines"]] == [
        (2, "taken"),
        (3, "taken"),
        (4, "taken"),
        (5, "not_taken"),
        (6, "not_taken"),
        (7, "taken"),
    ]
    assert (first["taken"], first["not_taken"], again["taken"], again["unchanged"]) == (4, 2, 0, 4)
    assert first["lines"][3]["troubles"][0] == {
        "column": "datum",
        "position": 3,
        "code": "day-unreadable",
        "message": "a day is written year-month-day, such as 2024-07-01",
    }
    assert [trouble["code"] for trouble in first["lines"][4]["troubles"]] == ["other-county"]
    assert "höstas" not in str(first)
    items = (await ask(browser, "demo-municipality-2023", STATEMENTS.format("2023")))["items"]
    assert [item["kind"] for item in items] == ["agreements", "follow_up", "situation_analysis"]
    assert [each["party"] for each in items[0]["content"]["agreements"]] == ["Polisen", "Regionen"]
    found = states(await ask(browser, "demo-municipality-2023", LAW.format("2023"), as_of=TODAY.isoformat()))
    assert [found[rule] for rule in ("L5-1", "L6-1", "L6-2", "L9-1", "L9-2")] == [
        "not_stated",
        "met",
        "met",
        "met",
        "met",
    ]


PHONE = "0430-150 00"
ANSWERED: Json = {"answered": [{"pointer": "/note", "reason": "funktionskontakt"}]}


async def test_a_phone_number_in_a_statement_is_answered_first_and_not_repeated(browser: Browser) -> None:
    content: Json = {"finished_on": "2025-01-01", "note": f"Kontaktcenter {PHONE}"}
    at = f"{STATEMENTS.format('2061')}/follow_up"
    async with browser("demo-municipality-2061") as me:
        refused = await me.put(at, json={"content": content})
        assert problem(refused) == (422, "StatementInvalid")
        assert [(e["code"], e["pointer"]) for e in refused.json()["errors"]] == [("phone-number", "/note")]
        assert "0430" not in refused.text
        assert (await me.put(at, json={"content": {**content, **ANSWERED}})).status_code == 200
    head = "kommun;uppgift;namn;ordförande;får stå"
    table = f"{head}\n2061;råd;Rådet;{PHONE};\n2061;råd;Rådet;{PHONE};funktionskontakt\n"
    async with browser("demo-coordinator-20") as county:
        answer = await county.post("/v1/counties/20/statements", content=table.encode())
    assert [line["outcome"] for line in answer.json()["lines"]] == ["not_taken", "taken"]
    assert [(t["column"], t["code"]) for t in answer.json()["lines"][0]["troubles"]] == [("ordförande", "phone-number")]
    assert "0430" not in answer.text


async def test_what_the_municipality_stated_itself_stands_against_the_table(browser: Browser) -> None:
    await put(browser, "2034", "council_report", {"content": {"reported_on": "2026-03-01"}})
    table = "kommun;uppgift;datum\n2034;rapport till fullmäktige;2025-01-01\n2034;lägesbild;2025-01-01\n"
    async with browser("demo-coordinator-20") as me:
        report = (await me.post("/v1/counties/20/statements", content=table.encode())).json()
        assert problem(await me.post("/v1/counties/20/statements", content=b"a;b")) == (422, "TableInvalid")
        assert problem(await me.post("/v1/counties/20/statements", content=b"x" * 2_000_001)) == (422, "TableInvalid")
        assert problem(await me.post("/v1/counties/99/statements", content=b"a;b")) == (404, "NoSuchPlace")
    assert [line["outcome"] for line in report["lines"]] == ["not_taken", "taken"]
    assert report["lines"][0]["troubles"][0]["code"] == "OwnStands"


@pytest.mark.parametrize(
    ("token", "reads", "states_it", "enters"),
    [
        ("demo-municipality-2039", 200, 200, 403),
        ("demo-contributor-2039", 200, 403, 403),
        ("demo-decision-2039", 200, 403, 403),
        ("demo-coordinator-20", 200, 403, 200),
        ("demo-supervisor", 200, 403, 403),
        ("demo-police-2039", 403, 403, 403),
        ("demo-admin", 403, 403, 403),
        ("demo-coordinator-13", 403, 403, 403),
        ("demo-municipality-2021", 403, 403, 403),
        ("", 401, 401, 401),
    ],
)
async def test_who_may(browser: Browser, token: str, reads: int, states_it: int, enters: int) -> None:
    async with browser(token) as me:
        assert (await me.get(LAW.format("2039"))).status_code == reads
        assert (await me.get(STATEMENTS.format("2039"))).status_code == reads
        put_it = await me.put(f"{STATEMENTS.format('2039')}/follow_up", json={"content": {"finished_on": "2025-01-01"}})
        assert put_it.status_code == states_it
        assert (await me.post("/v1/counties/20/statements", content=b"kommun;uppgift")).status_code == enters


async def test_a_form_says_what_the_act_asks_for(browser: Browser) -> None:
    form = await ask(browser, "demo-municipality-2021", "/v1/statement-forms/council_report")
    assert form["schema"]["properties"]["reported_on"]["basis"]["source"] == "law"


async def test_a_year_here_answers_as_its_steps_are_done(browser: Browser, places: Places) -> None:
    """In a municipality without other years, which would answer too."""
    place, year = places.municipality(places.counties[EXAMPLE_COUNTY].municipalities[3]), 2026
    town = Town(browser, place.code, year)
    assert (await town.start()).status_code == 201
    today = stockholm_date(datetime.now(UTC)).isoformat()
    form = {"coordination": {"role_title": "Samordnare", "contact": "trygghet@exempel.invalid"}}
    answer = await town.do("completion", "organisation", {"content": form})
    assert answer.status_code == 200, answer.text
    found = await ask(browser, f"demo-municipality-{place.code}", LAW.format(place.code))
    (rule,) = (rule for rule in found["law"] if rule["rule"] == "L11-1")
    assert rule["state"] == "met"
    assert rule["evidence"] == [
        {
            "source": "step",
            "name": "organisation",
            "cycle": f"{place.code}-{year}",
            "pointer": "/coordination",
            "day": today,
            "dated_by": "step_done",
        }
    ]
    await town.settle("mapping")
    await town.complete("situation_analysis")
    at = LAW.format(place.code)
    assert states(await ask(browser, "demo-supervisor", at))["L6-1"] == "not_stated"
    await town.approve("situation_analysis")
    assert states(await ask(browser, "demo-supervisor", at))["L6-1"] == "met"
    await town.do("reopening", "situation_analysis", {"reason": "En källa saknades"})
    assert states(await ask(browser, "demo-supervisor", at))["L6-1"] == "met"
