"""Errors as pages: a problem (RFC 9457) on its way to a browser becomes a page; one not signed in is sent to sign in.

It stands around the whole application and reads the problem that was made, so that what is wrong, and with which
status, is said in one place (`api/errors.py`). Programs get their problems unchanged.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import URL, Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.carrying import DATABASE_ERRORS
from api.dependencies import services_of
from api.errors import Problem
from api.signing_in.errors import ForgedRequest
from domain.errors import DomainError
from web import finding_words
from web.page import Page, opened
from web.pages.sign_in import REFUSED
from web.refusal_words import ERRORS
from web.resending import Reading, Sent, may_be_offered

PROBLEM = "application/problem+json"
SIGN_IN = "/logga-in"
CARRIED = ("x-request-id", "retry-after")


class Refusals:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _wants_page(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})  # so that what the page learned, such as who looks, is known out here
        held = _Held(send)
        reading = Reading(receive, Headers(scope=scope))
        try:
            await self._app(scope, reading.receive, held.send)
        finally:
            if held.start is not None and held.problem is not None:
                request = Request(scope, receive)
                problem = Problem.model_validate_json(held.problem)
                sent = await reading.sent(request) if _is_resent(request, problem) else None
                answer = await _answer(request, held.start, problem, sent)
                await answer(scope, receive, send)


def _wants_page(headers: Headers) -> bool:
    """A browser says that it takes HTML; htmx, which asks for parts of pages, says its name instead."""
    return "text/html" in headers.get("accept", "") or "hx-request" in headers


@dataclass
class _Held:
    """Passes an answer on, but keeps a problem back until all of it has come."""

    onward: Send
    start: Message | None = None
    body: bytearray = field(default_factory=bytearray)
    problem: bytes | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            kind = Headers(raw=message["headers"]).get("content-type", "")
            if kind.startswith(PROBLEM):
                self.start = message
                return
        if self.start is None:
            await self.onward(message)
            return
        self.body += message.get("body", b"")
        if not message.get("more_body"):
            self.problem = bytes(self.body)


def _is_resent(request: Request, problem: Problem) -> bool:
    """A form whose sender's session had ended, or has been followed by another: it is given back to be sent again."""
    forged = problem.type.endswith(f"/{ForgedRequest.__name__}")
    return (problem.status == 401 or forged) and may_be_offered(request.headers, forged=forged)


async def _answer(request: Request, start: Message, problem: Problem, sent: Sent | None) -> Response:
    before = Headers(raw=start["headers"])
    response = _sign_in(request) if problem.status == 401 else None
    if response is None:
        page = await _page(request, problem.status)
        code = problem.type.rpartition("/")[2]
        said = {"problem": problem, "code": code, "number": before.get(CARRIED[0])}
        if sent is not None:
            response = page.render("send-again.html", problem.status, sent=sent)
        elif code in REFUSED:
            response = page.render("sign-in-refused.html", problem.status, why=REFUSED[code], **said)
        else:
            found = [(each.pointer, finding_words.says(each.code)) for each in problem.errors]
            response = page.render("error.html", problem.status, why=ERRORS.get(code), found=found, **said)
    headers = MutableHeaders(raw=response.raw_headers)
    for name in CARRIED:
        if name in before:
            headers[name] = before[name]
    return response


async def _page(request: Request, status: int) -> Page:
    """Where the error came before it was asked who looks, that is asked now, unless something does not answer."""
    services = services_of(request)
    known = getattr(request.state, "actor", None)
    if known is None and status < 429:
        with suppress(DomainError, *DATABASE_ERRORS):
            return await opened(request, services)
    return Page(request, services, known)


def _sign_in(request: Request) -> Response | None:
    """To the page for signing in, and back again; None for what was sent, which would be lost on the way."""
    if request.method not in {"GET", "HEAD"}:
        return None
    shown = request.headers.get("hx-current-url")  # of a page that asked for a part of itself: the whole of it goes
    back = URL(shown) if shown is not None else request.url
    query = f"?{back.query}" if back.query else ""
    there = f"{SIGN_IN}?next={quote(back.path + query, safe='')}"
    return RedirectResponse(there, 303) if shown is None else Response(status_code=401, headers={"HX-Redirect": there})
