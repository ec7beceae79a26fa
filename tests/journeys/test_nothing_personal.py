"""A year is played with known people and texts; then Temporal, the log and the metrics are searched for every one."""

import base64
import io
import json
import logging
from collections.abc import Generator, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

import pytest
from pydantic import JsonValue
from temporalio.client import Client

from domain.calendar import stockholm_date
from domain.commands import Content
from domain.places import Municipality
from examples import load
from storage import people
from storage.database import Sessions
from telemetry import JsonLines
from tests.conftest import Browser
from tests.town import FULL_YEAR, Town

EXAMPLE = "small"
NAMES = ("Anna Testsson", "anna.testsson@laholm.example", "070-174 06 58", "Provgatan 3, 312 30 Laholm")
REASON = f"{NAMES[0]} hinner inte förrän våren"
COMMENT = "Kan grannsamverkan vid Provgatan visa siffrorna?"
ASKED = "Vem leder det strategiska rådet i er kommun?"
TITLE, FILE = "Protokoll från styrgruppens junimöte", "protokoll testsson.txt"
KEY = "nyckel-testsson-1"
SENTENCE = 12  # characters: what is shorter, or one word, is a key or a number that all know


@pytest.fixture
def lines() -> Generator[io.StringIO]:
    """What a main's log would hold, of ours and of the libraries."""
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


def texts(value: JsonValue) -> Iterator[str]:
    """Every sentence that stands somewhere in a content."""
    if isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)
    elif isinstance(value, str) and len(value) >= SENTENCE and " " in value:
        yield value


async def played(town: Town, contents: Mapping[str, Content], sessions: Sessions) -> None:
    """Every way in which a person's words come in, refused ones too."""
    for step in FULL_YEAR:
        shown = await town.step(step)
        by = "decision" if shown["role"] == "decision_maker" else "municipality"
        body = {"content": contents.get(step, {"text": f"{REASON}: {step}"})}
        done = await town.do("completion", step, body, by=by, Idempotency_Key=f"{KEY}-{step}")
        assert done.status_code == 200, done.text
        if step == "organisation":
            await invited(town, sessions)
            await discussed(town)
            unknown = {"content": {"text": REASON, NAMES[0]: NAMES[1]}}
            assert (await town.do("completion", "mapping", unknown)).status_code == 422
        if step == "situation_analysis":
            returned = await town.do("review", step, {"outcome": "return", "reason": REASON}, by="decision")
            assert returned.status_code == 200
            assert (await town.do("completion", step, body, by=by)).status_code == 200
        if shown["approver"]:
            assert (await town.approve(step)).status_code == 200


async def invited(town: Town, sessions: Sessions) -> None:
    """Somebody with a name and an address signs in, has a step, is away and has it taken from them."""
    role = {"role": "contributor", "municipalities": [town.code]}
    async with town.client("municipality") as me:
        came = await me.post("/v1/people", json={"name": NAMES[0], "email": NAMES[1], "roles": [role]})
        assert came.status_code == 201, came.text
        person, today = came.json()["id"], stockholm_date(datetime.now(UTC))
        away = {"first": today.isoformat(), "last": (today + timedelta(days=3)).isoformat()}
        assert (await me.post(f"/v1/people/{person}/absence", json=away)).status_code == 200
    async with sessions.begin() as session:
        signed = await people.bind(session, "https://id.example", f"testsson-{town.code}", NAMES[1], datetime.now(UTC))
    assert signed == person
    assert (await town.do("assignment", "mapping", {"person": person})).status_code == 200
    assert (await town.do("release", "mapping")).status_code == 200


async def discussed(town: Town) -> None:
    said = {"step": "organisation", "audience": "shared", "text": COMMENT}
    headers = {"Evidence-Title": quote(TITLE), "Evidence-Name": quote(FILE), "Evidence-Visibility": "public"}
    async with town.client("municipality") as me:
        commented = await me.post(f"{town.cycle}/comments", json=said)
        assert commented.status_code == 201, commented.text
        sent = await me.post(f"{town.cycle}/steps/organisation/evidence", content=REASON.encode(), headers=headers)
        assert sent.status_code == 201, sent.text
        gone = await me.post(f"/v1/evidence/{sent.json()['id']}/withdrawal", json={"reason": f"{COMMENT} Fel fil."})
        assert gone.status_code == 200, gone.text
        for name in NAMES:
            await me.get(f"/v1/{quote(name)}?who={quote(name)}", headers={"X-Request-ID": quote(name)})
    async with town.client(f"demo-coordinator-{town.code[:2]}") as county:
        asked = await county.post(f"{town.cycle}/supplements", json={"step": "organisation", "text": ASKED})
        assert asked.status_code == 201, asked.text
    draft = {"content": {"text": f"{REASON}, {', '.join(NAMES)}"}}
    assert (await town.do("draft", "mapping", draft)).status_code == 200
    stands = date.fromisoformat((await town.step("mapping"))["latest"])  # a year that starts late has later dates
    later = {"latest": (stands + timedelta(days=30)).isoformat(), "reason": REASON}
    assert (await town.do("extension", "mapping", later)).status_code == 200


async def histories(temporal: Client, town: Town) -> str:
    """The history of the year's last run as Temporal keeps it, with what its payloads hold."""
    handle = temporal.get_workflow_handle(f"cycle-{town.code}-{town.year}")
    history = json.loads((await handle.fetch_history()).to_json())
    return "\n".join(_written(history))


def _written(value: JsonValue) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield name
            yield from [base64.b64decode(part).decode()] if name == "data" and isinstance(part, str) else _written(part)
    elif isinstance(value, list):
        for part in value:
            yield from _written(part)
    else:
        yield str(value)


async def test_no_name_address_or_text_leaves_the_database(
    browser: Browser,
    temporal: Client,
    sessions: Sessions,
    own_year: tuple[Municipality, int],
    lines: io.StringIO,
) -> None:
    place, year = own_year
    town = Town(browser, place.code, year)
    assert (await town.start()).status_code == 201
    contents = load.contents(EXAMPLE, year)
    await played(town, contents, sessions)
    in_temporal = await histories(temporal, town)
    assert (await town.do("reopening", "closing", {"reason": REASON})).status_code == 200  # in a run of its own
    in_temporal += await histories(temporal, town)
    async with browser("") as nobody:
        metrics = (await nobody.get("/metrics")).text
    words = {
        *texts(dict(contents)),
        *NAMES,
        "testsson",
        "Testsson",
        "Provgatan",
        REASON,
        COMMENT,
        ASKED,
        TITLE,
        FILE,
        KEY,
    }
    assert len(words) > 40
    places = {"Temporal": in_temporal, "the log": lines.getvalue(), "the metrics": metrics}
    for kind in ("StepAssigned", "StepSubmitted", "StepReturned", "CycleClosed", "CycleReopened"):
        assert kind in in_temporal  # it is that year's, and can be read
    assert "CompleteStep" in places["the log"]
    assert "arshjul_commands_total" in places["the metrics"]
    for where, written in places.items():
        for word in words:
            for form in (word, json.dumps(word)[1:-1], quote(word)):
                assert form not in written, f"{where}: {word}"
