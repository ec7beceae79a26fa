"""A form as fields: what a page asks for, found by walking the form's model (`domain/forms.py`)."""

import inspect
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Annotated, Union, get_args, get_origin

import annotated_types
from pydantic import BaseModel, StringConstraints
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from domain.content.base import ABOUT_ITSELF, Basis, Part, Source
from web.forms.values import CHOICES

LINE = 300  # characters; what may be longer gets a box of several rows
MOST_KRONOR = 10**12  # what tells money from other whole numbers (domain/content/base.py)


class Widget(StrEnum):
    TEXT = "text"
    AREA = "area"
    LINES = "lines"
    DATE = "date"
    NUMBER = "number"
    MONEY = "money"
    CHOICE = "choice"
    TICK = "tick"
    YES_NO = "yes-no"
    REFERENCE = "reference"
    REFERENCES = "references"
    GROUP = "group"
    LIST = "list"


# Whose ids a field holds: a kind of `web/forms/choices.py`.
REFERS = {
    "Problem.sources": "items",
    "Analysis.refers_to": "items",
    "Priority.problem": "problems",
    "Cause.problem": "problems",
    "Goal.problem": "problems",
    "Measure.problems": "problems",
    "Measure.causes": "causes",
    "Measure.goals": "goals",
    "NoMeasure.problem": "problems",
    "Origin.measure": "last_measures",
    "Ended.measure": "last_measures",
    "ProgressNote.measure": "measures",
    "Result.measure": "measures",
}


_PLAIN: Mapping[object, Widget] = {date: Widget.DATE, int: Widget.NUMBER, float: Widget.NUMBER}


@dataclass(frozen=True)
class Limits:
    """What a field's value keeps to: a number from `least` to `most`, `longest` characters, `many` of them."""

    least: int | None = None
    most: int | None = None
    longest: int | None = None
    many: int | None = None


@dataclass(frozen=True)
class Field:
    """`key` names it in the tables of labels and values (`Problem.title`), `path` says where its value stands in the
    form or in the item that the page is about. `refers` is a kind of `web/forms/choices.py`, `values` a set of
    `web/forms/values.py`. `parts` are a group's fields, or those of a list's items.
    """

    key: str
    path: tuple[str, ...]
    widget: Widget
    required: bool = False
    basis: Basis | None = None
    default: object = None
    refers: str | None = None
    values: str | None = None
    parts: tuple["Field", ...] = ()
    limits: Limits = Limits()

    @property
    def name(self) -> str:
        """Its name in a posted form. No field's own name has a hyphen."""
        return "-".join(self.path)

    @property
    def pointer(self) -> str:
        return "".join(f"/{step}" for step in self.path)

    @property
    def model(self) -> str:
        return self.key.partition(".")[0]


@cache
def fields_of(model: type[BaseModel]) -> tuple[Field, ...]:
    """What is asked for on a form's page. Ids are given and not asked for; nor is what a form says of itself."""
    return tuple(_fields(model, ()))


def leaves(fields: tuple[Field, ...]) -> Iterator[Field]:
    """The fields that hold values, those of groups among them; without lists, whose items have pages of their own."""
    for field in fields:
        if field.widget is Widget.GROUP:
            yield from leaves(field.parts)
        elif field.widget is not Widget.LIST:
            yield field


def lists(fields: tuple[Field, ...]) -> Iterator[Field]:
    for field in fields:
        if field.widget is Widget.GROUP:
            yield from lists(field.parts)
        elif field.widget is Widget.LIST:
            yield field


def _fields(model: type[BaseModel], at: tuple[str, ...]) -> Iterator[Field]:
    for name, info in model.model_fields.items():
        if name == "id" or name in ABOUT_ITSELF:
            continue
        key = f"{_owner(model, name).__name__}.{name}"
        yield _field(key, (*at, name), info)


def _owner(model: type[BaseModel], name: str) -> type:
    """The class that says the field: labels of what all forms share are written once."""
    return next(each for each in model.__mro__ if name in inspect.get_annotations(each))


def _field(key: str, path: tuple[str, ...], info: FieldInfo) -> Field:
    kind, said = _peeled(info.annotation, list(info.metadata))
    optional = _may_be_none(info.annotation)
    given = None if info.default is PydanticUndefined else info.default
    basis = next((each for each in said if isinstance(each, Basis) and each.source is not Source.DESIGN), None)
    if key.startswith("Decision."):  # of the plan it is 5 §; who fills in another decision is not told so
        basis = None
    default = given.value if isinstance(given, StrEnum) else given
    refers = REFERS.get(key)
    if get_origin(kind) is tuple:
        one, of_one = _peeled(get_args(kind)[0], [])
        limits, part = _limits([*said, *of_one]), _part(one)
        if part is None:
            many = Widget.REFERENCES if refers else Widget.LINES
            return Field(key, path, many, basis=basis, default=default, refers=refers, limits=limits)
        parts = tuple(_fields(part, ()))
        return Field(key, path, Widget.LIST, basis=basis, default=default, parts=parts, limits=limits)
    if (part := _part(kind)) is not None:
        return Field(key, path, Widget.GROUP, info.is_required(), basis, parts=tuple(_fields(part, path)))
    widget = _widget(key, kind, said, optional=optional or info.is_required())
    values = (key if key in CHOICES else getattr(kind, "__name__", None)) if widget is Widget.CHOICE else None
    return Field(key, path, widget, info.is_required(), basis, default, refers, values, limits=_limits(said))


def _part(kind: object) -> type[Part] | None:
    return kind if isinstance(kind, type) and issubclass(kind, Part) else None


def _widget(key: str, kind: object, said: list[object], *, optional: bool) -> Widget:
    if key in REFERS:
        return Widget.REFERENCE
    if key in CHOICES or (isinstance(kind, type) and issubclass(kind, StrEnum)):
        return Widget.CHOICE
    if kind is bool:
        return Widget.YES_NO if optional else Widget.TICK
    if kind in _PLAIN:
        money = any(isinstance(each, annotated_types.Le) and each.le == MOST_KRONOR for each in said)
        return Widget.MONEY if money else _PLAIN[kind]
    longest = _limits(said).longest
    return Widget.AREA if longest is not None and longest > LINE else Widget.TEXT


def _limits(said: list[object]) -> Limits:
    return Limits(
        least=next((int(str(each.ge)) for each in said if isinstance(each, annotated_types.Ge)), None),
        most=next((int(str(each.le)) for each in said if isinstance(each, annotated_types.Le)), None),
        longest=next((each.max_length for each in said if isinstance(each, StringConstraints)), None),
        many=next((each.max_length for each in said if isinstance(each, annotated_types.MaxLen)), None),
    )


def _peeled(annotation: object, said: list[object]) -> tuple[object, list[object]]:
    """The bare type without `Annotated` and `| None`, and all that was said of it on the way."""
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        flat = [each for one in more for each in (one.metadata if isinstance(one, FieldInfo) else [one])]
        return _peeled(inner, [*said, *flat])
    if get_origin(annotation) in (Union, types.UnionType):
        inner = next(each for each in get_args(annotation) if each is not type(None))
        return _peeled(inner, said)
    return annotation, said


def _may_be_none(annotation: object) -> bool:
    if get_origin(annotation) is Annotated:
        return _may_be_none(get_args(annotation)[0])
    return get_origin(annotation) in (Union, types.UnionType) and type(None) in get_args(annotation)
