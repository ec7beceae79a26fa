"""`arshjul doctor`: whether this machine can serve, and whether what serves is well."""

import json
import sys
from pathlib import Path

import click
import uvloop

from commands.options import folder_option, json_option, settings_of
from embedded.doctor import examine


@click.command()
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
