"""Several steps of one year reminded of, or given to one person, in one go: shown first, then done one by one.

It is done as on a county's board (`web/pages/county_several.py`), with the same kinds of doing: each step's is a
command with a key of its own, and what came of each is read back by those keys.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from api.access import acting
from api.carrying import DATABASE_ERRORS
from api.dependencies import idempotency_key
from domain.due import doer
from domain.errors import DomainError, Finding
from domain.forms import NO_FORM
from storage.cycles import restored
from web.bulk.came import came_of
from web.bulk.doings import DOINGS
from web.bulk.line import Line, On
from web.bulk.typed import Do, Typed
from web.fitting import Candidate, candidates, fitting
from web.language import N_
from web.pages.year_frame import Year, YearHere
from workflows.errors import Unreachable

router = APIRouter()


class Picked(BaseModel):
    """The form as it was sent. `person` is whom the steps are given to."""

    do: Literal[Do.REMIND, Do.ASSIGN]
    step: tuple[str, ...] = ()
    person: str = Field("", max_length=60)
    stage: str = ""
    key: str = Field(default_factory=idempotency_key, max_length=100)

    def typed(self, steps: Sequence[str]) -> Typed:
        to = tuple(f"{step}:{self.person}" for step in steps) if self.person else ()
        return Typed(do=self.do, step="", to=to, key=self.key)


@dataclass(frozen=True)
class Several:
    """The picked steps of a year, in its order, as what is done with them sees each."""

    picked: Picked
    each: Sequence[On]

    async def lines(self) -> Sequence[Line]:
        return [await DOINGS[self.picked.do].line(on) for on in self.each]


@router.get("/ar/{cycle}/flera", name="pages.year-several")
async def several(year: YearHere, picked: Annotated[Picked, Query()]) -> Response:
    """To whom, for the steps that were picked on the year's page; where nothing is to be said, what it comes to."""
    return await _shown(year, picked, look=not DOINGS[picked.do].asks)


@router.post("/ar/{cycle}/flera")
async def act(year: YearHere, picked: Annotated[Picked, Form()]) -> Response:
    """`stage` look shows what it comes to, do does it, anything else goes back to what was chosen."""
    doing = DOINGS[picked.do]
    problems = _wrong(year, picked) if picked.stage else ()
    if picked.stage != "do" or problems:
        return await _shown(year, picked, problems, look=not doing.asks or (picked.stage == "look" and not problems))
    for on in _picked(year, picked, look=True).each:
        try:
            await doing.send(on, f"{picked.key}-{on.name}")
        except DomainError:
            continue  # why is read back with what came of it
        except (Unreachable, *DATABASE_ERRORS):
            break
    asked = urlencode({"do": picked.do, "step": picked.step, "person": picked.person}, doseq=True)
    return RedirectResponse(f"/ar/{year.id}/flera/{picked.key}?{asked}", 303)


@router.get("/ar/{cycle}/flera/{key}", name="pages.year-came")
async def came(year: YearHere, key: str, picked: Annotated[Picked, Query()]) -> Response:
    """What came of it, step by step."""
    picked = picked.model_copy(update={"key": key})
    found, doing = _picked(year, picked, look=True), DOINGS[picked.do]
    lines = await found.lines()
    async with year.page.services.sessions() as session:
        person, typed = year.page.reader.person, picked.typed([on.name for on in found.each])
        results, _ = await came_of(session, person, doing, typed, lines)
    left = any(each.again for each in results)
    return year.render("year-came.html", "year", picked=picked, doing=doing, results=results, left=left)


def _wrong(year: Year, picked: Picked) -> tuple[Finding, ...]:
    if picked.do is Do.REMIND or picked.person:
        return ()
    message = year.page.t.gettext(N_("Välj vem som ska ha stegen."))
    return (Finding(code="missing", pointer="/person", message=message),)


def _picked(year: Year, picked: Picked, *, look: bool) -> Several:
    """Raises RoleMayNot."""
    acting(year.page.reader, DOINGS[picked.do].action, year.place)
    cycle = restored(year.row.state, year.procedure)
    keys = [step.key for step in cycle.steps if step.key in picked.step and cycle.definition(step.key).form != NO_FORM]
    typed = picked.typed(keys)
    return Several(
        picked,
        [On(year.page, year.municipality, year.id, cycle, key, key, year.titled(key), typed, look) for key in keys],
    )


async def _people(year: Year, several: Several) -> list[Candidate]:
    """Everybody whom at least one of the steps fits."""
    found = await candidates(year.page, year.municipality)
    turns = {doer(on.cycle, on.cycle.step(on.step)) for on in several.each if on.cycle is not None}
    able = {each.person for whose in turns for each in fitting(found, year.municipality, whose)}
    return [each for each in found if each.person in able]


async def _shown(year: Year, picked: Picked, problems: tuple[Finding, ...] = (), *, look: bool) -> Response:
    found, doing = _picked(year, picked, look=look), DOINGS[picked.do]
    lines = await found.lines()
    return year.render(
        "year-several.html",
        "year",
        422 if problems else 200,
        picked=picked,
        doing=doing,
        lines=lines,
        possible=sum(line.why is None for line in lines),
        people=await _people(year, found) if doing.asks else (),
        look=look,
        problems=problems,
    )
