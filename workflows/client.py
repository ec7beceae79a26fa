"""The only module that calls the Temporal client from outside: send a filed command, ask a year how it stands."""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from datetime import timedelta
from typing import Any, TypedDict, TypeVar

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import (
    Client,
    RPCError,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleCalendarSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleRange,
    ScheduleSpec,
    WithStartWorkflowOperation,
    WorkflowExecutionStatus,
    WorkflowQueryFailedError,
    WorkflowUpdateFailedError,
    WorkflowUpdateHandle,
    WorkflowUpdateRPCTimeoutOrCancelledError,
    WorkflowUpdateStage,
)
from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes, WorkflowIDConflictPolicy
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.service import RPCStatusCode

from activities.messages import Acted, RoundAnswer
from domain.places import Municipality
from workflows.anchors import AnchorsWorkflow
from workflows.clocks import ClocksWorkflow
from workflows.cycle import CycleWorkflow
from workflows.errors import NobodyRuns, Unreachable
from workflows.messages import CountyYear, Filed, Year
from workflows.people import PeopleWorkflow
from workflows.round import RoundWorkflow

Answer = TypeVar("Answer")

COUNTY = SearchAttributeKey.for_keyword("ArshjulCounty")
MUNICIPALITY = SearchAttributeKey.for_keyword("ArshjulMunicipality")
YEAR = SearchAttributeKey.for_int("ArshjulYear")

CLOCKS, ANCHORS, PEOPLE = "clocks", "anchors", "people"
TASK_TIMEOUT = timedelta(seconds=2)  # a killed worker's Updates go on elsewhere after this, not after the default 10 s
ACCEPTED_WITHIN = timedelta(seconds=15)
STARTED_WITHIN = timedelta(seconds=8)  # one of many: nobody is kept waiting for a year that cannot be reached
ANSWERED_WITHIN = timedelta(seconds=5)
# The server says "no poller" to a Query that comes while every poller of an idle worker is busy with another one.
QUERY_TRIES, QUERY_PAUSE = 8, 0.25


async def connect(address: str, namespace: str) -> Client:
    return await Client.connect(address, namespace=namespace, data_converter=pydantic_data_converter)


class _Start(TypedDict):
    id: str
    task_queue: str
    id_conflict_policy: WorkflowIDConflictPolicy
    task_timeout: timedelta
    search_attributes: TypedSearchAttributes


class Conductor:
    """Sends commands to years and rounds. `clock_shift` is zero outside rehearsal."""

    def __init__(self, client: Client, task_queue: str, clock_shift: timedelta = timedelta()) -> None:
        self._client = client
        self._task_queue = task_queue
        self._clock_shift = clock_shift

    async def cycle_command(self, place: Municipality, year: int, filed: Filed) -> Acted | None:
        """Send a command to a year and wait a few seconds for its answer; None if it was taken but is not yet decided.

        A year whose workflow has ended, or was lost, is resumed from the log. Raises Unreachable if nobody took it.
        """
        handle = self._client.get_workflow_handle_for(CycleWorkflow.run, f"cycle-{place.code}-{year}")
        if filed.kind != "StartCycle":
            try:
                return await _taken(
                    handle.start_update(
                        CycleWorkflow.command,
                        filed,
                        id=filed.command_id,
                        wait_for_stage=WorkflowUpdateStage.ACCEPTED,
                        rpc_timeout=ACCEPTED_WITHIN,
                    )
                )
            except NobodyRuns:
                pass  # it ended or was lost: the same command starts it again, and it resumes from the log
        return await _taken(self._cycle_with_start(place, year, filed, ACCEPTED_WITHIN))

    async def start_cycle(self, place: Municipality, year: int, command_id: str) -> Acted:
        """Send a start and wait for its answer as long as it takes. Raises Unreachable if nobody takes it in time."""
        filed = Filed(command_id=command_id, kind="StartCycle")
        update = await self._cycle_with_start(place, year, filed, STARTED_WITHIN)
        try:
            return await update.result()
        except WorkflowUpdateFailedError as error:
            raise Unreachable from error

    async def round_command(self, round_id: str, county: str, year: int, filed: Filed) -> RoundAnswer | None:
        operation: WithStartWorkflowOperation[RoundWorkflow, None] = WithStartWorkflowOperation(
            RoundWorkflow.run,
            CountyYear(round_id=round_id, clock_shift=self._clock_shift),
            id=f"round-{round_id}",
            task_queue=self._task_queue,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            task_timeout=TASK_TIMEOUT,
            search_attributes=TypedSearchAttributes(
                [SearchAttributePair(COUNTY, county), SearchAttributePair(YEAR, year)]
            ),
        )
        sending = self._client.start_update_with_start_workflow(
            RoundWorkflow.command,
            filed,
            id=filed.command_id,
            wait_for_stage=WorkflowUpdateStage.ACCEPTED,
            start_workflow_operation=operation,
            rpc_timeout=ACCEPTED_WITHIN,
        )
        return await _taken(_with_start(operation, sending))

    async def runs(self, cycle_id: str) -> bool:
        """Whether the year has a running workflow. Needs no worker."""
        try:
            found = await self._client.get_workflow_handle(f"cycle-{cycle_id}").describe()
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return False
            raise Unreachable from error
        return found.status is WorkflowExecutionStatus.RUNNING

    async def resume(self, place: Municipality, year: int) -> bool:
        """Start a year's workflow if none runs; it reads from the log where the year stands. Whether it was started."""
        if await self.runs(f"{place.code}-{year}"):
            return False
        await self._client.start_workflow(CycleWorkflow.run, self._year(place, year), **self._options(place, year))
        return True

    async def live(self, cycle_id: str) -> Acted | None:
        """What the year's own workflow says; None if none runs. Raises Unreachable if it runs and does not answer."""
        handle = self._client.get_workflow_handle_for(CycleWorkflow.run, f"cycle-{cycle_id}")
        for tries_left in reversed(range(QUERY_TRIES)):
            try:
                return await handle.query(CycleWorkflow.status, rpc_timeout=timedelta(seconds=5))
            except RPCError as error:
                if error.status is RPCStatusCode.NOT_FOUND:
                    return None
                if error.status is not RPCStatusCode.FAILED_PRECONDITION or not tries_left:
                    raise Unreachable(f"The workflow of {cycle_id} does not answer") from error
            except WorkflowQueryFailedError as error:  # something else runs under that name
                raise Unreachable(f"Another workflow has the name of {cycle_id}") from error
            await asyncio.sleep(QUERY_PAUSE)
        return None

    async def watch_clocks(self) -> None:
        """Look at the clocks of the Act every morning."""
        await self._daily(ScheduleActionStartWorkflow(ClocksWorkflow.run, id=CLOCKS, task_queue=self._task_queue), 5)

    async def keep_anchors(self) -> None:
        """Anchor the log every night."""
        await self._daily(ScheduleActionStartWorkflow(AnchorsWorkflow.run, id=ANCHORS, task_queue=self._task_queue), 4)

    async def close_idle(self) -> None:
        """Close unused accounts every night."""
        await self._daily(ScheduleActionStartWorkflow(PeopleWorkflow.run, id=PEOPLE, task_queue=self._task_queue), 3)

    async def _daily(self, action: ScheduleActionStartWorkflow, hour: int) -> None:
        """By a schedule that outlives this process, at that hour in Stockholm. Twice is once."""
        schedule = Schedule(
            action=action,
            spec=ScheduleSpec(
                calendars=[ScheduleCalendarSpec(hour=[ScheduleRange(hour)])], time_zone_name="Europe/Stockholm"
            ),
            policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=timedelta(days=7)),
        )
        with suppress(ScheduleAlreadyRunningError):
            await self._client.create_schedule(action.id, schedule)

    async def workers(self) -> int:
        """How many workers have asked for work in the last minutes."""
        request = DescribeTaskQueueRequest(
            namespace=self._client.namespace,
            task_queue=TaskQueue(name=self._task_queue),
            task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
        )
        return len((await self._client.workflow_service.describe_task_queue(request)).pollers)

    async def ready(self) -> bool:
        try:
            return await self._client.service_client.check_health(timeout=timedelta(seconds=2))
        except RPCError:
            return False

    async def _cycle_with_start(
        self, place: Municipality, year: int, filed: Filed, within: timedelta
    ) -> WorkflowUpdateHandle[Acted]:
        operation = self._cycle_start(place, year)
        sending = self._client.start_update_with_start_workflow(
            CycleWorkflow.command,
            filed,
            id=filed.command_id,
            wait_for_stage=WorkflowUpdateStage.ACCEPTED,
            start_workflow_operation=operation,
            rpc_timeout=within,
        )
        return await _with_start(operation, sending)

    def _cycle_start(self, place: Municipality, year: int) -> WithStartWorkflowOperation[CycleWorkflow, None]:
        return WithStartWorkflowOperation(CycleWorkflow.run, self._year(place, year), **self._options(place, year))

    def _year(self, place: Municipality, year: int) -> Year:
        return Year(cycle_id=f"{place.code}-{year}", clock_shift=self._clock_shift)

    def _options(self, place: Municipality, year: int) -> _Start:
        """Starting twice is starting once: the id is the cycle's, and a running one is used."""
        where = [
            SearchAttributePair(COUNTY, place.county),
            SearchAttributePair(MUNICIPALITY, place.code),
            SearchAttributePair(YEAR, year),
        ]
        return _Start(
            id=f"cycle-{place.code}-{year}",
            task_queue=self._task_queue,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            task_timeout=TASK_TIMEOUT,
            search_attributes=TypedSearchAttributes(where),
        )


async def _accepted(sending: Awaitable[WorkflowUpdateHandle[Answer]]) -> WorkflowUpdateHandle[Answer]:
    """Raises Unreachable, or NobodyRuns, if no workflow took the update in time."""
    try:
        return await sending
    except RPCError as error:
        raise (NobodyRuns if error.status is RPCStatusCode.NOT_FOUND else Unreachable) from error
    except WorkflowUpdateRPCTimeoutOrCancelledError as error:
        raise Unreachable from error


async def _with_start(
    operation: WithStartWorkflowOperation[Any, Any], sending: Awaitable[WorkflowUpdateHandle[Answer]]
) -> WorkflowUpdateHandle[Answer]:
    try:
        return await _accepted(sending)
    except Unreachable:
        with suppress(RPCError, WorkflowUpdateRPCTimeoutOrCancelledError):
            await operation.workflow_handle()  # the SDK keeps the failure here too, and complains if nobody takes it
        raise


async def _taken(sending: Awaitable[WorkflowUpdateHandle[Answer]]) -> Answer | None:
    """The update's answer, or None if it was accepted and is not answered within a few seconds.

    An update fails when something else runs under that name, or when the workflow was ended with it; Temporal then
    says so again and again, also to the same command sent anew, until the workflow has been started again.
    """
    update = await _accepted(sending)
    try:
        async with asyncio.timeout(ANSWERED_WITHIN.total_seconds()):
            return await update.result()
    except WorkflowUpdateFailedError as error:
        raise NobodyRuns from error
    except (TimeoutError, RPCError, WorkflowUpdateRPCTimeoutOrCancelledError):
        return None
