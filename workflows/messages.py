"""What the edge says to workflows: ids and kinds, never a word that a person wrote."""

from datetime import timedelta

from pydantic import BaseModel, ConfigDict


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True)


class Year(_Message):
    """Start or resume the workflow of a municipality's year.

    `clock_shift` is zero outside rehearsal: the shell's now is `workflow.now() + clock_shift`.
    """

    cycle_id: str
    clock_shift: timedelta = timedelta()


class Filed(_Message):
    """A command that stands in the database."""

    command_id: str
    kind: str


class CountyYear(_Message):
    """Start or resume the workflow of a county's round."""

    round_id: str
    clock_shift: timedelta = timedelta()
