"""What a rehearsal came to, read back from its log: the contract's figures, and every event with its day."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Self

from sqlalchemy import func, select

from domain.calendar import stockholm_date
from domain.cycle import CycleStatus
from domain.events import Event, StepEscalated, StepReminded, events
from domain.process import Process
from domain.rehearsed import Figures
from rehearsal.plan import Plan
from rehearsal.stage import Stage
from storage import audit
from storage.cycles import CycleRow, StepRow
from storage.log import EventRow


class Happened(NamedTuple):
    """One event of one municipality's year, on its day in Sweden."""

    day: date
    municipality: str
    year: int
    event: Event


class Rehearsed(NamedTuple):
    """`happened` follows the log: day by day over all municipalities."""

    plan: Plan
    process: Process
    figures: Figures
    happened: Sequence[Happened]
    names: Mapping[str, str]

    def lasting(self, seconds: float) -> Self:
        return self._replace(figures=self.figures.model_copy(update={"seconds": round(seconds, 1)}))


def count(happened: Iterable[Happened]) -> Counter[type]:
    return Counter(type(each.event) for each in happened)


async def read_back(stage: Stage, plan: Plan) -> Rehearsed:
    """How long it took is for the caller to say."""
    happened = await _happened(stage)
    counted = count(happened)
    async with stage.sessions() as session:
        statuses = Counter(await session.scalars(select(CycleRow.status)))
        settled = await session.scalar(select(func.count()).select_from(StepRow).where(StepRow.settled))
        process = (await stage.procedures.get(session, stage.process, plan.kind)).process
    figures = Figures(
        cycles=statuses.total(),
        closed=statuses[CycleStatus.CLOSED],
        steps=settled or 0,
        events=len(happened),
        reminders=counted[StepReminded],
        escalations=counted[StepEscalated],
        seconds=0.0,
        chain="ok" if await _holds(stage) else "broken",
    )
    names = {code: place.name for code, place in stage.places.municipalities.items()}
    return Rehearsed(plan, process, figures, happened, names)


async def _happened(stage: Stage) -> list[Happened]:
    statement = select(EventRow.municipality_code, EventRow.cycle_id, EventRow.body).order_by(EventRow.position)
    async with stage.sessions() as session:
        rows = (await session.execute(statement)).all()
    found: list[Happened] = []
    for municipality, cycle_id, body in rows:
        event: Event = events.validate_python(json.loads(body)["event"])
        found.append(Happened(stockholm_date(event.at), municipality, int(cycle_id.rpartition("-")[2]), event))
    return found


async def _holds(stage: Stage) -> bool:
    """Every chain, and the order of all events."""
    async with stage.sessions() as session:
        for cycle_id in await audit.cycle_ids(session):
            _, broken = await audit.check_cycle(session, stage.procedures, cycle_id)
            if broken is not None:
                return False
            session.expunge_all()
        return await audit.gap(session) is None
