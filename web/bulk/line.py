"""What something done many times over would come to in one place, and why not where it cannot be done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from api.access import acting, place_of
from api.routes.steps import OnStep
from domain.commands import Acting, PersonCommand
from domain.cycle import Cycle
from domain.decide import decide
from domain.errors import DomainError
from domain.people import Action, Role
from domain.places import Municipality
from web.bulk.typed import Typed
from web.language import N_
from web.page import Page

WHY: Mapping[str, str] = {
    "CycleNotFound": N_("Året är inte startat i kommunen."),
    "StepNotFound": N_("Steget ingår inte i kommunens år."),
    "YearClosed": N_("Året är avslutat."),
    "MoveNotPossible": N_("Steget är redan klart."),
    "DateNotLater": N_("Det nya datumet är inte senare än det som gäller, eller ligger för långt fram."),
    "StepNotReleased": N_("Steget är inte inlämnat. Länet talar bara om det som är inlämnat eller klart."),
    "TooManyComments": N_("Det finns redan så många kommentarer att ingen fler får plats."),
    "AlreadyReminded": N_("Steget har redan fått en påminnelse i dag."),
    "StepTaken": N_("Någon har redan steget, och det är kommunen som avgör vem som gör det."),
    "NotAssignable": N_("Personen har ingen roll i kommunen som passar steget."),
    "NobodyFits": N_("Ingen i kommunen har rollen. Bjud in någon först."),
    "NobodyChosen": N_("Ingen är vald."),
}
OTHERWISE = N_("Det gick inte. Öppna kommunens år och se hur det står till.")


@dataclass(frozen=True)
class Choice:
    """Somebody whom the step could be given to; `away` says so, where they are away as it is due."""

    person: str
    text: str
    away: str = ""


@dataclass(frozen=True)
class Line:
    """What would become of a step, whose latest date `was` that day; `why` not, as an error's name, where it cannot be
    done. `to` is whom it reaches, and `choices` whom it could; `passes` names the steps after it that would come first.
    `name` tells it from the others, `title` tells a reader.
    """

    name: str
    title: str
    was: date | None = None
    why: str | None = None
    to: Choice | None = None
    choices: Sequence[Choice] = ()
    passes: Sequence[tuple[str, date]] = ()

    def but(self, why: str | None) -> "Line":
        return replace(self, why=why)


@dataclass(frozen=True)
class On:
    """What is to be done with one step of one year, which `name` tells from the others that it is done with: its
    municipality's code, or its own key. `look` is set once all is said that it takes.
    """

    page: Page
    place: Municipality
    cycle_id: str
    cycle: Cycle | None
    step: str
    name: str
    title: str
    typed: Typed
    look: bool

    def stands(self) -> Line:
        """The step as it is, if the municipality has it."""
        if self.cycle is None:
            return Line(self.name, self.title, why="CycleNotFound")
        try:
            return Line(self.name, self.title, self.cycle.step(self.step).latest)
        except DomainError as error:
            return Line(self.name, self.title, why=error.code)

    def tried(self, action: Action, make: Callable[[Acting], PersonCommand], role: Role | None = None) -> Line:
        """What the rules say to it, as `role` where one has it among others; nothing is kept."""
        line = self.stands()
        if self.cycle is None or line.why is not None:
            return line
        acts = acting(self.page.reader, action, place_of(self.place), role)
        try:
            decide(self.cycle, make(acts), self.page.services.clock())
        except DomainError as error:
            return line.but(error.code)
        return line

    def on_step(self, key: str) -> OnStep:
        """As the API is asked."""
        return OnStep(self.cycle_id, self.step, self.page.request, self.page.reader, key, None, self.page.services)
