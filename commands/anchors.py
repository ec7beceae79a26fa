"""`arshjul anchor …`, as a person at a terminal has it."""

import json
from datetime import datetime
from pathlib import Path

import click
import uvloop

from commands.options import folder_option, json_option, settings_of
from embedded.anchors import export, listed, make
from storage.signing import make_key

file_argument = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@click.group()
def anchor() -> None:
    """The signed ends of all chains, day by day; `arshjul verify --anchor FILE` holds the log against one."""


@anchor.command()
@file_argument
@json_option
def key(*, file: Path, as_json: bool) -> None:
    """Make the private key FILE (mode 0600) and print the public key; ARSHJUL_ANCHOR_KEY_PASSPHRASE encrypts it."""
    try:
        public = make_key(file, settings_of().anchor_key_passphrase)
    except FileExistsError:
        raise click.ClickException(f"{file} is there already; a key is never overwritten") from None
    click.echo(json.dumps({"file": str(file), "public_key": public}) if as_json else public, nl=as_json)


@anchor.command("make")
@folder_option
@json_option
def make_(*, folder: Path | None, as_json: bool) -> None:
    """Anchor today now. A day has one anchor: the first one stands."""
    row, new = uvloop.run(make(settings_of(folder=folder)))
    if as_json:
        click.echo(json.dumps({"day": row.day.isoformat(), "sha256": row.hash, "new": new}))
    else:
        click.echo(f"{row.day} {row.hash} {'made' if new else 'was made before'}")


@anchor.command("list")
@folder_option
@json_option
def list_(*, folder: Path | None, as_json: bool) -> None:
    """Every anchor that was made, with its SHA-256, and whether it is what was signed."""
    found = uvloop.run(listed(settings_of(folder=folder)))
    if as_json:
        click.echo(json.dumps({"items": [each.model_dump(mode="json") for each in found]}))
        return
    if not found:
        click.echo("No anchor was made yet; `arshjul anchor make` makes one, and a worker with a key one every day.")
    for each in found:
        click.echo(f"{'ok ' if each.holds else 'NOT'} {each.day} {each.hash} {each.chains} chains")


@anchor.command("export")
@file_argument
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), default=None, help="The anchor of that day; the newest")
@folder_option
@json_option
def export_(*, file: Path, day: datetime | None, folder: Path | None, as_json: bool) -> None:
    """Write an anchor to FILE, to be kept where nobody who can change the database can change it."""
    written = uvloop.run(export(settings_of(folder=folder), file, day.date() if day else None))
    click.echo(json.dumps({"file": str(file), "day": written.isoformat()}) if as_json else f"{file}: {written}")
