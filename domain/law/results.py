"""What a rule answers: one result for each, the Act's own apart from guidance."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from domain.law.clocks import Clock, Notice
from domain.law.facts import Evidence


class Severity(StrEnum):
    """`must`: the Act says ska. `work_for`: ska verka för, where effort is enough. `guidance` is not the Act."""

    MUST = "must"
    WORK_FOR = "work_for"
    NOTE = "note"
    GUIDANCE = "guidance"


class State(StrEnum):
    """`not_stated`: nothing has been told that would answer it. `not_due`: nothing is asked for on that day."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_STATED = "not_stated"
    NOT_DUE = "not_due"


# 10 § does not say how often the council meets, and 13 § says löpande.
OWN_INTERVAL = frozenset({"L10-1", "L13-2"})


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Sentence(_Frozen):
    sv: str
    en: str


class Result(_Frozen):
    """`until` is the last day on which this holds or, not yet due, by which it is to be done; where there is one."""

    rule: str
    paragraph: str | None
    severity: Severity
    state: State
    says: Sentence
    until: date | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def own_interval_passed(self) -> bool:
        """What has passed is an interval of this system's or the municipality's own, where the Act gives none."""
        return self.rule in OWN_INTERVAL and self.state is State.NOT_MET and self.until is not None


class LawMap(_Frozen):
    """Where a municipality stands on a day. `notices`, to be told by then, are of what runs out and what has."""

    municipality: str
    as_of: date
    law: tuple[Result, ...]
    guidance: tuple[Result, ...]
    clocks: tuple[Clock, ...]
    notices: tuple[Notice, ...]
