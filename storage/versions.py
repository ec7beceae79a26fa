"""What was handed in before: every version of a step's content, and what a municipality's earlier years hold.

Nothing is kept twice. An event says which command handed a version in, and the command holds the content for ever.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.bearing import built_on
from domain.commands import ApproveStep, CompleteStep, Content, Held
from domain.cycle import Cycle
from domain.errors import NotFound
from domain.events import StepCompleted, StepReturned, StepSubmitted
from domain.forms import NO_FORM
from domain.process import Kind
from storage.commands import CommandRow
from storage.cycles import RELEASED, CycleRow, StepRow, contents
from storage.folding import Record
from storage.log import EventRow
from storage.processes import Procedures

PLAN = "measures"


class VersionNotFound(NotFound):
    """A step's versions count from 1, one for each time that content was handed in."""


class Version(NamedTuple):
    """`person` (an id) handed it in at `at`, as `role`, in `on_behalf`'s place if in anybody's, by `command`."""

    number: int
    at: datetime
    person: str
    role: str
    on_behalf: str | None
    command: str


class Returned(NamedTuple):
    """`person` (an id) sent a step back at `at`, as `role`, and wrote why."""

    at: datetime
    person: str
    role: str
    reason: str


class EarlierYear(NamedTuple):
    """A year of the municipality's. `contents` is what may be read of it by form, `forms` all that was handed in."""

    cycle_id: str
    contents: dict[str, Content]
    forms: frozenset[str]


class LastYear(NamedTuple):
    """`cycle_id` is the year before; `plan_id` the one whose plan was in force then, another where it made none."""

    cycle_id: str
    plan_id: str
    contents: dict[str, Content]


_HANDED_IN = [kind.model_fields["kind"].default for kind in (StepSubmitted, StepCompleted)]
_VERSIONS = (
    select(EventRow.at, EventRow.body)
    .where(EventRow.cycle_id == bindparam("cycle"), EventRow.kind.in_(_HANDED_IN))
    .order_by(EventRow.seq)
)
_RETURNS = (
    select(EventRow.at, EventRow.body)
    .where(EventRow.cycle_id == bindparam("cycle"), EventRow.kind == StepReturned.model_fields["kind"].default)
    .order_by(EventRow.seq.desc())
)
_YEARS = (
    select(CycleRow.id, CycleRow.year, CycleRow.process, CycleRow.kind)
    .where(
        CycleRow.municipality_code == bindparam("municipality"),
        select(StepRow.key)
        .join(CommandRow, CommandRow.id == StepRow.content_command)
        .where(StepRow.cycle_id == CycleRow.id, CommandRow.kind == CompleteStep.model_fields["kind"].default)
        .exists(),
    )
    .order_by(CycleRow.year)
)


_ANSWER = (
    select(StepRow.status, CommandRow.body)
    .join(CommandRow, CommandRow.id == StepRow.content_command)
    .where(StepRow.cycle_id == bindparam("cycle"), StepRow.key == bindparam("step"))
)


async def versions(session: AsyncSession, cycle_id: str, step: str) -> Sequence[Version]:
    """All contents that were handed in to a step, the first first; also those that were returned or taken back."""
    found: list[Version] = []
    for at, body in await session.execute(_VERSIONS, {"cycle": cycle_id}):
        record = Record.model_validate_json(body)
        if record.event["step"] == step and record.command is not None and record.actor is not None:
            number, actor = int(str(record.event["version"])), {name: str(each) for name, each in record.actor.items()}
            by = actor["person"], actor["role"], actor.get("on_behalf")
            found.append(Version(number, at, *by, record.command.id))
    return found


async def version(session: AsyncSession, cycle_id: str, step: str, number: int) -> Version:
    """Raises VersionNotFound."""
    for each in await versions(session, cycle_id, step):
        if each.number == number:
            return each
    raise VersionNotFound("This step has no version of that number; its list of versions says which there are")


async def last_return(session: AsyncSession, cycle_id: str, step: str) -> Returned | None:
    """The last time that the step's approver sent it back (begäran om komplettering); None if they never did."""
    for at, body in await session.execute(_RETURNS, {"cycle": cycle_id}):
        record = Record.model_validate_json(body)
        if record.event["step"] == step and record.command is not None and record.actor is not None:
            filed = await session.scalar(select(CommandRow.body).where(CommandRow.id == record.command.id))
            reason = json.loads(filed)["reason"] if filed is not None else ""
            return Returned(at, str(record.actor["person"]), str(record.actor["role"]), reason)
    return None


async def content_of(session: AsyncSession, version: Version) -> Content | None:
    """The content as it was handed in; None for a step that takes none."""
    body = await session.scalar(select(CommandRow.body).where(CommandRow.id == version.command))
    return json.loads(body).get("content") if body is not None else None


async def held(session: AsyncSession, cycle: Cycle, command: CompleteStep | ApproveStep) -> Held:
    """What acting on a step reads of its year; an approval, which checks no content, only where others built on it.

    A step that the year does not have holds nothing: the rules say so.
    """
    step = next((step for step in cycle.steps if step.key == command.step), None)
    built = step is not None and bool(built_on(cycle, step.key))
    if isinstance(command, ApproveStep) and not built:
        return Held()
    settled = None
    if step is not None and built and step.settled_version:
        settled = await content_of(session, await version(session, cycle.id, step.key, step.settled_version))
    return Held(contents=await contents(session, cycle.id, cycle.procedure), settled=settled)


async def years_of(
    session: AsyncSession, procedures: Procedures, municipality: str, *, before: int | None = None, released: bool
) -> Sequence[EarlierYear]:
    """The municipality's years to which anything was handed in, the earliest first; `released` as in `contents`."""
    found: list[EarlierYear] = []
    for row in (await session.execute(_YEARS, {"municipality": municipality})).all():
        if before is None or row.year < before:
            procedure = await procedures.get(session, row.process, Kind(row.kind))
            held = await contents(session, row.id, procedure)
            read = await contents(session, row.id, procedure, released=True) if released else held
            found.append(EarlierYear(row.id, _without_none(read), frozenset(_without_none(held))))
    return found


async def last_year(
    session: AsyncSession, procedures: Procedures, municipality: str, before: int, *, released: bool
) -> LastYear | None:
    """The latest earlier year with content; None for the first one.

    A light year makes no plan: what nobody handed in to it is taken from the year whose plan was in force.
    """
    years = await years_of(session, procedures, municipality, before=before, released=released)
    if not years:
        return None
    last = years[-1]
    plan = next((year for year in reversed(years) if PLAN in year.forms), last)
    inherited = {form: content for form, content in plan.contents.items() if form not in last.forms}
    return LastYear(last.cycle_id, plan.cycle_id, inherited | last.contents)


async def answer(
    session: AsyncSession, last: LastYear, step: str, *, released: bool
) -> tuple[str | None, Content | None]:
    """Which year the step was last handed in to, and the content that stands there; None where it is not released.

    Asked by step and not by form: a year of the first process version has the same form in every step.
    """
    for cycle_id in (last.cycle_id, last.plan_id):
        row = (await session.execute(_ANSWER, {"cycle": cycle_id, "step": step})).one_or_none()
        if row is not None:
            shown = row.status in RELEASED or not released
            return cycle_id, json.loads(row.body).get("content") if shown else None
    return None, None


def _without_none(held: Mapping[str, Content]) -> dict[str, Content]:
    """A step that takes no content, such as the start, holds none."""
    return {form: content for form, content in held.items() if form != NO_FORM}
