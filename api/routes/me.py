from fastapi import APIRouter

from api import models, views
from api.actors import CurrentActor
from api.dependencies import ServicesHere

router = APIRouter(tags=["people"])


@router.get("/v1/me")
async def who_am_i(actor: CurrentActor, services: ServicesHere) -> models.Me:
    """Who one is here, and as what."""
    return views.me(actor, demo=services.demo)
