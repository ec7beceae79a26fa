"""A server that dies while we serve is started again where it was; one that cannot stay up is said and given up."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from time import monotonic
from typing import Protocol

from embedded.errors import ServerFailed
from embedded.processes import Server

LOOKED_AT_EVERY = 0.2
QUICK_DEATH, QUICK_DEATHS = 10.0, 5

Say = Callable[[str], None]


class Kept(Protocol):
    """What has a server, and can start it again at the same address. `server` is None before it was first started."""

    @property
    def server(self) -> Server | None: ...

    async def again(self) -> None:
        """Raises ServerFailed."""
        ...


@asynccontextmanager
async def kept_alive(kept: Sequence[Kept], warn: Say, ending: asyncio.Future[None] | None) -> AsyncGenerator[None]:
    """Start again whatever ends meanwhile; `ending` fails when that does not help."""

    def gave_up(keeping: asyncio.Task[ServerFailed]) -> None:
        if not keeping.cancelled() and ending is not None and not ending.done():
            ending.set_exception(keeping.exception() or keeping.result())

    keeping = asyncio.create_task(_keep_alive(kept, warn))
    keeping.add_done_callback(gave_up)
    try:
        yield
    finally:
        keeping.cancel()
        await asyncio.wait({keeping})


async def _keep_alive(kept: Sequence[Kept], warn: Say) -> ServerFailed:
    """Start again whatever ends, until cancelled; returns the failure of one that dies at once again and again."""
    begun = {id(each): (monotonic(), 0) for each in kept}
    while True:
        await asyncio.sleep(LOOKED_AT_EVERY)
        for each in kept:
            server = each.server
            if server is None or server.ended is None:
                continue
            since, deaths = begun[id(each)]
            deaths = deaths + 1 if monotonic() - since < QUICK_DEATH else 1
            if deaths == QUICK_DEATHS:
                return server.failed(f"ended {deaths} times in a row, at last with {server.ended}")
            warn(f"{server.name} ended with {server.ended} and is started again; what it said is in {server.log}.1")
            begun[id(each)] = (monotonic(), deaths)
            try:
                await each.again()
            except ServerFailed as failure:
                warn(str(failure))
