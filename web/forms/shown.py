"""Content in words: a field's value as text, an item's title, a whole content line by line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from gettext import NullTranslations
from itertools import groupby

from pydantic import JsonValue

from web.forms.choices import Choices, short
from web.forms.fields import Field, Widget
from web.forms.items import ID
from web.forms.labels import LABELS
from web.forms.parsing import as_items, as_object
from web.forms.values import VALUES
from web.language import N_

YES, NO = N_("Ja"), N_("Nej")
_TITLES = ("title", "party", "organisation", "measure", "what", "problem", "to")
_BESIDE = ("problem", "prioritised", "on", "status", "done", "how", "kind", "crime_type", "origin_cycle", "url")


@dataclass(frozen=True)
class Line:
    """One field with what stands in it; several values stand under each other. `group` is the group it stands in."""

    label: str
    values: tuple[str, ...]
    group: str = ""


@dataclass(frozen=True)
class Speaker:
    """Says values in the page's language, and ids by what they name."""

    t: NullTranslations
    choices: Choices
    decimal: str = ","

    def label(self, field: Field) -> str:
        return self.t.gettext(LABELS[field.key].text)

    def text(self, field: Field, value: JsonValue) -> str:
        """One value as it reads; a number with a decimal comma in Swedish."""
        if isinstance(value, bool):
            return self.t.gettext(YES if value else NO)
        if isinstance(value, int) and field.widget is Widget.MONEY:
            return f"{value:,}".replace(",", "\u00a0")
        if isinstance(value, int | float):
            return self.number(value)
        if not isinstance(value, str):
            return ""
        if field.refers is not None:
            return self.choices.get(field.refers, {}).get(value, value)
        options = options_of(field)
        return self.t.gettext(options[value]) if value in options else value

    def number(self, value: float) -> str:
        return str(value).replace(".", self.decimal)

    def title(self, field: Field, item: Mapping[str, JsonValue]) -> str:
        """What an item of a list is called, its id first; empty where nothing is filled in yet."""
        parts = {part.path[-1]: part for part in field.parts}
        key = next((key for key in _TITLES if key in parts and item.get(key)), None)
        words = short(self.text(parts[key], item[key])) if key else ""
        given = item.get(ID)
        return " ".join(each for each in (given if isinstance(given, str) else "", words) if each)

    def beside(self, field: Field, item: Mapping[str, JsonValue]) -> str:
        """What stands under an item's title, to tell items apart."""
        parts = {part.path[-1]: part for part in field.parts}
        title = next((key for key in _TITLES if key in parts and item.get(key)), None)
        keys = [key for key in _BESIDE if key in parts and key != title and item.get(key) not in (None, "")]
        return " · ".join(short(self.text(parts[key], item[key]), 70) for key in keys)

    def lines(self, fields: Sequence[Field], content: Mapping[str, JsonValue], group: str = "") -> Iterator[Line]:
        """A content, or an item of it, line by line; what is empty is left out."""
        for field in fields:
            value, label = content.get(field.path[-1]), self.label(field)
            if field.widget is Widget.GROUP:
                yield from self.lines(field.parts, as_object(value), " – ".join(filter(None, (group, label))))
            elif field.widget is Widget.LIST:
                titles = tuple(self.title(field, item) for item in as_items(value))
                if titles:
                    yield Line(label, titles, group)
            elif isinstance(value, list):
                yield Line(label, tuple(self.text(field, each) for each in value), group)
            elif value not in (None, ""):
                yield Line(label, (self.text(field, value),), group)

    def sections(self, fields: Sequence[Field], content: Mapping[str, JsonValue]) -> list[tuple[str, list[Line]]]:
        """The lines of a content by the group they stand in, in order; "" for those in none."""
        lines = self.lines(fields, content)
        return [(group, list(each)) for group, each in groupby(lines, key=lambda line: line.group)]


def options_of(field: Field) -> Mapping[str, str]:
    """The values of a closed set in Swedish; empty for any other field."""
    return VALUES[field.values] if field.values is not None else {}
