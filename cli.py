"""`arshjul …`: serve from one machine, say where the servers are, check a process file, look whether all is well."""

import json
import sys
from pathlib import Path
from typing import Any

import click
import uvloop

from domain.errors import DomainError
from domain.forms import FORMS
from embedded.doctor import examine
from embedded.errors import EmbeddedError
from embedded.machine import running
from embedded.serve import serve as serve_here
from settings import Settings
from storage.canonical import canonical, digest
from storage.process_files import load

folder_option = click.option(
    "--folder", type=click.Path(path_type=Path), default=None, help="Where the data is (ARSHJUL_FOLDER; .arshjul)"
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON")


class _Group(click.Group):
    """Known errors are one line and exit 1, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401
        try:
            return super().invoke(ctx)
        except (EmbeddedError, DomainError) as error:
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
    uvloop.run(serve_here(settings, click.echo))


@main.command()
@click.argument("server", type=click.Choice(["database", "temporal"]))
@folder_option
@json_option
def url(*, server: str, folder: Path | None, as_json: bool) -> None:
    """Print where the database or Temporal of a serving machine is reached."""
    chosen = _settings(folder=folder).folder
    servers = running(chosen)
    if servers is None:
        raise click.ClickException(f"nothing serves from {chosen}; start `arshjul serve` first")
    address = servers.database_url if server == "database" else servers.temporal_address
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
    return Settings(**{name: value for name, value in given.items() if value is not None})  # pyright: ignore[reportArgumentType]


if __name__ == "__main__":
    main()
