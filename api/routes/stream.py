"""What happens, as it happens: server-sent events of the log, scoped to what the person may see."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request
from pydantic import StringConstraints
from sse_starlette import EventSourceResponse

from api.access import place_of, seen_municipality
from api.actors import CurrentActor
from api.dependencies import ServicesHere
from api.following import Follower, Pace
from api.guards.protocol import ending_of
from api.services import Services
from api.streaming import Feed
from domain.people import Actor, Place

router = APIRouter(tags=["history"])

# Of each event, as descriptions before OpenAPI 3.2 have it.
EVENT: dict[str, Any] = {
    "type": "object",
    "required": ["event", "data"],
    "properties": {
        "id": {"type": "string", "description": "The position"},
        "event": {"enum": ["standing", "happened", "draft", "ended"]},
        "data": {"type": "string", "contentMediaType": "application/json"},
    },
}
CycleId = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{4}$")]
Position = Annotated[str, StringConstraints(pattern=r"^\d{1,18}$")]


def feed_of(request: Request) -> Feed:
    feed = request.app.state.feed
    assert isinstance(feed, Feed)  # noqa: S101  set by create_app
    return feed


def pace_of(request: Request) -> Pace:
    return getattr(request.app.state, "pace", Pace())


def _years(actor: Actor, services: Services, cycles: list[str]) -> dict[str, Place]:
    return {each: place_of(seen_municipality(actor, services.places, each)) for each in cycles}


async def follower(
    request: Request,
    actor: CurrentActor,
    services: ServicesHere,
    feed: Annotated[Feed, Depends(feed_of)],
    pace: Annotated[Pace, Depends(pace_of)],
    cycle: Annotated[
        list[CycleId] | None, Query(max_length=60, description="These years alone, with their drafts")
    ] = None,
    follow: Annotated[bool, Query(description="false: what there is, and then the end")] = True,  # noqa: FBT002
    last_event_id: Annotated[
        Position | None, Header(alias="Last-Event-ID", description="Go on after this position; without it, from now")
    ] = None,
) -> AsyncGenerator[Follower]:
    """For as long as the answer lasts. Raises TooManyStreams."""
    years = _years(actor, services, cycle or [])
    ending = ending_of(request.scope, asyncio.get_running_loop())
    after = int(last_event_id) if last_event_id is not None else None
    who = Follower(request, services, feed, actor, years, after, follow, ending, pace)
    with feed.listening(actor.person, who.drafts):
        yield who


@router.get(
    "/v1/events/stream",
    response_class=EventSourceResponse,
    responses={200: {"content": {"text/event-stream": {"schema": EVENT}}}},
)
async def stream(who: Annotated[Follower, Depends(follower)]) -> EventSourceResponse:
    """Events of the log in the order of their position, which is their id: a stream that was lost goes on by
    `Last-Event-ID` without missing one. `standing` says first where the years asked for stand; `draft` tells their
    municipality's own people that a draft was saved; `ended` that the session has ended.

    Each names ids, kinds and versions; what else there is to know is read where it is.
    """
    begin = await who.standing()
    return EventSourceResponse(who.told(begin), ping=who.pace.heartbeat)
