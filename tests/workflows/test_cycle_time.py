"""A year that nobody touches: everything that falls due is told by timer, on the dates that the rules give."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from temporalio.client import WorkflowExecutionStatus
from temporalio.testing import TimeSkipper

from domain.calendar import SWEDEN, stockholm_date
from domain.commands import Tick
from domain.cycle import Cycle, fold
from domain.decide import decide
from domain.due import MORNING, next_wakeup
from domain.events import Event, StepEscalated, StepOverdue, StepReminded
from domain.process import Kind
from tests.workflows.years import OwnYear, extend

OVERDUE = (
    ("organisation", -1, 9, 21),
    ("mapping", -1, 10, 21),
    ("situation_analysis", -1, 11, 6),
    ("prioritisation", -1, 11, 11),
    ("cause_analysis", -1, 11, 26),
    ("goals", -1, 12, 6),
    ("measures", -1, 12, 11),
    ("action_plan", -1, 12, 16),
    ("decision", 0, 2, 1),
    ("implementation", 0, 12, 1),
    ("follow_up", 1, 2, 1),
    ("council_report", 1, 4, 1),
    ("closing", 1, 4, 16),
)

Told = StepReminded | StepOverdue | StepEscalated


def foreseen(cycle: Cycle) -> Iterator[Event]:
    """What the rules alone would tell, each morning that matters."""
    while (morning := next_wakeup(cycle)) is not None:
        told = decide(cycle, Tick(), morning)
        yield from told
        cycle = fold(cycle, told)


def by_day(found: Iterator[Event] | list[Event]) -> list[tuple[object, ...]]:
    """Each told thing with the day it was told on; the instant differs by how long a timer took."""
    return [(stockholm_date(event.at), event.model_dump(exclude={"at"})) for event in found if isinstance(event, Told)]


async def skip(skipper: TimeSkipper, town: OwnYear, span: timedelta) -> None:
    async with asyncio.timeout(60):
        await skipper.fast_forward(town.handle(), span)


async def test_a_year_that_nobody_touches_is_told_all_its_dates_by_timer(opened: OwnYear, skipper: TimeSkipper) -> None:
    """As the rules foresee them, and as one reads them in the statutory process: both cannot be wrong together."""
    await opened.start()
    expected = by_day(foreseen(await opened.cycle()))
    await skip(skipper, opened, timedelta(days=700))
    found = await opened.events()
    assert by_day(found) == expected
    overdue = [(e.step, stockholm_date(e.at)) for e in found if isinstance(e, StepOverdue)]
    assert overdue == [(step, date(opened.year + offset, month, day)) for step, offset, month, day in OVERDUE]
    assert {type(event) for event in found} >= {StepReminded, StepOverdue, StepEscalated}
    mornings = {event.at.astimezone(SWEDEN).hour for event in found if isinstance(event, Told)}
    assert mornings == {MORNING}
    assert (await opened.row()).next_wakeup is None
    description = await opened.handle().describe()
    assert description.status is WorkflowExecutionStatus.RUNNING


async def test_a_moved_date_moves_the_timer(opened: OwnYear, skipper: TimeSkipper) -> None:
    await opened.start(Kind.LIGHT)
    later = datetime(opened.year - 1, 10, 15, tzinfo=UTC)
    moved = await opened.do(extend("organisation", later))
    assert moved.accepted
    expected = by_day(foreseen(await opened.cycle()))
    await skip(skipper, opened, timedelta(days=47))
    overdue = [e.at for e in await opened.events() if isinstance(e, StepOverdue)]
    assert [stockholm_date(at) for at in overdue] == [later.date() + timedelta(days=1)]
    found = by_day(await opened.events())
    assert found == expected[: len(found)]
