"""A municipality's own word by form: what the form does not ask for, and stands, is kept."""

from collections.abc import Mapping
from itertools import chain

from pydantic import JsonValue

from domain.statements import Content, Kind, joined

NONE: Mapping[Kind, Content] = {
    Kind.AGREEMENTS: {"agreements": []},
    Kind.COUNCIL: {"council": None},
    Kind.COORDINATION: {"coordination": None},
}
"""What says that there is no such thing, where that can be said."""

# What the columns of a form make (domain/statement_columns.py), wherever it stands in a statement.
_IN_FORM = frozenset(
    {
        *("title", "decision", "finished_on", "reference", "mapping", "other_information", "analysis", "integration"),
        *("body", "decided_on", "paragraph", "based_on_day", "council", "name", "chair", "led_by_municipality"),
        *("last_meeting", "coordination", "role_title", "contact", "coordinates", "informs_inhabitants"),
        *("vacant_since", "responsible", "reported_on", "with_plans"),
    }
)


def amended(kind: Kind, standing: Content | None, told: Content, instead: str | None = None) -> Content:
    """What was told in the form, with what stands besides. An agreement joins those that stand, or takes the place of
    the one whose id is `instead`.
    """
    if standing is None:
        return told
    if kind is Kind.AGREEMENTS:
        return joined(standing, told, instead)
    merged = _merged(standing, told)
    if links := _links(standing.get("links"), told.get("links")):
        merged["links"] = links
    else:
        merged.pop("links", None)
    if answers := _answers(standing, told, merged):
        merged["answered"] = answers
    else:
        merged.pop("answered", None)
    return merged


def _merged(old: Content, new: Content) -> dict[str, JsonValue]:
    kept = {name: value for name, value in old.items() if name not in _IN_FORM}
    partly = old.get("integration")  # of it the form asks for the plans alone
    if isinstance(partly, dict) and (rest := _merged(partly, {})):
        kept["integration"] = rest
    return {**kept, **{name: _part(name, old.get(name), value) for name, value in new.items()}}


def _part(name: str, old: JsonValue, new: JsonValue) -> JsonValue:
    """Another decision has other minutes: only the same one keeps when they were approved and posted."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    if name == "decision" and any(old.get(each) != new.get(each) for each in ("body", "decided_on")):
        return new
    return _merged(old, new)


def _links(old: JsonValue, new: JsonValue) -> list[JsonValue]:
    """The form shows the first; the others stay, and so does the first's title while its address does."""
    before, told = (each if isinstance(each, list) else [] for each in (old, new))
    same = bool(before and told) and _address(before[0]) == _address(told[0])
    return [*(before[:1] if same else told), *before[1:]]


def _address(link: JsonValue) -> JsonValue:
    return link.get("url") if isinstance(link, dict) else None


def _answers(old: Content, new: Content, merged: Content) -> list[JsonValue]:
    """Each still answers for the text that it was given for."""
    found: dict[str, JsonValue] = {}
    for content, answer in chain(((old, each) for each in _list(old)), ((new, each) for each in _list(new))):
        at = answer.get("pointer") if isinstance(answer, dict) else None
        if isinstance(at, str) and (text := _at(content, at)) is not None and text == _at(merged, at):
            found[at] = answer
    return [found[at] for at in sorted(found)]


def _list(content: Content) -> list[JsonValue]:
    answered = content.get("answered")
    return answered if isinstance(answered, list) else []


def _at(content: Content, pointer: str) -> JsonValue:
    found: JsonValue = dict(content)
    for step in pointer.split("/")[1:]:
        if isinstance(found, dict):
            found = found.get(step)
        elif isinstance(found, list) and step.isdecimal() and int(step) < len(found):
            found = found[int(step)]
        else:
            return None
    return found
