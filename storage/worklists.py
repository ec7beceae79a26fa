"""Steps as somebody's worklists: what they have themselves, what their group has, what comes later, what is done."""

from collections.abc import Collection, Sequence
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, cast, column, false, func, or_, select, true, tuple_, type_coerce
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from storage.cycles import CycleRow, StepRow
from storage.overview import TaskKey
from storage.processes import ProcessRow
from storage.step_lists import LIGHT, Listed, Roles


class Worklist(StrEnum):
    """MINE waits for this person, GROUP for anybody of the role; UPCOMING waits for something else; DONE is settled,
    and was done or approved here.

    What another person of the group has taken is in neither of the first two. A review is always the group's.
    """

    MINE = "mine"
    GROUP = "group"
    UPCOMING = "upcoming"
    DONE = "done"


async def listed(
    session: AsyncSession,
    which: Worklist,
    roles: Roles,
    people: Collection[str],
    *,
    after: TaskKey | None,
    limit: int,
) -> Sequence[Listed]:
    """Up to `limit` steps after a key, the earliest target first; of what is done, the latest first.

    `people` are the person and those whose place they take today.
    """
    order = tuple_(StepRow.target, StepRow.cycle_id, StepRow.key)
    columns = (StepRow.target, StepRow.cycle_id, StepRow.key)
    done = which is Worklist.DONE
    statement = (
        select(StepRow, CycleRow).join(CycleRow, CycleRow.id == StepRow.cycle_id).where(_in(which, roles, people))
    )
    if after is not None:
        statement = statement.where(order < tuple_(*after) if done else order > tuple_(*after))
    statement = statement.order_by(*(column.desc() if done else column.asc() for column in columns)).limit(limit)
    statement = statement.options(*LIGHT)
    return [Listed(step, cycle) for step, cycle in await session.execute(statement)]


async def sizes(session: AsyncSession, roles: Roles, people: Collection[str]) -> dict[Worklist, int]:
    counted = [func.count().filter(_in(which, roles, people)).label(which.value) for which in Worklist]
    statement = select(*counted).select_from(StepRow).join(CycleRow, CycleRow.id == StepRow.cycle_id)
    row = (await session.execute(statement)).one()
    return {which: row[index] for index, which in enumerate(Worklist)}


def _in(which: Worklist, roles: Roles, people: Collection[str]) -> ColumnElement[bool]:
    running = CycleRow.status == "running"
    theirs = StepRow.person.in_(people)
    to_be_done = StepRow.acting_role == StepRow.role
    match which:
        case Worklist.MINE:
            return and_(running, theirs, to_be_done, _of(roles, StepRow.acting_role))
        case Worklist.GROUP:
            return and_(running, or_(StepRow.person.is_(None), ~to_be_done), _of(roles, StepRow.acting_role))
        case Worklist.UPCOMING:
            return and_(running, ~StepRow.settled, StepRow.acting_role.is_(None), or_(theirs, _of(roles, StepRow.role)))
        case Worklist.DONE:
            done_by = or_(theirs, StepRow.submitted_by.in_(people), _of(roles, StepRow.role), _approved(roles))
            return and_(StepRow.settled, done_by)


def _of(roles: Roles, column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None]) -> ColumnElement[bool]:
    mine = [and_(column == role, StepRow.municipality_code.in_(places)) for role, places in roles]
    return or_(*mine) if mine else false()


def _approved(roles: Roles) -> ColumnElement[bool]:
    """Steps that one's role approves. The process says so; it is read once for a statement, whatever the steps."""
    mine = [
        and_(StepRow.municipality_code.in_(places), tuple_(CycleRow.process, StepRow.key).in_(_approves(role)))
        for role, places in roles
    ]
    return or_(*mine) if mine else false()


def _approves(role: str) -> Select[str, str]:
    """The process and key of each step that a role approves."""
    steps = func.jsonb_array_elements(cast(ProcessRow.content, JSONB)["steps"]).table_valued(column("value", JSONB))
    key, approver = (type_coerce(steps.c.value, JSONB)[name] for name in ("key", "approver"))
    return select(ProcessRow.digest, key.astext).join(steps, true()).where(approver["role"].astext == role)
