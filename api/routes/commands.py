from fastapi import APIRouter

from api import models, views
from api.actors import CurrentActor
from api.dependencies import ServicesHere
from domain.errors import NotFound
from storage.commands import command_row, outcome_of

router = APIRouter(tags=["commands"])


class CommandNotFound(NotFound):
    pass


@router.get("/v1/commands/{command_id}")
async def command(command_id: str, actor: CurrentActor, services: ServicesHere) -> models.CommandView:
    """What came of a command of one's own; where a 202 points to."""
    async with services.sessions() as session:
        row = await command_row(session, command_id)
        if row is None or row.person != actor.person:
            raise CommandNotFound("You have filed no command with that id")
        return views.command(row, await outcome_of(session, row.id))
