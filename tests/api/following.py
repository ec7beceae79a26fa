"""Somebody who follows along: a stream of server-sent events on a real socket, read one by one."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx

from tests.town import Json

PATIENCE = 10.0
STREAM = "/v1/events/stream"
PING = ": ping - "


@dataclass(frozen=True)
class Said:
    event: str
    id: str
    data: Json


@dataclass
class Listening:
    response: httpx.Response
    lines: AsyncIterator[str]

    async def next(self) -> Said:
        """The next event; comments are passed by. Raises StopAsyncIteration once the stream has ended."""
        found: dict[str, str] = {}
        async with asyncio.timeout(PATIENCE):
            while line := await anext(self.lines):
                name, _, value = line.partition(": ")
                found[name] = value
        if "data" not in found:
            return await self.next()
        return Said(found["event"], found.get("id", ""), json.loads(found["data"]))

    async def until(self, kind: str) -> list[Said]:
        """All that is said up to an event of this kind."""
        said = [await self.next()]
        while said[-1].data.get("kind") != kind:
            said.append(await self.next())
        return said

    async def rest(self) -> list[Said]:
        """All that is said up to the stream's end."""
        said: list[Said] = []
        with suppress(StopAsyncIteration):
            while True:
                said.append(await self.next())
        return said

    async def up_to_now(self) -> str:
        """All that has come, up to a heartbeat that is later than this moment."""
        now, passed = datetime.now(UTC), ""
        async with asyncio.timeout(PATIENCE):
            while True:
                line = await anext(self.lines)
                if line.startswith(PING) and datetime.fromisoformat(line.removeprefix(PING)) > now:
                    return passed
                passed += line


def caller(port: int, token: str = "") -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=PATIENCE)


@asynccontextmanager
async def listening(client: httpx.AsyncClient, after: str = "", **asked: str) -> AsyncGenerator[Listening]:
    headers = {"Last-Event-ID": after} if after else {}
    async with client.stream("GET", STREAM, headers=headers, params=asked, timeout=None) as response:
        assert response.status_code == 200, await response.aread()
        yield Listening(response, response.aiter_lines())
