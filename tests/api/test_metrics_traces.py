"""One trace a command, from the request to the act, without words."""

from collections.abc import Sequence
from dataclasses import replace

from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanContext

import worker
from api.app import create_app
from api.services import Services
from domain.places import Municipality
from tests.api.asking import client_of
from tests.conftest import strict_sandbox
from tests.town import CONTENT
from workflows.client import Conductor
from workflows.tracing import traced

OUTSIDE = {"traceparent": f"00-{'ab' * 16}-{'cd' * 8}-01", "tracestate": "who=anna", "baggage": "who=anna"}


def context(spans: Sequence[ReadableSpan], name: str) -> tuple[SpanContext, int]:
    """A span's own context, and its parent's id or 0."""
    span = next(span for span in spans if span.name.startswith(name))
    assert span.context
    return span.context, span.parent.span_id if span.parent else 0


def connected(spans: Sequence[ReadableSpan]) -> int:
    """The trace that goes from the request through the update to the act."""
    (request, _), (update, asked_by), (act, caused_by) = (context(spans, name) for name in ("POST", "Update", "act"))
    assert (asked_by, caused_by) == (request.span_id, update.span_id)
    assert request.trace_id == update.trace_id == act.trace_id
    return act.trace_id


async def test_a_year_that_another_request_started_shows_each_command_in_its_own_trace(
    services: Services, own_year: tuple[Municipality, int]
) -> None:
    kept, provider = InMemorySpanExporter(), TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(kept))
    tracer = provider.get_tracer("test")
    place, year = own_year
    client = traced(services.conductor._client, tracer)  # pyright: ignore[reportPrivateUsage]
    conductor = Conductor(client, "traced")
    app = create_app(replace(services, conductor=conductor), tracer)
    runner = strict_sandbox()
    async with (
        worker.build(client, services.sessions, conductor, task_queue="traced", runner=runner),
        client_of(app) as asking,
    ):
        asking.headers["Authorization"] = f"Bearer demo-municipality-{place.code}"
        begun = {"municipality": place.code, "year": year, "kind": "full"}
        assert (await asking.post("/v1/cycles", json=begun)).status_code == 201
        started = kept.get_finished_spans()
        kept.clear()
        address = f"/v1/cycles/{place.code}-{year}/steps/organisation/completion"
        assert (await asking.post(address, json={"content": CONTENT}, headers=OUTSIDE)).status_code == 200
    completed = kept.get_finished_spans()
    assert connected(started) != connected(completed)
    assert f"{connected(completed):x}" == "ab" * 16
    written = "".join(span.to_json() for span in (*started, *completed))
    assert "anna" not in written
    assert CONTENT["text"] not in written
    provider.shutdown()
