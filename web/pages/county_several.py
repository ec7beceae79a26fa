"""Something done for several municipalities at once: said what, shown what it comes to, and then done one by one.

Each municipality's is a command with a key of its own, so that stopping halfway loses nothing, and sending again does
nothing twice. What came of each is read back by those keys. What there is to do is in `web/bulk/`.
"""

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import RedirectResponse

from api.access import RoleMayNot
from api.carrying import DATABASE_ERRORS
from domain.cycle import StepNotFound
from domain.errors import DomainError, Finding
from domain.places import Municipality
from storage import cycles
from web.board import Column, alphabetical
from web.bulk.came import came_of
from web.bulk.doings import DOINGS, checked
from web.bulk.line import Line, On
from web.bulk.typed import Typed
from web.page import Here, Page
from web.pages.county_board import Chosen, read_board
from web.pages.county_frame import Code, Year, may_in, render
from workflows.errors import Unreachable

router = APIRouter()


@router.get("/lan/{code}/{year}/flera", name="pages.county-several")
async def several(page: Here, code: Code, year: Year, typed: Annotated[Typed, Query()]) -> Response:
    """What is to be said, for the municipalities and the step that were chosen on the board; where nothing is, what it
    comes to.
    """
    look = not DOINGS[typed.do].asks
    return await _shown(page, code, year, typed, await _lines(page, code, year, typed, look=look), look=look)


@router.post("/lan/{code}/{year}/flera")
async def act(page: Here, code: Code, year: Year, typed: Annotated[Typed, Form()]) -> Response:
    """`stage` look shows what it comes to, do does it, anything else goes back to what was typed."""
    asked = await _asked(page, code, year, typed, look=True)
    problems = checked(typed, page.today, page.t) if typed.stage else ()
    if typed.stage != "do" or problems:
        look = not DOINGS[typed.do].asks or (typed.stage == "look" and not problems)
        lines = await _lines(page, code, year, typed, look=look)
        return await _shown(page, code, year, typed, lines, problems, look=look)
    for on in asked:
        try:
            await DOINGS[typed.do].send(on, f"{typed.key}-{on.place.code}")
        except DomainError:
            continue  # why is read back with what came of it
        except (Unreachable, *DATABASE_ERRORS):
            break
    said = {"do": typed.do, "step": typed.step, "place": [on.place.code for on in asked], "to": typed.to}
    return RedirectResponse(f"/lan/{code}/{year}/flera/{typed.key}?{urlencode(said, doseq=True)}", 303)


@router.get("/lan/{code}/{year}/flera/{key}", name="pages.county-came")
async def came(page: Here, code: Code, year: Year, key: str, typed: Annotated[Typed, Query()]) -> Response:
    """What came of it, municipality by municipality."""
    typed = typed.model_copy(update={"key": key})
    lines = await _lines(page, code, year, typed, look=True)
    doing = DOINGS[typed.do]
    async with page.services.sessions() as session:
        results, sent = await came_of(session, page.reader.person, doing, typed, lines)
    return render(
        page,
        page.services.places.county(code),
        "county-came.html",
        "county-year",
        year,
        typed=sent or typed,
        title=doing.title,
        step=await _step(page, code, year, typed.step),
        results=results,
        left=[each for each in results if each.again] if sent else [],
    )


def _places(page: Page, code: str, typed: Typed) -> Sequence[Municipality]:
    """The chosen ones, by name. Raises UnknownCounty, and RoleMayNot for a county where one cannot do this."""
    county = page.services.places.county(code)
    if not may_in(page, code, DOINGS[typed.do].action):
        raise RoleMayNot("Your role does not let you do that for the county's municipalities")
    chosen = [page.services.places.municipality(each) for each in county.municipalities if each in typed.place]
    return sorted(chosen, key=lambda each: alphabetical(each.name))


async def _asked(page: Page, code: str, year: int, typed: Typed, *, look: bool) -> Sequence[On]:
    """What is to be done in each of the chosen municipalities. Raises as `_places` does."""
    found: list[On] = []
    async with page.services.sessions() as session:
        for place in _places(page, code, typed):
            cycle_id = f"{place.code}-{year}"
            loaded = await cycles.load(session, page.services.procedures, cycle_id)
            cycle = loaded.cycle if loaded else None
            found.append(On(page, place, cycle_id, cycle, typed.step, place.code, place.name, typed, look))
    return found


async def _lines(page: Page, code: str, year: int, typed: Typed, *, look: bool) -> Sequence[Line]:
    """How each stands; with `look` what would become of it."""
    return [await DOINGS[typed.do].line(on) for on in await _asked(page, code, year, typed, look=look)]


async def _step(page: Page, code: str, year: int, key: str) -> Column:
    """Raises StepNotFound where no municipality's year has it."""
    board = await read_board(page, code, year, Chosen())
    found = next((each for each in board.steps if each.key == key), None)
    if found is None:
        raise StepNotFound("No year of the county has that step")
    return found


async def _shown(
    page: Page,
    code: str,
    year: int,
    typed: Typed,
    lines: Sequence[Line],
    problems: tuple[Finding, ...] = (),
    *,
    look: bool = False,
) -> Response:
    return render(
        page,
        page.services.places.county(code),
        "county-several.html",
        "county-year",
        year,
        422 if problems else 200,
        typed=typed,
        doing=DOINGS[typed.do],
        step=await _step(page, code, year, typed.step),
        lines=lines,
        possible=sum(line.why is None for line in lines),
        look=look,
        problems=problems,
    )
