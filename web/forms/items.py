"""The lists of a form, item by item: where they stand in a content, how an item is found, and the ids it is given."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pydantic import JsonValue

from web.forms.fields import Field
from web.forms.parsing import Json, as_items, as_object

ID = "id"
_NUMBERED = re.compile(r"([^\d]+)(\d{1,6})")


def items_of(content: Mapping[str, JsonValue], field: Field) -> list[Json]:
    at = dict(content)
    for step in field.path[:-1]:
        at = as_object(at.get(step))
    return as_items(at.get(field.path[-1]))


def with_items(content: Mapping[str, JsonValue], field: Field, items: Sequence[Json]) -> Json:
    """The content with these items in the list; an empty list is left out."""
    return _with(content, field.path, list(items))


def found(items: Sequence[Mapping[str, JsonValue]], name: str) -> int | None:
    """The place of the item called so: by its id, or counted from 1 where items have none. None: there is none."""
    for n, item in enumerate(items):
        if item.get(ID) == name or (ID not in item and name == str(n + 1)):
            return n
    return None


def name_of(item: Mapping[str, JsonValue], n: int) -> str:
    """What an item is called in an address."""
    given = item.get(ID)
    return given if isinstance(given, str) and given else str(n + 1)


def next_id(prefix: str, used: Iterable[str]) -> str:
    """An id that no object has had: P3 after P2, also once P2 is gone."""
    numbers = (match for match in map(_NUMBERED.fullmatch, used) if match and match[1] == prefix)
    return f"{prefix}{max((int(match[2]) for match in numbers), default=0) + 1}"


def texts(value: JsonValue) -> Iterator[str]:
    """Every text in a content: whatever in it may be an id that is taken."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)


def _with(content: Mapping[str, JsonValue], path: Sequence[str], items: list[Json]) -> Json:
    after, name = dict(content), path[0]
    value: JsonValue = list(items) if len(path) == 1 else _with(as_object(after.get(name)), path[1:], items)
    if value:
        after[name] = value
    else:
        after.pop(name, None)
    return after
