"""What finished documents are made from: the content that steps hold, and where the log vouches for it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from domain.calendar import stockholm_date
from domain.content.year import Content
from domain.events import (
    StepApproved,
    StepCompleted,
    StepConfirmed,
    StepRecalled,
    StepReopened,
    StepReturned,
    StepSubmitted,
)
from domain.registration import NoSuchVersion, Printed
from domain.steps import StepStatus
from storage.commands import CommandRow
from storage.cycles import RELEASED, StepRow


@dataclass(frozen=True)
class Held:
    """What a step holds: content, its version, and whether the step stands as done on all that it builds on."""

    version: int
    settled: bool
    content: Content


@dataclass(frozen=True)
class Vouched:
    """The last event in the log that says something of the steps asked for: its hash and its instant."""

    hash: str
    at: datetime


_HELD = (
    select(StepRow.key, StepRow.version, StepRow.status, StepRow.stale, CommandRow.body)
    .join(CommandRow, CommandRow.id == StepRow.content_command)
    .where(StepRow.cycle_id == bindparam("id"), StepRow.key.in_(bindparam("keys", expanding=True)))
)


async def held(session: AsyncSession, cycle_id: str, keys: Sequence[str], *, released: bool) -> dict[str, Held]:
    """By step, in the order of `keys`, what was handed in; `released`: without what is being reworked."""
    statement = _HELD.where(StepRow.status.in_(RELEASED)) if released else _HELD
    found = {
        key: Held(version, status == StepStatus.DONE and not stale, json.loads(body).get("content", {}))
        for key, version, status, stale, body in await session.execute(statement, {"id": cycle_id, "keys": [*keys]})
    }
    return {key: found[key] for key in keys if key in found}


# A reminder, or a date that was moved, changes no document.
_TELLING = (
    StepSubmitted,
    StepCompleted,
    StepApproved,
    StepReturned,
    StepRecalled,
    StepReopened,
    StepConfirmed,
)
_KINDS = [kind.model_fields["kind"].default for kind in _TELLING]
_VOUCHED = text(
    "SELECT hash, at FROM events WHERE cycle_id = :id AND kind = ANY(:kinds)"
    " AND body::jsonb -> 'event' ->> 'step' = ANY(:keys) ORDER BY seq DESC LIMIT 1"
)


async def vouched(session: AsyncSession, cycle_id: str, keys: Sequence[str]) -> Vouched | None:
    """None where none of the steps was ever handed in."""
    values = {"id": cycle_id, "kinds": _KINDS, "keys": [*keys]}
    row = (await session.execute(_VOUCHED, values)).one_or_none()
    return Vouched(row.hash, row.at) if row is not None else None


# `version` is what stood last of the document's own step when the event with that hash was written.
_PRINTED = text(
    "SELECT told.hash, told.at, (SELECT (own.body::jsonb -> 'event' ->> 'version')::int FROM events own"
    "  WHERE own.cycle_id = :id AND own.kind = ANY(:handed_in) AND own.seq <= told.seq"
    "  AND own.body::jsonb -> 'event' ->> 'step' = :own ORDER BY own.seq DESC LIMIT 1) AS version"
    " FROM events told WHERE told.cycle_id = :id AND told.kind = ANY(:kinds) AND starts_with(told.hash, :prefix)"
    " AND told.body::jsonb -> 'event' ->> 'step' = ANY(:keys) ORDER BY told.seq LIMIT 1"
)
_HANDED_IN = [kind.model_fields["kind"].default for kind in (StepSubmitted, StepCompleted)]


async def printed(session: AsyncSession, cycle_id: str, keys: Sequence[str], prefix: str) -> tuple[str, Printed]:
    """The version of a document whose hash begins with `prefix`, and that hash; its own step is the first of `keys`.

    Raises NoSuchVersion.
    """
    values = {"id": cycle_id, "kinds": _KINDS, "keys": [*keys]}
    values |= {"prefix": prefix, "own": keys[0], "handed_in": _HANDED_IN}
    row = (await session.execute(_PRINTED, values)).one_or_none()
    if row is None or row.version is None:
        raise NoSuchVersion("No version of this document has that hash; copy it from the footer of the one registered")
    return row.hash, Printed(version=row.version, dated=stockholm_date(row.at))
