"""The engine under load: commands of many years, through the client as the edge sends them, and through HTTP."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import count

import httpx

from bench.callers import Call
from domain import commands as c
from domain.people import Body, Role
from domain.places import Municipality
from storage import commands
from storage.database import Sessions
from storage.filing import command_id, cycle_filing
from workflows.client import Conductor
from workflows.messages import Filed

# (step, approve it): the first eight commands of a full year
MOVES = (
    ("organisation", False),
    ("mapping", False),
    ("situation_analysis", False),
    ("situation_analysis", True),
    ("prioritisation", False),
    ("prioritisation", True),
    ("cause_analysis", False),
    ("cause_analysis", True),
)
TEXT = "Genomgånget med polisen och förvaltningarna; se bilagan."
_keys = count()


@dataclass(frozen=True)
class ThroughClient:
    sessions: Sessions
    conductor: Conductor

    def line(self, place: Municipality, year: int) -> Sequence[Call]:
        return [partial(self.move, place, year, step, approve) for step, approve in MOVES]

    async def move(self, place: Municipality, year: int, step: str, approve: bool) -> None:  # noqa: FBT001
        cycle = f"{place.code}-{year}"
        identity = command_id("bench", f"{cycle}/{next(_keys)}")
        command = _approval(step) if approve else _completion(step)
        filing = cycle_filing(
            command, cycle_id=cycle, place=place, identity=identity, request=identity, now=datetime.now(UTC)
        )
        async with self.sessions.begin() as session:
            await commands.file(session, filing)
        acted = await self.conductor.cycle_command(place, year, Filed(command_id=identity, kind=command.kind))
        assert acted is not None  # noqa: S101
        assert acted.accepted, f"{cycle} {step}"  # noqa: S101


@dataclass(frozen=True)
class ThroughHttp:
    client: httpx.AsyncClient

    def line(self, place: Municipality, year: int) -> Sequence[Call]:
        return [partial(self.move, place, year, step, approve) for step, approve in MOVES]

    async def move(self, place: Municipality, year: int, step: str, approve: bool) -> None:  # noqa: FBT001
        who = "decision" if approve else "municipality"
        verb, body = ("review", {"outcome": "approve"}) if approve else ("completion", {"content": {"text": TEXT}})
        headers = {"Authorization": f"Bearer demo-{who}-{place.code}", "Content-Type": "application/json"}
        address = f"/v1/cycles/{place.code}-{year}/steps/{step}/{verb}"
        answer = await self.client.post(address, content=json.dumps(body), headers=headers)
        assert answer.status_code == 200, answer.text  # noqa: S101


def _completion(step: str) -> c.CompleteStep:
    actor = c.Acting(person="bench", role=Role.MUNICIPAL_COORDINATOR)
    return c.CompleteStep(actor=actor, step=step, content={"text": TEXT})


def _approval(step: str) -> c.ApproveStep:
    return c.ApproveStep(actor=c.Acting(person="decides", role=Role.DECISION_MAKER, bodies=tuple(Body)), step=step)
