"""What one has been told of one's work."""

from datetime import datetime

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from api.actors import CurrentActor
from api.dependencies import PageAsked, ServicesHere, next_cursor, numbers
from storage import inbox

router = APIRouter(tags=["tasks"])


class Told(BaseModel):
    """`given`: the step is yours now; `taken`: it is no longer; `reminded`: it waits for you or your group;
    `returned`: what you handed in was sent back.

    `by` did it (a person's id); nobody did where a reminder comes by itself.
    """

    id: int
    kind: str
    cycle: str
    municipality: str
    step: str
    by: str | None
    at: datetime
    seen: bool


class Inbox(BaseModel):
    items: tuple[Told, ...]
    unseen: int
    next: str | None


class SeenUpTo(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: int = Field(ge=1, le=2**62)


@router.get("/v1/inbox")
async def see_inbox(actor: CurrentActor, services: ServicesHere, page: PageAsked) -> Inbox:
    """The latest first."""
    async with services.sessions() as session:
        rows = await inbox.of(session, actor.person, before=numbers(page) or None, limit=page.limit + 1)
        unseen = await inbox.unseen(session, actor.person)
    shown = rows[: page.limit]
    items = tuple(
        Told(
            id=row.id,
            kind=row.kind,
            cycle=row.cycle_id,
            municipality=row.municipality_code,
            step=row.step,
            by=row.by,
            at=row.at,
            seen=row.seen_at is not None,
        )
        for row in shown
    )
    following = next_cursor(str(shown[-1].id)) if len(rows) > page.limit else None
    return Inbox(items=items, unseen=unseen, next=following)


@router.put("/v1/inbox/seen", status_code=204)
async def seen_up_to(actor: CurrentActor, services: ServicesHere, body: SeenUpTo) -> Response:
    """Everything up to and with this one counts as seen."""
    async with services.sessions.begin() as session:
        await inbox.see(session, actor.person, body.id, services.clock())
    return Response(status_code=204)
