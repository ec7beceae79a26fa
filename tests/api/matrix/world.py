"""A year in each of the three places, with something at every address, in as few requests as can be."""

import asyncio
from collections.abc import Callable
from urllib.parse import quote

import httpx

from domain.people import Role
from tests.api.matrix.spots import Spot, Word
from tests.containers import PDF
from tests.town import CONTENT, Json, Town

Signed = Callable[[str], httpx.AsyncClient]
PUBLIC = {"Evidence-Visibility": "public"}
ANNEX = {
    "Evidence-Visibility": "internal",
    "Evidence-Reason": "skyddsobjekt",
    "Evidence-Reference": quote("18 kap. 8 § OSL"),
}


async def prepare(signed: Signed, spots: list[Spot]) -> None:
    counties: dict[str, list[str]] = {}
    for spot in spots:
        counties.setdefault(spot.town.county, []).append(spot.town.code)
    rounds = [
        _ask(
            signed,
            f"demo-coordinator-{county}",
            "POST /v1/rounds",
            {"county": county, "year": spots[0].year, "municipalities": codes},
        )
        for county, codes in counties.items()
    ]
    await asyncio.gather(*rounds)
    await asyncio.gather(*(_year(signed, spot) for spot in spots))


async def _year(signed: Signed, spot: Spot) -> None:
    town = Town(signed, spot.town.code, spot.year)
    await _steps(town, spot)
    spot.there.update(
        cycle=spot.cycle,
        cycle_id=spot.cycle,
        round_id=f"{spot.town.county}-{spot.year}",
        county=spot.town.county,
        code=spot.town.code,
        municipality=spot.town.code,
        year=str(spot.year),
        step="mapping",
    )
    for told in (_comments, _files, _statement, _people, _own_things):
        await told(signed, spot)


async def _steps(town: Town, spot: Spot) -> None:
    """Up to the measures, the shortest way; the rest waits, a step of each role among it."""
    text = {"content": {**CONTENT, "text": f"{spot.words[Word.CONTENT]} i hamnarna"}}
    picture = {"area": "hela kommunen", "problems": [{"id": "P1", "title": spot.words[Word.CONTENT]}]}
    measure = {"id": "A1", "title": spot.words[Word.CONTENT], "problems": ["P1"]}
    done = [
        await town.do("completion", "organisation", text),
        await town.do("completion", "mapping", text),
        await town.do("completion", "situation_analysis", {"content": picture}),
        await town.do("review", "situation_analysis", {"outcome": "approve"}, by="decision"),
        *[
            await town.do("waiver", step, {"reason": spot.words[Word.CONTENT]})
            for step in ("prioritisation", "cause_analysis", "goals")
        ],
        await town.do("completion", "measures", {"content": {"measures": [measure]}}),
        await town.do("assignment", "follow_up", {"role": Role.POLICE_PARTNER}),
        await town.do("assignment", "closing", {"person": spot.owner}),
        await town.do("draft", "action_plan", {"content": {"text": spot.words[Word.DRAFT]}}),
    ]
    assert not (failed := [answer.text for answer in done if answer.status_code != 200]), failed
    events = (await town.see("/events?limit=500"))["items"]
    spot.there["command_id"] = next(event["command"] for event in events if event["person"] == spot.owner)


async def _comments(signed: Signed, spot: Spot) -> None:
    year = f"/v1/cycles/{spot.cycle}"
    for word, audience in ((Word.SHARED, "shared"), (Word.WITHIN, "municipality")):
        said = {"step": "mapping", "audience": audience, "text": spot.words[word]}
        spot.there[word.name] = str((await _ask(signed, spot.owner, f"POST {year}/comments", said))["number"])
    asks = {"step": "mapping", "text": spot.words[Word.SHARED]}
    made = await _ask(signed, f"demo-coordinator-{spot.town.county}", f"POST {year}/supplements", asks)
    spot.there["supplement"] = str(made["number"])


async def _files(signed: Signed, spot: Spot) -> None:
    to = f"POST /v1/cycles/{spot.cycle}/steps/mapping/evidence"
    for name, word, more in (
        ("public", Word.CONTENT, PUBLIC),
        ("withdrawn", Word.CONTENT, PUBLIC),
        ("annex", Word.DRAFT, ANNEX),
        ("withdrawn annex", Word.DRAFT, ANNEX),
    ):
        headers = {"Evidence-Title": spot.words[word], **more}
        spot.there[name] = str((await _ask(signed, spot.owner, to, PDF, headers))["id"])


async def _statement(signed: Signed, spot: Spot) -> None:
    body = {"content": {"responsible": {"body": "KS"}, "note": spot.words[Word.STATEMENT]}}
    await _ask(signed, spot.owner, f"PUT /v1/municipalities/{spot.town.code}/statements/responsible", body)


async def _people(signed: Signed, spot: Spot) -> None:
    """Somebody who stays, and somebody who leaves."""
    for name in ("person", "leaver"):
        body = {
            "name": spot.words[Word.PERSON],
            "email": f"{name}-{spot.cycle}@kommun.example",
            "roles": [{"role": Role.DECISION_MAKER, "municipalities": [spot.town.code], "bodies": ["KS"]}],
        }
        made = await _ask(signed, spot.owner, "POST /v1/people", body)
        spot.there.update({name: made["id"], f"{name}'s role": made["roles"][0]["id"]})
    offer = {"role": Role.MUNICIPAL_COORDINATOR, "municipalities": [spot.town.code]}
    body = {"name": "Kim Ensam", "email": f"only-{spot.cycle}@kommun.example", "roles": [offer]}
    made = await _ask(signed, "demo-admin", "POST /v1/people", body)
    spot.there.update({"only": made["id"], "only's role": made["roles"][0]["id"]})
    spot.there.update(grant=spot.there["person's role"], absence="none")


async def _own_things(signed: Signed, spot: Spot) -> None:
    documents = (await _ask(signed, spot.owner, f"GET /v1/cycles/{spot.cycle}/documents"))["items"]
    printed = next(each["printed"] for each in documents if each["name"] == "situation-analysis")
    spot.there.update({"name": "situation-analysis", "version": str(printed["version"]), "hash": printed["hash"]})
    token = {"name": "x", "role": Role.MUNICIPAL_COORDINATOR, "municipalities": [spot.town.code]}
    made = await _ask(signed, spot.owner, "POST /v1/tokens", {**token, "actions": ["see_cycle"]})
    spot.there["token_id"] = made["id"]
    for _ in range(2):
        async with signed("") as client:
            await client.post("/demo/sign-in", data={"person": spot.owner})
    one, other, *_ = (await _ask(signed, spot.owner, "GET /v1/sessions"))["items"]
    spot.there.update(session_id=one["id"], session=other["id"], token=made["id"])


async def _ask(
    signed: Signed, who: str, route: str, body: object = None, headers: dict[str, str] | None = None
) -> Json:
    method, _, address = route.partition(" ")
    async with signed(who) as client:
        if isinstance(body, bytes):
            answer = await client.request(method, address, content=body, headers=headers)
        else:
            answer = await client.request(method, address, json=body, headers=headers)
    assert answer.is_success, f"{route}: {answer.text}"
    return answer.json()
