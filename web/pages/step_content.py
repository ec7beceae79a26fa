"""A step's content as it was handed in, to be read: facts and items by the names that the form has for them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from gettext import NullTranslations
from typing import TypeGuard

from pydantic import JsonValue

from domain.content.base import Source
from domain.content.small import exact
from domain.forms import FORMS
from web.findings import field_id
from web.forms.choices import Choices
from web.forms.fields import Field, Widget, fields_of
from web.forms.labels import LABELS
from web.forms.values import VALUES
from web.language import N_

Json = Mapping[str, JsonValue]
HEADINGS = ("title", "name", "organisation", "party", "what", "measure", "problem", "to", "towards")
SHORT = 160  # characters that an item's heading may have
NARROW = 4  # fields; items with no more make a table
UNSAID = N_("Inte angivet")


@dataclass(frozen=True)
class Line:
    """A line of a value; `href` where it leads to what it names."""

    text: str
    href: str | None = None


@dataclass(frozen=True)
class Fact:
    """What one field says. `parts` instead of lines where it is made of others; neither where nothing was said. What
    is stale has a place (`id`) that one can be led to.
    """

    label: str
    lines: tuple[Line, ...] = ()
    parts: tuple["Fact", ...] = ()
    stale: bool = False
    id: str = ""


@dataclass(frozen=True)
class Item:
    """One of a list. `id` is its name in the year, empty where it has none."""

    id: str
    title: Line
    facts: tuple[Fact, ...]
    stale: bool


@dataclass(frozen=True)
class Section:
    """A list; a table where `columns` name what each of its items says, all of them the same."""

    label: str
    items: tuple[Item, ...]
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Read:
    facts: tuple[Fact, ...] = ()
    sections: tuple[Section, ...] = ()
    made_up: bool = False

    @property
    def marks(self) -> tuple[Line, ...]:
        """What is stale, each with the way to it on the page that shows this."""
        facts = [(fact.label, fact.id) for fact in self.facts if fact.stale]
        items = [each for section in self.sections for each in section.items if each.stale]
        named = [(" ".join(filter(None, (each.id, _called(each)))), f"i-{each.id}") for each in items if each.id]
        return tuple(Line(text, f"#{place}") for text, place in (*facts, *named))


@dataclass(frozen=True)
class Reader:
    """`stale_at` points to what rests on something that has changed; `href` says where an object of a kind stands."""

    t: NullTranslations
    choices: Choices = field(default_factory=dict[str, Mapping[str, str]])
    stale_at: tuple[str, ...] = ()
    decimal: str = ","
    href: Callable[[str, str], str | None] = lambda _kind, _name: None

    def read(self, form: str, content: Json) -> Read:
        fields = fields_of(FORMS[form])
        typed = any(content.get(each.path[0]) for each in fields if each.model not in {"Form", "TextForm"})
        plain = [each for each in fields if each.widget is not Widget.LIST]
        lists = [each for each in fields if each.widget is Widget.LIST]
        return Read(
            facts=tuple(self._facts(plain, content, "", unsaid=typed)),
            sections=tuple(self._sections(lists, content)),
            made_up=content.get("made_up") is True,
        )

    def lines(self, of: Field, value: JsonValue) -> tuple[Line, ...]:
        """A value as it is read; objects by their titles."""
        if isinstance(value, list):
            return tuple(line for each in value for line in self.lines(of, each))
        if of.refers is not None and isinstance(value, str):
            return (self._reference(of.refers, value),)
        return (Line(self._said(of, value)),) if value is not None else ()

    def told(self, of: Field, value: JsonValue) -> tuple[Fact, ...]:
        """A value of any kind by itself: an object by what it says, field by field."""
        if value is None:
            return ()
        if _is_object(value):
            return tuple(self._facts([*of.parts], value, "", unsaid=False))
        if of.widget is Widget.LIST and isinstance(value, list):
            return (Fact("", tuple(self._brief(of, value))),)
        return (Fact("", self.lines(of, value)),)

    def label(self, of: Field) -> str:
        return self.t.gettext(LABELS[of.key].text)

    def _facts(self, fields: list[Field], content: Json, at: str, *, unsaid: bool) -> Iterator[Fact]:
        for each in fields:
            name = each.path[-1]
            value = content.get(name)
            stale = self._is_stale(f"{at}/{name}")
            place = f"m{field_id(f'{at}/{name}')[1:]}" if stale else ""
            if each.widget is Widget.GROUP and _is_object(value):
                if each.key.endswith((".period", ".valid")):
                    yield Fact(
                        self.label(each), (Line(f"{value.get('first')} – {value.get('last')}"),), stale=stale, id=place
                    )
                else:
                    parts = tuple(self._facts([*each.parts], value, f"{at}/{name}", unsaid=False))
                    yield Fact(self.label(each), parts=parts, stale=stale, id=place)
            elif each.widget is Widget.LIST and isinstance(value, list) and value:
                yield Fact(self.label(each), tuple(self._brief(each, value)), stale=stale, id=place)
            elif value not in (None, [], {}, False):
                yield Fact(self.label(each), self.lines(each, value), stale=stale, id=place)
            elif unsaid and each.basis is not None and each.basis.source is Source.LAW and value is not False:
                yield Fact(self.label(each), (Line(self.t.gettext(UNSAID)),))

    def _brief(self, of: Field, values: list[JsonValue]) -> Iterator[Line]:
        """The items of a list within something else, a line each."""
        for value in values:
            if _is_object(value):
                said = [value.get(part.path[-1]) for part in of.parts]
                texts = [
                    self.label(part) if each is True else "; ".join(line.text for line in self.lines(part, each))
                    for part, each in zip(of.parts, said, strict=True)
                    if each is not False
                ]
                yield Line(", ".join(filter(None, texts)))

    def _sections(self, lists: list[Field], content: Json) -> Iterator[Section]:
        for each in lists:
            values = content.get(each.path[0])
            if not isinstance(values, list) or not values:
                continue
            if each.key.endswith(".links"):
                links = tuple(Line(str(v.get("title")), str(v.get("url"))) for v in values if _is_object(v))
                yield Section(self.label(each), tuple(Item("", link, (), stale=False) for link in links))
                continue
            items = [(n, value) for n, value in enumerate(values) if _is_object(value)]
            table = len(each.parts) <= NARROW and all(part.widget is not Widget.GROUP for part in each.parts)
            columns = tuple(self.label(part) for part in each.parts) if table else ()
            found = self._row if table else self._item
            yield Section(self.label(each), tuple(found(each, value, n) for n, value in items), columns)

    def _row(self, of: Field, value: Json, number: int) -> Item:
        """As many facts as the table has columns."""
        facts = tuple(Fact(self.label(part), self.lines(part, value.get(part.path[-1]))) for part in of.parts)
        return Item(str(value.get("id") or ""), Line(""), facts, self._is_stale(f"/{of.path[0]}/{number}"))

    def _item(self, of: Field, value: Json, number: int) -> Item:
        parts = {part.path[-1]: part for part in of.parts}
        named = next((name for name in HEADINGS if name in parts and value.get(name)), None)
        title = self.lines(parts[named], value[named])[0] if named is not None else Line("")
        whole = len(title.text) <= SHORT
        rest = [part for name, part in parts.items() if name != named or not whole]
        at = f"/{of.path[0]}/{number}"
        facts = tuple(self._facts(rest, value, at, unsaid=False))
        heading = title if whole else Line(f"{title.text[:SHORT].rsplit(' ', 1)[0]} …", title.href)
        return Item(str(value.get("id") or ""), heading, facts, self._is_stale(at))

    def _is_stale(self, pointer: str) -> bool:
        return any(each == pointer or each.startswith(f"{pointer}/") for each in self.stale_at)

    def _reference(self, kind: str, name: str) -> Line:
        title = self.choices.get(kind, {}).get(name)
        return Line(title or name, self.href(kind, name) if title else None)

    def _said(self, of: Field, value: JsonValue) -> str:
        if isinstance(value, bool):
            return self.t.gettext(N_("Ja")) if value else self.t.gettext(N_("Nej"))
        if isinstance(value, int | float):
            number = exact(value).replace(",", self.decimal)
            return f"{number} kr" if of.widget is Widget.MONEY else number
        if of.widget is Widget.CHOICE:
            return self.t.gettext(VALUES.get(of.values or "", {}).get(str(value), str(value)))
        return str(value)


def _called(item: Item) -> str:
    """Its heading; in a table, what its first column says."""
    return item.title.text or next((line.text for fact in item.facts for line in fact.lines), "")


def _is_object(value: JsonValue) -> TypeGuard[dict[str, JsonValue]]:
    return isinstance(value, dict)
