"""A rehearsal that pages may start: what whoever serves has to offer for it. Without servers of its own nobody does."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from domain.errors import Conflict
from domain.process import Kind
from domain.rehearsed import Figures


class RehearsalRuns(Conflict):
    """One at a time: each has servers of its own."""


class State(StrEnum):
    PLAYING = "playing"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Asked:
    county: str
    year: int
    kind: Kind


@dataclass(frozen=True)
class Rehearsal:
    """The newest, while it is played and afterwards. `reached` is the day it has come to, `share` how far that is."""

    asked: Asked
    state: State
    reached: date | None = None
    share: float = 0.0
    figures: Figures | None = None
    report: Path | None = None


class Rehearser(Protocol):
    @property
    def newest(self) -> Rehearsal | None: ...

    def start(self, asked: Asked) -> None:
        """Raises RehearsalRuns."""
        ...
