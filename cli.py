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
from settings import Settings
from storage.canonical import canonical, digest
from storage.process_files import load

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
    except (EmbeddedError, DomainError) as error:
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
