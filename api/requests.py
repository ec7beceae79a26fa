"""Around every request: its id, one line in the log, its counts, its span. Around the errors too, so none is missed."""

import json
import logging
import re
import uuid
from collections.abc import Mapping
from contextlib import suppress
from time import perf_counter

from opentelemetry.trace import NoOpTracer, SpanKind, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics import Metrics
from api.noting import noting
from domain.content import personal
from storage.scope import NOTHING, within

log = logging.getLogger(__name__)

REQUEST_ID = "X-Request-ID"
SANE_ID = re.compile(r"(?=[A-Za-z_-]*\d)[0-9A-Za-z_-]{8,64}")
CYCLE_ID = re.compile(r"\d{4}-\d{4}")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
PROBLEM = b"application/problem+json"
QUIET = frozenset({"/livez", "/readyz", "/metrics"})  # asked every few seconds by machines

_propagator = TraceContextTextMapPropagator()


class Requests:
    def __init__(self, app: ASGIApp, metrics: Metrics, tracer: Tracer | None) -> None:
        self._app = app
        self._metrics = metrics
        self._tracer = tracer or NoOpTracer()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request = request_id(headers.get(REQUEST_ID))
        answer = _Answer(request, noting(request), send)
        parent = {name: headers[name] for name in ("traceparent",) if name in headers}  # nothing else comes in with it
        method = scope["method"] if scope["method"] in METHODS else "OTHER"
        with self._tracer.start_as_current_span(
            method,
            _propagator.extract(parent),
            kind=SpanKind.SERVER,
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            try:
                with within(NOTHING):  # until it is known who asks
                    await self._app(scope, receive, answer.send)
            finally:
                route = _route(scope)
                span.update_name(f"{method} {route}")
                span.set_attributes({f"arshjul.{name}": value for name, value in answer.noted.items()})
                span.set_attribute("http.response.status_code", answer.status)
                self._told(method, route, _cycle(scope), answer)

    def _told(self, method: str, route: str, cycle: str | None, answer: "_Answer") -> None:
        seconds = perf_counter() - answer.begun
        self._metrics.request(method, route, answer.status, seconds)
        noted = answer.noted
        if "kind" in noted:
            self._metrics.command(noted["kind"], noted.get("outcome", "unanswered"))
        seen = {"request": answer.request, "method": method, "route": route, "status": answer.status}
        level = logging.DEBUG if route in QUIET else logging.INFO
        log.log(level, "answered", extra={"cycle": cycle, **noted, **seen, "seconds": round(seconds, 4)})


class _Answer:
    """What goes back: it is given the request's id, and its status and the error's name are seen in passing.

    A problem is one small body, so it is read where it begins.
    """

    def __init__(self, request: str, noted: dict[str, str], send: Send) -> None:
        self.request = request
        self.noted = noted
        self.status = 500  # until something is sent
        self.begun = perf_counter()
        self._send = send
        self._problem = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers[REQUEST_ID] = self.request
            self.status = message["status"]
            self._problem = headers.get("content-type", "").encode().startswith(PROBLEM)
        elif self._problem and message.get("body"):
            self.noted.setdefault("error", _error_name(message["body"]))
        await self._send(message)


def request_id(given: str | None) -> str:
    """The caller's own id if it is one, with a digit in it and nothing but letters, digits, - and _; else a new one.

    It is kept in the log for good, so what reads as a national identity number is none.
    """
    sane = given is not None and SANE_ID.fullmatch(given) and personal.Kind.IDENTITY_NUMBER not in personal.kinds(given)
    return given if given is not None and sane else uuid.uuid4().hex


def _error_name(body: bytes) -> str:
    with suppress(ValueError, KeyError, TypeError):
        return str(json.loads(body)["type"]).rpartition("/")[2]
    return "Unknown"


def _route(scope: Mapping[str, object]) -> str:
    """The template of the address, not what stood in its place."""
    return str(getattr(scope.get("route"), "path", "none"))


def _cycle(scope: Scope) -> str | None:
    found = str(scope.get("path_params", {}).get("cycle_id", ""))
    return found if CYCLE_ID.fullmatch(found) else None
