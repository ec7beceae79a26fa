"""Mina uppgifter, the first page after sign-in: what one has, what the group has, what comes later, what is done."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api import dependencies
from api.routes.tasks import Asked, asked_for, people_of, roles_of, worklist
from domain.light import Standing, light
from domain.people import Role
from domain.procedure import Procedure
from domain.steps import StepStatus
from storage.cycles import StepRow
from storage.worklists import Worklist, sizes
from web.language import N_
from web.page import Here, Page
from web.words import LIGHTS, Word

router = APIRouter()

LISTS = {
    Worklist.MINE.value: N_("Mina"),
    Worklist.GROUP.value: N_("Gruppens"),
    Worklist.UPCOMING.value: N_("Kommande"),
    Worklist.DONE.value: N_("Klara"),
}
LIMIT = 50


@dataclass(frozen=True)
class Task:
    """A line of a list. `day` is the next date that has not passed, or the last one that has.

    What the county asks for has no dates of its own, and no light. `claim` is where one takes it on, if one may.
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
    claim: str | None = None


@router.get("/", name="pages.tasks")
async def tasks(
    page: Here,
    asked: Annotated[dependencies.Page, Depends(dependencies.page)],
    shown: Annotated[Worklist | None, Query(alias="list")] = None,
) -> Response:
    """Without `list` one's own or, where that is empty, what one's group has that nobody took."""
    requests = await asked_for(page.reader, page.services, dependencies.Page(limit=LIMIT))
    counts = await _counts(page, len(requests))
    which = shown or (Worklist.GROUP if not counts["mine"] and counts["group"] else Worklist.MINE)
    waiting, cursor = await worklist(page.reader, page.services, which, asked.model_copy(update={"limit": LIMIT}))
    found = [_task(page, which, step, cycle.year, procedure) for step, cycle, procedure in waiting]
    if which is Worklist.MINE and not asked.after:
        found = [*(_request(page, request) for request in requests), *found]
    return page.render(
        "tasks.html",
        lists=LISTS,
        shown=which.value,
        tasks=found,
        next=cursor,
        counts=counts,
        starts=any(grant.role is Role.ADMINISTRATOR for grant in page.reader.grants),
    )


async def _counts(page: Page, requests: int) -> dict[str, int]:
    async with page.services.sessions() as session:
        found = await sizes(session, roles_of(page.reader), people_of(page.reader))
    return {which.value: n + (requests if which is Worklist.MINE else 0) for which, n in found.items()}


def _request(page: Page, asked: Asked) -> Task:
    """A request for supplement (begäran om komplettering), which changes no status."""
    year = int(asked.step.cycle_id.rpartition("-")[2])
    task = _task(page, Worklist.MINE, asked.step, year, asked.procedure)
    return replace(task, light=None, target=None, latest=None, day=None, todo="supplement")


def _task(page: Page, which: Worklist, step: StepRow, year: int, procedure: Procedure) -> Task:
    definition = procedure.definitions[step.key]
    dates = [day for day in (step.target, step.latest) if day is not None]
    todo = _todo(step) if which in (Worklist.MINE, Worklist.GROUP) else None
    to_take = which is Worklist.GROUP and step.person is None and todo == "complete" and step.acting_role == step.role
    href = page.href("step", cycle=step.cycle_id, step=step.key)
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
        href=href,
        claim=f"{href}/ta" if href is not None and to_take else None,
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
