"""What is wrong with a process, all of it at once, before any year runs by it.

A county may derive a version of its own, with other dates or more steps, but can neither drop nor soften a step that
lag (2023:196) requires. The rules read whatever of a step can be read, so that one mistake does not hide the next.
"""

from collections.abc import Iterator, Mapping
from itertools import chain

from domain.errors import Invalid
from domain.people import POLICY, Action, Role
from domain.process import Kind, Phase
from domain.process_order import circles, dates, dates_along_dependencies, duplicate_keys, ladders, references
from domain.process_schema import Mistake, Steps, by_key, schema_mistakes, sketches, written

# The steps that a full year must have, and the paragraph of lag (2023:196) that asks for each.
STATUTORY: Mapping[str, str] = {
    "organisation": "11 §",
    "mapping": "4 § 1",
    "situation_analysis": "4 §",
    "decision": "5 §",
    "follow_up": "6 §",
    "council_report": "13 §",
}

# A light year updates the lägesbild and follows up the plan in force (6 §), and may go without these.
NOT_IN_EVERY_LIGHT_YEAR = frozenset({"mapping", "decision"})


class InvalidProcess(Invalid):
    """A process that no year can run by; the message names every mistake, one a line."""


def mistakes(raw: object, forms: frozenset[str]) -> list[Mistake]:
    """Everything that is wrong with a process as read from its file; `forms` are those that a step may name."""
    steps = sketches(raw)
    found = chain(
        schema_mistakes(raw),
        _phases(raw, steps),
        duplicate_keys(steps),
        references(steps),
        circles(steps),
        dates(steps),
        dates_along_dependencies(steps),
        ladders(steps),
        _bodies(steps),
        _forms(steps, forms),
        _missing_by_law(steps),
        _softened(steps),
        _outside_hands(steps),
    )
    return list(dict.fromkeys(found))


def _phases(raw: object, steps: Steps) -> Iterator[Mistake]:
    titled = written(written(raw).get("phases"))
    unreadable = any(step.phase is None for step in steps)
    for phase in Phase:
        if titled and phase not in titled:
            yield Mistake(path=("phases",), message=f"the phase '{phase}' is missing")
        if steps and not unreadable and all(step.phase is not phase for step in steps):
            yield Mistake(path=("phases", phase.value), message=f"the phase '{phase}' has no steps")


def _bodies(steps: Steps) -> Iterator[Mistake]:
    """A decision-maker decides for a body; nobody else does."""
    for step in steps:
        unreadable = step.bodies is None and "bodies" in step.model_fields_set
        if step.role is Role.DECISION_MAKER and not step.bodies and not unreadable:
            yield step.wrong("must name the bodies that the decision-maker may speak for", "bodies")
        if step.role not in {None, Role.DECISION_MAKER} and step.bodies:
            yield step.wrong("belong to a decision-maker only", "bodies")
        if step.approver and (step.approver.role is Role.DECISION_MAKER) != bool(step.approver.bodies):
            yield step.wrong("a decision-maker approves for a body, and nobody else does", "approver", "bodies")


def _forms(steps: Steps, forms: frozenset[str]) -> Iterator[Mistake]:
    for step in steps:
        if step.form is not None and step.form not in forms:
            yield step.wrong(f"there is no form '{step.form}', only {', '.join(sorted(forms))}", "form")


def _missing_by_law(steps: Steps) -> Iterator[Mistake]:
    known = by_key(steps)
    light_years = any(Kind.LIGHT in step.kinds for step in steps)
    for key, paragraph in STATUTORY.items():
        step = known.get(key)
        if step is None:
            yield Mistake(path=("steps",), message=f"the step '{key}' is missing: {_law(paragraph)} requires it")
        elif step.kinds and Kind.FULL not in step.kinds:
            yield step.wrong(f"must have 'full': {_law(paragraph)} requires the step", "kinds")
        elif light_years and step.kinds and Kind.LIGHT not in step.kinds and key not in NOT_IN_EVERY_LIGHT_YEAR:
            yield step.wrong(f"must have 'light': {_law(paragraph)} requires the step there too", "kinds")


def _softened(steps: Steps) -> Iterator[Mistake]:
    """What the law requires can be neither left undone nor waived, and says that it is the law's."""
    for step in steps:
        paragraph = STATUTORY.get(step.key or "")
        by_law = step.basis is not None and step.basis.kind == "law"
        if paragraph and step.basis and not by_law:
            yield step.wrong(f"must be 'law': {_law(paragraph)} requires the step", "basis", "kind")
        if (paragraph or by_law) and step.optional:
            yield step.wrong("the law requires the step: it cannot be optional", "optional")
        if (paragraph or by_law) and step.waivable:
            yield step.wrong("the law requires the step: it cannot be waived", "waivable")


def _outside_hands(steps: Steps) -> Iterator[Mistake]:
    """What the law asks, the municipality does itself, and nobody outside approves: the county has no power here."""
    for step in steps:
        by_law = step.key in STATUTORY or (step.basis is not None and step.basis.kind == "law")
        if by_law and step.role and step.role not in POLICY[Action.COMPLETE]:
            yield step.wrong(f"the law asks this of the municipality, not of a {step.role}", "role")
        if step.approver and step.approver.role not in POLICY[Action.REVIEW]:
            yield step.wrong(f"a {step.approver.role} may not approve", "approver", "role")


def _law(paragraph: str) -> str:
    return f"{paragraph} lag (2023:196)"
