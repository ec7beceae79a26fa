"""`arshjul person …`, as a person at a terminal has it."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import uvloop

from commands.options import folder_option, json_option, settings_of
from domain.membership.commands import ClosePerson, Command, ErasePerson, GrantRole, Offer, RevokeRole
from domain.people import Body, Role
from embedded.people import act, invite, listed, particulars, show
from storage.directory import Card
from storage.person_file import PersonFile


def offer_options(command: Callable[..., None]) -> Callable[..., None]:
    """What names a role and its places."""
    options = (
        click.option("--role", type=click.Choice([role.value for role in Role]), required=True),
        click.option("--county", default=None, help="A county coordinator's county, such as 13"),
        click.option("--municipality", "municipalities", multiple=True, help="Such as 1381; as often as there are"),
        click.option("--body", "bodies", type=click.Choice([b.value for b in Body]), multiple=True, help="Speaks for"),
        click.option("--until", type=click.DateTime(["%Y-%m-%d"]), default=None, help="The role's last day"),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _offer(offered: dict[str, Any]) -> Offer:
    until: datetime | None = offered.pop("until")
    return Offer.model_validate({**offered, "until": until.date() if until else None})


@click.group()
def person() -> None:
    """People: invite, list, show what is stored, give and take roles, close, erase."""


@person.command("invite")
@click.option("--name", required=True)
@click.option("--email", required=True, help="The work address that the sign-in provider vouches for")
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv")
@offer_options
@folder_option
@json_option
def invite_(*, name: str, email: str, language: str, folder: Path | None, as_json: bool, **offered: Any) -> None:  # noqa: ANN401
    """Let somebody in with a role; the first administrator is invited so. The first sign-in makes it theirs."""
    who, offer = particulars(name, email, language), _offer(offered)
    _told(uvloop.run(invite(settings_of(folder=folder), who, offer)), as_json=as_json)


@person.command("list")
@click.option("--county", default=None)
@click.option("--municipality", default=None)
@click.option("--former", is_flag=True, help="Also who had a role, or whose account is closed")
@folder_option
@json_option
def list_(*, county: str | None, municipality: str | None, former: bool, folder: Path | None, as_json: bool) -> None:
    """Who has a role."""
    found = uvloop.run(listed(settings_of(folder=folder), county, municipality, former=former))
    if as_json:
        click.echo(json.dumps({"items": [_plain(each) for each in found]}, ensure_ascii=False))
    for each in () if as_json else found:
        click.echo(_line(each))


@person.command("show")
@click.argument("person_id")
@folder_option
@json_option
def show_(*, person_id: str, folder: Path | None, as_json: bool) -> None:
    """Everything that is stored about somebody, and where else their id stands."""
    found = uvloop.run(show(settings_of(folder=folder), person_id))
    click.echo(json.dumps(found, ensure_ascii=False) if as_json else _shown(found))


@person.command("grant")
@click.argument("person_id")
@offer_options
@folder_option
@json_option
def grant_(*, person_id: str, folder: Path | None, as_json: bool, **offered: Any) -> None:  # noqa: ANN401
    """Give somebody a role."""
    _do(folder, person_id, GrantRole(offer=_offer(offered)), as_json=as_json)


@person.command("revoke")
@click.argument("person_id")
@click.argument("role_id")
@folder_option
@json_option
def revoke_(*, person_id: str, role_id: str, folder: Path | None, as_json: bool) -> None:
    """Take a role away, by its id."""
    _do(folder, person_id, RevokeRole(grant=role_id), as_json=as_json)


@person.command("close")
@click.argument("person_id")
@folder_option
@json_option
def close_(*, person_id: str, folder: Path | None, as_json: bool) -> None:
    """Somebody leaves: their roles end, and nobody signs in as them any more."""
    _do(folder, person_id, ClosePerson(), as_json=as_json)


@person.command("erase")
@click.argument("person_id")
@click.option("--yes", is_flag=True, help="Do not ask")
@folder_option
@json_option
def erase_(*, person_id: str, yes: bool, folder: Path | None, as_json: bool) -> None:
    """Take away name, address and sign-in for good; the id and what it did stay in the log."""
    if not yes:
        click.confirm(f"Take away for good who {person_id} is?", abort=True, err=True)
    _do(folder, person_id, ErasePerson(), as_json=as_json)


def _do(folder: Path | None, person_id: str, command: Command, *, as_json: bool) -> None:
    _told(uvloop.run(act(settings_of(folder=folder), person_id, command)), as_json=as_json)


def _told(card: Card, *, as_json: bool) -> None:
    click.echo(json.dumps(_plain(card), ensure_ascii=False) if as_json else _line(card))


def _plain(card: Card) -> dict[str, object]:
    row = card.row
    roles = [held.model_dump(mode="json") for held in card.roles]
    return {"id": row.id, "name": row.name, "email": row.email, "state": row.state, "roles": roles}


def _line(card: Card) -> str:
    roles = ", ".join(f"{held.role} {held.municipality or held.county or ''}".strip() for held in card.roles)
    return f"{card.row.id}  {card.row.state:<8}{card.row.name or '-'} <{card.row.email or '-'}>  {roles or 'no role'}"


def _shown(found: PersonFile) -> str:
    lines: list[str] = []
    for table, rows in found.items():
        lines.append(f"{table}:")
        if isinstance(rows, dict):
            lines += [f"  {name}: {count} row(s)" for name, count in rows.items()] or ["  nowhere"]
        elif isinstance(rows, list):
            lines += [f"  {json.dumps(row, ensure_ascii=False)}" for row in rows] or ["  nothing"]
    return "\n".join(lines)
