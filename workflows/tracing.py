"""One trace from a request through its Update to the act. Only the trace's ids travel, in headers, never in messages.

Nothing is traced inside a workflow: what an Update brought along is handed to the acts that it causes, so that a
replay makes no span and a year of any age shows each command in the trace of its own request.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from opentelemetry.trace import SpanKind, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from temporalio import activity, client, worker, workflow
from temporalio.api.common.v1 import Payload
from temporalio.converter import PayloadConverter

HEADER = "traceparent"
Headers = Mapping[str, Payload]

_propagator = TraceContextTextMapPropagator()
_brought: ContextVar[Payload | None] = ContextVar("brought", default=None)


def traced(connected: client.Client, tracer: Tracer) -> client.Client:
    """The same connection, whose Updates, and whose workers' acts, are traced."""
    config = connected.config()
    config["interceptors"] = [*config["interceptors"], Tracing(tracer)]
    return client.Client(**config)


class Tracing(client.Interceptor, worker.Interceptor):
    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer

    def intercept_client(self, next: client.OutboundInterceptor) -> client.OutboundInterceptor:  # noqa: A002
        return _Sending(next, self._tracer)

    def intercept_activity(self, next: worker.ActivityInboundInterceptor) -> worker.ActivityInboundInterceptor:  # noqa: A002
        return _Running(next, self._tracer)

    def workflow_interceptor_class(
        self,
        input: worker.WorkflowInterceptorClassInput,  # noqa: A002, ARG002
    ) -> type[worker.WorkflowInboundInterceptor]:
        return _Taking


class _Sending(client.OutboundInterceptor):
    def __init__(self, following: client.OutboundInterceptor, tracer: Tracer) -> None:
        super().__init__(following)
        self._tracer = tracer

    async def start_workflow_update(
        self,
        input: client.StartWorkflowUpdateInput,  # noqa: A002
    ) -> client.WorkflowUpdateHandle[Any]:
        with self._tracer.start_as_current_span(
            f"Update {input.update}", kind=SpanKind.CLIENT, record_exception=False, set_status_on_exception=False
        ) as span:
            span.set_attributes({"arshjul.workflow": input.id, "arshjul.command": input.update_id or ""})
            input.headers = _with_span(input.headers)
            return await super().start_workflow_update(input)

    async def start_update_with_start_workflow(
        self,
        input: client.StartWorkflowUpdateWithStartInput,  # noqa: A002
    ) -> client.WorkflowUpdateHandle[Any]:
        update = input.update_workflow_input
        with self._tracer.start_as_current_span(
            f"Update {update.update}", kind=SpanKind.CLIENT, record_exception=False, set_status_on_exception=False
        ) as span:
            workflow_id = input.start_workflow_input.id
            span.set_attributes({"arshjul.workflow": workflow_id, "arshjul.command": update.update_id or ""})
            update.headers = _with_span(update.headers)
            return await super().start_update_with_start_workflow(input)


class _Taking(worker.WorkflowInboundInterceptor):
    def init(self, outbound: worker.WorkflowOutboundInterceptor) -> None:
        super().init(_HandingOn(outbound))

    async def handle_update_handler(self, input: worker.HandleUpdateInput) -> Any:  # noqa: A002, ANN401
        _brought.set(input.headers.get(HEADER))  # this update's alone: each handler is a task with a context of its own
        return await super().handle_update_handler(input)


class _HandingOn(worker.WorkflowOutboundInterceptor):
    def start_activity(self, input: worker.StartActivityInput) -> workflow.ActivityHandle[Any]:  # noqa: A002
        input.headers = _with_brought(input.headers)
        return super().start_activity(input)

    def start_local_activity(self, input: worker.StartLocalActivityInput) -> workflow.ActivityHandle[Any]:  # noqa: A002
        input.headers = _with_brought(input.headers)
        return super().start_local_activity(input)


class _Running(worker.ActivityInboundInterceptor):
    def __init__(self, following: worker.ActivityInboundInterceptor, tracer: Tracer) -> None:
        super().__init__(following)
        self._tracer = tracer

    async def execute_activity(self, input: worker.ExecuteActivityInput) -> Any:  # noqa: A002, ANN401
        """What nobody asked for, such as a date that came, is not traced."""
        if HEADER not in input.headers:
            return await super().execute_activity(input)
        brought = PayloadConverter.default.from_payload(input.headers[HEADER], str)
        info = activity.info()
        with self._tracer.start_as_current_span(
            info.activity_type,
            _propagator.extract({HEADER: brought}),
            kind=SpanKind.SERVER,
            attributes={"arshjul.workflow": info.workflow_id or "", "arshjul.attempt": info.attempt},
            record_exception=False,
            set_status_on_exception=False,
        ):
            return await super().execute_activity(input)


def _with_span(headers: Headers) -> Headers:
    carrier: dict[str, str] = {}
    _propagator.inject(carrier)
    if HEADER not in carrier:
        return headers
    return {**headers, HEADER: PayloadConverter.default.to_payload(carrier[HEADER])}


def _with_brought(headers: Headers) -> Headers:
    brought = _brought.get()
    return headers if brought is None else {**headers, HEADER: brought}
