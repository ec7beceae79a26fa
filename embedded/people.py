"""`arshjul person …`: whoever may work on this machine acts as an administrator, and invites the first one."""

import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from pydantic import ValidationError

from domain.calendar import stockholm_date
from domain.errors import Finding, Invalid
from domain.forms import pointer
from domain.membership.commands import Command, InvitePerson, Offer
from domain.membership.particulars import Particulars
from domain.people import Actor, Grant, Reach, Role
from embedded.upkeep import servers_of
from settings import Settings
from storage import directory, membership
from storage.database import Sessions, connect, sessions_on
from storage.directory import Card, Wanted
from storage.filing import command_id
from storage.membership import Asked
from storage.person_file import PersonFile, person_file
from storage.places import read_places
from storage.scope import EVERYWHERE

OPERATOR = Actor(person="operator", grants=(Grant(role=Role.ADMINISTRATOR),))
EVERYBODY = Reach(everywhere=True)
RIGHT = {
    "name": "what the person is called, in one line of at most 200 characters",
    "email": "one work address, such as anna.berg@kommun.example",
    "language": "sv or en",
}


class ParticularsInvalid(Invalid):
    """The name, the address or the language cannot be right."""


@asynccontextmanager
async def people_of(settings: Settings, *, as_owner: bool = False) -> AsyncGenerator[Sessions]:
    """The people of a folder, or of the database that the settings name. Raises NothingKept."""
    async with _address(settings, as_owner=as_owner) as url:
        engine = connect(url, otherwise=EVERYWHERE)
        try:
            yield sessions_on(engine)
        finally:
            await engine.dispose()


@asynccontextmanager
async def _address(settings: Settings, *, as_owner: bool) -> AsyncGenerator[str]:
    if settings.model_fields_set & {"database_url", "database_owner_url"} and "folder" not in settings.model_fields_set:
        yield settings.database_owner_url if as_owner else settings.database_url
        return
    async with servers_of(settings.folder) as (servers, _):
        yield servers.owner_url if as_owner else servers.database_url


def _asked() -> Asked:
    now = datetime.now(UTC)
    return Asked(now=now, by=OPERATOR, identity=command_id(OPERATOR.person, uuid.uuid4().hex))


def particulars(name: str, email: str, language: str) -> Particulars:
    """Raises ParticularsInvalid."""
    try:
        return Particulars.model_validate({"name": name, "email": email, "language": language})
    except ValidationError as error:
        wrong = tuple(
            Finding(code=each["type"], pointer=pointer(each["loc"]), message=each["msg"])
            for each in error.errors(include_url=False, include_context=False, include_input=False)
        )
        fields = [finding.pointer.removeprefix("/") for finding in wrong]
        told = "; ".join(f"{field} must be {RIGHT.get(field, 'something else')}" for field in fields)
        raise ParticularsInvalid(f"This cannot be right: {told}") from None


async def invite(settings: Settings, who: Particulars, offer: Offer) -> Card:
    async with people_of(settings) as sessions:
        async with sessions.begin() as session:
            command = InvitePerson(roles=(offer,))
            person, _ = await membership.invite(session, who, command, _asked(), read_places())
        return await _card(sessions, person)


async def act(settings: Settings, person: str, command: Command) -> Card:
    async with people_of(settings) as sessions:
        async with sessions.begin() as session:
            await membership.act(session, person, command, _asked(), read_places())
        return await _card(sessions, person)


async def listed(
    settings: Settings, county: str | None, municipality: str | None, *, former: bool, at_most: int = 10_000
) -> list[Card]:
    wanted = Wanted(EVERYBODY, county, municipality, former=former)
    async with people_of(settings) as sessions, sessions() as session:
        return list(await directory.listed(session, wanted, stockholm_date(datetime.now(UTC)), None, at_most))


async def show(settings: Settings, person: str) -> PersonFile:
    """Everything stored about somebody, drafts and internal comments counted too. Raises PersonNotFound."""
    async with people_of(settings, as_owner=True) as sessions, sessions() as session:
        return await person_file(session, person)


async def _card(sessions: Sessions, person: str) -> Card:
    async with sessions() as session:
        return await directory.card(session, person, EVERYBODY, stockholm_date(datetime.now(UTC)))
