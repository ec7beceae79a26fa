"""Two versions of a content, field by field: what is new, what changed, what is gone, and where.

The items of a list are matched by what names them (an id, or the measure or problem that they are about), so an item
put in at the top is one new item and not a list of changed ones. Their order says nothing.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TypeGuard

from pydantic import BaseModel, ConfigDict, JsonValue

from domain.content.year import Content

Item = Mapping[str, JsonValue]
Name = tuple[JsonValue, ...]


class How(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


class Change(BaseModel):
    """`pointer` (RFC 6901) leads into the newer version, to what is gone into the older. What is absent is null."""

    model_config = ConfigDict(frozen=True)

    how: How
    pointer: str
    before: JsonValue
    after: JsonValue


def compare(old: Content, new: Content) -> tuple[Change, ...]:
    """Empty when both say the same; a field left out and one that is null say the same."""
    return tuple(_in_object("", old, new))


def _between(at: str, old: JsonValue, new: JsonValue) -> Iterator[Change]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _in_object(at, old, new)
    elif _items(former := [] if old is None else old) and _items(latter := [] if new is None else new):
        yield from _in_list(at, former, latter)
    else:
        yield _change(at, old, new)


def _in_object(at: str, old: Item, new: Item) -> Iterator[Change]:
    for key in dict.fromkeys((*old, *new)):
        yield from _between(f"{at}/{key.replace('~', '~0').replace('/', '~1')}", old.get(key), new.get(key))


def _in_list(at: str, old: Sequence[Item], new: Sequence[Item]) -> Iterator[Change]:
    names = _names(old, new)
    if names is None:
        yield from _unnamed(at, old, new)
        return
    former = {_name(item, names): (n, item) for n, item in enumerate(old)}
    latter = {_name(item, names): (n, item) for n, item in enumerate(new)}
    for name, (n, item) in former.items():
        if name not in latter:
            yield _change(f"{at}/{n}", dict(item), None)
    for name, (n, item) in latter.items():
        if name in former:
            yield from _in_object(f"{at}/{n}", former[name][1], item)
        else:
            yield _change(f"{at}/{n}", None, dict(item))


def _unnamed(at: str, old: Sequence[Item], new: Sequence[Item]) -> Iterator[Change]:
    """Nothing names these items: one that is in both as often as in the other is the same."""
    yield from (_change(f"{at}/{n}", dict(item), None) for n, item in _only_in(old, new))
    yield from (_change(f"{at}/{n}", None, dict(item)) for n, item in _only_in(new, old))


def _only_in(items: Sequence[Item], others: Sequence[Item]) -> Iterator[tuple[int, Item]]:
    left = list(others)
    for n, item in enumerate(items):
        if item in left:
            left.remove(item)
        else:
            yield n, item


# What can name an item, the surest first: an object, what became of a measure, a result, a note, a priority, a member …
_NAMES = (
    ("id",),
    ("origin_cycle", "measure"),
    ("measure",),
    ("measure", "on"),
    ("problem",),
    ("organisation",),
    ("url",),
    ("pointer",),
    ("to",),
)


def _names(*lists: Sequence[Item]) -> tuple[str, ...] | None:
    """The fields that name each item and are unlike within each list, if there are such."""
    for fields in _NAMES:
        if all(_tells_apart(fields, items) for items in lists):
            return fields
    return None


def _tells_apart(fields: tuple[str, ...], items: Sequence[Item]) -> bool:
    if not all(isinstance(item.get(field), str) for item in items for field in fields):
        return False
    return all(times == 1 for times in Counter(_name(item, fields) for item in items).values())


def _name(item: Item, fields: tuple[str, ...]) -> Name:
    return tuple(item[field] for field in fields)


def _items(value: JsonValue) -> TypeGuard[list[dict[str, JsonValue]]]:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _change(at: str, old: JsonValue, new: JsonValue) -> Change:
    how = How.NEW if old is None else How.GONE if new is None else How.CHANGED
    return Change(how=how, pointer=at, before=old, after=new)
