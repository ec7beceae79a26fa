"""What a request turns out to be about, noted on the way by whoever finds out, for the log, metrics and the trace."""

from contextvars import ContextVar

_noted: ContextVar[dict[str, str] | None] = ContextVar("noted", default=None)


def note(**what: str | None) -> None:
    """Ids, kinds and names of errors alone, never a word that a person wrote. Outside a request nothing is noted."""
    noted = _noted.get()
    if noted is not None:
        noted.update({name: value for name, value in what.items() if value is not None})


def noting() -> dict[str, str]:
    """Begin a request; what is noted from here on arrives in what this returns."""
    noted: dict[str, str] = {}
    _noted.set(noted)
    return noted
