"""`arshjul …`: serve from one machine, say where the servers are, check a process file, look whether all is well."""

import errno
import json
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import click
import uvloop
from pydantic import ValidationError

from domain.errors import DomainError
from domain.forms import FORMS
from embedded.doctor import examine
from embedded.errors import EmbeddedError
from embedded.machine import running
from embedded.serve import serve as serve_here
from embedded.terminal import keys_to_oneself
from embedded.upkeep import Rebuilt, Resumed, kept
from embedded.upkeep import rebuild as rebuild_rows
from embedded.upkeep import resume as resume_years
from embedded.upkeep import verify as check_log
from settings import Settings
from storage.audit import Report
from storage.canonical import canonical, digest
from storage.process_files import load
from workflows.client import Unreachable

folder_option = click.option(
    "--folder", type=click.Path(path_type=Path), default=None, help="Where the data is (ARSHJUL_FOLDER; .arshjul)"
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON")


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
    except (EmbeddedError, DomainError, Unreachable) as error:
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
    settings = _settings(host=host, port=port, folder=folder, demo=demo or None)
    with keys_to_oneself():
        uvloop.run(serve_here(settings, _say, partial(_say, err=True)))


@main.command()
@click.argument("server", type=click.Choice(["database", "temporal"]))
@click.option("--as", "role", type=click.Choice(["app", "owner", "admin"]), default="app", help="As which role")
@folder_option
@json_option
def url(*, server: str, role: str, folder: Path | None, as_json: bool) -> None:
    """Print where the database (as psql and drivers take it) or Temporal of a serving machine is reached."""
    chosen = _settings(folder=folder).folder
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
    findings = uvloop.run(examine(_settings(folder=folder)))
    if as_json:
        click.echo(json.dumps({"ok": all(f.ok for f in findings), "checks": [f._asdict() for f in findings]}))
    else:
        for finding in findings:
            click.echo(f"{'ok ' if finding.ok else 'NOT'} {finding.what}: {finding.detail}")
    sys.exit(0 if all(finding.ok for finding in findings) else 1)


@main.command()
@click.option("--cycle", default=None, help="One year alone, such as 1381-2027")
@folder_option
@json_option
def verify(*, cycle: str | None, folder: Path | None, as_json: bool) -> None:
    """Read the log from its first event and compare rows and running years with it; exit 1 at a break."""

    async def look() -> Report:
        async with kept(_settings(folder=folder)) as here:
            return await check_log(here, cycle)

    report = uvloop.run(look())
    broken = report.first_break
    if as_json:
        click.echo(report.model_dump_json())
    elif broken is None:
        click.echo(f"ok: {report.cycles} years, {report.events} events")
    else:
        click.echo(f"BROKEN at {broken.cycle} event {broken.seq}: {broken.kind} ({report.cycles} years read)")
    sys.exit(0 if report.ok else 1)


@main.command()
@folder_option
@json_option
def rebuild(*, folder: Path | None, as_json: bool) -> None:
    """Write every projection anew from the log, and say which were other than it says."""

    async def write() -> Rebuilt:
        async with kept(_settings(folder=folder), as_owner=True) as here:
            return await rebuild_rows(here)

    rebuilt = uvloop.run(write())
    changed = ", ".join(rebuilt.changed) or "nothing"
    click.echo(rebuilt.model_dump_json() if as_json else f"{rebuilt.cycles} years rebuilt; {changed} changed")


@main.command()
@click.option("--all", "everything", is_flag=True, required=True, help="Every running year")
@folder_option
@json_option
def resume(*, everything: bool, folder: Path | None, as_json: bool) -> None:  # noqa: ARG001  said for clarity
    """Bring running years back after the Temporal store was lost."""

    async def bring_back() -> Resumed:
        async with kept(_settings(folder=folder)) as here:
            return await resume_years(here)

    resumed = uvloop.run(bring_back())
    text = f"{resumed.cycles} running years, {len(resumed.resumed)} brought back"
    click.echo(resumed.model_dump_json() if as_json else text)


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


def _settings(**given: object) -> Settings:
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # pyright: ignore[reportArgumentType]
    except ValidationError as error:
        wrong = "; ".join(f"ARSHJUL_{str(each['loc'][0]).upper()}: {each['msg']}" for each in error.errors())
        raise click.UsageError(wrong) from error


def _say(line: str, *, err: bool = False) -> None:
    """Whoever read may have gone (`| head`, a closed terminal), which is no reason to stop serving."""
    try:
        click.echo(line, err=err)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno() if err else sys.stdout.fileno())


if __name__ == "__main__":
    main()
