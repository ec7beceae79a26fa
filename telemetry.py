"""What the mains switch on so that operators can see in: JSON lines, Prometheus, traces. Nothing is done at import.

What is shown holds ids, kinds and names of errors, never a word that a person wrote: a line's fields are those listed
here, an exception is its type and where it was raised, and what other libraries say is shown as its template alone.
"""

import json
import logging
import sys
from datetime import UTC, datetime
from traceback import walk_tb

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from temporalio.runtime import LogForwardingConfig, LoggingConfig, PrometheusConfig, Runtime, TelemetryConfig

from settings import Settings

FIELDS = (
    "request",
    "method",
    "route",
    "status",
    "seconds",
    "command",
    "kind",
    "cycle",
    "round",
    "outcome",
    "error",
    "version",
    "by",
    "session",
    "token",
)
OWN = ("activities", "api", "arshjul", "domain", "storage", "telemetry", "worker", "workflows")
INNERMOST = 12
LONGEST = 200


class JsonLines(logging.Formatter):
    """One line of JSON a record: time, level, event, logger, and those of FIELDS that it has."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": _event(record),
            "logger": record.name,
        }
        line |= {name: record.__dict__[name] for name in FIELDS if record.__dict__.get(name) is not None}
        if record.exc_info and (raised := record.exc_info[1]) is not None:
            line |= {"error": type(raised).__name__, "where": _where(raised)}
        return json.dumps(line, ensure_ascii=False)


def _where(raised: BaseException) -> list[str]:
    frames = [
        f"{frame.f_code.co_filename}:{number} {frame.f_code.co_name}" for frame, number in walk_tb(raised.__traceback__)
    ]
    return frames[-INNERMOST:]


def _event(record: logging.LogRecord) -> str:
    """What others put into their templates may hold what a statement or a request held."""
    own = record.name.partition(".")[0] in OWN
    said = record.getMessage() if own else str(record.msg)
    return said.partition("\n")[0][:LONGEST]


def log_json() -> None:
    """Everything that is logged in this process becomes lines on standard output."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for loud in ("temporalio", "uvicorn", "alembic", "opentelemetry", "urllib3"):
        logging.getLogger(loud).setLevel(logging.WARNING)


def temporal_runtime(settings: Settings) -> Runtime:
    """The Temporal SDK's logs as ours, and its metrics, with what acts count, on the port if one is set."""
    metrics = None
    if settings.metrics_port is not None:
        metrics = PrometheusConfig(
            bind_address=f"{settings.metrics_host}:{settings.metrics_port}",
            counters_total_suffix=True,
            unit_suffix=True,
            durations_as_seconds=True,
        )
    forwarding = LogForwardingConfig(logging.getLogger("temporalio.core"), append_log_fields_to_message=False)
    logs = LoggingConfig(LoggingConfig.default.filter, forwarding=forwarding)
    return Runtime(telemetry=TelemetryConfig(logging=logs, metrics=metrics))


def traces(settings: Settings, service: str) -> TracerProvider | None:
    """Traces to the collector that the settings name; None if they name none. To be shut down at the end."""
    if settings.otlp_endpoint is None:
        return None
    provider = TracerProvider(resource=Resource.create({"service.name": service}), shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(settings.otlp_endpoint)))
    return provider
