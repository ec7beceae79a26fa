"""A municipality as its people use it: every verb of the API, by role, on a year of its own."""

from dataclasses import dataclass
from typing import Any

import httpx

from tests.conftest import Browser

Json = dict[str, Any]
TEXT = "Vi har gått igenom underlaget tillsammans."
CONTENT: Json = {"text": TEXT, "links": []}

# The steps of a full year in their order, but for the start, which starts, and the optional adoption.
FULL_YEAR = (
    "organisation",
    "mapping",
    "situation_analysis",
    "prioritisation",
    "cause_analysis",
    "goals",
    "measures",
    "action_plan",
    "decision",
    "implementation",
    "follow_up",
    "council_report",
    "closing",
)


@dataclass(frozen=True)
class Town:
    browser: Browser
    code: str
    year: int

    @property
    def cycle(self) -> str:
        return f"/v1/cycles/{self.code}-{self.year}"

    def client(self, role: str) -> httpx.AsyncClient:
        """`role` is the word in a demo token (municipality, contributor, decision, police), `county` for the
        coordinator of the town's county, or a whole token.
        """
        if role == "county":
            return self.browser(f"demo-coordinator-{self.code[:2]}")
        return self.browser(role if role.startswith("demo-") else f"demo-{role}-{self.code}")

    async def start(self, kind: str = "full", **body: object) -> httpx.Response:
        sent = {"municipality": self.code, "year": self.year, "kind": kind, **body}
        async with self.client("municipality") as me:
            return await me.post("/v1/cycles", json=sent)

    async def do(
        self, verb: str, step: str, body: object = None, *, by: str = "municipality", **headers: str
    ) -> httpx.Response:
        """`verb` is the last part of the step's address; a header's `_` is its `-`."""
        method = "PUT" if verb in ("assignment", "draft") else "POST"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.client(by) as me:
            return await me.request(method, f"{self.cycle}/steps/{step}/{verb}", json=body or {}, headers=named)

    async def complete(self, step: str, *, by: str = "municipality", text: str = TEXT) -> httpx.Response:
        return await self.do("completion", step, {"content": {**CONTENT, "text": text}}, by=by)

    async def approve(self, step: str) -> httpx.Response:
        return await self.do("review", step, {"outcome": "approve"}, by="decision")

    async def settle(self, step: str, *, text: str = TEXT) -> Json:
        """Hand a step in as the role it belongs to, and have it approved if somebody approves it."""
        shown = await self.step(step)
        by = "decision" if shown["role"] == "decision_maker" else "municipality"
        response = await self.complete(step, by=by, text=text)
        if response.status_code == 200 and shown["approver"]:
            response = await self.approve(step)
        assert response.status_code == 200, f"{step}: {response.text}"
        return response.json()

    async def see(self, path: str = "", *, by: str = "municipality") -> Json:
        async with self.client(by) as me:
            response = await me.get(self.cycle + path)
        assert response.status_code == 200, response.text
        return response.json()

    async def step(self, key: str) -> Json:
        return await self.see(f"/steps/{key}")

    async def kinds(self) -> list[str]:
        """What has happened, in order."""
        return [item["kind"] for item in (await self.see("/events?limit=500"))["items"]]


def problem(response: httpx.Response) -> tuple[int, str]:
    """Status and the error's name; the answer must be a problem (RFC 9457)."""
    assert response.headers["content-type"] == "application/problem+json", response.text
    body = response.json()
    assert body["status"] == response.status_code
    assert body["detail"]
    return response.status_code, body["type"].rsplit("/", 1)[-1]
