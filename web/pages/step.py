"""One step of a municipality's year: how it stands, what waits for whom, what was handed in, and what one can do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Response

from api.dependencies import Page as Slice
from api.routes.evidence import see_evidence
from api.routes.steps import see_step
from domain.content.year import YearContent, read
from domain.light import light
from domain.people import Action
from domain.process import Approver
from domain.steps import StepStatus
from storage import cycles
from storage.drafts import DraftRow
from web.forms.choices import choices
from web.language import N_
from web.pages.step_because import because
from web.pages.step_content import Read, Reader
from web.pages.step_frame import STEP, StepHere, StepOf, names
from web.pages.step_handed_in import handed_in
from web.pages.step_moves import Moves, Verb, built_upon
from web.pages.step_returned import came_back
from web.pages.tasks import standing as standing_of
from web.words import BODIES, LIGHTS, Word

router = APIRouter()
FILES_SHOWN = 50
FORM_OF = {  # where the objects that contents name are handed in
    "items": "mapping",
    "problems": "situation_analysis",
    "causes": "cause_analysis",
    "goals": "goals",
    "measures": "measures",
}
BUTTONS: Mapping[Verb, str] = {
    Verb.REVIEW: N_("Granska"),
    Verb.CONFIRM: N_("Bekräfta att det fortfarande gäller"),
    Verb.CLAIM: N_("Ta steget"),
    Verb.RELEASE: N_("Lämna tillbaka steget"),
    Verb.RECALL: N_("Återkalla"),
    Verb.REOPEN: N_("Återöppna"),
    Verb.REMIND: N_("Påminn"),
    Verb.ASSIGN: N_("Ge till någon"),
    Verb.EXTEND: N_("Ge mer tid"),
    Verb.WAIVE: N_("Avstå från steget"),
}
FIRST = (Verb.REVIEW, Verb.CONFIRM)
TAKEN_BACK = (StepStatus.OPEN, StepStatus.RETURNED, StepStatus.REOPENED)  # what was handed in is being reworked


@dataclass(frozen=True)
class Other:
    """Another step of the year, as this one links to it."""

    title: str
    href: str | None
    light: Word


@dataclass(frozen=True)
class Status:
    light: Word
    day: date | None
    who: str
    person: str | None
    waits: tuple[Other, ...]
    next: str
    then: tuple[Other, ...]


@router.get(STEP, name="pages.step")
async def step(on: StepHere) -> Response:
    page, moves = on.page, moves_of(on)
    possible = [verb for verb in moves.possible() if verb is not Verb.REOPEN or not on.state.stale]  # redone instead
    shown = await content(on)
    async with page.services.sessions() as session:
        saved = await session.get(DraftRow, (on.year.id, on.key)) if on.own else None
    return on.render(
        "step.html",
        "step",
        standing=await status(on),
        content=shown,
        because=await because(on),
        handed_in=await handed_in(on),
        files=await files(on),
        fill_in=page.href("step-form", cycle=on.year.id, step=on.key) if moves.may_fill_in() else None,
        draft=saved is not None and saved.content is not None,
        returned=await came_back(page, on.cycle, on.key) if on.own else None,
        taken_back=on.row.status in TAKEN_BACK,
        first=[verb for verb in FIRST if verb in possible],
        others=[verb for verb in possible if verb not in FIRST],
        buttons=BUTTONS,
    )


def moves_of(on: StepOf) -> Moves:
    return Moves(on.cycle, on.state, on.page.reader, on.year.place, on.page.services.clock())


async def content(on: StepOf) -> Read | None:
    """What was handed in last, as one may read it; None where nothing was, or where one may not."""
    page, year = on.page, on.year
    found = (await see_step(year.id, on.key, page.reader, page.services)).content
    if found is None:
        return None
    return (await reader(on)).read(on.definition.form, found)


async def reader(on: StepOf, *, stale: bool = True) -> Reader:
    """Reads contents of this year, with the objects of its other steps by their titles."""
    page, year = on.page, on.year
    async with page.services.sessions() as session:
        held = await cycles.contents(session, year.id, year.procedure, released=not on.own)
    steps = {definition.form: key for key, definition in year.procedure.definitions.items()}

    def where(kind: str, name: str) -> str | None:
        key = steps.get(FORM_OF.get(kind, ""))
        href = year.step_href(key) if key is not None else None
        return f"{href}#i-{name}" if href is not None else None

    stale_at = on.state.stale_at if stale else ()
    decimal = "," if page.language == "sv" else "."
    return Reader(page.t, choices(read(held), YearContent()), stale_at, decimal, where)


async def files(on: StepOf) -> Sequence[object]:
    if not on.year.may(Action.SEE_CONTENT):
        return ()
    found = await see_evidence(on.year.id, on.key, on.page.reader, on.page.services, Slice(limit=FILES_SHOWN))
    return [each for each in found.items if each.withdrawn is None]


async def status(on: StepOf) -> Status:
    row, step = on.row, on.state
    dates = [day for day in (row.target, row.latest) if day is not None]
    today = on.page.today
    known = await names(on.page, [row.person])
    waits = [other.key for other in on.cycle.waits_for(on.key)] if not step.settled else []
    return Status(
        light=LIGHTS[light(standing_of(row), today)],
        day=None if row.settled else next((day for day in dates if day >= today), dates[-1]),
        who=whose(on),
        person=_person(on, row.person, known) if row.person else None,
        waits=tuple(other(on, key) for key in waits),
        next=on.page.t.gettext(following) % {"approver": approver(on)} if (following := _following(on)) else "",
        then=tuple(other(on, key) for key in _then(on)),
    )


def _person(on: StepOf, person: str, known: Mapping[str, str]) -> str:
    """By name where one may know it."""
    t = on.page.t
    return known.get(person, t.gettext("dig") if person == on.page.reader.person else t.gettext("en person"))


def other(on: StepOf, key: str) -> Other:
    row = next(each for each in on.year.steps if each.key == key)
    return Other(on.year.titled(key), on.year.step_href(key), LIGHTS[on.year.light(row)])


def building(on: StepOf) -> tuple[Other, ...]:
    return tuple(other(on, key) for key in built_upon(on.cycle, on.key))


def whose(on: StepOf) -> str:
    """Which role has the step, and for which bodies: "Beslutsfattare (kommunstyrelsen)"."""
    return _named(on, Approver(role=on.state.role, bodies=on.definition.bodies))


def approver(on: StepOf) -> str:
    return _named(on, on.definition.approver) if on.definition.approver is not None else ""


def _named(on: StepOf, who: Approver) -> str:
    bodies = ", ".join(on.page.t.gettext(BODIES[body]) for body in who.bodies)
    return f"{on.role(who.role)} ({bodies})" if bodies else on.role(who.role)


_AFTER: Mapping[StepStatus, tuple[str, str]] = {  # where somebody approves the step, and where nobody does
    StepStatus.WAITING: (
        N_("Steget kan göras när det som det väntar på är klart."),
        N_("Steget kan göras när det som det väntar på är klart."),
    ),
    **dict.fromkeys(
        (StepStatus.OPEN, StepStatus.RETURNED, StepStatus.REOPENED),
        (
            N_("När steget är inlämnat granskas det av: %(approver)s."),
            N_("När steget är inlämnat är det klart. Ingen behöver godkänna det."),
        ),
    ),
    StepStatus.SUBMITTED: (
        N_("Granskas av: %(approver)s. Steget blir klart när det godkänns, eller kommer tillbaka med ett skäl."),
        "",
    ),
    StepStatus.DONE: (N_("Steget är godkänt och klart."), ""),
    StepStatus.WAIVED: ("", ""),
}
STALE = N_("Något som steget bygger på har ändrats. Bekräfta att steget fortfarande gäller, eller gör om det.")
STALE_FOR_NOW = N_("Något som steget bygger på är öppnat på nytt. När det är klart syns här vad som berörs.")


def _following(on: StepOf) -> str:
    """Empty where it would only say again how the step stands."""
    if on.state.stale_until:
        return STALE_FOR_NOW
    if on.state.stale:
        return STALE
    return _AFTER[on.state.status][on.definition.approver is None]


def _then(on: StepOf) -> list[str]:
    """The steps that wait for this one, as long as they do."""
    if on.state.settled:
        return []
    return [key for key, definition in on.year.procedure.definitions.items() if on.key in definition.waits_for]
