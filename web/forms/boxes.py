"""Fields as a template draws them: words, the value as typed, what can be chosen, the error, and who asks for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import JsonValue

from domain.content.base import Basis, Source
from web.findings import field_id
from web.forms.fields import Field, Widget
from web.forms.items import name_of
from web.forms.labels import LABELS
from web.forms.lists import LISTS
from web.forms.parsing import NO, YES, as_items, as_object
from web.forms.shown import NO as NO_WORD
from web.forms.shown import YES as YES_WORD
from web.forms.shown import Speaker, options_of
from web.language import N_

NOT_STATED = N_("Inte angivet")
NOT_THERE = N_("%(name)s (finns inte längre)")
SELDOM = frozenset({"Responsible.decision", "Measure.origin"})
FEW = 5  # so many choices are seen at once, more are in a list that opens
ROWS, MOST_ROWS, WIDTH = 3, 16, 80
OF_SOURCE: Mapping[Source, str] = {
    Source.LAW: N_("Lag"),
    Source.GUIDANCE: N_("Vägledning"),
    Source.PRACTICE: N_("Praxis"),
}
DAY = N_("Skriv som år-månad-dag, till exempel 2027-01-31.")
WIDTHS: Mapping[Widget, str] = {
    Widget.DATE: "govuk-input--width-10",
    Widget.NUMBER: "govuk-input--width-10",
    Widget.MONEY: "govuk-input--width-10",
}


@dataclass(frozen=True)
class Tag:
    """Who asks for a field: `Lag 4 § 1`, `Vägledning`; `whole` says it in full."""

    kind: str
    text: str
    whole: str


@dataclass(frozen=True)
class Option:
    value: str
    text: str
    checked: bool


@dataclass(frozen=True)
class Row:
    """An item of a list. `wrong`: something in it has to be mended before the step is handed in."""

    id: str
    name: str
    title: str
    beside: str
    wrong: bool


@dataclass(frozen=True)
class Box:
    """`widget` is what draws it; `parts` stand in a group, `rows` in a list. `list` names a list in addresses.
    A group that few need is `folded` until something stands in it."""

    id: str
    name: str
    widget: str
    label: str
    hint: str
    tag: Tag | None
    error: str | None
    value: str = ""
    options: tuple[Option, ...] = ()
    parts: tuple["Box", ...] = ()
    rows: tuple[Row, ...] = ()
    list: str = ""
    add: str = ""
    none: str = ""
    rows_high: int = ROWS
    classes: str = ""
    folded: bool = False


@dataclass(frozen=True)
class Drawing:
    """`errors` are messages by field id; `at` is the pointer of what the page is about: "" or an item's."""

    say: Speaker
    errors: Mapping[str, str]
    at: str = ""

    def boxes(
        self, fields: Sequence[Field], content: Mapping[str, JsonValue], above: Basis | None = None
    ) -> tuple[Box, ...]:
        return tuple(self._box(field, content.get(field.path[-1]), above) for field in fields)

    def _box(self, field: Field, value: JsonValue, above: Basis | None) -> Box:
        label, at = LABELS[field.key], field_id(self.at + field.pointer)
        gettext = self.say.t.gettext
        base = Box(
            id=at,
            name=field.name,
            widget=field.widget.value,
            label=gettext(label.text),
            hint=gettext(label.hint or (DAY if field.widget is Widget.DATE else "")),
            tag=None if _same(field.basis, above) else self._tag(field.basis),
            error=self.errors.get(at),
            classes=WIDTHS.get(field.widget, ""),
        )
        if field.widget is Widget.GROUP:
            parts = self.boxes(field.parts, as_object(value), field.basis or above)
            folded = field.key in SELDOM and not value and not any(each.startswith(at) for each in self.errors)
            classes = "group--row" if all(part.widget is Widget.DATE for part in field.parts) else ""
            return replace(base, parts=parts, folded=folded, classes=classes)
        if field.widget is Widget.LIST:
            return self._list(base, field, value)
        options = self._options(field, value)
        widget = _drawn(field, options)
        text = self._typed(field.default if value is None and type(field.default) is int else value)
        high = min(MOST_ROWS, max(ROWS, sum(len(line) // WIDTH + 1 for line in text.split("\n")) + 1))
        return replace(base, widget=widget, value=text, options=options, rows_high=high)

    def _list(self, base: Box, field: Field, value: JsonValue) -> Box:
        named, gettext = LISTS[field.key], self.say.t.gettext
        rows = tuple(self._row(base.id, field, n, item) for n, item in enumerate(as_items(value)))
        return replace(base, rows=rows, list=field.path[-1], add=gettext(named.add), none=gettext(named.none))

    def _row(self, at: str, field: Field, n: int, item: Mapping[str, JsonValue]) -> Row:
        inside = f"{at}-{n}"
        return Row(
            id=inside,
            name=name_of(item, n),
            title=self.say.title(field, item) or f"{self.say.t.gettext(LISTS[field.key].item)} {n + 1}",
            beside=self.say.beside(field, item),
            wrong=any(each == inside or each.startswith(f"{inside}-") for each in self.errors),
        )

    def _options(self, field: Field, value: JsonValue) -> tuple[Option, ...]:
        gettext = self.say.t.gettext
        chosen = value if isinstance(value, list) else [value]
        if field.widget is Widget.YES_NO:
            said = {YES: (gettext(YES_WORD), value is True), NO: (gettext(NO_WORD), value is False)}
            return (*(Option(each, text, checked) for each, (text, checked) in said.items()), *self._none(field, value))
        if field.refers is not None:
            known = self.say.choices.get(field.refers, {})
            gone = [each for each in chosen if isinstance(each, str) and each not in known] if known else []
            there = {**known, **{each: gettext(NOT_THERE) % {"name": each} for each in gone}}
        else:
            there = {each: gettext(text) for each, text in options_of(field).items()}
        default = [field.default] if value is None else chosen
        options = tuple(Option(each, text, each in default) for each, text in there.items())
        radios = field.widget is Widget.CHOICE and len(options) <= FEW
        return (*options, *self._none(field, value)) if radios else options

    def _none(self, field: Field, value: JsonValue) -> tuple[Option, ...]:
        """What takes a choice back where none has to be made."""
        if field.required or field.default is not None:
            return ()
        return (Option("", self.say.t.gettext(NOT_STATED), value is None),)

    def _typed(self, value: JsonValue) -> str:
        if isinstance(value, bool):
            return YES if value else NO
        if isinstance(value, list):
            return "\n".join(each if isinstance(each, str) else "" for each in value)
        if isinstance(value, int | float):
            return self.say.number(value)
        return value if isinstance(value, str) else ""

    def _tag(self, basis: Basis | None) -> Tag | None:
        if basis is None or basis.source not in OF_SOURCE:
            return None
        word = self.say.t.gettext(OF_SOURCE[basis.source])
        if basis.source is not Source.LAW:
            return Tag(basis.source.value, word, basis.reference)
        return Tag(basis.source.value, f"{word} {basis.reference.partition(' lag ')[0]}", basis.reference)


def _same(one: Basis | None, other: Basis | None) -> bool:
    return one is not None and other is not None and (one.source, one.reference) == (other.source, other.reference)


def _drawn(field: Field, options: Sequence[Option]) -> str:
    """Where nothing is known to choose among, ids are written; few choices are seen at once."""
    if field.widget in (Widget.REFERENCE, Widget.REFERENCES):
        if not options:
            return "text" if field.widget is Widget.REFERENCE else "lines"
        return "select" if field.widget is Widget.REFERENCE else "ticks"
    if field.widget in (Widget.CHOICE, Widget.YES_NO):
        return "radios" if len(options) <= FEW + 1 else "select"
    return field.widget.value
