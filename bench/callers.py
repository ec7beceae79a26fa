"""Callers side by side, and what they took: the one way in which everything here is timed."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from statistics import quantiles
from time import perf_counter

Call = Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class Took:
    """`seconds` for all calls together, and each call's own milliseconds, sorted."""

    seconds: float
    each: Sequence[float]

    @property
    def per_second(self) -> float:
        return len(self.each) / self.seconds

    def percentile(self, percent: int) -> float:
        return quantiles(self.each, n=100, method="inclusive")[percent - 1]


async def timed(lines: Sequence[Sequence[Call]], callers: int) -> Took:
    """Each line of calls is made in order by one caller; `callers` lines at a time."""
    waiting = list(reversed(lines))
    each: list[float] = []

    async def caller() -> None:
        while waiting:
            for call in waiting.pop():
                begun = perf_counter()
                await call()
                each.append((perf_counter() - begun) * 1000)

    begun = perf_counter()
    await asyncio.gather(*(caller() for _ in range(callers)))
    return Took(perf_counter() - begun, sorted(each))
