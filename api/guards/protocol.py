"""The server's own way with a connection, bounded.

uvicorn sets no limit to the size of a request's head when it parses with httptools (`h11_max_incomplete_event_size` is
for the other parser), and with either none to the time in which a head comes or an answer is read.
"""

import asyncio
from collections.abc import MutableMapping
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LARGEST_HEAD = 64 * 1024
"""Bytes of request line and headers; a proxy in front usually takes less."""
HEAD_WITHIN = 15.0
"""Seconds, from a connection's beginning, or from the head's first byte, to the head's end."""
READ_WITHIN = 60.0
"""Seconds in which a caller reads what is ready for them, some 64 KB at a time."""
ENDING = "arshjul.ending"


def ending_of(scope: MutableMapping[str, Any], loop: asyncio.AbstractEventLoop) -> asyncio.Future[None]:
    """Done once the server is asked to stop, for an answer that would not end by itself."""
    ending: asyncio.Future[None] = scope.setdefault(ENDING, loop.create_future())
    return ending


STOPS_WITHIN = 5.0
"""Seconds in which a caller who has been answered stops sending. Hanging up at once would take the answer from them."""


class Bounded(HttpToolsProtocol):
    """Hangs up on whoever says or reads nothing for too long; 400 to a head that is too large."""

    head_within = HEAD_WITHIN
    read_within = READ_WITHIN
    stops_within = STOPS_WITHIN
    _pending = True
    _whole = True
    _size = 0
    _head: asyncio.TimerHandle | None = None
    _read: asyncio.TimerHandle | None = None
    _rest: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)  # pyright: ignore[reportArgumentType]  always a Transport
        self._begin()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end()
        self.resume_writing()
        self._arrived()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._whole = False
        if not self._pending:
            self._begin()

    def on_headers_complete(self) -> None:
        self._end()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._arrived()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self._whole and self._rest is None:
            self._rest = self.loop.call_later(self.stops_within, self.transport.abort)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._pending:
            self._size += len(data)
            if self._size > LARGEST_HEAD and not self.transport.is_closing():
                self.send_400_response("The head of the request is too large.")

    def shutdown(self) -> None:
        """The server is asked to stop: a stream would keep it waiting, so it is told to end."""
        super().shutdown()
        scope: MutableMapping[str, Any] = getattr(self.cycle, "scope", {})  # none before the first request
        ending = ending_of(scope, self.loop)
        if not ending.done():
            ending.set_result(None)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._read = self.loop.call_later(self.read_within, self.transport.abort)

    def resume_writing(self) -> None:
        if self._read is not None:
            self._read.cancel()
            self._read = None
        super().resume_writing()

    def _arrived(self) -> None:
        self._whole = True
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None

    def _begin(self) -> None:
        self._pending, self._size = True, 0
        self._head = self.loop.call_later(self.head_within, self.transport.abort)

    def _end(self) -> None:
        self._pending = False
        if self._head is not None:
            self._head.cancel()
            self._head = None
