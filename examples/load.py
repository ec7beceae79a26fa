"""Reads the examples: each file is one made-up municipality, with the content of its steps by step.

Nothing in them is true: each file says so in `mark`, and every content that is given out says so in `made_up`. They
fit any year *Y*: a value that is a date as the process writes it (`05-31`, `-1/12-15`, `+1/02-22`) is that day of the
year's, and `{Y}`, `{Y-1}`, `{Y+1}` in a text are years. YAML takes the word `on` for true, so that key is quoted.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, JsonValue

from domain.commands import Content
from domain.errors import NotFound
from domain.process import YEAR_DATE, YearDate

MARK = "PÅHITTAT EXEMPEL – inga verkliga uppgifter"
YEAR = 2027
# Written in C where PyYAML was built with it: ten times as fast, which a rehearsal notices.
_LOADER: type[yaml.SafeLoader | yaml.CSafeLoader] = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_YEAR_IN_TEXT = re.compile(r"\{Y([+-][1-9])?\}")


class ExampleNotFound(NotFound):
    pass


class Example(BaseModel):
    """One file: which municipality it is written for (empty: for any), and its steps as written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mark: str
    municipality: str | None = None
    about: str
    steps: Mapping[str, Content]


def content(example: str, step: str, year: int = YEAR) -> Content:
    """What the example's people hand in for a step in the cycle of `year`. Raises ExampleNotFound."""
    steps = read(example).steps
    if step not in steps:
        raise ExampleNotFound(f"The example {example} has nothing for {step}")
    return {**{key: _in_year(value, year) for key, value in steps[step].items()}, "made_up": True}


def contents(example: str, year: int = YEAR) -> dict[str, Content]:
    """Every step's content, by step. Raises ExampleNotFound."""
    return {step: content(example, step, year) for step in read(example).steps}


def names() -> tuple[str, ...]:
    """Every example there is."""
    found = (entry.name for entry in files("examples").iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in found if name.endswith(".yaml")))


@cache
def read(example: str) -> Example:
    """An example as written. Raises ExampleNotFound."""
    if example not in names():
        raise ExampleNotFound(f"There is no example {example}")
    return Example.model_validate(yaml.load(written(example), _LOADER))  # noqa: S506  a safe loader


def written(example: str) -> str:
    """The file itself, with its comments."""
    return (files("examples") / f"{example}.yaml").read_text(encoding="utf-8")


def _in_year(value: JsonValue, year: int) -> JsonValue:
    match value:
        case str() if YEAR_DATE.fullmatch(value):
            return YearDate.model_validate(value).on(year).isoformat()
        case str():
            return _YEAR_IN_TEXT.sub(lambda found: str(year + int(found[1] or 0)), value)
        case list():
            return [_in_year(each, year) for each in value]
        case dict():
            return {key: _in_year(each, year) for key, each in value.items()}
        case _:
            return value
