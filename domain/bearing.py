"""What a step that is settled anew bears on: which of the steps that built on it still hold."""

from collections.abc import Mapping
from datetime import datetime

from domain.commands import Content, Held
from domain.content.touched import ALL, stale_after
from domain.content.year import YearContent
from domain.cycle import Cycle
from domain.events import ChangeTraced, Event, StaleStep
from domain.steps import Step, StepStatus

BUILT = (StepStatus.SUBMITTED, StepStatus.DONE)


def built_on(cycle: Cycle, key: str) -> tuple[Step, ...]:
    """The steps near and far that build on this one and stand."""
    return tuple(step for step in cycle.dependents(key) if step.status in BUILT)


def traced(cycle: Cycle, key: str, content: Content | None, held: Held, now: datetime) -> list[Event]:
    """What is to be said of the steps that built on what `key` held before, now that it is settled with `content`.

    None is said where nothing waits for it and nothing becomes stale.
    """
    standing = built_on(cycle, key)
    forms = {step.key: cycle.definition(step.key).form for step in standing}
    by_form: Mapping[str, tuple[str, ...]] = {}
    changed = held.settled is None or content is None or held.settled != content
    if held.settled is not None and content is not None:
        later = {form: held.contents[form] for form in forms.values() if form in held.contents}
        by_form = stale_after(cycle.definition(key).form, held.settled, content, later)
    stale = tuple(
        StaleStep(step=step.key, at=at)
        for step in standing
        if changed and (at := _where(cycle, key, step, by_form, known=held.settled is not None))
    )
    waiting = any(key in step.stale_until for step in standing)
    return [ChangeTraced(at=now, step=key, stale=stale)] if stale or waiting else []


def _where(
    cycle: Cycle, key: str, step: Step, by_form: Mapping[str, tuple[str, ...]], *, known: bool
) -> tuple[str, ...]:
    """A form that holds no more than text can name nothing: all that builds on it may rest on what changed."""
    if not known:  # it was waived before, or its content is not to be had: nobody can say what changed
        return ALL if key in step.stale_until else ()
    form, changed = cycle.definition(step.key).form, cycle.definition(key).form
    if changed not in YearContent.model_fields or form not in YearContent.model_fields:
        return ALL
    return by_form.get(form, ())
