"""What sixteen callers ask of a county's towns: starts, first steps and changes of roles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.town import CONTENT

YEAR = 2027
ROLES = ("police_partner", "decision_maker")  # neither is whose these steps are, so each is a change
ASSIGNED = ("mapping", "goals", "measures", "follow_up", "council_report")


@dataclass(frozen=True)
class Request:
    """One command of a town's. A twin is sent to both APIs at once with the same key."""

    code: str
    method: str
    path: str
    body: dict[str, Any]
    key: str
    twin: bool


def requests(towns: Sequence[str]) -> list[list[Request]]:
    """A list for each town, to be sent in order: a start, what is to be done first, then assignments, each a change."""

    def of(code: str) -> list[Request]:
        year = f"/v1/cycles/{code}-{YEAR}"
        start = {"municipality": code, "year": YEAR, "kind": "full"}
        asked = [("POST", "/v1/cycles", start)]
        asked += [("POST", f"{year}/steps/{step}/completion", {"content": CONTENT}) for step in ("organisation",)]
        asked += [("PUT", f"{year}/steps/{step}/assignment", {"role": role}) for role in ROLES for step in ASSIGNED]
        return [
            Request(code, method, path, body, f"{code}-{number}", twin=number % 4 == 1)
            for number, (method, path, body) in enumerate(asked)
        ]

    return [of(code) for code in towns]
