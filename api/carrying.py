"""How the edge carries out a command: file it, send it, read what came of it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from fastapi import Request, Response
from pydantic import BaseModel, JsonValue
from sqlalchemy.exc import DBAPIError

from api.access import acting, place_of, seen_municipality
from api.errors import Rejected
from api.models import CommandView
from api.noting import note, request_id
from api.services import Services
from domain.commands import Acting, PersonCommand
from domain.content import personal
from domain.forms import ContentInvalid
from domain.people import Action, Actor, Role
from domain.places import Municipality
from storage import commands
from storage.commands import Filing, Outcome
from storage.cycles import check_begun
from storage.filing import command_id, cycle_filing, request_hash
from workflows.messages import Filed

DATABASE_ERRORS = (DBAPIError, OSError, TimeoutError)


class Answered(Protocol):
    """What a workflow answers to a command; why it said no stands in the command's outcome."""

    @property
    def accepted(self) -> bool: ...


Send = Callable[[Filed], Awaitable[Answered | None]]


@dataclass(frozen=True)
class Asked:
    """What makes a request the same request: who asks, by which key, of which address, with what.

    `body` is what the caller sent, not what became of it, so that a repeated request is known by it.
    """

    actor: Actor
    key: str
    what: str
    body: dict[str, JsonValue]

    @property
    def identity(self) -> str:
        return command_id(self.actor.person, self.key)

    @property
    def hash(self) -> str:
        return request_hash(self.what, self.body)


def asked(request: Request, actor: Actor, key: str, body: dict[str, JsonValue]) -> Asked:
    """`If-Match` belongs to a request as much as its body does.

    A command is filed for good, refused or not, so a national identity number is turned away before. Raises
    ContentInvalid.
    """
    _refuse_identity_numbers(body)
    sent: dict[str, JsonValue] = {"body": body, "if_match": request.headers.get("if-match")}
    return Asked(actor, key, f"{request.method} {request.url.path}", sent)


def _refuse_identity_numbers(body: dict[str, JsonValue]) -> None:
    """Pointers into a step's content are the content's own, as those of every other finding in it are."""
    findings = tuple(
        finding.model_copy(update={"pointer": finding.pointer.removeprefix("/content")})
        for finding in personal.never(body)
    )
    if findings:
        raise ContentInvalid(
            f"What was sent holds {len(findings)} national identity number(s); nothing was kept", findings
        )


async def settle(services: Services, filing: Filing, send: Send, *, begun: str | None = None) -> Response | None:
    """File a command and send it. None once it has been carried out; the 202 to answer with if it is not decided yet.

    `begun` is a year that there must be. Raises CycleNotFound without it, Rejected when a rule said no, KeyReused, and
    Unreachable or a database error when nothing was acknowledged.
    """
    note(command=filing.id, kind=filing.kind, cycle=filing.cycle_id, round=filing.round_id)
    async with services.sessions.begin() as session:
        if begun is not None:
            await check_begun(session, begun)
        new = await commands.file(session, filing)
        outcome = None if new else await commands.outcome_of(session, filing.id)
    if outcome is None:
        answer = await send(Filed(command_id=filing.id, kind=filing.kind))
        if answer is not None and answer.accepted:
            note(outcome="accepted")
            return None
        outcome = await _recorded(services, filing) if answer is not None else None
    if outcome is None:
        return _taken(filing)
    note(outcome="accepted" if outcome.accepted else "rejected")
    if not outcome.accepted:
        raise Rejected(outcome)
    return None


async def _recorded(services: Services, filing: Filing) -> Outcome | None:
    """What was recorded for a command that has been answered; None if the database cannot be asked just now."""
    try:
        async with services.sessions() as session:
            return await commands.outcome_of(session, filing.id)
    except DATABASE_ERRORS:
        return None


async def carry_out(
    services: Services,
    ask: Asked,
    action: Action,
    cycle_id: str,
    make: Callable[[Acting], PersonCommand],
    *,
    role: Role | None = None,
) -> Response | None:
    """`settle` a command on a running year, as `role` if the actor has it there. Raises CycleNotFound, RoleMayNot, and
    what `settle` raises.
    """
    municipality = seen_municipality(ask.actor, services.places, cycle_id)
    command = make(acting(ask.actor, action, place_of(municipality), role))
    year = int(cycle_id.rpartition("-")[2])
    filing = filed(services, ask, command, municipality, cycle_id)
    return await settle(
        services, filing, lambda sent: services.conductor.cycle_command(municipality, year, sent), begun=cycle_id
    )


def filed(services: Services, ask: Asked, command: PersonCommand, municipality: Municipality, cycle_id: str) -> Filing:
    return cycle_filing(
        command,
        cycle_id=cycle_id,
        place=municipality,
        identity=ask.identity,
        request=ask.hash,
        now=services.clock(),
        request_id=request_id(),
    )


def as_json(body: BaseModel, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(body.model_dump_json(), status, headers, media_type="application/json")


def _taken(filing: Filing) -> Response:
    """The command is safe and will be decided; `Location` says where to look."""
    note(outcome="pending")
    body = CommandView(id=filing.id, kind=filing.kind, cycle=filing.cycle_id, round=filing.round_id, status="pending")
    return as_json(body, 202, {"Location": f"/v1/commands/{filing.id}"})
