"""The table that is printed as the run goes on, a line for each thing that was timed."""

import sys
from collections.abc import Mapping, Sequence

from bench.callers import Took
from bench.machines import KINDS

NAME, CELL = 44, 10
HEADINGS = ("rate", "p50 ms", "p95 ms", "of commit", "of empty", *(f"{kind} ms" for kind in KINDS))


def heading() -> None:
    _line("", HEADINGS)


def line(name: str, *cells: str, aim: str = "") -> None:
    _line(name, cells, aim)


def timing(
    name: str,
    took: Took,
    *,
    of: Sequence[Took] = (),
    costs: Mapping[str, float] | None = None,
    aim: str = "",
) -> None:
    """`of` are the floors (commit, empty) under it; `costs` milliseconds of processor a call, by kind of process."""
    ratios = [f"{took.per_second / floor.per_second:.2f}" for floor in of] or ["", ""]
    spent = [f"{costs[kind]:.1f}" if kind in costs else "" for kind in KINDS] if costs else []
    _line(
        name,
        [f"{took.per_second:.0f}/s", f"{took.percentile(50):.1f}", f"{took.percentile(95):.1f}", *ratios, *spent],
        aim,
    )


def _line(name: str, cells: Sequence[str], aim: str = "") -> None:
    told = f"{name:<{NAME}}" + "".join(f"{cell:>{CELL}}" for cell in cells)
    sys.stdout.write(told.rstrip() + (f"   (aim: {aim})" if aim else "") + "\n")
    sys.stdout.flush()
