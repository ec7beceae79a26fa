"""What the pages of a form tell: what is wrong and where to mend it, and what two people wrote otherwise."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue

from domain.calendar import SWEDEN
from web.findings import field_id
from web.forms.fields import Field
from web.forms.shown import Line
from web.forms.spoken import Told, place
from web.forms.work import Work

CHECKED = "kontroll=true"


@dataclass(frozen=True)
class Difference:
    """A field that two people wrote otherwise; empty for nothing."""

    label: str
    theirs: tuple[str, ...]
    mine: tuple[str, ...]


def differences(
    now: Work, fields: Sequence[Field], theirs: Mapping[str, JsonValue], mine: Mapping[str, JsonValue]
) -> list[Difference]:
    """What stands saved against what was just written, where they differ."""
    before, after = (_said(now.say.lines(fields, each)) for each in (theirs, mine))
    labels = dict.fromkeys((*before, *after))
    both = (Difference(label, before.get(label, ()), after.get(label, ())) for label in labels)
    return [each for each in both if each.theirs != each.mine]


def beside(told: Iterable[Told]) -> dict[str, str]:
    """What is said beside each field, by the field's id."""
    return {field_id(each.pointer): each.text for each in told}


def linked(now: Work, told: Iterable[Told], at: str | None) -> list[dict[str, str]]:
    """As `errorList` of the error summary. `at` is the pointer of what the page shows (an item's, "" for the form, None
    for neither): what is wrong elsewhere is mended on a page of its own.
    """
    return [{"text": each.within if at else each.whole, "href": _href(now, each.pointer, at)} for each in told]


def mended_at(now: Work, pointer: str) -> str:
    """The page, and the field on it, where a person sees to what a pointer names."""
    return _href(now, pointer, None)


def clock(instant: datetime) -> str:
    return instant.astimezone(SWEDEN).strftime("%H:%M")


def _said(lines: Iterable[Line]) -> dict[str, tuple[str, ...]]:
    return {" – ".join(filter(None, (line.group, line.label))): line.values for line in lines}


def _href(now: Work, pointer: str, at: str | None) -> str:
    where = place(now.fields, now.content, pointer, now.say.t)
    anchor = f"#{field_id(where.pointer)}"
    if at or (at == "" and not where.item):
        return anchor
    page = now.address(where.list, where.item) if where.item else now.address("fyll-i")
    return f"{page}?{CHECKED}{anchor}"
