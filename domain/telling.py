"""Who is told of what happens to their work: whose a step becomes or is no longer, whose turn it is, what came back."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from domain.arranging import has
from domain.cycle import Cycle
from domain.due import Turn, turn
from domain.events import Event, StepAssigned, StepReminded, StepReturned
from domain.people import Grant, Role

TOLD_OF = (StepAssigned, StepReminded, StepReturned)
_STOOD_IN_FOR = (StepReminded, StepReturned)  # which ask for something to be done


class Told(StrEnum):
    GIVEN = "given"
    TAKEN = "taken"
    REMINDED = "reminded"
    RETURNED = "returned"


class Named(NamedTuple):
    """A role and who has it (an id): their own, or as a substitute (ersättare) that of somebody absent."""

    person: str
    grant: Grant


def asks_for_roles(event: Event) -> bool:
    """Whether it has to be known who has which role in the municipality."""
    return isinstance(event, _STOOD_IN_FOR)


def concerned(event: Event, after: Cycle, crowd: Sequence[Named]) -> Iterator[tuple[str, Told]]:
    """Each person told of it, and of what. `after` is the year as it left it, `crowd` the municipality's roles."""
    match event:
        case StepReminded():
            to = _reminded(turn(after, after.step(event.step)), crowd)
            yield from ((person, Told.REMINDED) for person in _with_substitutes(to, crowd))
        case StepReturned():
            handed_in_by = after.step(event.step).submitted_by
            to = set[str]() if handed_in_by is None else {handed_in_by}
            yield from ((person, Told.RETURNED) for person in _with_substitutes(to, crowd))
        case StepAssigned() if event.old_person != event.new_person:
            if event.old_person is not None:
                yield event.old_person, Told.TAKEN
            if event.new_person is not None:
                yield event.new_person, Told.GIVEN
        case _:
            return


def _reminded(whose: Turn, crowd: Sequence[Named]) -> set[str]:
    """Whose turn it is; where the municipality has nobody for it, those who coordinate its year and its people."""
    if whose.person is not None:
        return {whose.person}
    having = {person for person, grant in crowd if has(grant, whose)}
    return having or {person for person, grant in crowd if grant.role is Role.MUNICIPAL_COORDINATOR}


def _with_substitutes(people: set[str], crowd: Sequence[Named]) -> set[str]:
    return people | {person for person, grant in crowd if grant.on_behalf in people}
