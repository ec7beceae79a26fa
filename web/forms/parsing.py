"""What a person posted, as content. What cannot be read stays as typed, and is told as a finding at its field."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pydantic import JsonValue

from domain.errors import Finding
from web.forms.fields import Field, Widget

Json = dict[str, JsonValue]
Posted = Mapping[str, Sequence[str]]

YES, NO = "ja", "nej"
LARGEST = 2**53 - 1  # beyond it a number is not kept exactly, so it stays text
_DAY = re.compile(r"(\d{4})[-./]?(\d{2})[-./]?(\d{2})")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"[-\u2212]?\d{1,15}([.,]\d{1,10})?")
_UNIT = re.compile(r"\s*(%|procent|kr\.?|kronor|sek|st\.?|:-)$", re.IGNORECASE)  # what people write after a number
_BETWEEN = re.compile(r"[\s\u00a0\u202f]")


def taken(fields: Sequence[Field], posted: Posted, before: Mapping[str, JsonValue]) -> Json:
    """`before` with what was posted in its place. Lists, and what the page does not ask for, stay as they were."""
    after = dict(before)
    for field in fields:
        name = field.path[-1]
        if field.widget is Widget.LIST:
            continue
        if field.widget is Widget.GROUP:
            value: JsonValue = taken(field.parts, posted, as_object(before.get(name)))
            value = value if _says_something(field.parts, value) else None
        elif field.name in posted or field.widget in _ABSENT_IS_EMPTY:
            value = _value(field, posted.get(field.name, ()))
        else:
            continue
        if value is None or value == field.default:  # what stands at its default is as good as not said
            after.pop(name, None)
        else:
            after[name] = value
    return after


def bare(fields: Sequence[Field], content: Mapping[str, JsonValue]) -> Json:
    """Of a content what the page itself asks for, without lists: what two people could both be writing in."""
    found: Json = {}
    for field in fields:
        value = content.get(field.path[-1])
        if field.widget is Widget.GROUP:
            value = bare(field.parts, as_object(value)) or None
        if field.widget is not Widget.LIST and value is not None:
            found[field.path[-1]] = value
    return found


def unread(fields: Sequence[Field], content: Mapping[str, JsonValue], at: str = "") -> Iterator[Finding]:
    """Where something typed could not be read: a day or a number that is none. Pointers begin with `at`."""
    for field in fields:
        value, pointer = content.get(field.path[-1]), f"{at}/{field.path[-1]}"
        if field.widget is Widget.GROUP:
            yield from unread(field.parts, as_object(value), pointer)
        elif field.widget is Widget.LIST:
            for n, item in enumerate(as_items(value)):
                yield from unread(field.parts, item, f"{pointer}/{n}")
        elif isinstance(value, str) and field.widget is Widget.DATE and not _is_day(value):
            yield Finding(code="date", pointer=pointer, message="write the day as 2026-11-22")
        elif isinstance(value, str) and field.widget in (Widget.NUMBER, Widget.MONEY):
            yield Finding(code="number", pointer=pointer, message="write a number")


def as_object(value: JsonValue) -> Json:
    return value if isinstance(value, dict) else {}


def as_items(value: JsonValue) -> list[Json]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _value(field: Field, posted: Sequence[str]) -> JsonValue:
    """None for nothing."""
    text = posted[-1].replace("\r\n", "\n").replace("\0", "").strip() if posted else ""
    match field.widget:
        case Widget.LINES | Widget.REFERENCES:
            lines: list[JsonValue] = [line.strip() for each in posted for line in each.splitlines() if line.strip()]
            return lines or None
        case Widget.TICK:
            return True if text == YES else None
        case Widget.YES_NO:
            return {YES: True, NO: False}.get(text)
        case Widget.DATE:
            found = _DAY.fullmatch(text)
            return "-".join(found.groups()) if found else text or None
        case Widget.NUMBER | Widget.MONEY:
            return _number(text)
        case _:
            return text or None


def _number(text: str) -> JsonValue:
    plain = _BETWEEN.sub("", _UNIT.sub("", text))
    if not _NUMBER.fullmatch(plain):
        return text or None
    value = float(plain.replace(",", ".").replace("\u2212", "-"))
    if abs(value) > LARGEST:
        return text
    return int(value) if value.is_integer() else value


def _is_day(text: str) -> bool:
    try:
        return _ISO.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _says_something(parts: Sequence[Field], value: Mapping[str, JsonValue]) -> bool:
    """A choice that stands at its default says nothing by itself."""
    defaults = {part.path[-1]: part.default for part in parts}
    return any(each not in (None, "", [], {}, defaults.get(name)) for name, each in value.items())


_ABSENT_IS_EMPTY = frozenset({Widget.TICK, Widget.YES_NO, Widget.REFERENCES})  # a browser sends nothing for them
