"""Printing beside the server: in two processes of their own, so that nobody's request waits for somebody's document.

What typst keeps from one document to the next grows to hundreds of megabytes, and the .docx writer lets no other
thread run; here both happen where they do no harm, and a process that has printed enough makes way for a new one.
Not a ProcessPoolExecutor: its children import the whole server again, and its `max_tasks_per_child` can hang.
"""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from documents.printer import Order
from domain.errors import DomainError


class PrintersBusy(DomainError):
    """More documents are asked for at once than are printed at once. Ask again in a moment; nothing was lost."""


class PrintingFailed(DomainError):
    """The printing of a document was cut off, twice, or took too long. Ask again; nothing was lost."""


class CannotPrint(Exception):
    """The document cannot be made: a fault of the program, named by the kind of error alone."""


class _Died(Exception):
    """The process ended before it had answered."""


@dataclass(frozen=True)
class Limits:
    """`waiting` is how many may wait for a press, `patience` for how long, `longest` how long a printing may take (s).

    `documents` is how many one process prints before another takes its place.
    """

    presses: int = 2
    waiting: int = 16
    patience: float = 15.0
    longest: float = 20.0
    documents: int = 10


class _Press:
    """One process that prints one document at a time, started when it is needed."""

    def __init__(self, documents: int) -> None:
        self._documents = documents
        self._process: Process | None = None
        self._left = 0

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None else None

    async def printed(self, order: bytes) -> bytes:
        """Raises _Died and CannotPrint. Cut off in any way it ends its process, which would answer the wrong order."""
        if self._left == 0:
            await self.end()
        if self._process is None:
            self._process, self._left = await _started(), self._documents
        self._left -= 1
        try:
            return await _asked(self._process, order)
        except CannotPrint:
            raise
        except BaseException:
            await self.end()
            raise

    async def end(self) -> None:
        """At once: a printing that is cut off leaves nothing behind. Nobody may be printing on it."""
        self.kill()
        process, self._process = self._process, None
        if process is not None:
            await process.communicate()

    def kill(self) -> None:
        """Whoever is printing on it sees it die."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()


class Printers:
    """Two presses and a queue before them. Nothing is started before the first document is asked for."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._presses = [_Press(self._limits.documents) for _ in range(self._limits.presses)]
        self._free: asyncio.LifoQueue[_Press] = asyncio.LifoQueue()  # the last one is warm, and the other may rest
        for press in reversed(self._presses):
            self._free.put_nowait(press)
        self._waiting = 0
        self._closed = False

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes that there are now."""
        return tuple(press.pid for press in self._presses if press.pid is not None)

    async def printed(self, order: Order) -> bytes:
        """The file, the same bytes for the same order. Raises PrintersBusy, PrintingFailed and CannotPrint."""
        line = f"{order.model_dump_json()}\n".encode()
        async with self._a_press() as press:
            with suppress(_Died):  # the system may have needed its memory
                return await self._in_time(press, line)
            try:
                return await self._in_time(press, line)
            except _Died as error:
                raise PrintingFailed("The printing of the document was cut off twice; ask for it again") from error

    async def close(self) -> None:
        """End the processes, whatever they are at. Nothing is printed any more."""
        self._closed = True
        for press in self._presses:
            press.kill()
        for press in [await self._free.get() for _ in self._presses]:
            await press.end()
            self._free.put_nowait(press)

    async def _in_time(self, press: _Press, line: bytes) -> bytes:
        if self._closed:
            raise PrintersBusy("The server is being stopped; ask again in a moment")
        try:
            async with asyncio.timeout(self._limits.longest):
                return await press.printed(line)
        except TimeoutError as error:
            message = f"The document was not printed within {self._limits.longest:g} s; ask for it again"
            raise PrintingFailed(message) from error

    @asynccontextmanager
    async def _a_press(self) -> AsyncGenerator[_Press]:
        press = await self._next()
        try:
            yield press
        finally:
            self._free.put_nowait(press)

    async def _next(self) -> _Press:
        with suppress(asyncio.QueueEmpty):
            return self._free.get_nowait()
        if self._waiting >= self._limits.waiting:
            raise PrintersBusy("Too many documents are being printed just now; ask again in a moment")
        self._waiting += 1
        try:
            async with asyncio.timeout(self._limits.patience):
                return await self._free.get()
        except TimeoutError as error:
            raise PrintersBusy("Other documents are being printed just now; ask again in a moment") from error
        finally:
            self._waiting -= 1


async def _started() -> Process:
    """In a session of its own: Ctrl-C in the terminal is for the server, which ends its processes itself."""
    command = (sys.executable, "-P", "-m", "documents.printer")
    return await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, start_new_session=True)


async def _asked(process: Process, order: bytes) -> bytes:
    assert process.stdin is not None  # noqa: S101  it was started with pipes
    assert process.stdout is not None  # noqa: S101
    try:
        process.stdin.write(order)
        await process.stdin.drain()
        said, _, what = (await process.stdout.readline()).decode().strip().partition(" ")
        if said == "failed":
            raise CannotPrint(what)
        if said != "ok":
            raise _Died
        return await process.stdout.readexactly(int(what))
    except (ConnectionError, asyncio.IncompleteReadError) as error:
        raise _Died from error
