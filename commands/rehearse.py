"""`arshjul rehearse`: a county's year played through."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click
import uvloop

from commands.options import json_option
from domain.process import Kind
from rehearsal.plan import plan
from rehearsal.rehearse import rehearse as rehearse_plan
from rehearsal.terminal import tell, telling, watching
from storage.places import read_places


@click.command()
@click.option("--county", required=True, help="A county's code, such as 13, or all")
@click.option("--year", type=int, required=True)
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), default="full", help="light follows full")
@click.option("--report", type=click.Path(file_okay=False, path_type=Path), help="A folder for report.txt and .html")
@click.option("--progress", is_flag=True, help="Say as lines of JSON on stderr how far it has come")
@json_option
def rehearse(*, county: str, year: int, kind: str, report: Path | None, progress: bool, as_json: bool) -> None:
    """Play a county's whole year on servers of its own, with people simulated and time skipped."""
    places = read_places()
    planned = plan(places, county, year, Kind(kind))
    with telling(planned) if progress else watching(planned, quiet=as_json) as reached:
        rehearsed = uvloop.run(rehearse_plan(places, planned, lambda: datetime.now(UTC), reached))
    click.echo(tell(rehearsed, report, as_json=as_json))
    sys.exit(0 if rehearsed.figures.chain == "ok" and rehearsed.figures.closed == rehearsed.figures.cycles else 1)
