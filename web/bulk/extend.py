"""Ge mer tid: a later latest date for a step, in several municipalities."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from api import models
from api.routes.steps import extend
from domain.arranging import passed_by
from domain.commands import ExtendStep
from domain.errors import Finding
from domain.people import Action
from domain.rules import MoveNotPossible
from web.bulk import texts
from web.bulk.doing import Doing, command_kept
from web.bulk.line import Line, On
from web.bulk.typed import Typed
from web.language import N_

LONGEST = 2000  # characters (domain.commands.Reason)


async def _line(on: On) -> Line:
    typed = on.typed
    if not on.look or any(_wrong(typed, on.page.today)):  # no address carries what was typed
        return _standing(on)
    day, reason = typed.day, typed.text.strip()
    line = on.tried(Action.EXTEND, lambda acts: ExtendStep(actor=acts, step=on.step, latest=day, reason=reason))
    if on.cycle is None or line.why is not None:
        return line
    procedure = on.cycle.procedure
    passes = [
        (on.page.text(procedure.definitions[step.key].title), step.latest or step.target)
        for step in passed_by(on.cycle, on.step, day)
    ]
    return replace(line, passes=passes)


def _standing(on: On) -> Line:
    line = on.stands()
    settled = on.cycle is not None and line.why is None and on.cycle.step(on.step).settled
    return line.but(MoveNotPossible.__name__) if settled else line


async def _send(on: On, key: str) -> object:
    return await extend(on.on_step(key), models.Extension(latest=on.typed.day, reason=on.typed.text.strip()))


def _wrong(typed: Typed, today: date) -> Iterator[Finding]:
    try:
        if typed.day <= today:
            yield Finding(code="passed", pointer="/latest", message=N_("Det nya datumet ska ligga efter i dag."))
    except ValueError:
        yield Finding(code="day", pointer="/latest", message=N_("Skriv det nya datumet som 2027-03-31."))
    yield from texts.wrong(
        typed.text, LONGEST, N_("Skriv varför kommunerna får mer tid."), N_("Skriv högst 2 000 tecken.")
    )


EXTEND = Doing(
    N_("Ge mer tid"),
    N_("Fick mer tid till %(latest)s"),
    Action.EXTEND,
    _line,
    _send,
    command_kept(ExtendStep.__name__, ("latest", "latest"), ("text", "reason")),
    _wrong,
    writes=True,
)
