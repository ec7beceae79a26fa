"""Facts brought together by subject, wherever they were recorded, as of a day: what is dated later does not count."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from domain.content.base import Decision
from domain.content.picture import Agreement, Coordination, Council, Effort, Organisation, Responsible
from domain.law.clocks import DatedBy
from domain.law.facts import Evidence, Facts, YearFacts, by_statement, by_step, standing
from domain.statements import (
    AgreementsStated,
    CoordinationStated,
    CouncilStated,
    EffortsStated,
    FollowUpStated,
    PictureStated,
    PlanStated,
    ReportStated,
    ResponsibleStated,
    Stated,
    Statement,
)

T = TypeVar("T")
Form = TypeVar("Form", bound=Stated)
INTERVAL = 12  # months between reports to fullmäktige where the municipality has not chosen its own


@dataclass(frozen=True)
class Known(Generic[T]):
    """A value, and what says so."""

    value: T
    at: Evidence


@dataclass(frozen=True)
class Picture:
    """A lägesbild: from a year here, or as stated."""

    at: Evidence
    year: YearFacts | None = None
    stated: PictureStated | None = None


@dataclass(frozen=True)
class Plan:
    """An åtgärdsplan. `readable` is false where a year's decision was handed in as text or links alone."""

    at: Evidence
    decision: Decision | None
    readable: bool = True
    year: YearFacts | None = None
    stated: PlanStated | None = None


def pictures(facts: Facts, today: date) -> list[Picture]:
    """The newest first. A year's counts from the decision that adopted it, if there is one."""
    found = [Picture(_adopted(year, today), year) for year in _with(facts, "situation_analysis")]
    if (told := standing(facts, PictureStated, today)) is not None:
        found.append(Picture(_document(*told), stated=told[0]))
    return _until(found, today)


def plans(facts: Facts, today: date) -> list[Plan]:
    """The newest first."""
    found = [_plan(year) for year in _with(facts, "decision")]
    if (told := standing(facts, PlanStated, today)) is not None:
        found.append(Plan(_document(*told), told[0].decision, stated=told[0]))
    return _until(found, today)


def follow_ups(facts: Facts, today: date) -> list[Evidence]:
    """The newest first."""
    found = [_own_day(year, "follow_up", "closed_on") for year in _with(facts, "follow_up")]
    if (told := standing(facts, FollowUpStated, today)) is not None:
        found.append(_document(*told))
    return sorted((each for each in found if each.day <= today), key=lambda each: each.day, reverse=True)


def reports(facts: Facts, today: date) -> list[Evidence]:
    """Reports to fullmäktige, the newest first."""
    found = [_own_day(year, "council_report", "reported_on") for year in _with(facts, "council_report")]
    if (told := standing(facts, ReportStated, today)) is not None:
        found.append(by_statement(told[1], told[0].reported_on, DatedBy.OWN_DAY, "/reported_on"))
    return sorted((each for each in found if each.day <= today), key=lambda each: each.day, reverse=True)


def coordination(facts: Facts, today: date) -> Known[Coordination | None] | None:
    """None: nothing is stated. A value of None: it is stated that there is no such function."""
    stated = _stated(facts, CoordinationStated, today, lambda form: form.coordination, "/coordination")
    return _newest([*_registered(facts, "coordination", lambda form: form.coordination), *stated], today)


def council(facts: Facts, today: date) -> Known[Council | None] | None:
    stated = _stated(facts, CouncilStated, today, lambda form: form.council, "/council")
    return _newest([*_registered(facts, "council", lambda form: form.council), *stated], today)


def responsible(facts: Facts, today: date) -> Known[Responsible | None] | None:
    def stated(form: ResponsibleStated) -> Responsible | None:
        return form.responsible

    told = _stated(facts, ResponsibleStated, today, stated, "/responsible")
    return _newest([*_registered(facts, "responsible", lambda form: form.responsible), *told], today)


def agreements(facts: Facts, today: date) -> Known[tuple[Agreement, ...]] | None:
    stated = _stated(facts, AgreementsStated, today, lambda form: form.agreements, "/agreements")
    return _newest([*_registered(facts, "agreements", lambda form: form.agreements), *stated], today)


def interval(facts: Facts, today: date) -> int:
    """Months between reports to fullmäktige: the municipality's own, since the Act gives none."""
    name = "reporting_interval_months"
    stated = _stated(facts, ResponsibleStated, today, lambda form: form.reporting_interval_months, f"/{name}")
    found = _newest([*_registered(facts, name, lambda form: form.reporting_interval_months), *stated], today)
    return found.value if found else INTERVAL


def efforts(facts: Facts, today: date) -> list[Known[Effort]] | None:
    """All that was ever logged, the newest first; None where nothing is said of efforts at all."""
    stated = _stated(facts, EffortsStated, today, lambda form: form.efforts, "/efforts")
    logs = [*_registered(facts, "efforts", lambda form: form.efforts), *stated]
    found = [_one_effort(log, index, effort) for log in logs for index, effort in enumerate(log.value)]
    made = sorted((each for each in found if each.at.day <= today), key=lambda each: each.at.day, reverse=True)
    return made if made or any(log.at.day <= today for log in logs) else None


def _one_effort(log: Known[tuple[Effort, ...]], index: int, effort: Effort) -> Known[Effort]:
    update = {"pointer": f"{log.at.pointer}/{index}/on", "day": effort.on, "dated_by": DatedBy.OWN_DAY}
    return Known(effort, log.at.model_copy(update=update))


def _with(facts: Facts, step: str) -> Iterator[YearFacts]:
    return (year for year in facts.years if step in year.done)


Found = TypeVar("Found", Picture, Plan)


def _until(found: list[Found], today: date) -> list[Found]:
    """On the same day what was done here goes before what was stated."""
    counted = (each for each in found if each.at.day <= today)
    return sorted(counted, key=lambda each: (each.at.day, each.year is not None), reverse=True)


def _adopted(year: YearFacts, today: date) -> Evidence:
    adoption = year.content.adoption if "adoption" in year.done else None
    if adoption is None or adoption.decision is None or adoption.decision.decided_on > today:
        return by_step(year, "situation_analysis")
    return by_step(year, "adoption", adoption.decision.decided_on, DatedBy.DECISION, "/decision/decided_on")


def _plan(year: YearFacts) -> Plan:
    content = year.content.decision
    decision = content.decision if content else None
    if decision is None:
        return Plan(by_step(year, "decision"), None, readable=False, year=year)
    at = by_step(year, "decision", decision.decided_on, DatedBy.DECISION, "/decision/decided_on")
    return Plan(at, decision, year=year)


def _own_day(year: YearFacts, step: str, field: str) -> Evidence:
    """Its own day, unless that is after the day it was handed in as finished."""
    day = getattr(getattr(year.content, step), field, None)
    if not isinstance(day, date) or day > year.done[step]:
        return by_step(year, step)
    return by_step(year, step, day, DatedBy.FINAL if step == "follow_up" else DatedBy.OWN_DAY, f"/{field}")


def _document(content: PictureStated | PlanStated | FollowUpStated, statement: Statement) -> Evidence:
    if content.decision is not None:
        return by_statement(statement, content.decision.decided_on, DatedBy.DECISION, "/decision/decided_on")
    day = content.finished_on or statement.told_on
    return by_statement(statement, day, DatedBy.FINAL if content.finished_on else DatedBy.TOLD, "/finished_on")


def _registered(facts: Facts, field: str, take: Callable[[Organisation], T]) -> Iterator[Known[T]]:
    """What the years' organisation registers say; a field that was left out, or left empty, says nothing."""
    for year in _with(facts, "organisation"):
        form = year.content.organisation
        if form is not None and field in form.model_fields_set and (value := take(form)) is not None:
            yield Known(value, by_step(year, "organisation", pointer=f"/{field}"))


def _stated(facts: Facts, form: type[Form], today: date, take: Callable[[Form], T], pointer: str) -> Iterator[Known[T]]:
    """What holds without a day of its own counts from the day it was told."""
    if (told := standing(facts, form, today)) is not None:
        yield Known(take(told[0]), by_statement(told[1], told[1].told_on, DatedBy.TOLD, pointer))


def _newest(found: Iterable[Known[T]], today: date) -> Known[T] | None:
    counted = [each for each in found if each.at.day <= today]
    return max(counted, key=lambda each: each.at.day, default=None)
