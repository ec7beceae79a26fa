"""A process as it was written: which single values are wrong, in plain words, and what can be read of it anyway."""

import reprlib
from collections.abc import Mapping
from typing import cast

from pydantic import (
    BaseModel,
    ConfigDict,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
)
from pydantic_core import ErrorDetails

from domain.people import Body, Role
from domain.process import Approver, Basis, Kind, Phase, Process, Rung, StepKey, YearDate

# By pydantic's name for the error; `input` is what was written, cut short, the other names come with the error.
WORDS: Mapping[str, str] = {
    "missing": "is missing",
    "extra_forbidden": "is not a field that belongs here",
    "enum": "{input} is not one of {expected}",
    "literal_error": "{input} is not one of {expected}",
    "string_type": "must be text, not {input}",
    "string_too_short": "must not be empty",
    "string_too_long": "is longer than {max_length} characters",
    "string_pattern_mismatch": "{input} does not have the form {pattern}",
    "int_type": "must be a whole number, not {input}",
    "bool_type": "must be true or false, not {input}",
    "greater_than_equal": "must be at least {ge}, not {input}",
    "less_than_equal": "must be at most {le}, not {input}",
    "too_short": "must not be empty",
    "tuple_type": "must be a list",
    "model_type": "must be a mapping of fields to values",
    "mapping_type": "must be a mapping of fields to values",
    "value_error": "{error}",
}


class Mistake(BaseModel):
    """One thing that is wrong, and where: keys and list positions (from 0) from the top of the file."""

    model_config = ConfigDict(frozen=True)

    path: tuple[str | int, ...]
    message: str


def schema_mistakes(raw: object) -> list[Mistake]:
    """Values that are missing, unknown or not what their field asks for."""
    try:
        Process.model_validate(raw)
    except ValidationError as error:
        return [_mistake(details) for details in error.errors(include_url=False)]
    return []


def _mistake(details: ErrorDetails) -> Mistake:
    words = WORDS.get(details["type"])
    message = words.format(**details.get("ctx", {}), input=reprlib.repr(details["input"])) if words else details["msg"]
    return Mistake(path=tuple(part for part in details["loc"] if part != "[key]"), message=message)


class Sketch(BaseModel):
    """What can be read of a step, however wrong the rest: a field that cannot be read has its default."""

    model_config = ConfigDict(frozen=True)

    position: int
    key: StepKey | None = None
    phase: Phase | None = None
    basis: Basis | None = None
    role: Role | None = None
    bodies: tuple[Body, ...] | None = None
    approver: Approver | None = None
    waits_for: tuple[str, ...] = ()
    target: YearDate | None = None
    latest: YearDate | None = None
    reminders: tuple[int, ...] = ()
    escalation: tuple[Rung, ...] = ()
    form: str | None = None
    kinds: tuple[Kind, ...] = ()
    optional: bool = False
    waivable: bool = False

    @field_validator("*", mode="wrap")
    @classmethod
    def or_default(cls, value: object, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> object:
        try:
            return handler(value)
        except ValidationError:
            return cls.model_fields[info.field_name or ""].default

    def wrong(self, message: str, *field: str | int) -> Mistake:
        return Mistake(path=("steps", self.position, *field), message=message)


Steps = tuple[Sketch, ...]


def sketches(raw: object) -> Steps:
    """Every step that was written, in order; one that is no mapping at all is empty."""
    steps = written(raw).get("steps")
    items = cast("list[object]", steps) if isinstance(steps, list) else []
    return tuple(Sketch.model_validate({**written(item), "position": n}) for n, item in enumerate(items))


def written(value: object) -> Mapping[object, object]:
    """The fields of a mapping; none of anything else."""
    return cast("Mapping[object, object]", value) if isinstance(value, dict) else {}


def by_key(steps: Steps) -> dict[str, Sketch]:
    """The steps by key, in order; of several with one key the first."""
    found: dict[str, Sketch] = {}
    for step in steps:
        if step.key is not None:
            found.setdefault(step.key, step)
    return found
