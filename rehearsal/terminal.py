"""A rehearsal on a terminal: a bar while it is played, then what came of it."""

import json
import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click

from rehearsal.plan import Plan
from rehearsal.report import summary, write
from rehearsal.result import Rehearsed
from rehearsal.year import Progress


@contextmanager
def watching(plan: Plan, *, quiet: bool) -> Generator[Progress]:
    """A bar over the calendar, where somebody sees it."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    first, last = plan.span
    reached = first
    with click.progressbar(length=(last - first).days, label=f"{first}", show_eta=False, file=sys.stderr) as bar:

        def progress(day: date) -> None:
            nonlocal reached
            bar.label = f"{day}"
            bar.update((min(day, last) - reached).days)
            reached = min(day, last)

        yield progress
        bar.update((last - reached).days)


@contextmanager
def telling(plan: Plan) -> Generator[Progress]:
    """Lines of JSON on stderr, for a program that shows how far it has come."""
    first, last = plan.span
    whole = (last - first).days

    def progress(day: date) -> None:
        share = min((day - first).days / whole, 1.0)
        click.echo(json.dumps({"reached": day.isoformat(), "share": round(share, 3)}), err=True)

    yield progress


def tell(rehearsed: Rehearsed, report: Path | None, *, as_json: bool) -> str:
    """What to print; with `report` the whole report is written into that folder. Raises OSError."""
    files = write(rehearsed, report) if report is not None else ()
    if as_json:
        return json.dumps(rehearsed.figures.model_dump())
    where = [f"\nDag för dag: {', '.join(map(str, files))}"] if files else []
    return "\n".join([summary(rehearsed), *where])
