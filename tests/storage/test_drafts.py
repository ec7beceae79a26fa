"""Drafts and commands as rows: nothing is overwritten unseen, nothing is filed twice."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from domain.places import Municipality
from storage import commands, drafts
from storage.commands import CommandRow, KeyReused
from storage.database import Sessions
from storage.drafts import DraftChanged, DraftNotFound, DraftRow
from storage.filing import command_id, cycle_filing, request_hash
from storage.scope import of_place, within
from tests.workflows.years import OwnYear, complete


@pytest.fixture
def cycle(own_year: tuple[Municipality, int]) -> tuple[Municipality, str]:
    place, year = own_year
    return place, f"{place.code}-{year}"


async def save(
    sessions: Sessions, cycle: tuple[Municipality, str], person: str, text: str, expected: int | None = None
) -> int:
    place, cycle_id = cycle
    new = DraftRow(
        cycle_id=cycle_id,
        step="mapping",
        municipality_code=place.code,
        county_code=place.county,
        content=text,
        person=person,
        saved_at=datetime.now(UTC),
    )
    with within(of_place(cycle_id)):
        async with sessions.begin() as session:
            return (await drafts.save(session, new, expected)).version


async def read(sessions: Sessions, cycle: tuple[Municipality, str]) -> tuple[int, str]:
    with within(of_place(cycle[1])):
        async with sessions() as session:
            found = await drafts.draft(session, cycle[1], "mapping")
    return found.version, found.content or ""


async def test_of_first_saves_at_once_one_stands_and_the_others_are_told(
    sessions: Sessions, cycle: tuple[Municipality, str]
) -> None:
    people = ("anna", "bo", "cilla", "dag")
    tried = await asyncio.gather(*(save(sessions, cycle, who, who) for who in people), return_exceptions=True)
    assert [result for result in tried if not isinstance(result, DraftChanged)] == [1]
    winner = people[[isinstance(result, int) for result in tried].index(True)]
    assert await read(sessions, cycle) == (1, winner)


async def test_a_draft_is_saved_only_over_the_version_that_was_read(
    sessions: Sessions, cycle: tuple[Municipality, str]
) -> None:
    assert await save(sessions, cycle, "anna", "först") == 1
    assert await save(sessions, cycle, "bo", "sedan", expected=1) == 2
    for expected in (1, 3, None):
        with pytest.raises(DraftChanged):
            await save(sessions, cycle, "anna", "för sent", expected=expected)
    assert await save(sessions, cycle, "bo", "ens eget") == 3
    assert await read(sessions, cycle) == (3, "ens eget")


async def test_saves_at_once_over_one_version_let_one_through(
    sessions: Sessions, cycle: tuple[Municipality, str]
) -> None:
    await save(sessions, cycle, "anna", "först")
    at_once = (save(sessions, cycle, "anna", str(n), expected=1) for n in range(5))
    tried = await asyncio.gather(*at_once, return_exceptions=True)
    assert [result for result in tried if not isinstance(result, DraftChanged)] == [2]


async def test_a_draft_that_is_gone_is_not_saved_over(sessions: Sessions, cycle: tuple[Municipality, str]) -> None:
    await save(sessions, cycle, "anna", "först")
    with within(of_place(cycle[1])):
        async with sessions.begin() as session:
            await drafts.hand_in(session, cycle[1], ["mapping"])
    with pytest.raises(DraftChanged):
        await save(sessions, cycle, "anna", "för sent", expected=1)
    with pytest.raises(DraftNotFound):
        await read(sessions, cycle)


async def test_handing_in_removes_the_draft(town: OwnYear) -> None:
    await town.start()
    await town.settle(("organisation",))
    cycle = town.place, town.cycle_id
    await save(town.sessions, cycle, "anna", "utkast")
    assert (await town.do(complete("mapping"))).accepted
    with pytest.raises(DraftNotFound):
        await read(town.sessions, cycle)


async def file(sessions: Sessions, cycle: tuple[Municipality, str], text: str) -> str:
    place, cycle_id = cycle
    filing = cycle_filing(
        complete("mapping", text=text),
        cycle_id=cycle_id,
        place=place,
        identity=command_id("anna", cycle_id),
        request=request_hash("complete", {"text": text}),
        now=datetime.now(UTC),
    )
    async with sessions.begin() as session:
        await commands.file(session, filing)
    return filing.id


async def test_a_command_filed_again_is_the_same_command(sessions: Sessions, cycle: tuple[Municipality, str]) -> None:
    filed = await asyncio.gather(*(file(sessions, cycle, "samma") for _ in range(4)))
    async with sessions() as session:
        assert await session.scalar(select(func.count()).where(CommandRow.id == filed[0])) == 1
        row = await commands.command_row(session, filed[0])
    with pytest.raises(KeyReused):
        await file(sessions, cycle, "annat")
    assert row is not None
    assert "samma" in row.body
