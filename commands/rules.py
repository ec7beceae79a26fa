"""`arshjul policy` and `arshjul process check`: the rules that are data, read without any server."""

import json
from pathlib import Path

import click

from commands.options import json_option
from domain.forms import FORMS
from domain.policy_table import lines
from storage.canonical import canonical, digest
from storage.process_files import load


@click.command()
def policy() -> None:
    """Print who may do what, as a table; what is not marked is refused."""
    click.echo("\n".join(lines()))


@click.group()
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
