"""People of a municipality and its county who talk about a step, through the API."""

import httpx

from tests.town import Json, Town

COUNTY = "county"
OTHERS_COUNTY, OTHERS_TOWN = "demo-coordinator-13", "demo-municipality-0114"
STEP = "organisation"


async def ask(
    town: Town, path: str, *, by: str = "municipality", method: str = "GET", **sent: object
) -> httpx.Response:
    """`path` follows the year's address, unless it is an address itself."""
    headers = {"Idempotency-Key": str(key)} if (key := sent.pop("key", None)) else {}
    body = None if method == "GET" else sent
    async with town.client(by) as me:
        at = path if path.startswith("/v1") else town.cycle + path
        return await me.request(method, at, json=body, headers=headers)


async def write(town: Town, path: str, *, by: str = "municipality", **sent: object) -> httpx.Response:
    return await ask(town, path, by=by, method="POST", **sent)


async def say(town: Town, text: str, audience: str = "shared", *, by: str = "municipality", **more: object) -> int:
    answer = await write(town, "/comments", by=by, **{"step": STEP, "audience": audience, "text": text, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()["number"]


async def request(town: Town, text: str = "Vem leder rådet?") -> int:
    answer = await write(town, "/supplements", by=COUNTY, step=STEP, text=text)
    assert answer.status_code == 201, answer.text
    return answer.json()["number"]


async def seen(town: Town, *, by: str = "municipality", path: str = "/comments") -> Json:
    answer = await ask(town, path, by=by)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def texts(town: Town, *, by: str = "municipality", path: str = "/comments") -> list[str | None]:
    return [item["text"] for item in (await seen(town, by=by, path=path))["items"]]
