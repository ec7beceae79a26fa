"""Fyll i: a step's form, saved as a draft while one types, with last year's answer beside it."""

from fastapi import APIRouter, Depends, Response

from api.dependencies import etag
from api.routes.history import LastYear, content_reader, see_last_year
from domain.commands import Content, StepKey
from domain.content.check import findings as check_content
from domain.forms import FORMS
from web import flash
from web.forms.boxes import Drawing
from web.forms.fields import fields_of, lists
from web.forms.instructions import INSTRUCTIONS
from web.forms.items import ID, items_of, name_of, with_items
from web.forms.parsing import Json, Posted, bare, taken, unread
from web.forms.posted import AUTO, CHECK, PostedHere, one
from web.forms.spoken import spoken
from web.forms.telling import beside, clock, differences, linked
from web.forms.work import Collided, Work, change, seen, work
from web.page import Here, Page
from web.pages.step_returned import came_back
from web.pages.year_frame import in_the_year

router = APIRouter(dependencies=[Depends(in_the_year)])
FORM = "/ar/{cycle}/steg/{step}/fyll-i"
SIMPLE = ("text", "links", "plan")  # what is asked of who keeps the step in a document of their own


@router.get(FORM, name="pages.step-form")
async def show(page: Here, cycle: str, step: StepKey, *, kontroll: bool = False) -> Response:
    """`kontroll` shows all that keeps the step from being handed in, not only what cannot be read."""
    return await _form(page, await work(page, cycle, step), checked=kontroll)


@router.post(FORM)
async def save(page: Here, cycle: str, step: StepKey, form: PostedHere) -> Response:
    """Save what was written and go on: to the check, to an item of a list, or back here."""
    do = one(form, "do")
    try:
        now = await change(page, cycle, step, lambda before: _written(before, form))
    except Collided as collided:
        if do == AUTO:
            return page.render("form-saved.html", collided=True, seen=one(form, "seen"), at="")
        return await _form(page, collided.now, collided=collided)
    if do == AUTO:
        return saved(page, now, seen(bare(now.fields, now.content)))
    if do == CHECK:
        return flash.then(now.address("kontrollera"))
    if do.startswith("item:"):
        return flash.then(now.address(*do.removeprefix("item:").split(":", 1)))
    return flash.then(now.address("fyll-i"), "draft-saved")


@router.post("/ar/{cycle}/steg/{step}/ta-over")
async def take_over(page: Here, cycle: str, step: StepKey) -> Response:
    """Put what may still hold of last year's answer where nothing is written yet; what is there stays as it is."""
    proposal = (await _last_year(page, cycle, step)).proposal
    now = await change(page, cycle, step, lambda before: _with_proposal(before, proposal))
    return flash.then(now.address("fyll-i"), "taken-over")


def saved(page: Page, now: Work, part: str, at: str = "") -> Response:
    """What stands in the form's corner after it was saved by itself; `part` and `at` are for its next save.

    By the `ETag` the open form knows the draft for its own (static/live.js); what a colleague saved has none here.
    """
    response = page.render("form-saved.html", collided=False, seen=part, at=at, when=saved_at(now))
    if now.draft is not None and now.draft.person == page.reader.person:
        response.headers.update(etag(now.draft.version))
    return response


def saved_at(now: Work) -> str:
    """The time of day of what is saved; empty where nothing is."""
    return clock(now.draft.saved_at) if now.draft is not None and now.draft.content is not None else ""


async def _form(page: Page, now: Work, *, checked: bool = False, collided: Collided | None = None) -> Response:
    content = collided.mine if collided else now.content
    wrong = [*unread(now.fields, content)]
    if checked:
        wrong += check_content(now.step.form, content, now.others)
    problems = list(spoken(wrong, now.fields, content, page.t))
    boxes = Drawing(now.say, beside(problems)).boxes(now.fields, content)
    last = await _last_year(page, now.cycle, now.step.key)
    return page.render(
        "form.html",
        409 if collided else 200,
        now=now,
        crumbs=crumbs(page, now),
        instruction=INSTRUCTIONS[now.step.form],
        simple=[box for box in boxes if box.name in SIMPLE],
        boxes=[box for box in boxes if box.name not in SIMPLE],
        said_simply=any(content.get(name) for name in SIMPLE),
        problems=linked(now, problems, ""),
        seen=seen(bare(now.fields, now.content)),
        differences=differences(now, now.fields, now.content, content) if collided else [],
        when=saved_at(now),
        returned=await came_back(page, now.year, now.step.key),
        last=last,
        last_said=now.say.sections(now.fields, last.content) if last.content else [],
    )


def crumbs(page: Page, now: Work, *below: dict[str, str]) -> list[dict[str, str]]:
    """The year, the step, and the pages that lie between it and this one."""
    year = {"text": f"{now.municipality.name} {now.cycle.rpartition('-')[2]}"}
    there = page.href("year", cycle=now.cycle)
    return [{**year, "href": there or "/"}, {"text": title(page, now), "href": now.address()}, *below]


def title(page: Page, now: Work) -> str:
    return now.step.titles.sv if page.language == "sv" else now.step.titles.en


async def _last_year(page: Page, cycle: str, step: str) -> LastYear:
    return await see_last_year(cycle, step, content_reader(cycle, page.reader, page.services))


def _written(now: Work, form: Posted) -> Json:
    """Raises Collided."""
    mine = taken(now.fields, form, now.content)
    if mine != now.content and one(form, "seen") != seen(bare(now.fields, now.content)):
        raise Collided(now, now.content, mine)
    return mine


def _with_proposal(now: Work, proposal: Content) -> Json:
    after = {**proposal, **now.content}
    for field in lists(fields_of(FORMS[now.step.form])):
        there = items_of(now.content, field)
        names = {name_of(item, n) for n, item in enumerate(there)}
        offered = items_of(proposal, field)
        new = [item for item in offered if (item[ID] not in names if ID in item else item not in there)]
        if there and new:
            after = with_items(after, field, [*there, *new])
    return after
