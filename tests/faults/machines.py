"""Servers of which PostgreSQL can be taken away and brought back."""

import os
import signal
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil

from embedded.databases import DatabaseUrls
from embedded.folder import usable
from embedded.postgres import Postgres
from embedded.processes import until
from embedded.temporal import Temporal


class Fragile:
    """A throwaway Temporal and a PostgreSQL that promises what a real one does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._postgres = Postgres(folder)
        self._temporal = Temporal(folder, durable=False, ui=False)
        self._pid = 0
        self.urls = DatabaseUrls("", "", "")

    @property
    def temporal_address(self) -> str:
        return self._temporal.address

    async def start(self) -> None:
        await self._temporal.start()
        await self.bring_back()

    async def stop(self) -> None:
        await self._temporal.stop()
        await self._postgres.stop()

    async def take_away(self, how: signal.Signals) -> None:
        """Killed, or asked to end at once; either way gone with all its processes when this returns."""
        parent = psutil.Process(self._pid)
        family = [parent, *parent.children(recursive=True)]
        os.kill(self._pid, how)
        await until(lambda: not any(map(_runs, family)), 20)
        await self._postgres.stop()  # has ended, and is taken note of

    async def bring_back(self) -> None:
        self._pid, self.urls = await self._postgres.start()


def _runs(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@asynccontextmanager
async def fragile() -> AsyncGenerator[Fragile]:
    with tempfile.TemporaryDirectory(prefix="arshjul-") as name:
        servers = Fragile(usable(Path(name)))
        try:
            await servers.start()
            yield servers
        finally:
            await servers.stop()
