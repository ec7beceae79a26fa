"""What Temporal has on record of years and rounds, read without a worker, and fresh runs for those that are wrong.

The server answers an Update id that the newest run knows from its record, whatever PostgreSQL says. A run that answered
commands of which the log knows nothing (PostgreSQL was restored to a time before) must therefore not stay the newest.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import ValidationError
from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import RPCError, WorkflowExecutionStatus
from temporalio.common import SearchAttributePair, TypedSearchAttributes, WorkflowIDConflictPolicy
from temporalio.service import RPCStatusCode

from activities.messages import Acted
from domain.places import Municipality
from workflows.client import COUNTY, TASK_TIMEOUT, YEAR, Conductor
from workflows.cycle import CycleWorkflow
from workflows.errors import Unreachable
from workflows.messages import CountyYear
from workflows.round import RoundWorkflow

CYCLE, ROUND = "cycle-", "round-"


@dataclass(frozen=True)
class Told:
    """The newest run of a workflow. `version` is where the year stood after its last act; None before the first.

    `taken` are the commands that it accepted, `answered` those of them that it has answered.
    """

    running: bool
    version: int | None
    taken: frozenset[str]
    answered: frozenset[str]


class Records(Conductor):
    async def told(self, workflow_id: str) -> Told | None:
        """None if Temporal knows no such workflow."""
        handle = self._client.get_workflow_handle(workflow_id)
        try:
            described = await handle.describe()
            newest = self._client.get_workflow_handle(workflow_id, run_id=described.run_id)
            history = [event async for event in newest.fetch_history_events()]
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return None
            raise Unreachable(f"Temporal does not say how {workflow_id} stands") from error
        versions = [version for event in history if (version := _version(event)) is not None]
        return Told(
            running=described.status is WorkflowExecutionStatus.RUNNING,
            version=versions[-1] if versions else None,
            taken=frozenset(_taken(history)),
            answered=frozenset(_answered(history)),
        )

    async def known(self, prefix: str) -> list[str]:
        """The ids, without the prefix, of all years or rounds that Temporal still knows, ended ones too."""
        kind = CycleWorkflow if prefix == CYCLE else RoundWorkflow
        found = self._client.list_workflows(f"WorkflowType = '{kind.__name__}'")
        return sorted({each.id.removeprefix(prefix) async for each in found if each.id.startswith(prefix)})

    async def year_afresh(self, place: Municipality, year: int) -> None:
        """A new run of a year's workflow, whether one runs or not; it reads from the log where the year stands."""
        options = self._options(place, year)
        options["id_conflict_policy"] = WorkflowIDConflictPolicy.TERMINATE_EXISTING
        await self._client.start_workflow(CycleWorkflow.run, self._year(place, year), **options)

    async def round_afresh(self, round_id: str) -> None:
        """A new run of a round's workflow; it starts who is pending, and ends if nobody is."""
        county, year = round_id.split("-")
        where = [SearchAttributePair(COUNTY, county), SearchAttributePair(YEAR, int(year))]
        await self._client.start_workflow(
            RoundWorkflow.run,
            CountyYear(round_id=round_id, clock_shift=self._clock_shift),
            id=f"{ROUND}{round_id}",
            task_queue=self._task_queue,
            id_conflict_policy=WorkflowIDConflictPolicy.TERMINATE_EXISTING,
            task_timeout=TASK_TIMEOUT,
            search_attributes=TypedSearchAttributes(where),
        )


def _results(event: HistoryEvent) -> Iterator[Payload]:
    if event.event_type == EventType.EVENT_TYPE_MARKER_RECORDED:
        yield from event.marker_recorded_event_attributes.details["result"].payloads
    elif event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED:
        yield from event.activity_task_completed_event_attributes.result.payloads


def _taken(history: list[HistoryEvent]) -> Iterator[str]:
    for event in history:
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED:
            yield event.workflow_execution_update_accepted_event_attributes.protocol_instance_id


def _answered(history: list[HistoryEvent]) -> Iterator[str]:
    for event in history:
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED:
            yield event.workflow_execution_update_completed_event_attributes.meta.update_id


def _version(event: HistoryEvent) -> int | None:
    """Where the year stood, if this event records an act or the reading of the log."""
    for payload in _results(event):
        try:
            return Acted.model_validate_json(payload.data).version
        except ValidationError:  # a round's activities answer otherwise
            continue
    return None
