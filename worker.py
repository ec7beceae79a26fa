"""The worker's main: settings → clients → a Temporal worker that runs years and rounds."""

import asyncio
import logging
import signal
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import uvloop
from pydantic import ValidationError
from temporalio.client import Client
from temporalio.runtime import Runtime
from temporalio.worker import PollerBehaviorAutoscaling, UnsandboxedWorkflowRunner, Worker, WorkflowRunner

import telemetry
from activities.act import Acting
from activities.anchors import Anchors
from activities.clocks import Clocks
from activities.people import People
from activities.rounds import Rounds
from domain.membership.idle import IDLE_MONTHS
from domain.places import Places
from settings import Settings
from storage.database import Sessions, connect, sessions_on
from storage.places import read_places
from storage.processes import Procedures
from storage.signing import Signer, read_signer
from workflows.anchors import AnchorsWorkflow
from workflows.client import Conductor
from workflows.client import connect as connect_temporal
from workflows.clocks import ClocksWorkflow
from workflows.cycle import CycleWorkflow
from workflows.people import PeopleWorkflow
from workflows.round import RoundWorkflow
from workflows.tracing import traced

log = logging.getLogger("arshjul.worker")
AT_ONCE = 24  # more starts side by side would only make each wait longer than it is given
WORKFLOWS: Sequence[type] = (CycleWorkflow, RoundWorkflow, ClocksWorkflow, AnchorsWorkflow, PeopleWorkflow)


def activities(
    sessions: Sessions,
    places: Places,
    conductor: Conductor,
    signer: Signer | None,
    idle_months: int,
    *,
    demo: bool = False,
) -> Sequence[Callable[..., Any]]:
    procedures = Procedures()
    acting = Acting(sessions, procedures, demo=demo)
    rounds = Rounds(sessions, procedures, places, conductor.start_cycle)
    clocks = Clocks(sessions, procedures, places)
    return (
        acting.act,
        acting.standing,
        rounds.open_round,
        rounds.pending,
        rounds.start_member,
        rounds.member_failed,
        clocks.counties,
        clocks.look_at,
        Anchors(sessions, signer).make,
        People(sessions, places, idle_months).close_idle,
    )


def build(
    client: Client,
    sessions: Sessions,
    conductor: Conductor,
    *,
    task_queue: str,
    cache: int = 1000,
    runner: WorkflowRunner | None = None,
    signer: Signer | None = None,
    idle_months: int = IDLE_MONTHS,
    demo: bool = False,
) -> Worker:
    """A worker. Without the sandbox unless `runner` says so: it costs a third, and the tests run the strict one.

    Without a `signer` it anchors nothing. With `demo` it knows of a demo's people.
    """
    return Worker(
        client,
        task_queue=task_queue,
        workflows=WORKFLOWS,
        activities=activities(sessions, read_places(), conductor, signer, idle_months, demo=demo),
        workflow_runner=runner or UnsandboxedWorkflowRunner(),
        max_cached_workflows=cache,
        max_concurrent_activities=AT_ONCE,
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=1),
        workflow_task_poller_behavior=PollerBehaviorAutoscaling(minimum=5, initial=10),
        activity_task_poller_behavior=PollerBehaviorAutoscaling(),
        graceful_shutdown_timeout=timedelta(seconds=10),
        workflow_failure_exception_types=[ValidationError],
    )


async def run(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT, then finish what has been begun. Raises KeyUnusable, or OSError, for the key."""
    signer = read_signer(settings.anchor_key_file, settings.anchor_key_passphrase) if settings.anchor_key_file else None
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    provider = telemetry.traces(settings, "arshjul-worker")
    Runtime.set_default(telemetry.temporal_runtime(settings))
    engine = connect(settings.database_url)
    client = await connect_temporal(settings.temporal_address, settings.temporal_namespace)
    if provider is not None:
        client = traced(client, provider.get_tracer("arshjul.worker"))
    conductor = Conductor(client, settings.task_queue)
    worker = build(
        client,
        sessions_on(engine),
        conductor,
        task_queue=settings.task_queue,
        cache=settings.workflow_cache,
        signer=signer,
        idle_months=settings.idle_months,
        demo=settings.demo,
    )
    async with worker:
        await conductor.watch_clocks()
        await conductor.close_idle()
        if signer is not None:
            await conductor.keep_anchors()
        log.info("working on %s", settings.task_queue)
        await stop.wait()
    await engine.dispose()
    if provider is not None:
        await asyncio.to_thread(provider.shutdown)
    log.info("stopped")


def main() -> None:
    telemetry.log_json()
    uvloop.run(run(Settings()))


if __name__ == "__main__":
    main()
