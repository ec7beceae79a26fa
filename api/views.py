"""From rows and values to what goes over the wire."""

import json
from datetime import date

from pydantic import BaseModel, JsonValue

from api import models as m
from domain.forms import NO_FORM
from domain.people import Actor
from domain.places import Places
from domain.procedure import Procedure
from domain.standing import timing
from domain.steps import StepStatus
from storage.commands import CommandRow, Outcome
from storage.cycles import CycleRow, StepRow
from storage.log import EventRow
from storage.overview import Seen
from storage.rounds import MemberRow, RoundRow


def me(actor: Actor, *, demo: bool) -> m.Me:
    grants = tuple(m.GrantView(**grant.model_dump()) for grant in actor.grants)
    return m.Me(person=actor.person, grants=grants, demo=demo)


def step(row: StepRow, procedure: Procedure) -> m.StepView:
    definition = procedure.definitions[row.key]
    approver = definition.approver
    return m.StepView(
        key=row.key,
        title=definition.title.sv,
        titles=m.Text(sv=definition.title.sv, en=definition.title.en),
        phase=row.phase,
        basis=definition.basis.kind,
        reference=definition.basis.reference,
        status=row.status,
        role=row.role,
        bodies=definition.bodies,
        approver=approver.role if approver else None,
        approver_bodies=approver.bodies if approver else (),
        acting_role=row.acting_role,
        person=row.person,
        target=row.target,
        latest=row.latest,
        stale=row.stale,
        stale_at=tuple(json.loads(row.stale_at)),
        optional=definition.optional,
        waivable=definition.waivable,
        waits_for=definition.waits_for,
        form=definition.form,
        version=row.version,
    )


def step_content(row: StepRow, procedure: Procedure, command: CommandRow | None) -> m.StepContent:
    has_content = command is not None and procedure.definitions[row.key].form != NO_FORM
    content = json.loads(command.body).get("content") if command is not None and has_content else None
    return m.StepContent(**step(row, procedure).model_dump(), content=content)


def cycle(
    row: CycleRow, steps: list[m.StepView], plan: str | None, procedure: Procedure, places: Places
) -> m.CycleView:
    process = procedure.process
    return m.CycleView(
        id=row.id,
        municipality=row.municipality_code,
        municipality_name=places.municipality(row.municipality_code).name,
        county=row.county_code,
        year=row.year,
        kind=row.kind,
        status=row.status,
        phase=row.phase,
        version=row.version,
        head=row.head,
        round=row.round_id,
        plan_in_force=plan,
        process=m.ProcessView(key=process.key, version=process.version, hash=procedure.digest),
        started_at=row.started_at,
        changed_at=row.changed_at,
        closed_at=row.closed_at,
        steps=tuple(steps),
    )


class _Who(BaseModel):
    person: str | None = None
    role: str | None = None
    on_behalf: str | None = None
    request: str | None = None


class _By(BaseModel):
    id: str | None = None


class _Record(BaseModel):
    """A log record as it was written (storage/log.py)."""

    event: dict[str, JsonValue]
    actor: _Who | None
    command: _By | None


def event(row: EventRow, reason: str | None) -> m.EventView:
    record = _Record.model_validate_json(row.body)
    actor = record.actor or _Who()
    step_key = record.event.get("step")
    return m.EventView(
        seq=row.seq,
        kind=row.kind,
        at=row.at,
        step=str(step_key) if step_key is not None else None,
        person=actor.person,
        role=actor.role,
        on_behalf=actor.on_behalf,
        request=actor.request,
        command=record.command.id if record.command else None,
        reason=reason,
        data={key: value for key, value in record.event.items() if key not in ("kind", "at", "step")},
        hash=row.hash,
    )


def overview_item(seen: Seen, places: Places, today: date) -> m.OverviewItem:
    following = seen.outlook.next
    next_step = None
    if following is not None:
        next_step = m.NextStep(
            step=following.key,
            title=seen.procedure.definitions[following.key].title.sv,
            status=following.status,
            acting_role=following.acting_role,
            target=following.target,
            latest=following.latest,
        )
    return m.OverviewItem(
        cycle=seen.id,
        municipality=seen.municipality,
        municipality_name=places.municipality(seen.municipality).name,
        county=seen.county,
        year=seen.year,
        kind=seen.procedure.kind,
        status=seen.status,
        phase=seen.phase,
        done=seen.outlook.done,
        total=seen.outlook.total,
        overdue=seen.outlook.overdue(today),
        next=next_step,
    )


def round_(row: RoundRow, members: list[m.MemberView], county: m.Named) -> m.RoundView:
    def counted(state: str) -> int:
        return sum(member.state == state for member in members)

    return m.RoundView(
        id=row.id,
        county=county,
        year=row.year,
        kind=row.kind,
        process=row.process,
        opened_at=row.opened_at,
        started=counted("started"),
        pending=counted("pending"),
        failed=counted("failed"),
        municipalities=tuple(members),
    )


def member(code: str, places: Places, row: MemberRow | None, running: CycleRow | None) -> m.MemberView:
    state = "started" if running is not None else row.state if row is not None else "not_in_round"
    if row is not None and row.state == "failed":
        state = "failed"
    return m.MemberView(
        municipality=code,
        name=places.municipality(code).name,
        state=state,
        cycle=running.id if running else None,
        status=running.status if running else None,
        reason=row.reason if row else None,
        message=row.message if row else None,
    )


def command(row: CommandRow, outcome: Outcome | None) -> m.CommandView:
    status = "pending" if outcome is None else "accepted" if outcome.accepted else "rejected"
    return m.CommandView(
        id=row.id,
        kind=row.kind,
        cycle=row.cycle_id,
        round=row.round_id,
        status=status,
        problem=outcome.error if outcome else None,
        detail=outcome.message if outcome else None,
    )


def task(row: StepRow, cycle_row: CycleRow, procedure: Procedure, places: Places, today: date) -> m.Task:
    definition = procedure.definitions[row.key]
    review = row.status == StepStatus.SUBMITTED and not row.stale
    confirm = row.stale and row.status in (StepStatus.SUBMITTED, StepStatus.DONE)
    return m.Task(
        cycle=row.cycle_id,
        municipality=row.municipality_code,
        municipality_name=places.municipality(cycle_row.municipality_code).name,
        step=row.key,
        title=definition.title.sv,
        reference=definition.basis.reference,
        status=row.status,
        action="confirm" if confirm else "review" if review else "complete",
        target=row.target,
        latest=row.latest,
        days_left=((row.latest or row.target) - today).days,
        timing=timing(row.target, row.latest, today),
    )
