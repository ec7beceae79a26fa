"""Content that can be kept exactly: JSON that has one canonical form (RFC 8785), in text that is Unicode."""

import math
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, JsonValue
from pydantic_core import PydanticCustomError

from domain.commands import Content
from domain.forms import pointer

LARGEST_INTEGER = 2**53 - 1  # beyond it JSON readers do not agree on a number
DEEPEST = 50


def _parts(value: JsonValue, at: tuple[int | str, ...]) -> Iterator[tuple[tuple[int | str, ...], JsonValue]]:
    yield at, value
    if len(at) >= DEEPEST:
        return
    if isinstance(value, dict):
        for key, part in value.items():
            yield at, key
            yield from _parts(part, (*at, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _parts(part, (*at, index))


def _trouble(value: JsonValue, depth: int) -> str | None:
    if depth >= DEEPEST:
        return f"is nested deeper than {DEEPEST} levels"
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            return "is not Unicode text"
    if isinstance(value, float) and not math.isfinite(value):
        return "is not a number that JSON has"
    if isinstance(value, int) and abs(value) > LARGEST_INTEGER:
        return "is an integer too large to be kept exactly; send it as text"
    return None


def _kept_exactly(content: Content) -> Content:
    for at, value in _parts(content, ()):
        trouble = _trouble(value, len(at))
        if trouble is not None:
            where = pointer(at).encode("utf-8", "replace").decode()
            raise PydanticCustomError(
                "not-exact", "the value at '{where}' {trouble}", {"where": where, "trouble": trouble}
            )
    return content


ExactContent = Annotated[Content, AfterValidator(_kept_exactly)]
