"""What has happened, in Swedish, as the report says it."""

from collections.abc import Mapping
from enum import StrEnum

from domain import events as e
from domain.people import Role
from domain.process import Process

ROLES: Mapping[Role, str] = {
    Role.COUNTY_COORDINATOR: "länssamordnaren",
    Role.MUNICIPAL_COORDINATOR: "kommunens samordnare",
    Role.CONTRIBUTOR: "den som bidrar",
    Role.DECISION_MAKER: "beslutsfattaren",
    Role.POLICE_PARTNER: "lokalpolisområdet",
    Role.SUPERVISOR: "den som följer arbetet",
    Role.ADMINISTRATOR: "administratören",
}


class Sort(StrEnum):
    REMINDER = "Påminnelse"
    OVERDUE = "Datum passerat"
    ESCALATION = "Eskalering"
    STATUS = "Ny status"
    DATES = "Nya datum"
    YEAR = "Årscykeln"


def sort_of(event: e.Event) -> Sort:
    match event:
        case e.StepReminded():
            return Sort.REMINDER
        case e.StepOverdue():
            return Sort.OVERDUE
        case e.StepEscalated():
            return Sort.ESCALATION
        case e.ScheduleMoved() | e.StepExtended():
            return Sort.DATES
        case e.CycleStarted() | e.PhaseEntered() | e.CycleClosed() | e.CycleReopened():
            return Sort.YEAR
        case _:
            return Sort.STATUS


def says(event: e.Event, process: Process) -> str:
    """The event in a sentence; a step by its title."""
    match event:
        case e.CycleStarted():
            return "startar" if event.plan_in_force is None else f"startar; plan i kraft: {event.plan_in_force}"
        case e.ScheduleMoved():
            moved = ", ".join(f"{_title(process, move.key)} till {move.new_target}" for move in event.moves)
            return f"datum flyttas: {moved}"
        case e.PhaseEntered():
            return f"går in i {process.phases[event.phase].sv}"
        case e.CycleClosed() | e.CycleReopened():
            return _FIXED[type(event)]
        case _:
            return f"{_title(process, event.step)}: {_of_step(event, process)}"


_StepEvent = (
    e.StepReminded
    | e.StepOverdue
    | e.StepEscalated
    | e.StepExtended
    | e.StepAssigned
    | e.StepReopened
    | e.ChangeTraced
    | e.StepOpened
    | e.StepHeld
    | e.StepSubmitted
    | e.StepCompleted
    | e.StepApproved
    | e.StepReturned
    | e.StepRecalled
    | e.StepConfirmed
    | e.StepWaived
    | e.StepSkipped
)


def _of_step(event: _StepEvent, process: Process) -> str:
    match event:
        case e.StepReminded():
            said = f"påminnelse till {ROLES[event.to]}" + (" från en person" if event.by else "")
        case e.StepOverdue():
            said = f"senaste datum {event.latest} har passerat"
        case e.StepEscalated():
            said = f"{ROLES[event.to]} får veta att steget dröjer (stödbehov)"
        case e.StepExtended():
            said = f"senaste datum flyttas till {event.new_latest}"
        case e.StepAssigned():
            said = f"lämnas över till {ROLES[event.new]}"
        case e.StepReopened(stale=(_, *_)):
            said = f"öppnas på nytt; väntar på ändringen: {', '.join(_title(process, key) for key in event.stale)}"
        case e.ChangeTraced(stale=(_, *_)):
            said = f"ändrat; att bekräfta: {', '.join(_title(process, stale.step) for stale in event.stale)}"
        case _:
            said = _FIXED[type(event)]
    return said


_FIXED: Mapping[type[e.Event], str] = {
    e.StepOpened: "kan göras",
    e.StepHeld: "väntar igen",
    e.StepSubmitted: "inlämnat för godkännande",
    e.StepCompleted: "klart",
    e.StepApproved: "godkänt",
    e.StepReturned: "tillbaka för komplettering",
    e.StepRecalled: "återtaget av den som lämnade in",
    e.StepConfirmed: "bekräftat, gäller fortfarande",
    e.StepWaived: "avstått med skäl",
    e.StepSkipped: "utelämnat (frivilligt)",
    e.StepReopened: "öppnas på nytt",
    e.ChangeTraced: "det som bygger på det gäller fortfarande",
    e.CycleClosed: "avslutas",
    e.CycleReopened: "öppnas igen",
}


def _title(process: Process, key: str) -> str:
    return process.step(key).title.sv
