"""How a command becomes a row: canonical body, hashes, and where it belongs."""

from datetime import datetime

from pydantic import JsonValue

from domain.commands import PersonCommand
from domain.places import Municipality
from domain.rounds import RoundCommand
from storage.canonical import canonical, digest
from storage.commands import Filing
from storage.rounds import round_id


def command_id(person: str, key: str) -> str:
    """The id that an Idempotency-Key gives a person's command: 64 hex digits."""
    return digest(canonical({"person": person, "key": key}))


def request_hash(what: str, body: dict[str, JsonValue]) -> str:
    """What makes two requests the same: what is asked of whom, and all that was sent with it."""
    return digest(canonical({"what": what, "body": body}))


def cycle_filing(
    command: PersonCommand,
    *,
    cycle_id: str,
    place: Municipality,
    identity: str,
    request: str,
    now: datetime,
    request_id: str | None = None,
) -> Filing:
    body = canonical(command)
    return Filing(
        id=identity,
        kind=command.kind,
        cycle_id=cycle_id,
        municipality_code=place.code,
        county_code=place.county,
        person=command.actor.person,
        role=command.actor.role,
        body=body,
        hash=digest(body),
        request=request,
        filed_at=now,
        request_id=request_id,
    )


def round_filing(
    command: RoundCommand, *, identity: str, request: str, now: datetime, request_id: str | None = None
) -> Filing:
    body = canonical(command)
    return Filing(
        id=identity,
        kind=command.kind,
        round_id=round_id(command.county, command.year),
        county_code=command.county,
        person=command.actor.person,
        role=command.actor.role,
        body=body,
        hash=digest(body),
        request=request,
        filed_at=now,
        request_id=request_id,
    )
