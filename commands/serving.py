"""`arshjul serve`, on one machine, and `api` and `migrate`, on many."""

import json
import os
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click
import uvloop
from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError

import telemetry
from api.main import run as run_api
from commands.options import folder_option, json_option, settings_of
from embedded.serve import LOOPBACK, NotLoopback, shipped_processes
from embedded.serve import serve as serve_here
from embedded.terminal import keys_to_oneself
from storage.migrate import newest, prepare
from storage.places import read_places


@click.command()
@click.option("--demo", is_flag=True, help="Demo tokens and Halland's 2027; only on this machine")
@click.option("--host", default=None, help="ARSHJUL_HOST; 127.0.0.1")
@click.option("--port", type=click.IntRange(1, 65535), default=None, help="ARSHJUL_PORT; 8000")
@folder_option
def serve(*, demo: bool, host: str | None, port: int | None, folder: Path | None) -> None:
    """Start everything on this machine and serve until Ctrl-C."""
    settings = settings_of(host=host, port=port, folder=folder, demo=demo or None)
    with keys_to_oneself():
        uvloop.run(serve_here(settings, _say, partial(_say, err=True)))


@click.command()
@click.option("--host", default=None, help="ARSHJUL_HOST; 127.0.0.1")
@click.option("--port", type=click.IntRange(1, 65535), default=None, help="ARSHJUL_PORT; 8000")
def api(*, host: str | None, port: int | None) -> None:
    """Answer alone, on the servers that the settings name; as many of these as a site wants."""
    settings = settings_of(host=host, port=port)
    if settings.demo and settings.host not in LOOPBACK:
        raise NotLoopback(settings.host)
    telemetry.log_json()
    uvloop.run(run_api(settings))


@click.command()
@json_option
def migrate(*, as_json: bool) -> None:
    """Bring ARSHJUL_DATABASE_OWNER_URL to the newest schema, with the places and processes that come along."""
    owner_url = settings_of().database_owner_url
    try:
        uvloop.run(prepare(owner_url, read_places(), shipped_processes(), datetime.now(UTC)))
    except (CommandError, DBAPIError) as error:
        raise click.ClickException(" ".join(str(error.__cause__ or error).split())[:300]) from error
    click.echo(json.dumps({"schema": newest()}) if as_json else f"The database is at schema {newest()}")


def _say(line: str, *, err: bool = False) -> None:
    """Whoever read may have gone (`| head`, a closed terminal), which is no reason to stop serving."""
    try:
        click.echo(line, err=err)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno() if err else sys.stdout.fileno())
