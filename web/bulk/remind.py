"""Påminn: those whose turn it is, for each step. It asks nothing: one sees at once whom it reaches."""

from dataclasses import replace

from api.routes.steps import remind
from domain.commands import RemindStep
from domain.cycle import Cycle
from domain.due import turn
from domain.people import Action
from web.bulk.doing import Doing, command_kept
from web.bulk.line import Choice, Line, On
from web.language import N_
from web.words import BODIES, ROLES


async def _line(on: On) -> Line:
    line = on.tried(Action.REMIND, lambda acts: RemindStep(actor=acts, step=on.step))
    if on.cycle is None or line.why is not None:
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
    Action.REMIND,
    _line,
    _send,
    command_kept(RemindStep.__name__),
    asks=False,
    why={"MoveNotPossible": N_("Ingen kan göra något åt steget just nu: det är klart, eller väntar på andra steg.")},
)
