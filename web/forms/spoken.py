"""Findings as a person reads them: in their language, with the field's own name, and where to go to mend it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from gettext import NullTranslations

from pydantic import JsonValue

from domain.content.gaps import Gap
from domain.errors import Finding
from web.forms.fields import Field, Widget
from web.forms.items import name_of
from web.forms.labels import LABELS
from web.forms.lists import LISTS
from web.forms.messages import FINDINGS, GAPS, LIMITED, alike
from web.forms.parsing import as_items, as_object


@dataclass(frozen=True)
class Place:
    """Where a pointer leads: to the field that the page has for it. `labels` are the way there, `inside` those of it
    within an item; `list` and `item` name the item's page in addresses.
    """

    pointer: str
    labels: tuple[str, ...]
    inside: tuple[str, ...]
    field: Field | None
    list: str = ""
    item: str = ""


def place(fields: Sequence[Field], content: Mapping[str, JsonValue], pointer: str, t: NullTranslations) -> Place:
    here, labels, found, name, item, outside = "", list[str](), None, "", "", 0
    at = dict(content)
    steps = iter(pointer.split("/")[1:])
    for step in steps:
        field = next((each for each in fields if each.path[-1] == step), None)
        if field is None:
            break
        found, fields, here = field, field.parts, f"{here}/{step}"
        items, number = as_items(at.get(step)), next(steps, "") if field.widget is Widget.LIST else ""
        if number.isdecimal() and int(number) < len(items):
            at, name, here = items[int(number)], step, f"{here}/{number}"
            item = name_of(at, int(number))
            labels.append(f"{t.gettext(LISTS[field.key].item)} {item}")
            outside = len(labels)
        else:
            labels.append(t.gettext(LABELS[field.key].text))
            at = as_object(at.get(step))
    return Place(here, tuple(labels), tuple(labels[outside:]), found, name, item)


@dataclass(frozen=True)
class Told:
    """A finding at a page's field. `text` stands beside it, `whole` says where it is too, `within` where in an item."""

    code: str
    pointer: str
    text: str
    within: str
    whole: str


def spoken(
    findings: Iterable[Finding],
    fields: Sequence[Field],
    content: Mapping[str, JsonValue],
    t: NullTranslations,
) -> Iterator[Told]:
    """What findings say to a person, in their language; each field once, with what came first."""
    seen: set[str] = set()
    for finding in findings:
        where = place(fields, content, finding.pointer, t)
        if where.pointer not in seen:
            seen.add(where.pointer)
            text = _text(_said(finding.code, where.field), where.field, t)
            within, whole = (led(" – ".join(way), text) for way in (where.inside, where.labels))
            yield Told(finding.code, where.pointer, text, within, whole)


def led(label: str, text: str) -> str:
    """A text after what it is about, if anything; a label that asks ends in its question mark alone."""
    if not label:
        return text
    return f"{label} {text}" if label.endswith("?") else f"{label}: {text}"


def gap_text(gap: Gap, t: NullTranslations) -> str:
    return t.gettext(GAPS[gap.code])


def _text(said: str, field: Field | None, t: NullTranslations) -> str:
    """With the field's own limit, where it has one."""
    limits = asdict(field.limits) if field is not None else {}
    known = {name: f"{limit:,}".replace(",", "\u00a0") for name, limit in limits.items() if limit is not None}
    name, text = LIMITED.get(said, ("", ""))
    return t.gettext(text) % known if name in known else t.gettext(FINDINGS[said])


def _said(code: str, field: Field | None) -> str:
    same = alike(code)
    if same == "pattern" and field is not None and field.values is not None:
        return "choice"
    return same if same in FINDINGS else "other"
