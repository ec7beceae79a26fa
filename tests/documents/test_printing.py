"""Printing beside the server, with real processes: killed, stopped, asked for too much, and never left behind."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import psutil
import pytest

from documents.docx import docx
from documents.outline import outline
from documents.package import Registered, package
from documents.printer import Format, Order
from documents.printing import CannotPrint, Limits, Printers, PrintersBusy, PrintingFailed
from documents.typst import pdf
from embedded.processes import until
from tests.documents.laholm import ABOUT, laholm

OUTLINE = outline("council-report", laholm(), ABOUT)
ORDER = Order(format=Format.PDF, outline=OUTLINE)
LONG = 30.0  # seconds that nothing here takes unless it is broken


@asynccontextmanager
async def printing(**limits: float) -> AsyncGenerator[Printers]:
    printers = Printers(Limits(**{"presses": 1, **limits}))  # pyright: ignore[reportArgumentType]
    try:
        yield printers
    finally:
        await printers.close()


def gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


async def stopped(printers: Printers) -> tuple[int, asyncio.Task[bytes]]:
    """A process that prints for ever, as far as anybody can tell, and who waits for it."""
    await printers.printed(ORDER)
    (pid,) = printers.pids
    os.kill(pid, signal.SIGSTOP)
    return pid, asyncio.create_task(printers.printed(ORDER))


async def test_the_same_bytes_as_without_a_process_of_its_own() -> None:
    numbers = Registered(municipality="KS 2026-0123")
    expected: dict[Format, bytes] = {
        Format.PDF: pdf(OUTLINE),
        Format.DOCX: docx(OUTLINE),
        Format.ZIP: package(OUTLINE, pdf(OUTLINE), "rapport", numbers),
    }
    async with printing() as printers:
        for format_, content in expected.items():
            order = Order(format=format_, outline=OUTLINE, name="rapport", registered=numbers)
            assert await printers.printed(order) == content
            assert await printers.printed(order) == content


async def test_nothing_is_started_before_it_is_needed_and_nothing_left_afterwards() -> None:
    async with printing(presses=2) as printers:
        assert printers.pids == ()
        await printers.printed(ORDER)
        await printers.printed(ORDER)
        pids = printers.pids
        assert len(pids) == 1, "who prints one document after another needs one process"
        assert os.getsid(pids[0]) == pids[0], "Ctrl-C in the terminal is not for it"
        await asyncio.gather(*(printers.printed(ORDER) for _ in range(4)))
        pids = printers.pids
        assert len(pids) == 2
    assert printers.pids == ()
    assert all(map(gone, pids))


async def test_a_killed_process_is_survived_whether_it_prints_or_not() -> None:
    async with printing() as printers:
        pid, waiting = await stopped(printers)
        await asyncio.sleep(0)  # the order is on its way
        os.kill(pid, signal.SIGKILL)
        first = await waiting
        (idle,) = printers.pids
        assert idle != pid
        os.kill(idle, signal.SIGKILL)
        assert await printers.printed(ORDER) == first == pdf(OUTLINE)
        assert printers.pids not in {(), (idle,)}


async def killed_again(printers: Printers, kill: Callable[[int], None], waiting: Awaitable[bytes]) -> None:
    task = asyncio.ensure_future(waiting)
    seen: set[int] = set()
    async with asyncio.timeout(LONG):
        while not task.done():
            for pid in set(printers.pids) - seen:
                seen.add(pid)
                kill(pid)
            await asyncio.sleep(0)
    assert len(seen) == 2
    await task


async def test_a_document_that_costs_two_processes_is_given_up_and_the_next_one_printed() -> None:
    async with printing() as printers:
        with pytest.raises(PrintingFailed, match="twice"):
            await killed_again(printers, lambda pid: os.kill(pid, signal.SIGKILL), printers.printed(ORDER))
        assert await printers.printed(ORDER)


async def test_a_process_that_hangs_is_ended() -> None:
    async with printing(longest=0.1) as printers:
        waiting = asyncio.create_task(printers.printed(ORDER))
        assert await until(lambda: bool(printers.pids), LONG)
        (pid,) = printers.pids
        os.kill(pid, signal.SIGSTOP)
        with pytest.raises(PrintingFailed, match=r"0\.1 s"):
            await waiting
        assert gone(pid)
        assert printers.pids == ()


async def test_who_no_longer_waits_takes_no_process_with_them() -> None:
    async with printing() as printers:
        pid, waiting = await stopped(printers)
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert gone(pid), "it would answer the next order with this document"
        assert await printers.printed(ORDER) == pdf(OUTLINE)


async def test_more_than_the_queue_holds_is_refused_and_nobody_in_it_waits_longer_than_their_patience() -> None:
    async with printing(waiting=1, patience=0.05) as printers:
        pid, first = await stopped(printers)
        second = asyncio.create_task(printers.printed(ORDER))
        await asyncio.sleep(0)
        with pytest.raises(PrintersBusy, match="Too many"):
            await printers.printed(ORDER)
        with pytest.raises(PrintersBusy, match="Other documents"):
            await second
        os.kill(pid, signal.SIGCONT)
        assert await first


async def test_whoever_still_waits_when_the_server_stops_is_told_so_and_nothing_is_started_anew() -> None:
    printers = Printers(Limits(presses=1))
    pid, first = await stopped(printers)
    second = asyncio.create_task(printers.printed(ORDER))
    await asyncio.sleep(0)
    await printers.close()
    for waiting in (first, second, asyncio.create_task(printers.printed(ORDER))):
        with pytest.raises(PrintersBusy, match="stopped"):
            await waiting
    assert gone(pid)
    assert printers.pids == ()


async def test_a_process_that_has_printed_enough_makes_way() -> None:
    async with printing(documents=2) as printers:
        pids: list[int] = []
        for _ in range(4):
            await printers.printed(ORDER)
            pids += printers.pids
        assert pids[0] == pids[1] != pids[2] == pids[3]
        assert gone(pids[0])


async def test_what_cannot_be_printed_harms_no_other_document() -> None:
    """The parts of an order are checked by whoever makes it; here one is not."""
    wrong = ORDER.model_copy(update={"outline": OUTLINE.model_copy(update={"sections": "hemligt"})})
    async with printing() as printers:
        with pytest.warns(UserWarning, match="serializer"), pytest.raises(CannotPrint) as failed:
            await printers.printed(wrong)
        assert str(failed.value) == "ValidationError"
        (pid,) = printers.pids
        assert await printers.printed(ORDER)
        assert printers.pids == (pid,)


PRINTS = """
import asyncio
from tests.documents.test_printing import ORDER, Printers

async def main():
    printers = Printers()
    await printers.printed(ORDER)
    print(*printers.pids, flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


async def test_a_process_does_not_outlive_a_server_that_was_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PRINTS], stdout=subprocess.PIPE) as server:  # noqa: ASYNC220
        assert server.stdout is not None
        pid = int(await asyncio.to_thread(server.stdout.readline))
        assert not gone(pid)
        server.kill()
    assert await until(lambda: gone(pid), LONG)
