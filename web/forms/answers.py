"""Why something that reads as personal data may stand: an answer holds for the text it was given for, and no other."""

from collections.abc import Mapping

from pydantic import JsonValue

from web.forms.parsing import Json, as_items

ANSWERED = "answered"


def still_answered(before: Mapping[str, JsonValue], after: Json) -> Json:
    """`after` with the answers to what stands where it stood. An answer names a place by number: once an item is taken
    out another stands there, and is asked about anew.
    """
    given = as_items(after.get(ANSWERED))
    kept: list[JsonValue] = [each for each in given if _at(before, each) == _at(after, each)]
    if len(kept) == len(given):
        return after
    rest = {name: value for name, value in after.items() if name != ANSWERED}
    return {**rest, ANSWERED: kept} if kept else rest


def _at(content: Mapping[str, JsonValue], answer: Json) -> JsonValue:
    """What stands at the place that an answer names; None for nothing."""
    here: JsonValue = dict(content)
    for step in str(answer.get("pointer")).split("/")[1:]:
        here = _inside(here, step)
    return here


def _inside(value: JsonValue, step: str) -> JsonValue:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
        return value[int(step)]
    return None
