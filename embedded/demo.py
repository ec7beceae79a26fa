"""The demo: Halland's 2027, opened as its coordinator would, over HTTP."""

import json
import time
from http.client import HTTPConnection, HTTPException

from embedded.errors import EmbeddedError
from settings import Settings

COUNTY, YEAR = "13", 2027
ROUND = f"/v1/rounds/{COUNTY}-{YEAR}"
AGAIN_AFTER = 0.2

Answer = tuple[int, dict[str, object]]


class DemoFailed(EmbeddedError):
    def __init__(self, reason: object) -> None:
        super().__init__(f"the demo round could not be opened: {reason}")


def open_demo(settings: Settings, within: float) -> None:
    """Open the round unless it is open; on a slow machine the worker may need a while until it takes it."""
    give_up = time.monotonic() + within
    try:
        status, answer = _ask(settings, "GET", ROUND)
        if status == 404:
            status, answer = _opened(settings)
        while status in (202, 503) and time.monotonic() < give_up:
            time.sleep(AGAIN_AFTER)
            status, answer = _opened(settings)
    except (OSError, HTTPException) as error:
        raise DemoFailed(f"{type(error).__name__} {error}".strip()) from error
    if status not in (200, 201):
        raise DemoFailed(answer.get("detail", status))


def _opened(settings: Settings) -> Answer:
    """The same key every time, so that it is opened once."""
    return _ask(settings, "POST", "/v1/rounds", json.dumps({"county": COUNTY, "year": YEAR, "kind": "full"}))


def _ask(settings: Settings, method: str, path: str, body: str | None = None) -> Answer:
    connection = HTTPConnection(settings.host, settings.port, timeout=30)
    headers = {
        "Authorization": f"Bearer demo-coordinator-{COUNTY}",
        "Content-Type": "application/json",
        "Idempotency-Key": f"demo-{COUNTY}-{YEAR}",
    }
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response.status, json.load(response)
    finally:
        connection.close()


def welcome(settings: Settings) -> str:
    address = settings.address
    return f"""The {YEAR} round of Halland is open. The pages: {address}/  (choose who to be)

The API, {address}{ROUND} for one, by token; the municipal coordinator of Laholm's:
  curl -H 'Authorization: Bearer demo-municipality-1381' {address}/v1/tasks
Others: demo-coordinator-13 (county), demo-contributor-1381, demo-decision-1381, demo-police-1381,
        demo-supervisor, demo-admin; 1381 may be any municipality's code."""
