"""The world of the matrix, made and asked once in a session; the count stands at the end of what pytest prints."""

from collections.abc import AsyncGenerator, Iterator
from datetime import UTC, datetime
from time import perf_counter

import pytest
from fastapi import FastAPI

from api.services import Services
from domain.calendar import stockholm_date
from domain.places import County, Places
from storage.database import Sessions
from tests.api.matrix.askers import Door
from tests.api.matrix.asking import Matrix, ask_all
from tests.api.matrix.spots import Spot, Where
from tests.api.matrix.table import TABLE
from tests.api.matrix.world import prepare

ASKED = pytest.StashKey[Matrix]()


@pytest.fixture(scope="session")
async def door(app: FastAPI, services: Services, sessions: Sessions) -> AsyncGenerator[Door]:
    door = Door(app, services, sessions)
    yield door
    await door.close()


@pytest.fixture(scope="session")
async def spots(door: Door, places: Places, _counties: Iterator[tuple[County, int]]) -> list[Spot]:
    (home, year), (elsewhere, _) = [
        each for each in (next(_counties) for _ in range(6)) if len(each[0].municipalities) > 2
    ][:2]
    own, neighbour = home.municipalities[:2]
    far, beside = elsewhere.municipalities[:2]
    today = str(stockholm_date(datetime.now(UTC)))
    spots = [
        Spot(where, places.municipality(code), year, {"today": today, "beside": other})
        for where, code, other in (
            (Where.OWN, own, neighbour),
            (Where.NEIGHBOUR, neighbour, own),
            (Where.ELSEWHERE, far, beside),
        )
    ]
    await prepare(door.client, spots)
    return spots


@pytest.fixture(scope="session")
async def matrix(door: Door, spots: list[Spot], pytestconfig: pytest.Config) -> Matrix:
    began = perf_counter()
    askers = await door.everybody(*spots[:2])
    asked = await ask_all(TABLE, askers, spots)
    asked.seconds = perf_counter() - began
    pytestconfig.stash[ASKED] = asked
    return asked


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if ASKED in config.stash:
        terminalreporter.section("who may what")
        matrix = config.stash[ASKED]
        terminalreporter.line(f"{matrix}, in {matrix.seconds:.0f} s")
