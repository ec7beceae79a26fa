"""A year that is played by the rules alone: no server, no clock, no log."""

from datetime import datetime, timedelta

from domain.calendar import stockholm_date
from domain.commands import StartCycle, Tick
from domain.cycle import Cycle, fold
from domain.decide import decide
from domain.due import next_wakeup
from domain.events import Event
from domain.handed_in import HandedIn, knowing, with_content
from domain.people import Role
from domain.process import Kind
from rehearsal.people import Temper, acts, joining, next_deed, opening
from tests.domain.builders import DIGEST, PROCEDURES

TOWN, YEAR = "1381", 2027


def imagined(
    temper: Temper, kind: Kind = Kind.FULL, *, later: timedelta = timedelta(), town: str = TOWN
) -> tuple[Cycle, list[Event]]:
    """The year after everything has happened in it, and all its events; `later` moves every instant a little."""
    start = StartCycle(
        actor=acts(Role.COUNTY_COORDINATOR, "13"),
        municipality=town,
        county="13",
        year=YEAR,
        cycle_kind=kind,
        process=DIGEST,
    )
    begins = joining(YEAR) if temper is Temper.LATE_JOINER else opening(YEAR)
    happened = decide(Cycle.blank(f"{town}-{YEAR}", PROCEDURES[kind]), start, begins + later)
    cycle = fold(Cycle.blank(f"{town}-{YEAR}", PROCEDURES[kind]), happened)
    deed = next_deed(cycle, temper)
    handed_in: HandedIn = {}
    while True:
        wakeup = next_wakeup(cycle)
        if wakeup is not None and (deed is None or wakeup <= deed.at):
            more = decide(cycle, Tick(), _reached(cycle, wakeup + later))
        elif deed is not None:
            more = decide(cycle, knowing(deed.command, cycle, handed_in), deed.at + later)
            handed_in = with_content(handed_in, deed.command)
        else:
            return cycle, happened
        acted = wakeup is None or (deed is not None and deed.at < wakeup)
        cycle, happened = fold(cycle, more), happened + more
        deed = next_deed(cycle, temper) if acted else deed


def days(happened: list[Event]) -> list[tuple[object, ...]]:
    """What happened on which day, whatever the hour."""
    return [(stockholm_date(event.at), event.model_dump(exclude={"at"})) for event in happened]


def _reached(cycle: Cycle, instant: datetime) -> datetime:
    return instant if cycle.at is None else max(instant, cycle.at)
