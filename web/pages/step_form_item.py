"""One item of a list of a step's form: a problem area, a measure, a result. Each has a page of its own."""

from fastapi import APIRouter, Depends, Response

from api.errors import NoSuchAddress
from domain.commands import StepKey
from domain.content.check import findings as check_content
from web import flash
from web.findings import field_id
from web.forms.boxes import Drawing
from web.forms.fields import Field
from web.forms.items import found, items_of, with_items
from web.forms.lists import LISTS
from web.forms.parsing import Json, unread
from web.forms.posted import ANOTHER, AUTO, PostedHere, one
from web.forms.spoken import Told, spoken
from web.forms.telling import CHECKED, beside, differences, linked
from web.forms.work import Collided, Work, change, seen, work
from web.forms.writing import NothingWritten, Writing, field_of, fresh_name
from web.language import N_
from web.page import Here, Page
from web.pages.step_form import crumbs, saved, saved_at
from web.pages.year_frame import in_the_year

router = APIRouter(dependencies=[Depends(in_the_year)])
ITEM = "/ar/{cycle}/steg/{step}/{listed}/{item}"
NEW = "ny"
EMPTY = N_("Skriv något innan du sparar.")
UNREADABLE = frozenset({"date", "number"})  # what could not be read is told at once, what is missing when asked


@router.get(ITEM, name="pages.step-form-item")
async def show(page: Here, cycle: str, step: StepKey, listed: str, item: str, *, kontroll: bool = False) -> Response:
    now = await work(page, cycle, step)
    field = field_of(now, listed)
    return await _item(page, now, field, item, checked=kontroll)


@router.post(ITEM)
async def save(page: Here, cycle: str, step: StepKey, listed: str, item: str, form: PostedHere) -> Response:
    """Save the item in the draft, then on to the form, to the next new one, or back here while something is wrong."""
    do, writing = one(form, "do"), Writing(listed, form, one(form, "at") or (item if item != NEW else ""))
    if item == NEW and not writing.at:
        now = await work(page, cycle, step)
        writing.at = await fresh_name(page, now, field_of(now, listed))
    try:
        now = await change(page, cycle, step, writing)
    except Collided as collided:
        if do == AUTO:
            return page.render("form-saved.html", collided=True, seen=one(form, "seen"), at=writing.at)
        return await _item(page, collided.now, field_of(collided.now, listed), writing.at, collided=collided)
    except NothingWritten as nothing:
        if do == AUTO:
            return page.render("form-saved.html", collided=False, seen="", at=writing.at, when="")
        return await _item(page, nothing.now, field_of(nothing.now, listed), NEW, empty=True)
    return _onward(page, now, writing, do)


@router.get(f"{ITEM}/ta-bort", name="pages.step-form-remove")
async def ask(page: Here, cycle: str, step: StepKey, listed: str, item: str) -> Response:
    """Ask before an item is taken out."""
    now = await work(page, cycle, step)
    field = field_of(now, listed)
    content = _existing(now, field, item)
    return _removal(page, now, field, content)


@router.post(f"{ITEM}/ta-bort")
async def remove(page: Here, cycle: str, step: StepKey, listed: str, item: str, form: PostedHere) -> Response:
    """Take an item out, unless somebody has changed it since; what is out already is out."""

    def without(now: Work) -> Json:
        field = field_of(now, listed)
        items = items_of(now.content, field)
        n = found(items, item)
        if n is None:
            return now.content
        if seen(items[n]) != one(form, "seen"):
            raise Collided(now, items[n], {})
        return with_items(now.content, field, [*items[:n], *items[n + 1 :]])

    try:
        now = await change(page, cycle, step, without)
    except Collided as collided:
        return _removal(page, collided.now, field_of(collided.now, listed), collided.theirs, changed=True)
    return flash.then(f"{now.address('fyll-i')}#{field_id(field_of(now, listed).pointer)}", "removed")


def wrong(now: Work, at: str) -> list[Told]:
    """What is wrong within an item, by the form alone: what other steps say of it is for the check."""
    all_of_it = [*unread(now.fields, now.content), *check_content(now.step.form, now.content, now.others)]
    inside = [each for each in all_of_it if each.pointer.startswith(f"{at}/") or each.pointer == at]
    return list(spoken(inside, now.fields, now.content, now.say.t))


def _onward(page: Page, now: Work, writing: Writing, do: str) -> Response:
    field = field_of(now, writing.listed)
    items = items_of(now.content, field)
    n = found(items, writing.at) or 0
    if do == AUTO:
        return saved(page, now, seen(items[n]), writing.at)
    if wrong(now, f"{field.pointer}/{n}"):
        return flash.then(f"{now.address(writing.listed, writing.at)}?{CHECKED}")
    if do == ANOTHER:
        return flash.then(now.address(writing.listed, NEW), "draft-saved")
    return flash.then(f"{now.address('fyll-i')}#{field_id(field.pointer)}", "draft-saved")


def _existing(now: Work, field: Field, item: str) -> Json:
    """Raises NoSuchAddress for one that is not there (any longer)."""
    if item == NEW:
        return {}
    items = items_of(now.content, field)
    n = found(items, item)
    if n is None:
        raise NoSuchAddress("There is no such item in the draft; somebody may have taken it out")
    return items[n]


async def _item(
    page: Page,
    now: Work,
    field: Field,
    item: str,
    *,
    checked: bool = False,
    collided: Collided | None = None,
    empty: bool = False,
) -> Response:
    """The item's own page; `empty` after nothing was written in a new one. Raises NoSuchAddress."""
    stands = collided.theirs if collided else _existing(now, field, item)
    content = collided.mine if collided else stands
    items = items_of(now.content, field)
    n = found(items, item)
    at = f"{field.pointer}/{len(items) if n is None else n}"
    problems = [finding for finding in wrong(now, at) if checked or finding.code in UNREADABLE] if not collided else []
    if empty:
        text = page.t.gettext(EMPTY)
        problems = [Told("missing", f"{at}{field.parts[0].pointer}", text, text, text)]
    known = item if item != NEW else await fresh_name(page, now, field)
    heading = now.say.title(field, stands) if stands else page.t.gettext(LISTS[field.key].add)
    return page.render(
        "form-item.html",
        409 if collided else 422 if empty else 200,
        now=now,
        crumbs=crumbs(page, now, {"text": page.t.gettext(N_("Fyll i")), "href": now.address("fyll-i")}),
        heading=heading or page.t.gettext(LISTS[field.key].item),
        kind=page.t.gettext(LISTS[field.key].item) if stands else "",
        boxes=Drawing(now.say, beside(problems), at).boxes(field.parts, content),
        problems=linked(now, problems, at),
        back=f"{now.address('fyll-i')}#{field_id(field.pointer)}",
        remove=now.address(field.path[-1], item, "ta-bort") if n is not None else None,
        at=known,
        seen=seen(stands) if stands else "",
        when=saved_at(now) if stands else "",
        differences=differences(now, field.parts, stands, content) if collided else [],
    )


def _removal(page: Page, now: Work, field: Field, content: Json, *, changed: bool = False) -> Response:
    """`changed`: somebody wrote in it since it was asked, so it is asked again with what stands now."""
    return page.render(
        "form-remove.html",
        409 if changed else 200,
        now=now,
        crumbs=crumbs(page, now, {"text": page.t.gettext(N_("Fyll i")), "href": now.address("fyll-i")}),
        heading=now.say.title(field, content),
        sections=now.say.sections(field.parts, content),
        changed=changed,
        seen=seen(content),
        back=f"{now.address('fyll-i')}#{field_id(field.pointer)}",
    )
