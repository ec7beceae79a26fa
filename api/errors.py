"""One table turns errors into HTTP, as problems (RFC 9457) whose `type` ends in the error's name."""

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from temporalio.service import RPCError

from documents.printing import PrintersBusy, PrintingFailed
from domain.errors import Conflict, DomainError, Finding, Invalid, NotAllowed, NotFound
from domain.evidence import FileTooLarge
from domain.forms import pointer
from domain.rules import ContentChanged
from storage.commands import Outcome
from storage.drafts import DraftChanged
from workflows.errors import Unreachable

log = logging.getLogger(__name__)


class NotSignedIn(DomainError):
    """The request does not say who asks, or with a token that is not known here."""


class MalformedRequest(Invalid):
    """The body is not JSON."""


class InvalidRequest(Invalid):
    """Something in the request is missing, unknown or of the wrong kind; `errors` says where."""


class NoSuchAddress(NotFound):
    pass


class MethodNotAllowed(NotFound):
    pass


class InternalError(DomainError):
    pass


class Unavailable(DomainError):
    """A server that is needed does not answer. Nothing was acknowledged; the same request with the same key is safe."""


class AnswerTooSlow(Unavailable):
    """The answer took too long and was given up. The same request with the same key says what came of it."""


class BodyTooLarge(Invalid):
    """The body is larger than this server takes. It was not read to its end, and nothing of it was kept."""


class BodyTooSlow(Invalid):
    """The body did not arrive in time; nothing of it was kept. The same request with the same key is safe."""


class TooManyRequests(DomainError):
    """This address has asked too often; Retry-After says when it may again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many requests from your address; try again in {seconds} seconds")
        self.seconds = seconds


class Rejected(DomainError):
    """A rule's no, read back from a command's outcome: it answers with the name of the error that the rule raised."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.message or "The command was rejected", outcome.findings)
        self._code = outcome.error or "Rejected"

    @property
    def code(self) -> str:
        return self._code


class Problem(BaseModel):
    """`errors` names each place in what was sent, as a JSON pointer, and never repeats what stood there."""

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[Finding, ...] = ()


STATUS: Mapping[type[DomainError], int] = {
    MalformedRequest: 400,
    NotSignedIn: 401,
    NotAllowed: 403,
    MethodNotAllowed: 405,
    NotFound: 404,
    ContentChanged: 412,
    DraftChanged: 412,
    Conflict: 409,
    BodyTooSlow: 408,
    BodyTooLarge: 413,
    FileTooLarge: 413,
    Invalid: 422,
    TooManyRequests: 429,
    Unavailable: 503,
    PrintersBusy: 503,
    PrintingFailed: 503,
    InternalError: 500,
}

HEADERS: Mapping[int, Mapping[str, str]] = {401: {"WWW-Authenticate": "Bearer"}, 503: {"Retry-After": "2"}}


_ID = "letters, digits and hyphens, such as the list of people has it"
WRITTEN: Mapping[str, str] = {
    "person": f"the id of a person: {_ID}",
    "to": f"the id of a person: {_ID}",
    "substitute": f"the id of a person: {_ID}",
    "grant": "the id of a role, such as the person's page has it",
    "absence": "the id of an absence, such as the person's page has it",
    "county": "a county's code of two digits, such as 13",
    "municipality": "a municipality's code of four digits, such as 1381",
}
"""How what has a pattern is written, by the name of its field."""


def named(code: str) -> type[DomainError]:
    """The error class with this name; DomainError itself for a name that is no longer known."""
    waiting = [DomainError]
    while waiting:
        error = waiting.pop()
        if error.__name__ == code:
            return error
        waiting.extend(error.__subclasses__())
    return DomainError


def status_of(code: str) -> int:
    ancestors = (ancestor for ancestor in named(code).__mro__ if issubclass(ancestor, DomainError))
    return next((STATUS[ancestor] for ancestor in ancestors if ancestor in STATUS), 500)


def problem(error: DomainError) -> JSONResponse:
    status = status_of(error.code)
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in error.code).strip().capitalize()
    body = Problem(
        type=f"/problems/{error.code}", title=words, status=status, detail=error.message, errors=error.findings
    )
    again = {"Retry-After": str(error.seconds)} if isinstance(error, TooManyRequests) else {}
    return JSONResponse(
        body.model_dump(mode="json"),
        status_code=status,
        headers={**HEADERS.get(status, {}), **again},
        media_type="application/problem+json",
    )


def from_validation(error: RequestValidationError) -> DomainError:
    details = error.errors()
    if any(detail["type"] == "json_invalid" for detail in details):
        return MalformedRequest("The body is not JSON")
    findings = tuple(
        Finding(code=detail["type"], pointer=pointer(tuple(detail["loc"][1:])), message=_in_words(detail))
        for detail in details
    )
    return InvalidRequest("The request is not what this address takes; errors says where", findings)


def _in_words(detail: Mapping[str, Any]) -> str:
    """A pattern is for programs: who wrote otherwise is told what is meant."""
    if detail["type"] != "string_pattern_mismatch":
        return str(detail["msg"])
    return WRITTEN.get(str(detail["loc"][-1]), "it is not written as it has to be; /openapi.json has its pattern")


def from_http(error: HTTPException) -> DomainError:
    """What the framework itself refuses, before any route."""
    if error.status_code == STATUS[MethodNotAllowed]:
        return MethodNotAllowed("This address does not take that method")
    if error.status_code == STATUS[MalformedRequest]:
        return MalformedRequest("The body could not be read as JSON")
    return NoSuchAddress("There is nothing at this address; /docs lists what there is")


def install(app: FastAPI) -> None:
    """Make every error that can reach the edge a problem."""

    @app.exception_handler(DomainError)
    async def _(_request: Request, error: DomainError) -> JSONResponse:
        return problem(error)

    @app.exception_handler(RequestValidationError)
    async def _(_request: Request, error: RequestValidationError) -> JSONResponse:
        return problem(from_validation(error))

    @app.exception_handler(HTTPException)
    async def _(_request: Request, error: HTTPException) -> JSONResponse:
        return problem(from_http(error))

    @app.exception_handler(RecursionError)
    async def _(_request: Request, _error: RecursionError) -> JSONResponse:
        return problem(MalformedRequest("The body is nested too deep"))

    for wrong in (IntegrityError, ProgrammingError, DataError):
        app.exception_handler(wrong)(_unexpected)

    for absent in (Unreachable, DBAPIError, PoolTimeoutError, OSError, TimeoutError):

        @app.exception_handler(absent)
        async def _(request: Request, error: Exception) -> JSONResponse:
            if _not_understood(error):
                return await _unexpected(request, error)
            log.warning("a server does not answer: %s", _why(error))
            return problem(Unavailable("A server that is needed does not answer; try again with the same key"))

    app.exception_handler(Exception)(_unexpected)


def _not_understood(error: BaseException) -> bool:
    """Whether the database was given what it cannot hold: it answers well enough, and trying again does not help.

    Told by the driver's names, since SQLAlchemy takes all of them for one error.
    """
    if any(ancestor.__name__ == "DataError" for ancestor in type(error).__mro__):
        return True
    return error.__cause__ is not None and _not_understood(error.__cause__)


def _why(error: BaseException) -> str:
    """The names of the error and of what caused it, with Temporal's own status: never a message."""
    status = f" {error.status.name}" if isinstance(error, RPCError) else ""
    named = f"{type(error).__name__}{status}"
    return f"{named} after {_why(error.__cause__)}" if error.__cause__ else named


async def _unexpected(_request: Request, error: Exception) -> JSONResponse:
    log.error("unexpected error", exc_info=error)
    return problem(InternalError("Something went wrong here; it has been logged"))
