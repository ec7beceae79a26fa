from fastapi import APIRouter, Response
from sqlalchemy import text

from api.carrying import DATABASE_ERRORS
from api.dependencies import ServicesHere
from api.models import Health
from api.services import Services

router = APIRouter(tags=["health"])


@router.get("/livez")
async def alive() -> Health:
    """The process answers."""
    return Health(status="ok")


@router.get("/readyz", responses={503: {"model": Health}})
async def ready(services: ServicesHere, response: Response) -> Health:
    """The servers that the process needs answer too; 503 says which one does not."""
    database, temporal = await _database_answers(services), await services.conductor.ready()
    if not (database and temporal):
        response.status_code = 503
    return Health(status="ok" if database and temporal else "waiting", database=database, temporal=temporal)


async def _database_answers(services: Services) -> bool:
    try:
        async with services.sessions() as session:
            await session.execute(text("SELECT 1"))
    except DATABASE_ERRORS:
        return False
    return True
