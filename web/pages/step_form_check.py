"""Kontrollera och lämna in: what keeps a step from being handed in, what it leaves open, and handing it in."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Depends, Request, Response

from api.access import place_of
from api.dependencies import idempotency_key
from api.models import Completion
from api.routes.steps import OnStep, check, complete
from domain import commands as c
from domain.commands import StepKey
from domain.content import personal
from domain.content.base import Reason, Source
from domain.content.gaps import Gap
from domain.decide import decide
from domain.errors import DomainError, Finding
from domain.forms import ContentInvalid
from domain.people import Action, Role, grant_for
from web import flash
from web.forms.boxes import OF_SOURCE
from web.forms.parsing import Json, as_items, unread
from web.forms.posted import PostedHere, one
from web.forms.spoken import gap_text, led, place, spoken
from web.forms.telling import linked, mended_at
from web.forms.values import VALUES
from web.forms.work import Work, change, seen, work
from web.language import N_
from web.page import Here, Page
from web.pages.step_content import Read, Reader
from web.pages.step_form import crumbs
from web.pages.year_frame import in_the_year

router = APIRouter(dependencies=[Depends(in_the_year)])
CHECK = "/ar/{cycle}/steg/{step}/kontrollera"
ANSWER = "answer"

REFUSALS = {
    "StepNotOpen": N_("Steget är inte öppet för inlämning just nu. Utkastet står kvar tills det öppnas."),
    "NotYourStep": N_("Steget lämnas in av någon med en annan roll. Utkastet är sparat, så att den rollen kan ta vid."),
    "YearClosed": N_("Året är avslutat. Öppna steget igen, med ett skäl, innan du lämnar in."),
    "StepTaken": N_("Någon annan har tagit steget. Utkastet är sparat, så att den personen kan ta vid."),
}
NOT_NOW = N_("Steget går inte att lämna in just nu. Utkastet är sparat.")


@dataclass(frozen=True)
class Question:
    """Something that reads as personal data and may stand once it is said why. `number` names it in the form."""

    number: int
    pointer: str
    where: str
    says: str
    href: str
    answer: str


@dataclass(frozen=True)
class Open:
    """A gap as a person reads it: `basis` is who asks, in a word."""

    where: str
    text: str
    basis: str
    law: bool
    href: str


@router.get(CHECK, name="pages.step-check")
async def show(page: Here, cycle: str, step: StepKey) -> Response:
    return await _checked(page, await work(page, cycle, step))


@router.post(CHECK)
async def answer(page: Here, cycle: str, step: StepKey, form: PostedHere) -> Response:
    """Keep why what was found may stand, in the draft; then look again."""
    given = {one(form, f"at-{n}"): one(form, f"{ANSWER}-{n}") for n in range(len(form))}
    now = await change(page, cycle, step, lambda before: _answered(before, given))
    return flash.then(now.address("kontrollera"), "answers-saved" if any(given.values()) else "draft-saved")


@router.post("/ar/{cycle}/steg/{step}/skicka-in")
async def hand_in(page: Here, request: Request, cycle: str, step: StepKey, form: PostedHere) -> Response:
    """Hand in the draft as it was when it was checked, or what was recalled or sent back as it stands. A second click
    finds it handed in, and says the same.
    """
    now = await work(page, cycle, step)
    key = one(form, "key")
    if now.draft is None or now.draft.content is None:
        if str(now.step.version) != one(form, "version"):
            return _onward(page, now, "handed-in")
        if not now.content:
            return flash.then(now.address("fyll-i"))
    if one(form, "seen") != seen(now.content):
        return await _checked(page, now, changed=True)
    here = OnStep(cycle, step, request, page.reader, key, int(one(form, "version") or 0), page.services)
    try:
        response = await complete(here, Completion(content=now.content))
    except ContentInvalid as error:
        return await _checked(page, now, error.findings)
    return _onward(page, now, "handed-in" if response.status_code == 200 else "taken")


def _onward(page: Page, now: Work, said: str) -> Response:
    return flash.then(page.href("step", cycle=now.cycle, step=now.step.key) or "/", said)


async def _checked(page: Page, now: Work, more: Sequence[Finding] = (), *, changed: bool = False) -> Response:
    """`more` is what was found as it was handed in; `changed`: the draft is not the one that was shown before."""
    found = await check(now.cycle, now.step.key, Completion(content=now.content), page.reader, page.services)
    wrong = [*unread(now.fields, now.content), *more, *found.findings]
    asked = _questions(now, wrong)
    places = {question.pointer for question in asked}
    problems = list(spoken([each for each in wrong if each.pointer not in places], now.fields, now.content, page.t))
    refused = _refusal(page, now)
    ready = not problems and not refused and all(each.answer for each in asked)
    return page.render(
        "form-check.html",
        409 if changed else 422 if more else 200,
        now=now,
        crumbs=crumbs(page, now, {"text": page.t.gettext(N_("Fyll i")), "href": now.address("fyll-i")}),
        problems=linked(now, problems, None),
        questions=asked,
        reasons=VALUES["Reason"],
        gaps=sorted((_open(page, now, gap) for gap in found.gaps), key=lambda each: not each.law),
        content=_whole(now) if ready and now.content else None,
        sections=now.say.sections(now.fields, now.content),
        refused=page.t.gettext(REFUSALS.get(refused, NOT_NOW)) if refused else "",
        ready=ready,
        changed=changed,
        seen=seen(now.content),
        version=now.step.version,
        key=idempotency_key(),
    )


def _whole(now: Work) -> Read:
    """Every word of it, as whoever reads it once it is handed in."""
    say = now.say
    return Reader(say.t, say.choices, decimal=say.decimal).read(now.step.form, now.content)


def _questions(now: Work, wrong: Sequence[Finding]) -> list[Question]:
    """What may stand if it is answered for, and what has been: so that an answer can be changed."""
    answers = {str(each.get("pointer")): str(each.get("reason")) for each in as_items(now.content.get("answered"))}
    may_stand = {kind.value for kind in personal.Kind} - {personal.Kind.IDENTITY_NUMBER.value}
    open_ = {each.pointer for each in wrong if each.code in may_stand}
    there = {at: kind for at, kind in personal.found(now.content) if at in open_ or at in answers}
    never = {at for at, kind in personal.found(now.content) if kind is personal.Kind.IDENTITY_NUMBER}
    asked = [(at, kind) for at, kind in there.items() if at not in never]
    return [_question(now, n, at, kind, answers.get(at, "")) for n, (at, kind) in enumerate(asked)]


def _question(now: Work, n: int, at: str, kind: personal.Kind, given: str) -> Question:
    finding = Finding(code=kind.value, pointer=at, message="")
    says = next(iter(spoken([finding], now.fields, now.content, now.say.t))).whole
    return Question(n, at, "", says, mended_at(now, at), given)


def _open(page: Page, now: Work, gap: Gap) -> Open:
    where = place(now.fields, now.content, gap.pointer, page.t)
    word = OF_SOURCE.get(gap.basis)
    return Open(
        where=": ".join(where.labels[:1] if where.item else where.labels[-1:]),
        text=led(_about(now, gap, where.item), gap_text(gap, page.t)),
        basis=page.t.gettext(word) if word else "",
        law=gap.basis is Source.LAW,
        href=mended_at(now, gap.pointer),
    )


def _about(now: Work, gap: Gap, item: str) -> str:
    """The object that it is about, by id and title, unless the way there leads to that object itself."""
    kind, _, name = gap.object.partition(":")
    return "" if name == item else now.say.choices.get(f"{kind}s", {}).get(name, name)


def _answered(now: Work, given: dict[str, str]) -> Json:
    """Answers to places that still hold something; raises nothing, an answer that is none is left out."""
    there = {at for at, _ in personal.found(now.content)}
    kept = {str(each.get("pointer")): str(each.get("reason")) for each in as_items(now.content.get("answered"))}
    reasons = {reason.value for reason in Reason}
    both = {at: reason for at, reason in {**kept, **given}.items() if at in there and reason in reasons}
    after = {name: value for name, value in now.content.items() if name != "answered"}
    return {**after, "answered": [{"pointer": at, "reason": reason} for at, reason in both.items()]} if both else after


def _refusal(page: Page, now: Work) -> str | None:
    """The name of the rule that would say no whatever the content; asked of the decider itself."""
    grant = grant_for(page.reader, Action.COMPLETE, place_of(now.municipality), Role(now.step.role))
    if grant is None:
        return "NotYourStep"
    acts = c.Acting(person=page.reader.person, role=grant.role, bodies=grant.bodies, on_behalf=grant.on_behalf)
    command = c.CompleteStep(actor=acts, step=now.step.key, content=now.content)
    try:
        decide(now.year, command, page.services.clock())
    except ContentInvalid:
        return None
    except DomainError as error:
        return error.code
    return None
