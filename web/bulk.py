"""One thing done for several municipalities at once: what it would come to for each, by the rules themselves, and why
not where it cannot be done.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.commands import Acting, ExtendStep
from domain.commenting import RELEASED
from domain.comments import StepNotReleased
from domain.cycle import Cycle
from domain.decide import decide
from domain.errors import DomainError
from domain.people import Action
from domain.places import Municipality
from web.language import N_


class Do(StrEnum):
    EXTEND = "extend"
    SUPPLEMENT = "supplement"


TITLES: Mapping[Do, str] = {Do.EXTEND: N_("Ge mer tid"), Do.SUPPLEMENT: N_("Begär komplettering")}
ACTIONS: Mapping[Do, Action] = {Do.EXTEND: Action.EXTEND, Do.SUPPLEMENT: Action.REQUEST_SUPPLEMENT}

WHY: Mapping[str, str] = {
    "CycleNotFound": N_("Året är inte startat i kommunen."),
    "StepNotFound": N_("Steget ingår inte i kommunens år."),
    "YearClosed": N_("Året är avslutat."),
    "MoveNotPossible": N_("Steget är redan klart."),
    "DateNotLater": N_("Det nya datumet är inte senare än det som gäller, eller ligger för långt fram."),
    "StepNotReleased": N_("Steget är inte inlämnat. Länet talar bara om det som är inlämnat eller klart."),
    "TooManyComments": N_("Det finns redan så många kommentarer att ingen fler får plats."),
}
OTHERWISE = N_("Det gick inte. Öppna kommunens år och se hur det står till.")


@dataclass(frozen=True)
class New:
    """A later latest date, and the reason for it."""

    latest: date
    reason: str


@dataclass(frozen=True)
class Line:
    """A municipality and what would become of its step, whose latest date `was` that day; `why` not, as an error's
    name, where it cannot be done.
    """

    municipality: Municipality
    was: date | None = None
    why: str | None = None

    @property
    def reason(self) -> str | None:
        return None if self.why is None else WHY.get(self.why, OTHERWISE)


def stands(place: Municipality, cycle: Cycle | None, step: str) -> Line:
    """The step as it is, if the municipality has it."""
    if cycle is None:
        return Line(place, why="CycleNotFound")
    try:
        return Line(place, cycle.step(step).latest)
    except DomainError as error:
        return Line(place, why=error.code)


def extended(place: Municipality, cycle: Cycle | None, step: str, acts: Acting, new: New, now: datetime) -> Line:
    """What more time would come to; nothing is kept."""
    line = stands(place, cycle, step)
    if cycle is None or line.why is not None:
        return line
    try:
        decide(cycle, ExtendStep(actor=acts, step=step, latest=new.latest, reason=new.reason), now)
    except DomainError as error:
        return Line(place, line.was, error.code)
    return line


def supplemented(place: Municipality, cycle: Cycle | None, step: str) -> Line:
    """Whether the county can ask for a supplement now."""
    line = stands(place, cycle, step)
    if cycle is None or line.why is not None or cycle.step(step).status in RELEASED:
        return line
    return Line(place, line.was, StepNotReleased.__name__)
