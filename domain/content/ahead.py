"""Days that tell of what has been and are still to come, as a decision that nobody has taken yet.

Nobody is stopped by it: a step can be handed in the day before the meeting. Until the day is there nothing in the map
of the Act counts it (`domain/law/known.py`), which whoever hands it in should know.
"""

from collections.abc import Iterator
from datetime import date
from typing import cast

from pydantic import JsonValue

from domain.commands import Content
from domain.content.base import Source
from domain.content.gaps import Gap
from domain.forms import pointer

TELLS_OF_WHAT_HAS_BEEN = frozenset(
    {
        "adjusted_on",
        "closed_on",
        "decided_on",
        "last_meeting",
        "measured_on",
        "posted_on",
        "reported_on",
        "signed_on",
    }
)
Place = tuple[int | str, ...]


def ahead(step: str, content: Content, today: date) -> Iterator[Gap]:
    """A gap for each such day in a step's content, whatever else may be wrong with it."""
    for at, day in _days(cast("JsonValue", dict(content)), ()):
        if day > today:
            message = "that day is still ahead, and counts from then on"
            yield Gap(code="day-ahead", basis=Source.DESIGN, object="", step=step, pointer=pointer(at), message=message)


def _days(value: JsonValue, at: Place) -> Iterator[tuple[Place, date]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _days(part, (*at, name))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _days(part, (*at, index))
    elif isinstance(value, str) and at[-1] in TELLS_OF_WHAT_HAS_BEEN and (day := _day(value)) is not None:
        yield at, day


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
