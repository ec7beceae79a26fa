"""Around every request: a body that is too large or never arrives is cut off, and so is an answer that never comes.

Whoever reads the body may make anything of its end, so what was refused here is answered from here. Who goes on sending
is hung up on by `protocol.py`.
"""

import asyncio

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import AnswerTooSlow, BodyTooLarge, BodyTooSlow, NoSuchAddress, problem
from api.guards.limits import MB, UPLOAD, Limits
from domain.errors import DomainError
from domain.evidence import LARGEST, FileTooLarge


class Bodies:
    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(self._limits, scope["path"], receive, send)
        declared = Headers(scope=scope).get("content-length", "")
        if "\0" in scope["path"] or b"%00" in scope["query_string"]:
            # No address here has one and the database has no such text: whoever sends it is trying something.
            exchange.refused = NoSuchAddress("There is nothing at this address; /docs lists what there is")
        elif declared.isdecimal() and int(declared) > exchange.largest:
            exchange.refused = exchange.too_large()
        else:
            await exchange.run(self._app, scope)
        if exchange.refused is not None and not exchange.begun:
            await problem(exchange.refused)(scope, receive, send)


class _Exchange:
    """One request and its answer. `refused` is why it was cut off, `begun` whether an answer is on its way."""

    def __init__(self, limits: Limits, path: str, receive: Receive, send: Send) -> None:
        self.largest, self._left = limits.of(path)
        self.refused: DomainError | None = None
        self.begun = False
        self._is_file = path.endswith(UPLOAD)
        self._answering = limits.answering
        self._receive, self._send = receive, send
        self._size = 0
        self._whole = False
        self._clock = asyncio.timeout(limits.answering)

    async def run(self, app: ASGIApp, scope: Scope) -> None:
        try:
            async with self._clock:
                await app(scope, self.receive, self.send)
        except TimeoutError:
            if not self._clock.expired():
                raise
            self.refused = AnswerTooSlow("The answer took too long; try again with the same key")
        except Exception:
            if self.refused is None:
                raise

    async def receive(self) -> Message:
        """The next piece of the body; after it, whatever the server says."""
        if self.refused is not None:
            raise self.refused
        if self._whole:
            return await self._receive()
        message = await self._next_piece()
        self._size += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._size > self.largest:
            self.refused = self.too_large()
            raise self.refused
        return message

    async def _next_piece(self) -> Message:
        """The caller's time is not ours: our clock stands still meanwhile."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        self._clock.reschedule(None)
        try:
            async with asyncio.timeout(self._left):
                return await self._receive()
        except TimeoutError:
            self.refused = BodyTooSlow("The body did not arrive in time; send it again")
            raise self.refused from None
        finally:
            self._left -= loop.time() - began
            if not self.begun:
                self._clock.reschedule(loop.time() + self._answering)

    async def send(self, message: Message) -> None:
        """Once an answer has begun it may take its time: a stream of events does not end."""
        if (self.refused is not None or self._clock.expired()) and not self.begun:
            return
        if not self.begun:
            self.begun = True
            self._clock.reschedule(None)
        await self._send(message)

    def too_large(self) -> DomainError:
        if self._is_file:
            return FileTooLarge(f"A file holds at most {LARGEST // MB} MB; make it smaller, or send it in parts")
        return BodyTooLarge(f"The body is larger than the {self.largest // MB} MB that this address takes")
