"""Documents over HTTP while their printing goes wrong: said clearly, safe to ask again, and no harm to anybody else."""

import dataclasses
import os
import signal

import pytest

from api.app import create_app
from api.services import Services
from documents.printing import Limits, Printers
from domain.places import Municipality
from tests.api.asking import client_of
from tests.conftest import Browser
from tests.documents.laholm import CONTENTS
from tests.town import Town, problem


@pytest.fixture
async def town(browser: Browser, own_year: tuple[Municipality, int]) -> Town:
    place, year = own_year
    town = Town(browser, place.code, year)
    assert (await town.start()).status_code == 201
    for step in ("organisation", "mapping", "situation_analysis"):
        assert (await town.do("completion", step, {"content": CONTENTS[step]})).status_code == 200
    return town


async def test_a_full_queue_says_when_to_come_back_and_harms_nothing_else(services: Services, town: Town) -> None:
    full = dataclasses.replace(services, printers=Printers(Limits(presses=0, waiting=0)))
    signed = {"Authorization": f"Bearer demo-municipality-{town.code}"}
    async with client_of(create_app(full)) as me:
        response = await me.get(f"{town.cycle}/documents/situation-analysis.pdf", headers=signed)
        assert problem(response) == (503, "PrintersBusy")
        assert int(response.headers["retry-after"]) > 0
        assert "ask again" in response.json()["detail"]
        assert (await me.get(f"{town.cycle}/documents", headers=signed)).status_code == 200


async def test_nobody_notices_that_a_printing_process_was_killed(services: Services, town: Town) -> None:
    async with town.client("municipality") as me:
        first = await me.get(f"{town.cycle}/documents/situation-analysis.pdf")
        for pid in services.printers.pids:
            os.kill(pid, signal.SIGKILL)
        again = await me.get(f"{town.cycle}/documents/situation-analysis.pdf")
    assert (again.status_code, again.content) == (200, first.content)
