"""The application behind a real server and a real socket, and callers who do not behave."""

import asyncio
import json
import socket
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass

import uvicorn
from fastapi import FastAPI

from api.serving import configured
from tests.town import Json

PATIENCE = 10.0


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def error(self) -> str:
        body: Json = json.loads(self.body)
        return str(body["type"]).rpartition("/")[2]


@dataclass(frozen=True)
class Caller:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    def say(self, *parts: bytes) -> None:
        self.writer.write(b"".join(parts))

    def ask(self, method: str, path: str, *headers: str) -> None:
        lines = (f"{method} {path} HTTP/1.1", "Host: arshjul.test", *headers, "", "")
        self.say("\r\n".join(lines).encode())

    async def answer(self) -> Answer:
        """What was answered, as soon as it is here."""
        async with asyncio.timeout(PATIENCE):
            first, *lines = (await self.reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
            body = await self.reader.readexactly(int(headers["content-length"]))
        return Answer(int(first.split()[1]), headers, body)

    async def hung_up(self) -> bool:
        """Once the server has closed the connection without another word; on who still sends, by a reset."""
        async with asyncio.timeout(PATIENCE):
            with suppress(ConnectionResetError):
                return await self.reader.read(1) == b""
        return True


@asynccontextmanager
async def served(app: FastAPI, http: type[asyncio.Protocol] | None = None) -> AsyncGenerator[int]:
    """The port at which `app` answers."""
    config = configured(app)
    config.http = http or config.http
    server = _Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:  # from here on a caller waits until it is served
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        yield listener.getsockname()[1]
        server.should_exit = True
        await serving


@asynccontextmanager
async def calling(port: int) -> AsyncGenerator[Caller]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield Caller(reader, writer)
    finally:
        writer.close()
