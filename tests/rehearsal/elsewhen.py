"""Another day: on the wall, and for the workflows, whose clock starts from the wall's.

Temporal's clock is the machine's and cannot be moved. But a workflow knows the time only from its tasks, and a timer is
a span, not a date; so a workflow whose every task comes with another day lives on that day.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from temporalio.bridge.proto.workflow_activation import WorkflowActivation
from temporalio.bridge.proto.workflow_completion import WorkflowActivationCompletion
from temporalio.client import Client
from temporalio.converter import SerializationContext, StorageDriverStoreContext
from temporalio.plugin import SimplePlugin
from temporalio.testing import TimeSkipper
from temporalio.worker import UnsandboxedWorkflowRunner, WorkflowInstance, WorkflowInstanceDetails
from temporalio.worker._command_aware_visitor import CommandInfo  # the base class has no public name for it
from temporalio.workflow import Info

from domain.places import Places
from rehearsal.stage import SKIPS, Stage, stage


@dataclass(frozen=True)
class Elsewhen(UnsandboxedWorkflowRunner):
    """`shown` is what each workflow's clock showed first."""

    by: timedelta
    shown: dict[str, datetime] = field(default_factory=dict[str, datetime])

    def clock(self) -> datetime:
        return datetime.now(UTC) + self.by

    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        return _Moved(super().create_instance(det), self)


class _Moved(WorkflowInstance):
    def __init__(self, inner: WorkflowInstance, elsewhen: Elsewhen) -> None:
        self._inner, self._elsewhen = inner, elsewhen

    def activate(self, act: WorkflowActivation) -> WorkflowActivationCompletion:
        shown = act.timestamp.ToDatetime(UTC) + self._elsewhen.by
        self._elsewhen.shown.setdefault(self.get_info().workflow_id, shown)
        act.timestamp.FromDatetime(shown)
        return self._inner.activate(act)

    def get_serialization_context(self, command_info: CommandInfo | None) -> SerializationContext | None:
        return self._inner.get_serialization_context(command_info)

    def get_external_store_context(self, command_info: CommandInfo | None) -> StorageDriverStoreContext:
        return self._inner.get_external_store_context(command_info)

    def get_info(self) -> Info:
        return self._inner.get_info()

    def get_thread_id(self) -> int | None:
        return self._inner.get_thread_id()


@asynccontextmanager
async def stage_at(instant: datetime, places: Places) -> AsyncGenerator[tuple[Stage, Elsewhen]]:
    """A stage where it is that instant when everything is up."""
    async with stage(places, lambda: instant) as here:
        elsewhen = Elsewhen(instant - datetime.now(UTC))
        given = here.skipper.client.config()
        given["plugins"] = [SimplePlugin("elsewhen", workflow_runner=elsewhen)]
        yield replace(here, skipper=TimeSkipper(Client(**given), config=SKIPS), clock=elsewhen.clock), elsewhen
