"""A step as somebody fills it in: what is known around it, what has been saved of it, and saving more."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from fastapi import Response
from pydantic import BaseModel, JsonValue, ValidationError

from api.access import acting, place_of, seen_municipality
from api.models import Completion, StepContent
from api.routes.drafts import save_draft
from api.routes.steps import see_step
from domain.commands import Content
from domain.content.year import read
from domain.cycle import Cycle, StepNotFound
from domain.errors import Invalid
from domain.forms import FORMS, NO_FORM
from domain.people import Action
from domain.places import Municipality
from domain.process import Kind
from storage import cycles, drafts, versions
from storage.canonical import canonical, digest
from storage.drafts import DraftChanged
from web.forms.answers import still_answered
from web.forms.choices import choices
from web.forms.fields import Field, fields_of
from web.forms.parsing import Json
from web.forms.shown import Speaker
from web.page import Page

TRIES = 3


class Collided(Exception):
    """Somebody else wrote in the same place since the form was shown. Nothing was saved: `mine` is what would have
    been, `theirs` what stands.
    """

    def __init__(self, now: "Work", theirs: Json, mine: Json) -> None:
        super().__init__("written by two at once")
        self.now, self.theirs, self.mine = now, theirs, mine


class NotToBeKept(Invalid):
    """What was posted cannot be kept as JSON: not Unicode, or nested too deep."""


@dataclass(frozen=True)
class Work:
    """`content` is the draft's, or what was handed in last where nothing has been saved since; `draft` is its row.

    `others` is what the year's other steps hold, by form; `last` last year's plan and answers, if there was a year.
    """

    cycle: str
    municipality: Municipality
    step: StepContent
    fields: tuple[Field, ...]
    content: Json
    draft: drafts.DraftRow | None
    year: Cycle
    others: Mapping[str, Content]
    last: versions.LastYear | None
    say: Speaker

    @property
    def form(self) -> type[BaseModel]:
        return FORMS[self.step.form]

    def address(self, *more: str) -> str:
        """Of the step, or of a page of it."""
        return "/".join([f"/ar/{self.cycle}/steg/{self.step.key}", *more])


def seen(part: Mapping[str, JsonValue]) -> str:
    """A short name of exactly this content: a form carries it, so that a save knows what its writer had before them."""
    return digest(canonical(part))[:16]


async def work(page: Page, cycle_id: str, step: str) -> Work:
    """Raises CycleNotFound, RoleMayNot for those who write no drafts there, and StepNotFound, also for a step without
    a form.
    """
    services = page.services
    municipality = seen_municipality(page.reader, services.places, cycle_id)
    acting(page.reader, Action.WRITE_DRAFT, place_of(municipality))
    shown = await see_step(cycle_id, step, page.reader, services)
    if shown.form == NO_FORM:
        raise StepNotFound("There is nothing to fill in for that step")
    async with services.sessions() as session:
        row = await cycles.cycle_row(session, cycle_id)
        procedure = await services.procedures.get(session, row.process, Kind(row.kind))
        others = await cycles.contents(session, cycle_id, procedure)
        draft = await session.get(drafts.DraftRow, (cycle_id, step))
        last = await versions.last_year(session, services.procedures, municipality.code, row.year, released=False)
    saved = json.loads(draft.content) if draft is not None and draft.content is not None else shown.content
    found = choices(read(others), read(last.contents if last is not None else {}))
    return Work(
        cycle=cycle_id,
        year=cycles.restored(row.state, procedure),
        municipality=municipality,
        step=shown,
        fields=fields_of(FORMS[shown.form]),
        content=saved or {},
        draft=draft,
        others=others,
        last=last,
        say=Speaker(page.t, found, "," if page.language == "sv" else "."),
    )


async def change(page: Page, cycle_id: str, step: str, changed: Callable[[Work], Json]) -> Work:
    """Save what `changed` makes of the newest content, and answer with the step as it then stands.

    A draft that somebody saves between the reading and the writing is read again, so nothing of theirs is lost. What
    `changed` raises is raised.
    """
    for _ in range(TRIES):
        now = await work(page, cycle_id, step)
        content = still_answered(now.content, changed(now))
        if content == now.content and now.draft is not None:
            return now
        with suppress(DraftChanged):
            return await _saved(page, now, content)
    raise DraftChanged("Others are saving this draft all the time; try again in a moment")


async def _saved(page: Page, now: Work, content: Json) -> Work:
    """The step as it was saved, whatever others save from then on: the writer has not seen that."""
    there = now.draft is not None and now.draft.content is not None
    expected = now.draft.version if now.draft is not None and there else None
    try:
        body = Completion(content=content)
    except ValidationError as error:
        raise NotToBeKept("Something in the form is no text that can be kept") from error
    view = await save_draft(now.cycle, now.step.key, body, page.reader, expected, page.services, Response())
    draft = drafts.DraftRow(
        cycle_id=now.cycle,
        step=now.step.key,
        municipality_code=now.municipality.code,
        county_code=now.municipality.county,
        version=view.version,
        content=canonical(view.content),
        person=view.saved_by,
        saved_at=view.saved_at,
    )
    return replace(now, content=view.content, draft=draft)
