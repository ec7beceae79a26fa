"""`arshjul url`: where the servers of a serving machine are."""

import json
from pathlib import Path

import click

from commands.options import folder_option, json_option, settings_of
from embedded.machine import running


@click.command()
@click.argument("server", type=click.Choice(["database", "temporal"]))
@click.option("--as", "role", type=click.Choice(["app", "owner", "admin"]), default="app", help="As which role")
@folder_option
@json_option
def url(*, server: str, role: str, folder: Path | None, as_json: bool) -> None:
    """Print where the database (as psql and drivers take it) or Temporal of a serving machine is reached."""
    chosen = settings_of(folder=folder).folder
    servers = running(chosen)
    if servers is None:
        raise click.ClickException(f"nothing serves from {chosen}; start `arshjul serve` first")
    databases = {"app": servers.database_url, "owner": servers.owner_url, "admin": servers.admin_url}
    address = databases[role].replace("+asyncpg", "") if server == "database" else servers.temporal_address
    click.echo(json.dumps({server: address}) if as_json else address)
