"""The clocks of the Act are looked at also where no year runs, and each warning is told once."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from temporalio.client import Client

from api.services import Services
from domain.calendar import stockholm_date
from domain.commands import Acting, Content
from domain.law.clocks import months_after
from domain.people import Role
from domain.statements import Kind
from storage import notices, statements
from storage.database import Sessions
from storage.notices import NoticeRow
from tests.conftest import EXAMPLE_COUNTY, TASK_QUEUE, Browser
from workflows.client import CLOCKS, Conductor
from workflows.clocks import ClocksWorkflow

pytestmark = pytest.mark.usefixtures("working")


async def told(sessions: Sessions, code: str) -> Sequence[NoticeRow]:
    async with sessions() as session:
        return await notices.told(session, [code], 0, 100)


async def look(temporal: Client, name: str) -> int:
    return await temporal.execute_workflow(ClocksWorkflow.run, id=f"clocks-{name}", task_queue=TASK_QUEUE)


async def test_a_clock_that_runs_out_is_told_once(
    services: Services, sessions: Sessions, temporal: Client, browser: Browser
) -> None:
    code = services.places.counties[EXAMPLE_COUNTY].municipalities[4]  # whose clocks no other test winds
    place = services.places.municipality(code)
    today = stockholm_date(datetime.now(UTC))
    picture: Content = {"finished_on": months_after(today + timedelta(days=40), -24).isoformat()}
    async with sessions.begin() as session:
        await statements.hold(session, [code])
        teller = statements.Telling(Acting(person="anna", role=Role.MUNICIPAL_COORDINATOR), datetime.now(UTC))
        await statements.state(session, place, Kind.SITUATION_ANALYSIS, picture, teller)
    await look(temporal, f"{code}-first")
    first = await told(sessions, code)
    assert [(row.rule, row.months) for row in first] == [("L6-1", 6), ("L6-1", 3)]
    await look(temporal, f"{code}-again")
    assert [row.id for row in await told(sessions, code)] == [row.id for row in first]
    async with browser(f"demo-municipality-{code}") as own, browser("demo-municipality-1381") as other:
        assert [item["months"] for item in (await own.get("/v1/notices")).json()["items"]] == [6, 3]
        assert not [i for i in (await other.get("/v1/notices")).json()["items"] if i["municipality"] == code]


async def test_a_clock_that_had_ended_when_it_was_first_seen_is_told_once(
    services: Services, sessions: Sessions, temporal: Client, browser: Browser
) -> None:
    code = services.places.counties[EXAMPLE_COUNTY].municipalities[7]
    place = services.places.municipality(code)
    plan: Content = {"decision": {"body": "KF", "decided_on": "2024-07-01"}}
    async with sessions.begin() as session:
        await statements.hold(session, [code])
        teller = statements.Telling(Acting(person="anna", role=Role.MUNICIPAL_COORDINATOR), datetime.now(UTC))
        await statements.state(session, place, Kind.ACTION_PLAN, plan, teller)
    await look(temporal, f"{code}-ended")
    first = await told(sessions, code)
    assert [(row.rule, row.months, row.due) for row in first] == [("L6-2", 0, date(2026, 7, 1))]
    await look(temporal, f"{code}-ended-again")
    assert [row.id for row in await told(sessions, code)] == [row.id for row in first]
    async with browser(f"demo-municipality-{code}") as own:
        (notice,) = (await own.get("/v1/notices")).json()["items"]
    assert notice["says"]["sv"].endswith("gick ut 2026-07-01.")
    assert notice["says"]["en"].endswith("ended on 2026-07-01.")


async def test_every_morning_by_one_schedule(temporal: Client, conductor: Conductor) -> None:
    await conductor.watch_clocks()
    await conductor.watch_clocks()
    described = await temporal.get_schedule_handle(CLOCKS).describe()
    assert described.schedule.spec.time_zone_name == "Europe/Stockholm"
    assert [handle.id async for handle in await temporal.list_schedules()].count(CLOCKS) == 1
