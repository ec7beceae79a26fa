"""What the rules of the Act rest on: statements of what existed before, and what the years here have recorded."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from domain import events as e
from domain.calendar import stockholm_date
from domain.content.year import YearContent
from domain.law.clocks import DatedBy
from domain.statements import Stated, Statement

Form = TypeVar("Form", bound=Stated)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class YearFacts(_Frozen):
    """A year here: what its finished steps hold, and the day (Stockholm) that each was finished, by form."""

    cycle: str
    year: int
    content: YearContent
    done: Mapping[str, date]


class Facts(_Frozen):
    """All that is known of a municipality. `statements` hold every one ever made, in the order they were made."""

    municipality: str
    statements: tuple[Statement, ...] = ()
    years: tuple[YearFacts, ...] = ()


class Source(StrEnum):
    STATEMENT = "statement"
    STEP = "step"


class Evidence(_Frozen):
    """What a result rests on: a statement's kind or a cycle's step, where in it (JSON pointer), and its day."""

    source: Source
    name: str
    cycle: str | None = None
    pointer: str = ""
    day: date
    dated_by: DatedBy


def standing(facts: Facts, form: type[Form], today: date) -> tuple[Form, Statement] | None:
    """The statement of a form that stands on a day: the newest told by then.

    What was told later counts where nothing had been told by then: a statement tells of what existed already.
    """
    told = [each for each in facts.statements if type(each.content) is form]
    known = [each for each in told if each.told_on <= today] or told
    if not known:
        return None
    content = known[-1].content
    assert isinstance(content, form)  # noqa: S101  chosen by it above
    return content, known[-1]


def by_statement(statement: Statement, day: date, dated_by: DatedBy, pointer: str = "") -> Evidence:
    return Evidence(source=Source.STATEMENT, name=statement.kind.value, pointer=pointer, day=day, dated_by=dated_by)


def by_step(
    year: YearFacts, step: str, day: date | None = None, dated_by: DatedBy = DatedBy.OWN_DAY, pointer: str = ""
) -> Evidence:
    """A finished step; dated by `day` where its content names one, else by when it was finished."""
    return Evidence(
        source=Source.STEP,
        name=step,
        cycle=year.cycle,
        pointer=pointer,
        day=day or year.done[step],
        dated_by=dated_by if day else DatedBy.STEP_DONE,
    )


class Finished(_Frozen):
    """A step that was finished: when, and the id of the command whose content it was finished with."""

    on: date
    command: str | None


def finished(history: Iterable[tuple[e.Event, str | None]]) -> dict[str, Finished]:
    """The steps of one cycle that have been finished, from its events with the commands that led to them.

    Reopening a step does not undo that it was finished: the clock of 6 § counts what has been done. Taking it back
    (recall) does.
    """
    done: dict[str, Finished] = {}
    waiting: dict[str, str | None] = {}
    for event, command in history:
        match event:
            case e.StepSubmitted():
                waiting[event.step] = command
            case e.StepCompleted():
                done[event.step] = Finished(on=stockholm_date(event.at), command=command)
            case e.StepApproved():
                done[event.step] = Finished(on=stockholm_date(event.at), command=waiting.pop(event.step, None))
            case e.StepReturned():
                waiting.pop(event.step, None)
            case e.StepRecalled():
                if event.step in waiting:
                    del waiting[event.step]
                else:
                    done.pop(event.step, None)
            case _:
                pass
    return done


TOLD_BY = (e.StepSubmitted, e.StepCompleted, e.StepApproved, e.StepReturned, e.StepRecalled)
"""The events that `finished` minds; the others may be left out."""
