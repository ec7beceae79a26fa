from datetime import date, datetime
from itertools import product

import pytest

from domain.commands import Command
from domain.cycle import Cycle, apply
from domain.decide import decide
from domain.errors import DomainError
from domain.people import Role
from domain.steps import MOVES, Move, Step, StepStatus
from tests.domain.builders import (
    a_year,
    approve,
    assign,
    close,
    complete,
    confirm,
    extend,
    recall,
    reopen,
    send_back,
    waive,
)
from tests.domain.move_table import EXPECTED, MOVE_OF, Cell

CELLS = list(product(StepStatus, (False, True), Move))
STANDS = list(product(StepStatus, (False, True)))


def at(stale: bool) -> tuple[str, ...]:  # noqa: FBT001
    return ("/goals/0",) if stale else ()


def a_step(status: StepStatus, *, stale: bool) -> Step:
    return Step(key="goals", status=status, role=Role.CONTRIBUTOR, target=date(2026, 11, 25), stale_at=at(stale))


def commands_for(step: str) -> list[Command]:
    return [
        complete(step),
        approve(step),
        send_back(step),
        recall(step),
        reopen(step),
        confirm(step),
        assign(step, Role.POLICE_PARTNER),
        extend(step, date(2028, 6, 1)),
        waive(step),
        close(),
    ]


def test_the_drawn_table_has_every_cell() -> None:
    assert set(EXPECTED) == set(CELLS)
    assert set(MOVE_OF.values()) == set(Move)


@pytest.mark.parametrize("cell", CELLS, ids=lambda c: f"{c[0]}{'*' * c[1]}-{c[2]}")
def test_a_step_moves_as_the_table_is_drawn(cell: Cell) -> None:
    status, stale, move = cell
    step = a_step(status, stale=stale)
    assert step.allows(move) == (EXPECTED[cell] is not None)
    if step.allows(move):
        assert step.moved(move) is EXPECTED[cell]


def test_the_code_has_no_move_beyond_the_drawn_ones() -> None:
    assert set(MOVES) == {(status, move) for (status, _, move), to in EXPECTED.items() if to}


@pytest.mark.parametrize("key", ["organisation", "mapping", "goals", "adoption", "decision", "council_report"])
@pytest.mark.parametrize(("status", "stale"), STANDS)
def test_no_command_leads_out_of_the_table(key: str, status: StepStatus, *, stale: bool) -> None:
    year = a_year(upto="goals" if key == "adoption" else key)
    cycle = year.cycle.with_step(key, status=status, stale_at=at(stale), version=1, submitted_by="somebody")
    decided = [_moved_within_the_table(cycle, command, year.now) for command in commands_for(key)]
    assert any(decided)


def _moved_within_the_table(cycle: Cycle, command: Command, now: datetime) -> bool:
    """Whether the command led to anything; every move it led to stands in the table."""
    try:
        events = decide(cycle, command, now)
    except DomainError:
        return False
    for event in events:
        move, key = MOVE_OF.get(event.kind), str(getattr(event, "step", ""))
        before = cycle.step(key) if move else None
        cycle = apply(cycle, event)
        if move and before:
            assert cycle.step(key).status is EXPECTED[before.status, before.stale, move]
    return bool(events)
