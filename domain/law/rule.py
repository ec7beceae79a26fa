"""A rule's name, paragraph and strength, and how it puts its answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.law.clocks import DatedBy
from domain.law.facts import Evidence
from domain.law.results import Result, Sentence, Severity, State

Says = Mapping[State, tuple[str, str]]
"""The plain sentences of a rule, Swedish and English, by the state they belong to."""

COUNTED_FROM: Mapping[DatedBy, tuple[str, str]] = {
    DatedBy.DECISION: ("räknat från beslutet", "counted from the decision"),
    DatedBy.FINAL: ("räknat från den dag det var färdigt", "counted from the day it was final"),
    DatedBy.STEP_DONE: ("räknat från den dag steget blev klart", "counted from the day the step was finished"),
    DatedBy.OWN_DAY: ("räknat från den dag som anges", "counted from the day that is given"),
    DatedBy.TOLD: ("räknat från den dag uppgiften lämnades", "counted from the day it was told"),
}


@dataclass(frozen=True)
class Rule:
    name: str
    paragraph: str | None
    severity: Severity
    says: Says

    def answer(
        self, state: State, *evidence: Evidence, until: date | None = None, **words: tuple[object, object]
    ) -> Result:
        """`words` fill the sentence of that state: each in Swedish and English."""
        sv, en = self.says[state]
        return self.put(
            state,
            sv.format(**{name: word[0] for name, word in words.items()}),
            en.format(**{name: word[1] for name, word in words.items()}),
            *evidence,
            until=until,
        )

    def put(self, state: State, sv: str, en: str, *evidence: Evidence, until: date | None = None) -> Result:
        return Result(
            rule=self.name,
            paragraph=self.paragraph,
            severity=self.severity,
            state=state,
            says=Sentence(sv=sv, en=en),
            until=until,
            evidence=evidence,
        )

    def yes_or_no(self, held: bool | None, *evidence: Evidence) -> Result:  # noqa: FBT001
        """Met, not met, or (None) not stated."""
        state = State.NOT_STATED if held is None else State.MET if held else State.NOT_MET
        return self.answer(state, *evidence)


def same(word: object) -> tuple[object, object]:
    """A word that is the same in both languages, such as a day."""
    return word, word
