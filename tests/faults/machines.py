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
    """A throwaway Temporal and a PostgreSQL that promises what a real one does, each with its folder."""

    def __init__(self, folder: Path, data: Path) -> None:
        self.postgres = Postgres(data)
        self._temporal = Temporal(folder, durable=False, ui=False)
        self.urls = DatabaseUrls("", "", "")

    @property
    def temporal_address(self) -> str:
        return self._temporal.address

    async def start(self) -> None:
        await self._temporal.start()
        await self.bring_back()

    async def stop(self) -> None:
        await self._temporal.stop()
        await self.postgres.stop()

    async def take_away(self, how: signal.Signals) -> None:
        """Killed, or asked to end at once; either way gone with all its processes when this returns."""
        assert self.postgres.server
        parent = psutil.Process(self.postgres.server.pid)
        family = [parent, *parent.children(recursive=True)]
        os.kill(parent.pid, how)
        await until(lambda: not any(map(_runs, family)), 20)
        await self.postgres.stop()  # has ended, and is taken note of

    async def bring_back(self) -> None:
        _, self.urls = await self.postgres.start()


def _runs(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@asynccontextmanager
async def fragile(disk: Path | None = None) -> AsyncGenerator[Fragile]:
    """`disk` is where PostgreSQL's data is, if it has one of its own."""
    with tempfile.TemporaryDirectory(prefix="arshjul-") as name:
        folder = usable(Path(name))
        servers = Fragile(folder, usable(disk / "data") if disk else folder)
        try:
            await servers.start()
            yield servers
        finally:
            await servers.stop()
