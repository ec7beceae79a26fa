"""The board as a map of the county's municipalities, with the same lights and filters, and always with its table."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from fastapi import APIRouter, Query, Response

from domain.light import Light
from storage.outlines import read_outlines
from web.board import Row, alphabetical
from web.map import Map, Shape, drawn
from web.page import Here
from web.pages.county import show
from web.pages.county_board import Chosen, read_board
from web.pages.county_frame import Code, Year

router = APIRouter()


@dataclass(frozen=True)
class Area:
    """`number` stands on the map and in the table; `light` is the one that asks most, None where nothing is chosen."""

    number: int
    row: Row
    shape: Shape
    light: Light | None


@router.get("/lan/{code}/{year}/karta", name="pages.county-map")
async def county_map(page: Here, code: Code, year: Year, chosen: Annotated[Chosen, Query()]) -> Response:
    board = await read_board(page, code, year, chosen)
    there = _map(board.county.municipalities)
    names = sorted(board.everyone, key=lambda row: alphabetical(row.municipality.name))
    numbers = {row.municipality.code: number for number, row in enumerate(names, 1)}
    shown = {row.municipality.code for row in board.rows}
    steps = {column.key for column in board.columns}

    def area(row: Row) -> Area:
        place = row.municipality.code
        light = row.worst(steps) if place in shown else None
        return Area(numbers[place], row, there.shapes[place], light)

    others = [row for row in names if row.municipality.code not in shown]
    return show(
        page,
        board,
        chosen,
        "county-map.html",
        "county-map",
        map=there,
        areas=[area(row) for row in (*others, *board.rows)],
        listed=[area(row) for row in board.rows],
    )


@cache
def _map(places: Sequence[str]) -> Map:
    outlines = read_outlines()
    return drawn({place: outlines[place] for place in places})
