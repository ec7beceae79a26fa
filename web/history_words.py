"""What has happened in a year, in words: what somebody did, or what came by itself. English is in `locale/`."""

from collections.abc import Callable, Mapping
from gettext import NullTranslations

from domain import events as e
from domain.schedule import Move
from web.language import N_
from web.words import PHASES, ROLES

Titled = Callable[[str], str]
"""What a step is called, by its key."""

_OF_YEAR = e.CycleStarted | e.ScheduleMoved | e.PhaseEntered | e.CycleClosed | e.CycleReopened

_FIXED: Mapping[type[e.Event], str] = {
    e.StepOpened: N_("Steget kan göras nu."),
    e.StepHeld: N_("Steget väntar igen: något som det väntar på öppnades på nytt."),
    e.StepSubmitted: N_("Lämnade in version %(version)s för godkännande."),
    e.StepCompleted: N_("Lämnade in version %(version)s. Steget är klart."),
    e.StepApproved: N_("Godkände version %(version)s."),
    e.StepReturned: N_("Begärde komplettering av version %(version)s."),
    e.StepRecalled: N_("Återkallade version %(version)s."),
    e.StepReopened: N_("Återöppnade steget."),
    e.ChangeTraced: N_("Det som bygger på steget gäller fortfarande."),
    e.StepConfirmed: N_("Bekräftade att version %(version)s fortfarande gäller."),
    e.StepWaived: N_("Avstod från steget."),
    e.StepSkipped: N_("Steget lämnades när året avslutades. Det är frivilligt."),
    e.StepOverdue: N_("Senaste datum %(latest)s passerade."),
    e.CycleClosed: N_("Året avslutades."),
    e.CycleReopened: N_("Året öppnades igen."),
}


BY_ITSELF = (e.StepOpened, e.StepHeld, e.ScheduleMoved, e.ChangeTraced, e.PhaseEntered, e.StepSkipped)
"""What follows from what somebody did, and is nobody's doing."""


def says(event: e.Event, titled: Titled, t: NullTranslations) -> str:
    """The event in a sentence or two; its step is not named, which the page that shows it does."""
    if isinstance(event, _OF_YEAR):
        return _of_year(event, t)
    match event:
        case e.StepAssigned():
            said = _assigned(event, t)
        case e.StepExtended(old_latest=None):
            said = t.gettext("Satte senaste datum till %(new)s.") % {"new": event.new_latest}
        case e.StepExtended():
            moved = {"old": event.old_latest, "new": event.new_latest}
            said = t.gettext("Flyttade senaste datum från %(old)s till %(new)s.") % moved
        case e.StepReminded(by=str()):
            said = t.gettext("Påminde om steget. Påminnelsen gick till: %(role)s.") % {"role": _role(event.to, t)}
        case e.StepReminded():
            said = t.gettext("Påminnelse till: %(role)s.") % {"role": _role(event.to, t)}
        case e.StepEscalated():
            text = t.gettext("%(role)s fick veta att steget dröjer, för att kunna ge stöd.")
            said = text % {"role": _role(event.to, t)}
        case e.StepReopened(stale=(_, *_)):
            steps = {"steps": ", ".join(titled(key) for key in event.stale)}
            more = t.gettext("Det här bygger på steget och avvaktar ändringen: %(steps)s.") % steps
            said = f"{t.gettext(_FIXED[e.StepReopened])} {more}"
        case e.ChangeTraced(stale=(_, *_)):
            steps = {"steps": ", ".join(titled(stale.step) for stale in event.stale)}
            said = t.gettext("Ändringen berör steg som behöver bekräftas eller göras om: %(steps)s.") % steps
        case _:
            said = t.gettext(_FIXED[type(event)]) % event.model_dump()
    return said


def _of_year(event: _OF_YEAR, t: NullTranslations) -> str:
    match event:
        case e.CycleStarted(plan_in_force=None):
            return t.gettext("Startade året.")
        case e.CycleStarted():
            return t.gettext("Startade året. Plan som följs upp: %(plan)s.") % {"plan": event.plan_in_force}
        case e.PhaseEntered():
            return t.gettext("Året gick in i nästa del: %(phase)s.") % {"phase": t.gettext(PHASES[event.phase])}
        case e.ScheduleMoved(moves=(only,)):
            return f"{_days(only, t)}."
        case e.ScheduleMoved():
            return moved(t, started=False)
        case _:
            return t.gettext(_FIXED[type(event)])


def moved(t: NullTranslations, *, started: bool) -> str:
    """Why the dates of steps came later: the year began after they would have, or what they wait for was reopened."""
    if started:
        return t.gettext("Datumen sattes efter startdagen.")
    return t.gettext("Datumen flyttades, eftersom ett steg öppnades på nytt.")


def days_of(event: e.ScheduleMoved, titled: Titled, t: NullTranslations) -> tuple[str, ...]:
    """Step by step, the dates that it has from then on."""
    return tuple(f"{titled(move.key)}: {_days(move, t)}" for move in event.moves)


def _days(move: Move, t: NullTranslations) -> str:
    days = {"target": move.new_target, "latest": move.new_latest}
    if move.new_latest is None:
        return t.gettext("Måldatum %(target)s") % days
    if move.new_latest == move.new_target:
        return t.gettext("Senaste datum %(latest)s") % days
    return t.gettext("Måldatum %(target)s, senaste datum %(latest)s") % days


def _assigned(event: e.StepAssigned, t: NullTranslations) -> str:
    role = {"role": _role(event.new, t)}
    if event.new_person is not None:
        return t.gettext("Gav steget till en person: %(role)s.") % role
    if event.old_person is not None:
        return t.gettext("Lämnade steget till alla med rollen: %(role)s.") % role
    return t.gettext("Gav steget till: %(role)s.") % role


def _role(role: object, t: NullTranslations) -> str:
    return t.gettext(next(text for each, text in ROLES.items() if each == role))
