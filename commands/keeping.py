"""`arshjul verify`, `rebuild`, `resume`, `export`, `backup`, `restore`, as a person at a terminal has them."""

import json
import sys
from pathlib import Path

import click
import uvloop

from commands.options import folder_option, json_option, settings_of
from embedded.agreement import Resumed
from embedded.agreement import resume as resume_years
from embedded.anchors import believed, held_against
from embedded.backup import Manifest, Restored
from embedded.backup import backup as back_up
from embedded.backup import restore as bring_back
from embedded.upkeep import Rebuilt, kept
from embedded.upkeep import export as export_log
from embedded.upkeep import rebuild as rebuild_rows
from embedded.upkeep import verify as check_log
from storage import anchor_files
from storage.audit import Report

PATH = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("--cycle", default=None, help="One year alone, such as 1381-2027")
@click.option("--anchor", type=PATH, default=None, help="Also hold the log against this exported anchor")
@click.option("--public-key", type=PATH, default=None, help="The key that must have signed it (PEM); this site's own")
@folder_option
@json_option
def verify(
    *, cycle: str | None, anchor: Path | None, public_key: Path | None, folder: Path | None, as_json: bool
) -> None:
    """Read the log from its first event and compare rows and running years with it; exit 1 at a break."""
    settings = settings_of(folder=folder)
    exported = anchor_files.read(anchor) if anchor else None
    key = believed(settings, exported, public_key) if exported else ""

    async def look() -> Report:
        async with kept(settings) as here:
            report = await check_log(here, cycle)
            return await held_against(here, report, exported, key) if exported else report

    report = uvloop.run(look())
    click.echo(report.model_dump_json() if as_json else _said(report))
    sys.exit(0 if report.ok else 1)


def _said(report: Report) -> str:
    broken = report.first_break
    if broken is None:
        return f"ok: {report.cycles} years, {report.events} events"
    if broken.kind == "forged":
        return f"FORGED: {broken.cycle} was not signed by the key, or was altered since; nothing in it was believed"
    return f"BROKEN at {broken.cycle} event {broken.seq}: {broken.kind} ({report.cycles} years read)"


@click.command()
@click.option("--trust-log", is_flag=True, help="Also from a log that is broken itself")
@folder_option
@json_option
def rebuild(*, trust_log: bool, folder: Path | None, as_json: bool) -> None:
    """Write every projection anew from the log, and say which were other than it says; exit 1 at a broken log."""

    async def write() -> Rebuilt:
        async with kept(settings_of(folder=folder), as_owner=True) as here:
            return await rebuild_rows(here, trust_log=trust_log)

    rebuilt = uvloop.run(write())
    text = f"{rebuilt.cycles - len(rebuilt.refused)} years rebuilt; {', '.join(rebuilt.changed) or 'nothing'} changed"
    click.echo(rebuilt.model_dump_json() if as_json else text)
    for broken in () if as_json else rebuilt.refused:
        click.echo(f"NOT {broken.cycle}: its log is broken at event {broken.seq} ({broken.kind})")
    sys.exit(1 if rebuilt.refused else 0)


@click.command()
@click.option("--all", "everything", is_flag=True, required=True, help="Every year and round")
@folder_option
@json_option
def resume(*, everything: bool, folder: Path | None, as_json: bool) -> None:  # noqa: ARG001  said for clarity
    """Make every workflow agree with the log, after the Temporal store was lost or a store restored."""

    async def agree() -> Resumed:
        async with kept(settings_of(folder=folder)) as here:
            return await resume_years(here)

    resumed = uvloop.run(agree())
    text = f"{resumed.cycles} running years, {len(resumed.resumed)} brought back, {len(resumed.rounds)} rounds"
    click.echo(resumed.model_dump_json() if as_json else text)


@click.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write")
@folder_option
@json_option
def export(*, out: Path, folder: Path | None, as_json: bool) -> None:
    """Write the log as JSON Lines, for docs/verify_log.py and other eyes; it holds nothing that people wrote."""

    async def write() -> int:
        fresh, lines = out.with_name(f"{out.name}.new"), 0
        async with kept(settings_of(folder=folder)) as here:
            with fresh.open("w", encoding="utf-8") as file:
                async for line in export_log(here):
                    lines += file.write(line) > 0
        fresh.replace(out)
        return lines - 1

    events = uvloop.run(write())
    click.echo(json.dumps({"file": str(out), "events": events}) if as_json else f"{out}: {events} events")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@folder_option
@json_option
def backup(*, file: Path, folder: Path | None, as_json: bool) -> None:
    """Write both stores of a folder to FILE (a tar), while it is served or not."""
    made: Manifest = uvloop.run(back_up(settings_of(folder=folder), file))
    text = f"{file}: {made.counts['cycles']} years, {made.counts['events']} events"
    click.echo(made.model_dump_json() if as_json else text)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--temporal", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Temporal's, from another"
)
@click.option("--only-database", is_flag=True, help="Begin with an empty Temporal; workflows resume from the log")
@folder_option
@json_option
def restore(*, file: Path, temporal: Path | None, only_database: bool, folder: Path | None, as_json: bool) -> None:
    """Bring the backup FILE back into an empty folder, make every workflow agree with the log, and verify."""
    done: Restored = uvloop.run(bring_back(settings_of(folder=folder), file, temporal, only_database=only_database))
    text = f"restored as of {done.database.made_at:%Y-%m-%d %H:%M} UTC; {len(done.resumed.resumed)} years brought back"
    click.echo(done.model_dump_json() if as_json else f"{text}\n{_said(done.verified)}")
    sys.exit(0 if done.verified.ok else 1)
