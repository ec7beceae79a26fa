"""`arshjul law`: a municipality's map of the Act."""

from datetime import datetime
from pathlib import Path

import click
import uvloop

from commands.options import folder_option, json_option, settings_of
from embedded.law import map_of, told


@click.command()
@click.option("--municipality", required=True, help="A municipality's code, such as 1381")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Where it stands on that day; today")
@folder_option
@json_option
def law(*, municipality: str, as_of: datetime | None, folder: Path | None, as_json: bool) -> None:
    """Where a municipality stands under lag (2023:196), rule by rule, with what that rests on."""
    found = uvloop.run(map_of(settings_of(folder=folder), municipality, as_of.date() if as_of else None))
    click.echo(found.model_dump_json() if as_json else told(found))
