"""What the routes of people share: who may be seen by whom, how a person is shown, how something is asked once."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from pydantic import JsonValue

from api.actors import CurrentActor
from api.dependencies import Key, ServicesHere
from api.noting import request_id
from api.people_models import AbsenceView, PersonView, RoleView
from api.services import Services
from domain.calendar import stockholm_date
from domain.membership.commands import Command
from domain.membership.person import PersonState
from domain.people import Action, Actor, may, reach
from storage import directory, membership
from storage.directory import Card
from storage.filing import command_id, request_hash
from storage.membership import Asked
from storage.scope import EVERYWHERE, within


@dataclass(frozen=True)
class Manager:
    """Somebody who looks at people, or asks for something about them."""

    actor: Actor
    services: Services
    key: str
    what: str

    async def see(self, person: str) -> PersonView:
        """Raises PersonNotFound, for whoever shares no place with the one who asks."""
        today = stockholm_date(self.services.clock())
        async with self.services.sessions() as session:
            oneself = person == self.actor.person
            found = await directory.card(session, person, reach(self.actor, Action.SEE_PEOPLE), today, oneself=oneself)
        return self.view(found)

    def view(self, card: Card) -> PersonView:
        row, oneself = card.row, card.row.id == self.actor.person
        seen = [held for held in card.roles if oneself or may(self.actor, Action.SEE_PEOPLE, held.place)]
        return PersonView(
            id=row.id,
            name=row.name,
            email=row.email,
            language=row.language,
            state=PersonState(row.state),
            roles=tuple(RoleView.model_validate(held.model_dump()) for held in seen),
            absences=tuple(
                AbsenceView(id=each.id, first=each.first, last=each.last, substitute=each.substitute_id)
                for each in card.absences
            ),
            invited_at=row.invited_at,
        )

    def asked(self, body: dict[str, JsonValue]) -> Asked:
        """`body` is what was sent, without any name or address: its hash is kept for good."""
        return Asked(
            now=self.services.clock(),
            by=self.actor,
            identity=command_id(self.actor.person, self.key),
            request=request_hash(self.what, body),
            request_id=request_id(),
        )

    async def act(self, person: str, command: Command) -> PersonView:
        """Raises PersonNotFound, KeyReused, or what a rule says."""
        await self.see(person)
        asked = self.asked(command.model_dump(mode="json"))
        with within(EVERYWHERE):  # a rule about people needs to see all of them; whether this one may is asked there
            async with self.services.sessions.begin() as session:
                await membership.act(session, person, command, asked, self.services.places)
        return await self.see(person)


def manager(request: Request, actor: CurrentActor, services: ServicesHere, key: Key) -> Manager:
    return Manager(actor, services, key, f"{request.method} {request.url.path}")


ManagerHere = Annotated[Manager, Depends(manager)]
