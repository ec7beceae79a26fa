"""`arshjul …`: serve from one machine, say where the servers are, check a process file, look whether all is well."""

import errno
import json
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import click
import uvloop
from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError

import telemetry
from api.main import run as run_api
from domain.errors import DomainError
from domain.forms import FORMS
from domain.membership.offers import OfferInvalid
from domain.policy_table import lines
from domain.process import Kind
from embedded import keeping_commands
from embedded.anchor_commands import anchor as anchor_group
from embedded.doctor import examine
from embedded.errors import EmbeddedError
from embedded.law import map_of
from embedded.law import told as told_law
from embedded.machine import running
from embedded.options import folder_option, json_option, settings_of
from embedded.people_commands import person as person_group
from embedded.serve import LOOPBACK, NotLoopback, shipped_processes
from embedded.serve import serve as serve_here
from embedded.terminal import keys_to_oneself
from rehearsal.plan import plan
from rehearsal.rehearse import rehearse as rehearse_plan
from rehearsal.stage import RehearsalFailed
from rehearsal.terminal import tell, watching
from storage.canonical import canonical, digest
from storage.migrate import newest, prepare
from storage.places import read_places
from storage.process_files import load
from workflows.client import Unreachable


class _Group(click.Group):
    """Known errors are one line and exit 1, or 2 for a wrong call; never a traceback or a page of usage."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401
    ) -> click.Context:
        with _one_line():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401
        with _one_line():
            return super().invoke(ctx)


@contextmanager
def _one_line() -> Generator[None]:
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        raise click.UsageError(" ".join(error.format_message().split())) from error  # without a page of usage above it
    except OfferInvalid as error:
        wrong = "; ".join(f"{finding.pointer} {finding.message}" for finding in error.findings)
        raise click.ClickException(f"{error.message}: {wrong}") from error
    except (EmbeddedError, DomainError, Unreachable, RehearsalFailed) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise  # whoever read has gone: click ends quietly
        raise click.ClickException(str(error)) from error


@click.group(cls=_Group)
@click.version_option(package_name="arshjul")
def main() -> None:
    """The crime-prevention year of Swedish municipalities under lag (2023:196)."""


@main.command()
@click.option("--demo", is_flag=True, help="Demo tokens and Halland's 2027; only on this machine")
@click.option("--host", default=None, help="ARSHJUL_HOST; 127.0.0.1")
@click.option("--port", type=click.IntRange(1, 65535), default=None, help="ARSHJUL_PORT; 8000")
@folder_option
def serve(*, demo: bool, host: str | None, port: int | None, folder: Path | None) -> None:
    """Start everything on this machine and serve until Ctrl-C."""
    settings = settings_of(host=host, port=port, folder=folder, demo=demo or None)
    with keys_to_oneself():
        uvloop.run(serve_here(settings, _say, partial(_say, err=True)))


@main.command()
@click.option("--host", default=None, help="ARSHJUL_HOST; 127.0.0.1")
@click.option("--port", type=click.IntRange(1, 65535), default=None, help="ARSHJUL_PORT; 8000")
def api(*, host: str | None, port: int | None) -> None:
    """Answer alone, on the servers that the settings name; as many of these as a site wants."""
    settings = settings_of(host=host, port=port)
    if settings.demo and settings.host not in LOOPBACK:
        raise NotLoopback(settings.host)
    telemetry.log_json()
    uvloop.run(run_api(settings))


@main.command()
@json_option
def migrate(*, as_json: bool) -> None:
    """Bring ARSHJUL_DATABASE_OWNER_URL to the newest schema, with the places and processes that come along."""
    owner_url = settings_of().database_owner_url
    try:
        uvloop.run(prepare(owner_url, read_places(), shipped_processes(), datetime.now(UTC)))
    except (CommandError, DBAPIError) as error:
        raise click.ClickException(" ".join(str(error.__cause__ or error).split())[:300]) from error
    click.echo(json.dumps({"schema": newest()}) if as_json else f"The database is at schema {newest()}")


@main.command()
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


@main.command()
@folder_option
@json_option
def doctor(*, folder: Path | None, as_json: bool) -> None:
    """Look whether this machine can serve, and whether what serves is well."""
    findings = uvloop.run(examine(settings_of(folder=folder)))
    if as_json:
        click.echo(json.dumps({"ok": all(f.ok for f in findings), "checks": [f._asdict() for f in findings]}))
    else:
        for finding in findings:
            click.echo(f"{'ok ' if finding.ok else 'NOT'} {finding.what}: {finding.detail}")
    sys.exit(0 if all(finding.ok for finding in findings) else 1)


@main.command()
@click.option("--municipality", required=True, help="A municipality's code, such as 1381")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Where it stands on that day; today")
@folder_option
@json_option
def law(*, municipality: str, as_of: datetime | None, folder: Path | None, as_json: bool) -> None:
    """Where a municipality stands under lag (2023:196), rule by rule, with what that rests on."""
    found = uvloop.run(map_of(settings_of(folder=folder), municipality, as_of.date() if as_of else None))
    click.echo(found.model_dump_json() if as_json else told_law(found))


@main.command()
@click.option("--county", required=True, help="A county's code, such as 13, or all")
@click.option("--year", type=int, required=True)
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), default="full", help="light follows full")
@click.option("--report", type=click.Path(file_okay=False, path_type=Path), help="A folder for report.txt and .html")
@json_option
def rehearse(*, county: str, year: int, kind: str, report: Path | None, as_json: bool) -> None:
    """Play a county's whole year on servers of its own, with people simulated and time skipped."""
    places = read_places()
    planned = plan(places, county, year, Kind(kind))
    with watching(planned, quiet=as_json) as progress:
        rehearsed = uvloop.run(rehearse_plan(places, planned, lambda: datetime.now(UTC), progress))
    click.echo(tell(rehearsed, report, as_json=as_json))
    sys.exit(0 if rehearsed.figures.chain == "ok" and rehearsed.figures.closed == rehearsed.figures.cycles else 1)


@main.command()
def policy() -> None:
    """Print who may do what, as a table; what is not marked is refused."""
    click.echo("\n".join(lines()))


@main.group()
def process() -> None:
    """Process definitions (processes/*.yaml)."""


@process.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def check(*, path: Path, as_json: bool) -> None:
    """Check a process file; every mistake is named with its line."""
    checked = load(path, frozenset(FORMS))
    hashed = digest(canonical(checked))
    if as_json:
        click.echo(json.dumps({"key": checked.key, "version": checked.version, "hash": hashed}))
    else:
        click.echo(f"{path}: {checked.key} version {checked.version}, {len(checked.steps)} steps, hash {hashed}")


def _say(line: str, *, err: bool = False) -> None:
    """Whoever read may have gone (`| head`, a closed terminal), which is no reason to stop serving."""
    try:
        click.echo(line, err=err)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno() if err else sys.stdout.fileno())


for kept_command in (*keeping_commands.COMMANDS, anchor_group, person_group):
    main.add_command(kept_command)

if __name__ == "__main__":
    main()
