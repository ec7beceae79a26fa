"""When the steps of one year fall: as the process has them, or later where the year starts late."""

from collections.abc import Mapping
from datetime import date

from pydantic import BaseModel, ConfigDict

from domain.process import Kind, Process, StepDefinition
from domain.workdays import add_workdays, next_workday


class StepDates(BaseModel):
    """When a step should be done (`target`) and when it is overdue (after `latest`)."""

    model_config = ConfigDict(frozen=True)

    key: str
    target: date
    latest: date | None


class Move(BaseModel):
    """A step whose target or latest date came later than the process has it, or both; the other stands unchanged."""

    model_config = ConfigDict(frozen=True)

    key: str
    old_target: date
    new_target: date
    old_latest: date | None
    new_latest: date | None


class Schedule(BaseModel):
    """The dates that hold for the steps, in the process's order, and which of them were moved."""

    model_config = ConfigDict(frozen=True)

    dates: tuple[StepDates, ...]
    moves: tuple[Move, ...]


def planned(process: Process, kind: Kind, year: int) -> tuple[StepDates, ...]:
    """The dates as the process has them, for the cycle of `year`."""
    return tuple(
        StepDates(key=step.key, target=step.target.on(year), latest=step.latest and step.latest.on(year))
        for step in process.steps_of(kind)
    )


def schedule(process: Process, kind: Kind, year: int, opens: date) -> Schedule:
    """The dates when the year opens on `opens`.

    A year that opens late moves each date to no earlier than the working days allow that the step, and everything it
    waits for, need one after the other. No date comes earlier than planned; opened in time, none moves.
    """
    steps = process.steps_of(kind)
    plan = planned(process, kind, year)
    if not steps or opens <= min(step.target.on(year) for step in steps if not step.waits_for):
        return Schedule(dates=plan, moves=())
    finishes = earliest_finishes(steps, opens)
    dates = tuple(_not_before(finishes[step.key], step) for step in plan)
    moves = tuple(_move(old, new) for old, new in zip(plan, dates, strict=True) if old != new)
    return Schedule(dates=dates, moves=moves)


def earliest_finishes(steps: tuple[StepDefinition, ...], opens: date) -> Mapping[str, date]:
    """The working day on which each step can be done at the earliest when work begins on `opens`.

    A step without anything to wait for needs its working days from the first working day on; one that needs none, like
    `start`, is done on that day.
    """
    by_key = {step.key: step for step in steps}
    finishes: dict[str, date] = {}

    def finish(step: StepDefinition) -> date:
        if step.key not in finishes:
            begun = max((finish(by_key[key]) for key in step.waits_for), default=next_workday(opens))
            finishes[step.key] = add_workdays(begun, step.working_days)
        return finishes[step.key]

    return {step.key: finish(step) for step in steps}


def _not_before(earliest: date, planned_dates: StepDates) -> StepDates:
    latest = planned_dates.latest and max(planned_dates.latest, earliest)
    return StepDates(key=planned_dates.key, target=max(planned_dates.target, earliest), latest=latest)


def _move(old: StepDates, new: StepDates) -> Move:
    return Move(key=old.key, old_target=old.target, new_target=new.target, old_latest=old.latest, new_latest=new.latest)
