"""A municipality's year at a glance: what people ask of it, the wheel, and every step with how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Response

from domain.calendar import end_of_day, stockholm_date
from domain.forms import NO_FORM
from domain.people import Action
from domain.process import Phase
from domain.standing import NextStep, Outlook
from domain.steps import StepStatus
from storage import law, registrations
from storage.cycles import StepRow
from storage.registrations import RegistrationRow
from web.bulk.doings import DOINGS
from web.bulk.typed import Do
from web.pages.year_answers import Answers, answers
from web.pages.year_frame import Year, YearHere
from web.pages.year_words import CYCLES, DOCUMENTS, SIDES
from web.wheel import Arc, Turn, Wheel, wheel
from web.words import LIGHTS, ROLES, Word

router = APIRouter()

PICKS = (Do.REMIND, Do.ASSIGN)  # what can be done with several steps at once


@dataclass(frozen=True)
class Line:
    """A step of the list, and its arc of the wheel. `day` is the date that its light speaks of."""

    number: int
    key: str
    title: str
    phase: Phase
    light: Word
    target: date
    latest: date | None
    optional: bool
    settled: bool
    href: str | None
    arc: Arc


@router.get("/ar/{cycle}", name="pages.year")
async def overview(year: YearHere) -> Response:
    drawn = _wheel(year)
    lines = _lines(year, drawn)
    following = Outlook.model_validate_json(year.row.outlook).next if year.row.outlook else None
    return year.render(
        "year.html",
        "year",
        states=CYCLES,
        documents=DOCUMENTS,
        sides=SIDES,
        lines=lines,
        picks=[do for do in PICKS if year.row.status == "running" and year.may(DOINGS[do].action)],
        phases=[(phase, [line for line in lines if line.phase is phase]) for phase in Phase],
        wheel=drawn,
        answers=await _answers(year),
        registered=await _registered(year),
        following=following,
        following_title=year.titled(following.key) if following else None,
        following_role=ROLES[following.acting_role] if following else None,
        following_day=_day(following, year.page.today),
        done=sum(line.settled for line in lines),
    )


def _shown(year: Year) -> Sequence[StepRow]:
    """Those that only start the year are left out."""
    return [step for step in year.steps if year.procedure.definitions[step.key].form != NO_FORM]


def _wheel(year: Year) -> Wheel:
    turns = [Turn(step.key, Phase(step.phase).order, step.target) for step in _shown(year)]
    begins = min([stockholm_date(year.row.started_at), *(step.target for step in year.steps)])
    return wheel(turns, year.row.year, begins, year.page.today)


def _lines(year: Year, drawn: Wheel) -> list[Line]:
    arcs = {arc.key: arc for arc in drawn.arcs}
    return [
        Line(
            number=number,
            key=step.key,
            title=year.titled(step.key),
            phase=Phase(step.phase),
            light=LIGHTS[year.light(step)],
            target=step.target,
            latest=step.latest,
            optional=year.procedure.definitions[step.key].optional,
            settled=step.settled or step.status == StepStatus.WAIVED,
            href=year.step_href(step.key),
            arc=arcs[step.key],
        )
        for number, step in enumerate(_shown(year), start=1)
    ]


def _day(following: NextStep | None, today: date) -> date | None:
    """The next date that has not passed, or the last one that has."""
    if following is None:
        return None
    latest = following.latest or following.target
    return following.target if following.target >= today else latest


async def _answers(year: Year) -> Answers | None:
    """None for those who may not see what the answers rest on."""
    if not year.may(Action.SEE_LAW):
        return None
    page, code = year.page, year.municipality.code
    async with page.services.sessions() as session:
        facts = await law.facts(session, page.services.procedures, (code,), end_of_day(page.today))
    return answers(facts[code], page.today)


async def _registered(year: Year) -> list[tuple[str, RegistrationRow]]:
    """By document and side, the last registration of the year's lägesbild and plan."""
    if not year.may(Action.SEE_CONTENT):
        return []
    async with year.page.services.sessions() as session:
        found = await registrations.newest(session, year.id)
    return [
        (name, row)
        for name in ("situation-analysis", "action-plan")
        if name in found
        for row in found[name].last.values()
    ]
