"""Påminn: those whose turn it is, for each step. It asks nothing: one sees at once whom it reaches."""

from dataclasses import replace

from api.routes.steps import remind
from domain.commands import RemindStep
from domain.cycle import Cycle
from domain.due import turn
from domain.people import Action
from domain.rules import MoveNotPossible
from web.bulk.doing import Doing, command_kept
from web.bulk.line import Choice, Line, On
from web.language import N_
from web.words import BODIES, ROLES

STEP_DONE, STEP_WAITS = "StepDone", "StepWaits"


async def _line(on: On) -> Line:
    line = on.tried(Action.REMIND, lambda acts: RemindStep(actor=acts, step=on.step))
    if on.cycle is None:
        return line
    if line.why == MoveNotPossible.__name__:
        return line.but(STEP_DONE if on.cycle.step(on.step).settled else STEP_WAITS)
    if line.why is not None:
        return line
    return replace(line, to=_reached(on, on.cycle))


def _reached(on: On, cycle: Cycle) -> Choice:
    t, whose = on.page.t, turn(cycle, cycle.step(on.step))
    said = ", ".join([t.gettext(ROLES[whose.role]), *(t.gettext(BODIES[body]) for body in whose.bodies)])
    if whose.person is not None:
        said = t.gettext("Den som har steget (%(role)s)") % {"role": said}
    return Choice(whose.person or "", said)


async def _send(on: On, key: str) -> object:
    return await remind(on.on_step(key))


REMIND = Doing(
    N_("Påminn"),
    N_("Påminnelse skickad"),
    Action.REMIND,
    _line,
    _send,
    command_kept(RemindStep.__name__),
    asks=False,
    why={
        MoveNotPossible.__name__: N_("Steget var klart, eller väntade på andra steg."),
        STEP_DONE: N_("Steget är redan klart."),
        STEP_WAITS: N_("Steget väntar på andra steg."),
    },
)
