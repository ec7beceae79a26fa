"""Something done for several municipalities at once: said what, shown what it comes to, and then done one by one.

Each municipality's is a command with a key of its own, so that stopping halfway loses nothing, and sending again does
nothing twice. What came of each is read back by those keys.
"""

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import RedirectResponse

from api import models
from api.access import RoleMayNot, acting, place_of
from api.carrying import DATABASE_ERRORS
from api.comment_models import NewSupplement
from api.commenting import Writer, reader
from api.routes.comments import request_supplement
from api.routes.steps import OnStep, extend
from domain.cycle import Cycle, StepNotFound
from domain.errors import DomainError, Finding
from domain.places import Municipality
from storage import cycles
from web.board import Column, alphabetical
from web.bulk import ACTIONS, TITLES, Do, Line, extended, stands, supplemented
from web.bulk_came import came_of
from web.bulk_typed import Typed, checked
from web.page import Here, Page
from web.pages.county_board import Chosen, read_board
from web.pages.county_frame import Code, Year, may_in, render
from workflows.errors import Unreachable

router = APIRouter()


@router.get("/lan/{code}/{year}/flera", name="pages.county-several")
async def several(page: Here, code: Code, year: Year, typed: Annotated[Typed, Query()]) -> Response:
    """What is to be said, for the municipalities and the step that were chosen on the board."""
    places = _places(page, code, typed)
    return await _shown(page, code, year, typed, await _lines(page, year, typed, places))


@router.post("/lan/{code}/{year}/flera")
async def act(page: Here, code: Code, year: Year, typed: Annotated[Typed, Form()]) -> Response:
    """`stage` look shows what it comes to, do does it, anything else goes back to what was typed."""
    places = _places(page, code, typed)
    problems = checked(typed, page.today, page.t) if typed.stage else ()
    look = typed.stage == "look" and not problems
    if typed.stage != "do" or problems:
        lines = await _lines(page, year, typed, places, look=look)
        return await _shown(page, code, year, typed, lines, problems, look=look)
    for place in places:
        try:
            await _one(page, f"{place.code}-{year}", typed, f"{typed.key}-{place.code}")
        except DomainError:
            continue  # why is read back with what came of it
        except (Unreachable, *DATABASE_ERRORS):
            break
    asked = urlencode({"do": typed.do, "step": typed.step, "place": [place.code for place in places]}, doseq=True)
    return RedirectResponse(f"/lan/{code}/{year}/flera/{typed.key}?{asked}", 303)


@router.get("/lan/{code}/{year}/flera/{key}", name="pages.county-came")
async def came(page: Here, code: Code, year: Year, key: str, typed: Annotated[Typed, Query()]) -> Response:
    """What came of it, municipality by municipality."""
    typed = typed.model_copy(update={"key": key})
    places = _places(page, code, typed)
    lines = await _lines(page, year, typed, places)
    async with page.services.sessions() as session:
        results, sent = await came_of(session, page.reader.person, typed, lines)
    return render(
        page,
        page.services.places.county(code),
        "county-came.html",
        "county-year",
        year,
        typed=sent or typed,
        title=TITLES[typed.do],
        step=await _step(page, code, year, typed.step),
        results=results,
        left=[each for each in results if each.again] if sent else [],
    )


async def _one(page: Page, cycle_id: str, typed: Typed, key: str) -> None:
    if typed.do is Do.EXTEND:
        on = OnStep(cycle_id, typed.step, page.request, page.reader, key, None, page.services)
        await extend(on, models.Extension(latest=typed.new.latest, reason=typed.new.reason))
    else:
        writer = Writer(reader(cycle_id, page.reader, page.services), page.request, key)
        await request_supplement(NewSupplement(step=typed.step, text=typed.remark.text), writer)


def _places(page: Page, code: str, typed: Typed) -> Sequence[Municipality]:
    """The chosen ones, by name. Raises UnknownCounty, and RoleMayNot for a county where one cannot do this."""
    county = page.services.places.county(code)
    if not may_in(page, code, ACTIONS[typed.do]):
        raise RoleMayNot("Your role does not let you do that for the county's municipalities")
    chosen = [page.services.places.municipality(each) for each in county.municipalities if each in typed.place]
    return sorted(chosen, key=lambda each: alphabetical(each.name))


async def _lines(
    page: Page, year: int, typed: Typed, places: Sequence[Municipality], *, look: bool = False
) -> Sequence[Line]:
    """How each stands; with `look` what would become of it."""
    found: list[Line] = []
    async with page.services.sessions() as session:
        for place in places:
            loaded = await cycles.load(session, page.services.procedures, f"{place.code}-{year}")
            found.append(_line(page, place, loaded.cycle if loaded else None, typed, look=look))
    return found


def _line(page: Page, place: Municipality, cycle: Cycle | None, typed: Typed, *, look: bool) -> Line:
    if typed.do is Do.SUPPLEMENT:
        return supplemented(place, cycle, typed.step)
    if not look:
        return stands(place, cycle, typed.step)
    acts = acting(page.reader, ACTIONS[typed.do], place_of(place))
    return extended(place, cycle, typed.step, acts, typed.new, page.services.clock())


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
        title=TITLES[typed.do],
        step=await _step(page, code, year, typed.step),
        lines=lines,
        possible=sum(line.why is None for line in lines),
        look=look,
        problems=problems,
    )
