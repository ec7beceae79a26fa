"""One municipality's year in a rehearsal: what its people do next, what its rules foresee, and what its clock shows."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from domain.calendar import stockholm_date
from domain.commands import Command, Content, StartCycle, Tick
from domain.cycle import Cycle, CycleStatus, fold
from domain.decide import decide
from domain.due import next_wakeup
from domain.handed_in import HandedIn, knowing, with_content
from domain.people import Role
from domain.places import Municipality
from domain.process import Kind
from rehearsal.people import Deed, Temper, acts, joining, next_deed

A_LITTLE = timedelta(minutes=1)


@dataclass
class Town:
    """`cycle` is the year as the rules foresee it, `wakeup` when time matters next, `deed` what its people do next.

    `now` is what its workflow's clock showed when the clock on the wall showed `seen`.
    """

    place: Municipality
    year: int
    kind: Kind
    temper: Temper
    now: datetime
    seen: datetime
    cycle: Cycle | None = None
    wakeup: datetime | None = None
    deed: Deed | None = None
    deeds: int = 0
    handed_in: HandedIn = field(default_factory=dict[str, tuple[Content, ...]])

    @property
    def cycle_id(self) -> str:
        return f"{self.place.code}-{self.year}"

    @property
    def round_id(self) -> str:
        return f"{self.place.county}-{self.year}"

    @property
    def version(self) -> int:
        return self.cycle.version if self.cycle else 0

    @property
    def next_day(self) -> date | None:
        """The next day on which something happens here; None once the year is over."""
        instants = [at for at in (self.wakeup, self.deed and self.deed.at) if at is not None]
        return stockholm_date(min(instants)) if instants else None

    def deed_on(self, day: date) -> Deed | None:
        return self.deed if self.deed is not None and stockholm_date(self.deed.at) == day else None

    def way(self, day: date, wall: datetime) -> timedelta | None:
        """How far its workflow's clock has to be moved for what happens next on the day; None if there is no way.

        None runs before a year's start and after its end: a deed starts it there.
        """
        if self.cycle is None or self.cycle.status is CycleStatus.CLOSED:
            return None
        span = self._next_on(day) - self.clock(wall)
        return span if span > timedelta() else None

    def arrived(self, day: date, wall: datetime) -> None:
        """Its clock shows the instant of what happens next on the day, and what fell due on the way is foreseen."""
        self.now, self.seen = max(self._next_on(day), self.clock(wall)), wall
        self._let_fall_due(self.now)

    def done(self, deed: Deed) -> None:
        """Its people have done this. Raises the DomainError of a rule that says no."""
        self._foresee(deed.command, deed.at)
        self._let_fall_due(deed.at)
        self._plan()

    def started(self, cycle: Cycle) -> None:
        """Its year has been recorded as started."""
        self._stands(cycle)
        self._plan()

    def join_late(self, process: str) -> None:
        """Its people start the year themselves, some weeks after the others, as part of the county's round."""
        start = StartCycle(
            actor=acts(Role.COUNTY_COORDINATOR, self.place.county),
            municipality=self.place.code,
            county=self.place.county,
            year=self.year,
            cycle_kind=self.kind,
            process=process,
            round=self.round_id,
        )
        self.deed = Deed(joining(self.year), start)

    def clock(self, wall: datetime) -> datetime:
        """What the workflow's clock shows, or a little less: it runs on like the one on the wall."""
        return self.now + (wall - self.seen)

    def _next_on(self, day: date) -> datetime:
        """The instant of the day's next deed, or, without one, just after the morning's timer."""
        deed, wakeup = self.deed_on(day), self.wakeup
        if deed is not None:
            return deed.at
        return wakeup + A_LITTLE if wakeup is not None else self.now

    def _let_fall_due(self, until: datetime) -> None:
        while (wakeup := self.wakeup) is not None and wakeup <= until:
            self._foresee(Tick(), wakeup)

    def _plan(self) -> None:
        self.deed = next_deed(self.cycle, self.temper) if self.cycle else None

    def _foresee(self, command: Command, now: datetime) -> None:
        if self.cycle is not None:
            known = knowing(command, self.cycle, self.handed_in)
            self._stands(fold(self.cycle, decide(self.cycle, known, now)))
            self.handed_in = with_content(self.handed_in, command)

    def _stands(self, cycle: Cycle) -> None:
        self.cycle, self.wakeup = cycle, next_wakeup(cycle)
