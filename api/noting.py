"""What a request turns out to be about, noted on the way by whoever finds out, for the log, metrics and the trace."""

from contextvars import ContextVar

_noted: ContextVar[dict[str, str] | None] = ContextVar("noted", default=None)
_request: ContextVar[str | None] = ContextVar("request", default=None)


def note(**what: str | None) -> None:
    """Ids, kinds and names of errors alone, never a word that a person wrote. Outside a request nothing is noted."""
    noted = _noted.get()
    if noted is not None:
        noted.update({name: value for name, value in what.items() if value is not None})


def noting(request: str) -> dict[str, str]:
    """Begin the request of this id; what is noted from here on arrives in what this returns."""
    noted: dict[str, str] = {}
    _noted.set(noted)
    _request.set(request)
    return noted


def request_id() -> str | None:
    """The id of the request that is being answered; None outside one."""
    return _request.get()
