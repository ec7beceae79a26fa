"""What the pages of a year say for values of the domain, in Swedish. English is in `locale/`."""

from collections.abc import Mapping

from domain.content.gaps import Kind
from domain.content.lineage import Fate
from domain.law.clocks import DatedBy
from domain.law.results import State
from domain.registration import Mark, Side
from domain.statements import Kind as StatementKind
from web.language import N_
from web.words import Word

CYCLES: Mapping[str, Word] = {
    "running": Word(N_("Pågår"), "under-way", "blue"),
    "closed": Word(N_("Avslutat"), "done", "green"),
}

DOCUMENTS: Mapping[str, str] = {
    "situation-analysis": N_("Lägesbild"),
    "action-plan": N_("Åtgärdsplan"),
    "follow-up": N_("Uppföljning"),
    "council-report": N_("Rapport till fullmäktige"),
}

SIDES: Mapping[Side, str] = {
    Side.MUNICIPALITY: N_("kommunens diarium"),
    Side.COUNTY: N_("länsstyrelsens diarium"),
}

MARKS: Mapping[Mark, Word] = {
    Mark.REGISTERED: Word(N_("Registrerad"), "done", "green"),
    Mark.CHANGED: Word(N_("Ändrad sedan den registrerades"), "stale", "violet"),
    Mark.NOT_REGISTERED: Word(N_("Inte registrerad"), "not-started", "grey"),
}

STATES: Mapping[State, Word] = {
    State.MET: Word(N_("På plats"), "done", "green"),
    State.NOT_MET: Word(N_("Återstår"), "late", "amber"),
    State.NOT_STATED: Word(N_("Inte angivet"), "not-started", "grey"),
    State.NOT_DUE: Word(N_("Inte aktuellt"), "waived", "grey"),
}

AGAIN = Word(N_("Inte nyligen"), "not-started", "grey")

DATED_BY: Mapping[DatedBy, str] = {
    DatedBy.DECISION: N_("beslutsdag"),
    DatedBy.FINAL: N_("dag då det var färdigt"),
    DatedBy.STEP_DONE: N_("dag då steget blev klart"),
    DatedBy.OWN_DAY: N_("angiven dag"),
    DatedBy.TOLD: N_("dag då uppgiften lämnades"),
}

DATED: Mapping[DatedBy, str] = {
    DatedBy.DECISION: N_("beslutad"),
    DatedBy.FINAL: N_("färdig"),
    DatedBy.STEP_DONE: N_("klart"),
    DatedBy.OWN_DAY: N_("angiven dag"),
    DatedBy.TOLD: N_("uppgiften lämnades"),
}
"""The same before the day."""

STATEMENTS: Mapping[StatementKind, str] = {
    StatementKind.SITUATION_ANALYSIS: N_("Uppgift om lägesbilden"),
    StatementKind.ACTION_PLAN: N_("Uppgift om åtgärdsplanen"),
    StatementKind.FOLLOW_UP: N_("Uppgift om uppföljningen"),
    StatementKind.AGREEMENTS: N_("Uppgift om överenskommelser"),
    StatementKind.COUNCIL: N_("Uppgift om det strategiska rådet"),
    StatementKind.COORDINATION: N_("Uppgift om samordningsfunktionen"),
    StatementKind.RESPONSIBLE: N_("Uppgift om vem som leder arbetet"),
    StatementKind.EFFORTS: N_("Uppgift om arbete för samverkan"),
    StatementKind.COUNCIL_REPORT: N_("Uppgift om rapport till fullmäktige"),
}

ONE: Mapping[Kind, str] = {
    Kind.PROBLEM: N_("Problem"),
    Kind.CAUSE: N_("Orsak"),
    Kind.GOAL: N_("Effektmål"),
    Kind.MEASURE: N_("Åtgärd"),
    Kind.INDICATOR: N_("Indikator"),
    Kind.RESULT: N_("Resultat"),
}
"""What one of them is called: a measure, its indicator and its result have the same id."""

KINDS: Mapping[Kind, str] = {
    Kind.PROBLEM: N_("Problem"),
    Kind.CAUSE: N_("Orsaker"),
    Kind.GOAL: N_("Effektmål"),
    Kind.MEASURE: N_("Åtgärder"),
    Kind.INDICATOR: N_("Indikatorer"),
    Kind.RESULT: N_("Resultat"),
}

FATES: Mapping[Fate, Word] = {
    Fate.CONTINUED: Word(N_("Fortsätter"), "under-way", "blue"),
    Fate.CHANGED: Word(N_("Ändrad"), "reopened", "violet"),
    Fate.FINISHED: Word(N_("Genomförd"), "done", "green"),
    Fate.STOPPED: Word(N_("Avbruten"), "waived", "grey"),
    Fate.LEFT_BEHIND: Word(N_("Inget sagt i den nya planen"), "stale", "violet"),
}
