"""Records histories of every workflow on real servers: python -m tests.histories.record VERSION

A history once recorded is kept for as long as years may run that have one like it; `tests/workflows/test_replay.py`
replays them all in every test run. Record anew, beside the old ones, when a workflow's own code changes.
"""

import asyncio
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from temporalio import activity
from temporalio.client import Client
from temporalio.testing import TimeSkipper, TimeSkippingConfig
from temporalio.worker import Worker

import worker
from activities.act import Acting
from activities.anchors import Anchors
from activities.clocks import Clocks
from activities.messages import Act, Acted
from activities.people import People
from activities.rounds import Rounds
from domain.people import Role
from domain.places import Places
from embedded.machine import throwaway
from embedded.serve import shipped_processes
from storage.database import Sessions, connect, sessions_on
from storage.migrate import prepare
from storage.places import read_places
from storage.processes import Procedures
from storage.scope import EVERYWHERE
from storage.signing import Signer, make_key, read_signer
from tests.town import FULL_YEAR
from tests.workflows.rounds import OwnRound
from tests.workflows.years import OwnYear, assign, complete, opening, reopen, shift_to, until
from workflows.anchors import AnchorsWorkflow
from workflows.client import Conductor
from workflows.client import connect as connect_temporal
from workflows.clocks import ClocksWorkflow
from workflows.people import PeopleWorkflow

HERE = Path(__file__).parent
QUEUE = "record"
PLACES = re.compile(r"/[^\"\\ ]*(?=/(?:tests|temporalio|activities)/)")  # the paths in a failure's stack trace


class Stumbling(Acting):
    """As while PostgreSQL is away, or frozen: acts fail, or hang, until they are tried as an ordinary activity."""

    failures = 2
    hangs = 0

    @activity.defn
    async def act(self, order: Act) -> Acted:
        if order.command_id is not None and Stumbling.hangs:
            Stumbling.hangs -= 1
            await asyncio.sleep(60)  # longer than a local act may take
        if order.command_id is not None and Stumbling.failures:
            Stumbling.failures -= 1
            raise ConnectionError("PostgreSQL is away")
        return await super().act(order)


async def whole_year(town: OwnYear) -> None:
    """Every step, a refusal, a reopening in the middle and one after the end."""
    await town.start()
    await town.do(complete("closing"))
    await town.settle(FULL_YEAR[:3])
    await town.do(assign("prioritisation", Role.CONTRIBUTOR))
    await town.do(reopen("mapping"))
    await town.settle(["mapping"])
    await town.settle(["situation_analysis"])
    await town.settle(FULL_YEAR[3:])


async def untouched(town: OwnYear, skipper: TimeSkipper) -> None:
    """Reminders, passed dates and rungs by timer."""
    await town.start()
    async with asyncio.timeout(60):
        await skipper.fast_forward(town.handle(), timedelta(days=90))


async def frozen(town: OwnYear) -> None:
    """A command comes while PostgreSQL hangs, and another one after it."""
    await town.start()
    Stumbling.hangs = 2
    filed = await town.file(complete("organisation"))
    await town.send(filed)

    async def recorded() -> bool:
        return await town.outcome(filed) is not None

    await until(recorded, 30)
    await town.do(assign("mapping", Role.CONTRIBUTOR))


def own_worker(client: Client, sessions: Sessions, places: Places, conductor: Conductor, signer: Signer) -> Worker:
    acting = Stumbling(sessions, Procedures())
    rounds = Rounds(sessions, Procedures(), places, conductor.start_cycle)
    at_rounds = (rounds.open_round, rounds.pending, rounds.start_member, rounds.member_failed)
    clocks = Clocks(sessions, Procedures(), places)
    anchors = Anchors(sessions, signer)
    people = People(sessions, places, idle_months=12)
    of_years = (acting.act, acting.standing, *at_rounds)
    activities = [*of_years, clocks.counties, clocks.look_at, anchors.make, people.close_idle]
    return Worker(client, task_queue=QUEUE, workflows=worker.WORKFLOWS, activities=activities)


def a_signer() -> Signer:
    with TemporaryDirectory() as folder:
        make_key(Path(folder) / "key")
        return read_signer(Path(folder) / "key")


async def record(version: str) -> None:
    async with throwaway(time_skipping=True) as machine:
        places = read_places()
        await prepare(machine.owner_url, places, shipped_processes(), datetime.now(UTC))
        engine = connect(machine.database_url, otherwise=EVERYWHERE)
        sessions = sessions_on(engine)
        client = await connect_temporal(machine.temporal_address, "default")
        skipper = TimeSkipper(client, config=TimeSkippingConfig(enabled=False, max_session_skip_count=10_000))
        conductor = Conductor(client, QUEUE)
        skipping = Conductor(skipper.client, QUEUE, clock_shift=shift_to(opening(2027)))
        year = OwnYear(sessions, conductor, places.municipality("1381"), 2027)
        quiet = OwnYear(sessions, skipping, places.municipality("1382"), 2027)
        hung = OwnYear(sessions, conductor, places.municipality("1383"), 2027)
        county = OwnRound(sessions, conductor, places.county("10"), 2027)
        async with own_worker(client, sessions, places, conductor, a_signer()):
            await whole_year(year)
            await keep(client, f"{version}-cycle-whole-year", year.workflow_id)
            await year.do(reopen("council_report"))
            await keep(client, f"{version}-cycle-reopened-after-the-end", year.workflow_id)
            await untouched(quiet, skipper)
            await keep(client, f"{version}-cycle-untouched", quiet.workflow_id)
            await frozen(hung)
            await keep(client, f"{version}-cycle-frozen", hung.workflow_id)
            await county.open()
            await county.handle().result()
            await keep(client, f"{version}-round", f"round-{county.round_id}")
            await client.execute_workflow(ClocksWorkflow.run, id="clocks", task_queue=QUEUE)
            await keep(client, f"{version}-clocks", "clocks")
            await client.execute_workflow(AnchorsWorkflow.run, id="anchors", task_queue=QUEUE)
            await keep(client, f"{version}-anchors", "anchors")
            await client.execute_workflow(PeopleWorkflow.run, id="people", task_queue=QUEUE)
            await keep(client, f"{version}-people", "people")
        await engine.dispose()


async def keep(client: Client, name: str, workflow_id: str) -> None:
    history = await client.get_workflow_handle(workflow_id).fetch_history()
    told = PLACES.sub("somewhere", history.to_json()).replace(client.identity, "worker@machine")
    (HERE / f"{name}.json").write_text(told + "\n")


if __name__ == "__main__":
    asyncio.run(record(sys.argv[1]))
