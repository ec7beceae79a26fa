"""Rehearsals beside what is served: `arshjul rehearse` as a child, one at a time, that ends when we do."""

import asyncio
import shutil
import signal
import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from domain.rehearsed import Figures
from embedded.processes import Server, start, until
from web.rehearsing import Asked, Rehearsal, RehearsalRuns, State

Line = TypeVar("Line", bound=BaseModel)
WITHIN, GRACE = 600.0, 15.0  # a county takes seconds; whoever takes that long never ends
REPORT = "report.html"


class Reached(BaseModel):
    """A line of `--progress`."""

    reached: date | None = None
    share: float = 0.0


class Rehearsals:
    """The newest one's report stays in the folder until the next begins."""

    def __init__(self, folder: Path) -> None:
        self._log = folder / "rehearsal.log"
        self._reports = folder / "rehearsal"
        self._played: tuple[Asked, Server] | None = None
        self._bounding: asyncio.Task[None] | None = None

    @property
    def newest(self) -> Rehearsal | None:
        if self._played is None:
            return None
        asked, server = self._played
        lines = self._log.read_text(errors="replace").splitlines() if self._log.exists() else []
        figures = _last(Figures, lines)
        if server.ended is None:
            come = _last(Reached, lines) or Reached()
            return Rehearsal(asked, State.PLAYING, come.reached, come.share)
        report = self._reports / REPORT
        if figures is None or not report.exists():
            return Rehearsal(asked, State.FAILED)
        return Rehearsal(asked, State.DONE, share=1.0, figures=figures, report=report)

    def start(self, asked: Asked) -> None:
        """Raises RehearsalRuns."""
        if self._played is not None and self._played[1].ended is None:
            raise RehearsalRuns("A rehearsal is being played; the next may start when it is done")
        shutil.rmtree(self._reports, ignore_errors=True)
        what = ("--county", asked.county, "--year", str(asked.year), "--kind", asked.kind.value)
        told = ("--json", "--progress", "--report", self._reports)
        command = [sys.executable, "-P", "-m", "cli", "rehearse", *what, *told]
        server = start("rehearsal", command, self._log, dies_by=signal.SIGINT)
        self._played = (asked, server)
        self._bounding = asyncio.create_task(_bounded(server))

    async def stop(self) -> None:
        """As Ctrl-C at a terminal, so that it takes its own servers down and clears up after itself."""
        if self._bounding is not None:
            self._bounding.cancel()
            await asyncio.wait({self._bounding})
        if self._played is not None:
            await self._played[1].stop(signal.SIGINT, GRACE)


@asynccontextmanager
async def rehearsals(folder: Path) -> AsyncGenerator[Rehearsals]:
    offered = Rehearsals(folder)
    try:
        yield offered
    finally:
        await offered.stop()


async def _bounded(server: Server) -> None:
    if not await until(lambda: server.ended is not None, WITHIN):
        await server.stop(signal.SIGINT, GRACE)


def _last(form: type[Line], lines: Sequence[str]) -> Line | None:
    """The last line that is one; the log holds what else was said, too."""
    for line in reversed(lines):
        with suppress(ValidationError):
            return form.model_validate_json(line)
    return None
