"""What was handed in to a step before, version by version, and what one says otherwise than another."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.routes.history import VersionContent, content_reader, reader, see_changes, see_version, see_versions
from domain.content.compare import Change, How
from domain.forms import FORMS
from web.forms.fields import fields_of
from web.forms.spoken import place
from web.language import N_
from web.pages.step import reader as content_in_words
from web.pages.step_content import Fact, Reader
from web.pages.step_frame import STEP, StepHere, StepOf, names
from web.words import Word

router = APIRouter()
HOWS: Mapping[How, Word] = {
    How.NEW: Word(N_("Nytt"), "under-way", "blue"),
    How.CHANGED: Word(N_("Ändrat"), "reopened", "violet"),
    How.GONE: Word(N_("Borttaget"), "waived", "grey"),
}


ELSEWHERE = N_("Uppgifter om formuläret självt")


@dataclass(frozen=True)
class Row:
    """A change: where, how, and both sides as they read."""

    where: tuple[str, ...]
    how: Word
    before: tuple[Fact, ...]
    after: tuple[Fact, ...]


@router.get(f"{STEP}/versioner", name="pages.step-versions")
async def see(
    on: StepHere,
    version: Annotated[int | None, Query(ge=1, le=10**6)] = None,
    since: Annotated[int | None, Query(alias="jamfor", ge=1, le=10**6)] = None,
) -> Response:
    """The list; with `version` one of them, with `jamfor` what it says otherwise than another."""
    who = reader(on.year.id, on.page.reader, on.page.services)
    items = (await see_versions(on.year.id, on.key, who)).items
    known = await names(on.page, [each.person for each in items])
    if version is None:
        return on.render("step-versions.html", "step-versions", versions=items[::-1], names=known)
    if since is not None:
        return await _compared(on, version, since)
    found = await see_version(on.year.id, on.key, version, who)
    words = await content_in_words(on, stale=False)
    content = words.read(on.definition.form, found.content) if found.content is not None else None
    return on.render("step-version.html", "step-versions", found=found, content=content, names=known)


async def _compared(on: StepOf, version: int, since: int) -> Response:
    """Raises RoleMayNot, NotReleased, VersionNotFound."""
    who = content_reader(on.year.id, on.page.reader, on.page.services)
    found = await see_changes(on.year.id, on.key, version, since, who)
    words = await content_in_words(on, stale=False)
    older = await see_version(on.year.id, on.key, since, who)
    newer = await see_version(on.year.id, on.key, version, who)
    rows = [_row(words, change, older if change.how is How.GONE else newer, on) for change in found.changes]
    return on.render("step-compare.html", "step-versions", rows=rows, older=older, newer=newer)


def _row(words: Reader, change: Change, holds: VersionContent, on: StepOf) -> Row:
    where = place(fields_of(FORMS[on.definition.form]), holds.content or {}, change.pointer, on.page.t)
    before, after = (words.told(where.field, each) if where.field else () for each in (change.before, change.after))
    return Row(where.labels or (on.page.t.gettext(ELSEWHERE),), HOWS[change.how], before, after)
