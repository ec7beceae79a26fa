"""Mina uppgifter, the first page after sign-in: what waits for one, what comes later, and what is done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api import dependencies
from api.routes.tasks import Asked, asked_for, roles_of, waiting_for
from domain.light import Standing, light
from domain.procedure import Procedure
from domain.process import Kind
from domain.steps import StepStatus
from storage.cycles import StepRow
from storage.step_lists import Share, share_of, size_of
from web.language import N_
from web.page import Here, Page
from web.words import LIGHTS, Word

router = APIRouter()

MINE = "mine"
LISTS = {MINE: N_("Mina"), Share.UPCOMING.value: N_("Kommande"), Share.SETTLED.value: N_("Klara")}
LIMIT = 50


@dataclass(frozen=True)
class Task:
    """A line of a list. `day` is the next date that has not passed, or the last one that has.

    What the county asks for has no dates of its own, and no light.
    """

    title: str
    municipality: str
    year: int
    basis: str
    reference: str
    light: Word | None
    target: date | None
    latest: date | None
    day: date | None
    todo: str | None
    href: str | None


@router.get("/", name="pages.tasks")
async def tasks(
    page: Here,
    asked: Annotated[dependencies.Page, Depends(dependencies.page)],
    shown: Annotated[str, Query(alias="list", pattern="^(mine|upcoming|settled)$")] = MINE,
) -> Response:
    if shown == MINE:
        waiting, cursor = await waiting_for(page.reader, page.services, asked.model_copy(update={"limit": LIMIT}))
        found = [_task(page, step, cycle.year, procedure, todo=_todo(step)) for step, cycle, procedure in waiting]
        if not asked.after:
            requests = await asked_for(page.reader, page.services, dependencies.Page(limit=LIMIT))
            found = [*(_request(page, request) for request in requests), *found]
    else:
        found, cursor = await _share(page, Share(shown)), None
    return page.render("tasks.html", lists=LISTS, shown=shown, tasks=found, next=cursor, counts=await _counts(page))


async def _share(page: Page, share: Share) -> Sequence[Task]:
    services = page.services
    async with services.sessions() as session:
        listed = await share_of(session, roles_of(page.reader), share, limit=LIMIT)
        return [
            _task(page, step, cycle.year, await services.procedures.get(session, cycle.process, Kind(cycle.kind)))
            for step, cycle in listed
        ]


async def _counts(page: Page) -> dict[str, int]:
    roles = roles_of(page.reader)
    async with page.services.sessions() as session:
        return {share.value: await size_of(session, roles, share) for share in Share}


def _request(page: Page, asked: Asked) -> Task:
    """A request for supplement (begäran om komplettering), which changes no status."""
    year = int(asked.step.cycle_id.rpartition("-")[2])
    task = _task(page, asked.step, year, asked.procedure, todo="supplement")
    return replace(task, light=None, target=None, latest=None, day=None)


def _task(page: Page, step: StepRow, year: int, procedure: Procedure, todo: str | None = None) -> Task:
    definition = procedure.definitions[step.key]
    dates = [day for day in (step.target, step.latest) if day is not None]
    return Task(
        title=page.text(definition.title),
        municipality=page.services.places.municipality(step.municipality_code).name,
        year=year,
        basis=definition.basis.kind,
        reference=definition.basis.reference,
        light=LIGHTS[light(standing(step), page.today)],
        target=step.target,
        latest=step.latest,
        day=None if step.settled else next((day for day in dates if day >= page.today), dates[-1]),
        todo=todo,
        href=page.href("step", cycle=step.cycle_id, step=step.key),
    )


def standing(step: StepRow) -> Standing:
    return Standing(
        status=StepStatus(step.status),
        stale=step.stale,
        required=step.required,
        target=step.target,
        latest=step.latest,
    )


def _todo(step: StepRow) -> str:
    """What is asked for: `complete`, `review` or `confirm` (words.TASKS)."""
    if step.stale and step.status in (StepStatus.SUBMITTED, StepStatus.DONE):
        return "confirm"
    return "review" if step.status == StepStatus.SUBMITTED else "complete"
