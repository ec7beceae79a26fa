"""What was before: a step's versions, last year's answer to it, a year against the last, a measure's life."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from api.access import acting, place_of, seen_municipality
from api.actors import CurrentActor
from api.dependencies import ServicesHere
from api.models import MunicipalityCode
from api.services import Services
from domain.commands import Content, StepKey
from domain.content.base import Id
from domain.content.check import findings
from domain.content.compare import Change, compare
from domain.content.difference import Difference, difference
from domain.content.gaps import Gap
from domain.content.life import Chapter, life
from domain.content.lineage import Became, became, lineage_gaps
from domain.content.proposal import proposal
from domain.content.year import read
from domain.cycle import StepNotFound
from domain.errors import Finding, NotAllowed, NotFound
from domain.people import Action, Actor, may
from domain.places import Municipality
from domain.procedure import Procedure
from domain.process import Kind
from storage import cycles, versions
from storage.cycles import CycleNotFound

router = APIRouter(tags=["history"])
STEP = "/v1/cycles/{cycle_id}/steps/{step}"
VersionNumber = Annotated[int, Path(ge=1, le=10**6)]


class NotReleased(NotAllowed):
    """Outside the municipality only the version that stands is read, and only while it is handed in or done."""


class MeasureNotFound(NotFound):
    pass


class VersionView(BaseModel):
    """`at` is when `person` (an id) handed it in, as `role`; `readable` whether you may read its content.

    `on_behalf` is the person whose place `person` took, if they did.
    """

    version: int
    at: datetime
    person: str
    role: str
    on_behalf: str | None
    readable: bool


class Versions(BaseModel):
    items: tuple[VersionView, ...]


class VersionContent(VersionView):
    """`content` is null where it may not be read, and for a step that takes none."""

    content: Content | None


class Changes(BaseModel):
    """From version `since` to `version`, field by field."""

    since: int
    version: int
    changes: tuple[Change, ...]


class LastYear(BaseModel):
    """`content` is what the same step held in `cycle`, null where nothing was handed in or it is not released.

    `proposal` is a draft to start from: `to_write` names what it leaves to be written before it can be handed in.
    """

    cycle: str | None = None
    content: Content | None = None
    proposal: Content = {}
    to_write: tuple[Finding, ...] = ()


class AgainstLastYear(BaseModel):
    """`plan` is the year whose plan was in force in `last_year`; `became` says of each of its measures what it became.

    Without a year before there is no difference. `gaps` is what the plan leaves open about last year's measures.
    """

    last_year: str | None = None
    plan: str | None = None
    difference: Difference | None = None
    became: tuple[Became, ...] = ()
    gaps: tuple[Gap, ...] = ()


class Life(BaseModel):
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True)
class Reader:
    """Who reads a municipality's history; `own` sees all of it, others what is released, if they may read at all."""

    municipality: Municipality
    services: Services
    reads: bool
    own: bool

    def readable(self, number: int, row: cycles.StepRow) -> bool:
        stands = number == row.version and row.status in cycles.RELEASED
        return self.reads and (self.own or stands)


def reader(cycle_id: str, actor: CurrentActor, services: ServicesHere) -> Reader:
    return _reader(cycle_id, actor, services)


def content_reader(cycle_id: str, actor: CurrentActor, services: ServicesHere) -> Reader:
    """Raises RoleMayNot for those who read no content."""
    found = _reader(cycle_id, actor, services)
    acting(actor, Action.SEE_CONTENT, place_of(found.municipality))
    return found


def _reader(cycle_id: str, actor: Actor, services: Services) -> Reader:
    municipality = seen_municipality(actor, services.places, cycle_id)
    place = place_of(municipality)
    reads, own = may(actor, Action.SEE_CONTENT, place), may(actor, Action.SEE_DRAFT, place)
    return Reader(municipality, services, reads=reads, own=own)


ReaderHere = Annotated[Reader, Depends(reader)]
ContentReader = Annotated[Reader, Depends(content_reader)]


@router.get(f"{STEP}/versions")
async def see_versions(cycle_id: str, step: StepKey, who: ReaderHere) -> Versions:
    """Every content that was handed in to the step, the first first, with when and by whom."""
    async with who.services.sessions() as session:
        row = await cycles.step_row(session, cycle_id, step)
        found = await versions.versions(session, cycle_id, step)
    return Versions(items=tuple(_view(each, row, who) for each in found))


@router.get(f"{STEP}/versions/{{number}}")
async def see_version(cycle_id: str, step: StepKey, number: VersionNumber, who: ReaderHere) -> VersionContent:
    """One version with its content."""
    async with who.services.sessions() as session:
        row = await cycles.step_row(session, cycle_id, step)
        found = await versions.version(session, cycle_id, step, number)
        view = _view(found, row, who)
        content = await versions.content_of(session, found) if view.readable else None
    return VersionContent(**view.model_dump(), content=content)


@router.get(f"{STEP}/versions/{{number}}/changes")
async def see_changes(
    cycle_id: str,
    step: StepKey,
    number: VersionNumber,
    since: Annotated[int, Query(ge=1, le=10**6, description="The version to compare with")],
    who: ContentReader,
) -> Changes:
    """What this version says otherwise than version `since`."""
    async with who.services.sessions() as session:
        row = await cycles.step_row(session, cycle_id, step)
        before, after = [await versions.version(session, cycle_id, step, each) for each in (since, number)]
        if not (who.readable(since, row) and who.readable(number, row)):
            raise NotReleased("Versions are compared by the municipality's own people; you read the one that stands")
        old, new = [await versions.content_of(session, each) or {} for each in (before, after)]
    return Changes(since=since, version=number, changes=compare(old, new))


@router.get(f"{STEP}/last-year")
async def see_last_year(cycle_id: str, step: StepKey, who: ContentReader) -> LastYear:
    """Last year's answer to the same form, and what of it this year can start from."""
    async with who.services.sessions() as session:
        row, procedure = await _cycle(session, cycle_id, who)
        if step not in procedure.definitions:
            raise StepNotFound("This year has no step with that key")
        form = procedure.definitions[step].form
        held = await cycles.contents(session, cycle_id, procedure, released=not who.own)
        if (last := await _before(session, row, who)) is None:
            return LastYear()
        cycle, content = await versions.answer(session, last, step, released=not who.own)
    start = dict(proposal(form, read(last.contents), last.plan_id, read(held)))
    to_write = findings(form, start, held) if start else ()
    return LastYear(cycle=cycle, content=content, proposal=start, to_write=to_write)


@router.get("/v1/cycles/{cycle_id}/difference")
async def see_difference(cycle_id: str, who: ContentReader) -> AgainstLastYear:
    """What is new, changed and gone since the year before, and what became of that year's measures."""
    async with who.services.sessions() as session:
        row, procedure = await _cycle(session, cycle_id, who)
        held = await cycles.contents(session, cycle_id, procedure, released=not who.own)
        last = await _before(session, row, who)
    if last is None:
        return AgainstLastYear()
    new, old = read(held), read(last.contents)
    return AgainstLastYear(
        last_year=last.cycle_id,
        plan=last.plan_id,
        difference=difference(new, old, last.plan_id),
        became=became(new, old, last.plan_id),
        gaps=lineage_gaps(new, old, last.plan_id),
    )


@router.get("/v1/municipalities/{code}/measures/{cycle_id}/{measure}/life")
async def see_life(code: MunicipalityCode, cycle_id: str, measure: Id, who: ContentReader) -> Life:
    """One measure from its first plan to its last: planned, noted along the way, achieved, and what it became."""
    if code != who.municipality.code:
        raise CycleNotFound("There is no year of that name that you may see")
    async with who.services.sessions() as session:
        years = await versions.years_of(session, who.services.procedures, code, released=not who.own)
    chapters = life(cycle_id, measure, [(year.cycle_id, read(year.contents)) for year in years])
    if not chapters:
        raise MeasureNotFound("That year's plan has no measure of that name that you may read")
    return Life(chapters=chapters)


def _view(version: versions.Version, row: cycles.StepRow, who: Reader) -> VersionView:
    return VersionView(
        version=version.number,
        at=version.at,
        person=version.person,
        role=version.role,
        on_behalf=version.on_behalf,
        readable=who.readable(version.number, row),
    )


async def _cycle(session: AsyncSession, cycle_id: str, who: Reader) -> tuple[cycles.CycleRow, Procedure]:
    row = await cycles.cycle_row(session, cycle_id)
    return row, await who.services.procedures.get(session, row.process, Kind(row.kind))


async def _before(session: AsyncSession, row: cycles.CycleRow, who: Reader) -> versions.LastYear | None:
    return await versions.last_year(
        session, who.services.procedures, row.municipality_code, row.year, released=not who.own
    )
