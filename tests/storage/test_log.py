"""The log: append-only, hash-chained, ordered without gaps; and the projections, which are its fold."""

import asyncio
import hashlib
import json
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from domain import commands as c
from domain.cycle import CycleStatus
from domain.due import acting_role, next_wakeup
from domain.events import StepOpened
from domain.people import Role
from domain.places import Places
from domain.process import Kind
from embedded.databases import create_database
from embedded.machine import Machine
from storage.commands import CommandRow
from storage.cycles import load, restored, steps_of
from storage.database import Sessions, connect, sessions_on
from storage.log import Cause, EventRow, Stream, append, chained
from storage.migrate import prepare
from storage.processes import Procedures
from storage.scope import EVERYWHERE
from tests.workflows.years import COORDINATOR, DECIDES, REASON, OwnYear, acts, assign, complete, extend, reopen

WRITERS, TIMES = 8, 12


async def mixed(town: OwnYear) -> None:
    """A year with a bit of everything."""
    await town.start()
    await town.settle(("organisation", "mapping"))
    await town.do(extend("situation_analysis", datetime.now(UTC) + timedelta(days=200)))
    await town.do(complete("situation_analysis", person="anna"))
    await town.do(c.ReturnStep(actor=acts(DECIDES), step="situation_analysis", reason=REASON))
    await town.settle(("situation_analysis", "prioritisation"))
    await town.do(reopen("mapping"))
    await town.do(complete("closing"))
    await town.do(complete("mapping", text="Ny kartläggning."))
    await town.do(assign("measures", Role.POLICE_PARTNER))
    await town.do(c.WaiveStep(actor=acts(COORDINATOR), step="cause_analysis", reason=REASON))
    await town.do(c.ConfirmStep(actor=acts(COORDINATOR), step="situation_analysis"))


async def test_the_chain_can_be_recomputed_with_nothing_but_hashlib_and_json(town: OwnYear) -> None:
    await mixed(town)
    head, rows = "0" * 64, await town.log()
    for seq, row in enumerate(rows, 1):
        record = json.loads(row.body)
        assert (record["cycle_id"], record["seq"], record["event"]["kind"]) == (town.cycle_id, seq, row.kind)
        canonical = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert canonical == row.body
        assert datetime.fromisoformat(record["event"]["at"]) == row.at
        assert row.prev_hash == head
        head = hashlib.sha256((head + row.body).encode()).hexdigest()
        assert row.hash == head
    assert (await town.row()).head == head
    assert len(rows) > 20


async def test_the_chain_vouches_for_each_command_without_holding_its_words(town: OwnYear) -> None:
    await mixed(town)
    async with town.sessions() as session:
        for row in await town.log():
            named = json.loads(row.body)["command"]
            body = await session.scalar(select(CommandRow.body).where(CommandRow.id == named["id"]))
            assert body is not None
            assert hashlib.sha256(body.encode()).hexdigest() == named["hash"]
            assert REASON not in row.body


async def test_the_same_place_in_the_log_twice_is_refused(town: OwnYear, sessions: Sessions) -> None:
    await town.start()
    last = (await town.log())[-1]
    stream = Stream(town.cycle_id, town.place.code, town.place.county, last.seq - 1, last.prev_hash)
    other = chained(stream, [StepOpened(at=datetime.now(UTC), step="closing")], Cause())
    with pytest.raises(IntegrityError, match="pk_events"):
        async with sessions.begin() as session:
            await append(session, other)
    assert (await town.log())[-1].hash == last.hash


@pytest.fixture
async def apart(servers: Machine, places: Places) -> AsyncGenerator[Sessions]:
    """A database whose log is written past the rules."""
    urls = await create_database(servers.admin_url, "apart")
    await prepare(urls.owner_url, places, [], datetime.now(UTC))
    engine = connect(urls.database_url, otherwise=EVERYWHERE)
    yield sessions_on(engine)
    await engine.dispose()


async def test_positions_have_no_gaps_and_follow_the_order_of_commits(apart: Sessions) -> None:
    """Whoever reads the feed up to a position can never miss an earlier event that is committed later."""
    seen: list[int] = []
    done = asyncio.Event()

    async def read() -> None:
        while not done.is_set():
            async with apart() as session:
                positions = (await session.scalars(select(EventRow.position).order_by(EventRow.position))).all()
            assert positions == list(range(1, len(positions) + 1))
            seen.append(len(positions))

    reading = asyncio.create_task(read())
    await asyncio.gather(*(write(apart, f"1381-{n}", fails=n % 4 == 0) for n in range(WRITERS)))
    done.set()
    await reading
    assert seen == sorted(seen)
    assert len(set(seen)) > 3
    async with apart() as session:
        ids = (await session.scalars(select(EventRow.cycle_id).order_by(EventRow.position))).all()
    assert len(ids) == WRITERS * TIMES * 2
    assert ids != sorted(ids)  # they did write side by side


async def write(sessions: Sessions, cycle_id: str, *, fails: bool) -> None:
    """Append two events at a time to a stream of its own; some first give up a transaction that had its positions."""
    stream = Stream(cycle_id, "1381", "13", 0, "0" * 64)
    for _ in range(TIMES):
        two = [StepOpened(at=datetime.now(UTC), step=step) for step in ("goals", "measures")]
        new = chained(stream, two, Cause())
        if fails:
            async with sessions() as session:
                await append(session, new)
                await session.rollback()
        async with sessions.begin() as session:
            await append(session, new)
        stream = Stream(cycle_id, "1381", "13", stream.version + 2, new.head)


async def test_the_projection_is_the_fold(town: OwnYear, sessions: Sessions) -> None:
    await mixed(town)
    folded, row = await town.cycle(), await town.row()
    assert restored(row.state, folded.procedure) == folded
    assert (row.version, row.phase, row.status) == (folded.version, folded.phase, folded.status)
    assert row.next_wakeup == next_wakeup(folded)
    assert row.closed_at is None
    async with sessions() as session:
        projected = {step.key: step for step in await steps_of(session, town.cycle_id)}
    assert list(projected) == [step.key for step in folded.steps]
    for step in folded.steps:
        found = projected[step.key]
        for name in ("status", "role", "target", "latest", "stale", "settled", "version", "submitted_by"):
            assert getattr(found, name) == getattr(step, name), (step.key, name)
        assert found.required == folded.required(step)
        assert found.acting_role == (acting_role(folded, step) if folded.actionable(step) else None)
        assert (found.content_command is not None) == (step.version > 0), step.key


async def test_a_closed_year_says_when_and_a_reopened_one_does_not(town: OwnYear, sessions: Sessions) -> None:
    start = await town.start_command(Kind.LIGHT)
    await town.do(start.model_copy(update={"plan_in_force": "0000-2023"}))
    light = (
        "organisation",
        "mapping",
        "situation_analysis",
        "implementation",
        "follow_up",
        "council_report",
        "closing",
    )
    await town.settle(light)
    closed = await town.row()
    assert (closed.status, closed.closed_at) == (CycleStatus.CLOSED, (await town.log())[-1].at)
    await town.do(reopen("closing"))
    assert (await town.row()).closed_at is None
    async with sessions() as session:
        found = await load(session, Procedures(), town.cycle_id)
    assert found is not None
    assert found.cycle.model_dump() == (await town.cycle()).model_dump()
