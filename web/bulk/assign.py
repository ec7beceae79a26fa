"""Ge till någon: a named person of those whom a step fits, for each."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from api import models
from api.routes.steps import assign
from domain.arranging import NotAssignable
from domain.commands import AssignStep
from domain.due import doer
from domain.people import Action, Role
from domain.steps import Step
from web.bulk.doing import Doing, command_kept
from web.bulk.line import Choice, Line, On
from web.fitting import Candidate, NobodyChosen, candidates, fitting, likely
from web.language import N_


async def _line(on: On) -> Line:
    """Whom it could be given to, and to whom it is given if nobody says otherwise: the one who is likely to do what
    nobody does in particular.
    """
    line = on.stands()
    if on.cycle is None or line.why is not None:
        return line
    step = on.cycle.step(on.step)
    able = fitting(await candidates(on.page, on.place), on.place, doer(on.cycle, step))
    line = replace(line, choices=_choices(on, able, step.latest or step.target))
    chosen = on.typed.chosen(on.name)
    if step.person is None and not on.typed.to and not on.look:
        first = likely(able, doer(on.cycle, step))
        chosen = None if first is None else first.person
    line = replace(line, to=next((each for each in line.choices if each.person == chosen), None))
    unfit = chosen is not None and line.to is None
    return line.but(NotAssignable.__name__ if unfit else _why(on, step, line))


def _choices(on: On, able: Iterable[Candidate], due: date) -> list[Choice]:
    away = on.page.t.gettext("Är borta när steget ska vara klart.")
    return [Choice(each.person, each.called, away if each.away(due) else "") for each in able]


def _why(on: On, step: Step, line: Line) -> str | None:
    """That nobody is chosen is a reason against it once there is nothing left to choose."""
    person = line.to.person if line.to is not None else None
    tried = on.tried(
        Action.ASSIGN,
        lambda acts: AssignStep(actor=acts, step=step.key, role=step.role, person=person),
        Role.MUNICIPAL_COORDINATOR,
    )
    if tried.why is not None:
        return tried.why
    if not line.choices:
        return "NobodyFits"
    return NobodyChosen.__name__ if on.look and line.to is None else None


async def _send(on: On, key: str) -> object:
    """Raises NobodyChosen unless there is somebody who fits."""
    line = await _line(replace(on, look=True))
    if line.to is None or line.why is not None:
        raise NobodyChosen("Nobody who could do it was chosen there")
    return await assign(on.on_step(key), models.Assignment(person=line.to.person))


ASSIGN = Doing(
    N_("Ge till någon"), N_("Gavs till %(to)s"), Action.ASSIGN, _line, _send, command_kept(AssignStep.__name__)
)
