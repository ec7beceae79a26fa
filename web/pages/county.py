"""Länet: where its municipalities stand in a year, step by step; as a matrix, and as a table to take along."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse

from domain.calendar import current_year
from domain.people import Action
from storage.step_lists import years_of
from web.board import Show, Sort, spans
from web.bulk.doings import DOINGS
from web.language import N_
from web.page import Here, Page
from web.pages.county_board import Board, Chosen, read_board
from web.pages.county_frame import Code, Year, may_in, reach_in, render
from web.spreadsheet import sheet
from web.words import LIGHTS

router = APIRouter()

SORTS: Mapping[Sort, str] = {
    Sort.NAME: N_("Kommun"),
    Sort.NEED: N_("Behöver mig först"),
    Sort.DONE: N_("Längst kommet först"),
}
SHOWS: Mapping[Show, str] = {
    Show.ALL: N_("Alla"),
    Show.SUPPORT: N_("Med möjligt stödbehov"),
    Show.BEHIND: N_("Med passerade datum"),
    Show.NOT_BEGUN: N_("Året ej startat"),
}


@router.get("/lan/{code}", name="pages.county")
async def year_under_way(page: Here, code: Code) -> Response:
    """On to the newest year under way that the county has; to this one if it has none yet."""
    seen = reach_in(page, code)
    async with page.services.sessions() as session:
        years = await years_of(session, seen, code)
    return RedirectResponse(f"/lan/{code}/{current_year(years, page.today) or page.today.year}", 303)


@router.get("/lan/{code}/{year}", name="pages.county-year")
async def county(page: Here, code: Code, year: Year, chosen: Annotated[Chosen, Query()]) -> Response:
    board = await read_board(page, code, year, chosen)
    acts = any(may_in(page, code, doing.action) for doing in DOINGS.values())
    return show(page, board, chosen, "county.html", "county-year", acts=acts and board.day is None)


@router.get("/lan/{code}/{year}/tabell.csv", name="pages.county-csv")
async def table(page: Here, code: Code, year: Year, chosen: Annotated[Chosen, Query()]) -> Response:
    """What the matrix shows: a row for each municipality, two columns for each step. For spreadsheets in Swedish."""
    board = await read_board(page, code, year, chosen)
    name = f"arshjul-{code}-{year}-{board.day or page.today}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(_csv(page, board), headers=headers, media_type="text/csv; charset=utf-8")


def show(page: Page, board: Board, chosen: Chosen, template: str, shown: str, **values: object) -> Response:
    """A page of the board, with its filters."""
    return render(
        page,
        board.county,
        template,
        shown,
        board.year,
        422 if board.problems else 200,
        board=board,
        spans=spans(board.columns),
        chosen=chosen,
        query=page.request.url.query,
        sorts=SORTS,
        shows=SHOWS,
        problems=board.problems,
        may_start=may_in(page, board.county.code, Action.START_ROUND),
        **values,
    )


def _csv(page: Page, board: Board) -> str:
    said = page.t.gettext
    steps = [name for column in board.columns for name in (column.title, f"{column.title}: {said('datum')}")]
    rows: list[list[object]] = [[said("Kommunkod"), said("Kommun"), said("Klara steg"), said("Steg"), *steps]]
    for row in board.rows:
        cells = [row.cells.get(column.key) for column in board.columns]
        pairs = [(said(LIGHTS[cell.light].text), cell.day.isoformat()) if cell else ("", "") for cell in cells]
        place = row.municipality
        rows.append([place.code, place.name, row.done, len(row.cells), *(each for pair in pairs for each in pair)])
    return sheet(rows)
