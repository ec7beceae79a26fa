"""What workflows and activities say to each other: ids, kinds, dates. Never a word that a person wrote.

New fields get defaults, so that yesterday's histories still parse.
"""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

from domain.process import Phase


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True)


class Act(_Message):
    """Decide and record one command of a cycle; without `command_id`, the passing of time."""

    cycle_id: str
    command_id: str | None = None
    now: datetime


class Acted(_Message):
    """What was recorded. The workflow's control flow depends on this alone, never on a rule run in the workflow.

    `version` is 0 while the cycle has no event; `awaits` names the steps that somebody can act on, for people's eyes.
    """

    accepted: bool
    version: int = 0
    kinds: tuple[str, ...] = ()
    phase: Phase = Phase.SITUATION_ANALYSIS
    next_wakeup: datetime | None = None
    closed: bool = False
    awaits: tuple[str, ...] = ()


class CycleRef(_Message):
    cycle_id: str


class OpenRound(_Message):
    """Open a round, or make its failed members pending again: as the filed command says."""

    command_id: str
    round_id: str | None = None
    now: datetime


class RoundRef(_Message):
    round_id: str


class RoundAnswer(_Message):
    accepted: bool


class Member(_Message):
    round_id: str
    municipality: str
    now: datetime


class MemberFailed(_Message):
    """A municipality whose start could not even be tried to the end; `reason` is a kind of fault, not its text."""

    round_id: str
    municipality: str
    reason: str
    now: datetime


class Pending(_Message):
    municipalities: tuple[str, ...]


class CountyDay(_Message):
    county: str
    now: datetime


class Told(_Message):
    """How many warnings were new."""

    new: int


class AnchorDay(_Message):
    """Anchor the day in Stockholm of this instant."""

    now: datetime


class Anchored(_Message):
    """The newest anchor, none where this site has no key; `broken` names a chain that an earlier one does not find."""

    day: date | None = None
    new: bool = False
    broken: str | None = None


class IdleDay(_Message):
    """Close what is unused on the day in Stockholm of this instant."""

    now: datetime


class IdleClosed(_Message):
    """How many unused accounts were closed, and how many stay because nobody else has their post."""

    closed: int
    kept: int
