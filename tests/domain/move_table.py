"""The table of statuses and moves once more, as a reader would draw it: tests compare the code with this one.

`*` is a step that is stale. A letter is the status after the move, a dot that the move is not possible.
"""

from domain.steps import Move, StepStatus

Cell = tuple[StepStatus, bool, Move]

STATUSES = {
    "W": StepStatus.WAITING,
    "O": StepStatus.OPEN,
    "S": StepStatus.SUBMITTED,
    "R": StepStatus.RETURNED,
    "E": StepStatus.REOPENED,
    "D": StepStatus.DONE,
    "V": StepStatus.WAIVED,
}

DRAWN = """
            open hold submit finish approve return recall reopen confirm waive skip
waiting     O    .    .      .      .       .      .      .      .       V     V
waiting*    O    .    .      .      .       .      .      .      .       V     V
open        .    W    S      D      .       .      .      .      .       V     V
open*       .    W    S      D      .       .      .      .      .       V     V
returned    .    .    S      D      .       .      .      .      .       V     .
returned*   .    .    S      D      .       .      .      .      .       V     .
reopened    .    .    S      D      .       .      .      .      .       V     .
reopened*   .    .    S      D      .       .      .      .      .       V     .
submitted   .    .    .      .      D       R      O      .      .       .     .
submitted*  .    .    S      .      .       R      O      .      S       .     .
done        .    .    .      .      .       .      O      E      .       .     .
done*       .    .    S      D      .       .      O      E      D       .     .
waived      .    .    .      .      .       .      .      E      .       .     .
waived*     .    .    .      .      .       .      .      E      .       .     .
"""


def _read(drawn: str) -> dict[Cell, StepStatus | None]:
    head, *rows = (line.split() for line in drawn.strip().splitlines())
    return {
        (StepStatus(name.rstrip("*")), name.endswith("*"), Move(move)): STATUSES.get(letter)
        for name, *letters in rows
        for move, letter in zip(head, letters, strict=True)
    }


EXPECTED = _read(DRAWN)

# Which move each event is; events that are not here change no status.
MOVE_OF = {
    "StepOpened": Move.OPEN,
    "StepHeld": Move.HOLD,
    "StepSubmitted": Move.SUBMIT,
    "StepCompleted": Move.FINISH,
    "StepApproved": Move.APPROVE,
    "StepReturned": Move.RETURN,
    "StepRecalled": Move.RECALL,
    "StepReopened": Move.REOPEN,
    "StepConfirmed": Move.CONFIRM,
    "StepWaived": Move.WAIVE,
    "StepSkipped": Move.SKIP,
}
