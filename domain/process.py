"""The procedure as data: which steps a year has, who does them, in what order and by when.

A process is written in YAML (`processes/`), checked by `domain.process_check` and then never changed: a running cycle
carries the version that it started with. Here stands what each value must be in itself; what must hold between steps
stands in `process_check`.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    model_serializer,
    model_validator,
)

from domain.errors import NotFound
from domain.people import Body, Role

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
StepKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
ProcessKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
Days = Annotated[StrictInt, Field(ge=0, le=260)]

YEAR_DATE = re.compile(r"(?:([+-][1-9])/)?([0-9]{2})-([0-9]{2})")
COMMON_YEAR = 2001


class Phase(StrEnum):
    """The three parts of the year, in the order of their members: lägesbild, åtgärdsplan, uppföljning."""

    SITUATION_ANALYSIS = "situation_analysis"
    ACTION_PLAN = "action_plan"
    FOLLOW_UP = "follow_up"

    @property
    def order(self) -> int:
        return list(Phase).index(self)


class Kind(StrEnum):
    """A full year makes a new lägesbild and plan; a light year updates figures and follows up the plan in force."""

    FULL = "full"
    LIGHT = "light"


class ProcessPart(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class YearDate(ProcessPart):
    """A day relative to the cycle's year *Y*: `01-31` in it, `-1/09-01` the year before, `+1/03-31` the year after.

    Written and serialised as that string. 29 February is refused, since it does not exist in every year.
    """

    offset: int = Field(ge=-9, le=9)
    month: int
    day: int

    @model_validator(mode="before")
    @classmethod
    def parse(cls, value: object) -> object:
        if not isinstance(value, str):
            raise ValueError("a date is written MM-DD, with -1/ or +1/ before it for another year")  # noqa: TRY004
        match = YEAR_DATE.fullmatch(value)
        if match is None:
            raise ValueError(f"'{value}' is not a date: write MM-DD, with -1/ or +1/ before it for another year")
        offset, month, day = int(match[1] or 0), int(match[2]), int(match[3])
        try:
            date(COMMON_YEAR, month, day)
        except ValueError as error:
            raise ValueError(f"'{value}' is not a date that exists in every year") from error
        return {"offset": offset, "month": month, "day": day}

    @model_serializer
    def __str__(self) -> str:
        year = f"{self.offset:+d}/" if self.offset else ""
        return f"{year}{self.month:02d}-{self.day:02d}"

    def __lt__(self, other: "YearDate") -> bool:
        return (self.offset, self.month, self.day) < (other.offset, other.month, other.day)

    def on(self, year: int) -> date:
        """The day it is in the cycle of `year`."""
        return date(year + self.offset, self.month, self.day)


class Titles(ProcessPart):
    sv: Line
    en: Line


class Basis(ProcessPart):
    """Why a step is there: the Act demands it, guidance advises it, or practice has it. `reference` says where."""

    kind: Literal["law", "guidance", "practice"]
    reference: Line


class Approver(ProcessPart):
    """Who approves what was done; a decision-maker does so for one of `bodies`."""

    role: Role
    bodies: tuple[Body, ...] = ()


class Rung(ProcessPart):
    """Who is told, `after` so many working days past the latest date, that a step is not done."""

    after: Days
    to: Role


class StepDefinition(ProcessPart):
    """One step of the year.

    `reminders` are working days before the target; `working_days` is the least time that the step needs once everything
    it waits for is done; an `optional` step may be left undone, a `waivable` one set aside with a reason.
    """

    key: StepKey
    title: Titles
    phase: Phase
    basis: Basis
    role: Role
    bodies: tuple[Body, ...] = ()
    approver: Approver | None = None
    waits_for: tuple[StepKey, ...] = ()
    target: YearDate
    latest: YearDate | None = None
    working_days: Days
    reminders: tuple[Days, ...] = ()
    escalation: tuple[Rung, ...] = ()
    form: Line
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)]
    optional: StrictBool = False
    waivable: StrictBool = False


class Process(ProcessPart):
    """A version of the year's procedure. The same key and version always mean the same content."""

    key: ProcessKey
    version: Annotated[StrictInt, Field(ge=1)]
    titles: Titles
    phases: Mapping[Phase, Titles]
    steps: tuple[StepDefinition, ...]

    def step(self, key: str) -> StepDefinition:
        for step in self.steps:
            if step.key == key:
                return step
        raise NotFound(f"The process {self.key} has no step {key}")

    def steps_of(self, kind: Kind) -> tuple[StepDefinition, ...]:
        """The steps of a full or a light year, in the order they are written.

        Where a step waits for one that this kind of year lacks, it waits for what that one waits for instead.
        """
        waits = contracted(
            {step.key: step.waits_for for step in self.steps},
            keep=frozenset(step.key for step in self.steps if kind in step.kinds),
        )
        return tuple(step.model_copy(update={"waits_for": waits[step.key]}) for step in self.steps if step.key in waits)


def contracted(waits_for: Mapping[str, tuple[str, ...]], keep: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """What each step of `keep` waits for among `keep`: steps left out are replaced by what they wait for themselves.

    Unknown steps are passed over and a circle is walked once, so that a process can be checked with its mistakes in it.
    """

    def kept(key: str, seen: set[str]) -> Iterator[str]:
        for dependency in waits_for.get(key, ()):
            if dependency in seen:
                continue
            seen.add(dependency)
            if dependency in keep:
                yield dependency
            else:
                yield from kept(dependency, seen)

    return {key: tuple(kept(key, {key})) for key in waits_for if key in keep}
