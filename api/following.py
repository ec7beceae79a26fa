"""One person who follows along: told what happened in the order of the log, as far as they may see it, until they go,
their session ends, or the server stops.

    standing   once, at the beginning: each year's version and the versions of its drafts, for the years asked for
    happened   an event of the log; its id is its position, and Last-Event-ID goes on after it
    draft      a draft of those years was saved or handed in: no event of the log, so without an id
    ended      the session has ended; nothing more will come

Ids, kinds and versions alone: whoever wants to know more asks for it, and is asked who they are.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from fastapi import Request
from sse_starlette import ServerSentEvent

from api.actors import who_asks
from api.carrying import DATABASE_ERRORS
from api.errors import NotSignedIn
from api.services import Services
from api.streaming import Feed
from domain.people import Action, Actor, Place, may
from storage import feed
from storage.feed import Happened
from storage.scope import EVERYWHERE, of_actor, within

RETRY = 2000
"""Milliseconds after which a browser that lost its stream comes again."""


@dataclass(frozen=True)
class Pace:
    """Seconds. Who is told something was asked who they are at most `asked` ago, who is told nothing every `idle`.

    A comment that says nothing goes out every `heartbeat`, so that no proxy takes a quiet stream for a dead one.
    """

    asked: float = 2.0
    idle: float = 10.0
    heartbeat: float = 15.0


class Standing(NamedTuple):
    """`position` is where to begin; each year's version, and its drafts' where the person may see them."""

    position: int
    versions: Mapping[str, int]
    drafts: feed.Drafts


@dataclass(frozen=True)
class Follower:
    """`cycles` are the years asked for, with their places; none for all that the person may see.

    `follow` is whether to stay when all has been told that there is. `ending` is done when the server is asked to stop.
    """

    request: Request
    services: Services
    feed: Feed
    actor: Actor
    cycles: Mapping[str, Place]
    after: int | None
    follow: bool
    ending: asyncio.Future[None]
    pace: Pace

    @property
    def drafts(self) -> Sequence[str]:
        return [cycle_id for cycle_id, place in self.cycles.items() if may(self.actor, Action.SEE_DRAFT, place)]

    async def standing(self) -> Standing:
        """A position that the log does not have, as after it was restored, begins at its end."""
        with within(EVERYWHERE):  # one number, the same for everybody
            async with self.services.sessions() as session:
                end = await feed.end(session)
        async with self.services.sessions() as session:
            versions = await feed.versions(session, self.cycles)
            drafts = await feed.draft_versions(session, self.drafts)
        return Standing(end if self.after is None else min(self.after, end), versions, drafts)

    async def told(self, begin: Standing) -> AsyncGenerator[ServerSentEvent]:
        """What stands, and everything after it."""
        years = {
            cycle_id: {"version": version, "drafts": begin.drafts.get(cycle_id, {})}
            for cycle_id, version in begin.versions.items()
        }
        yield ServerSentEvent(_json({"cycles": years}), event="standing", id=str(begin.position), retry=RETRY)
        try:
            async for message in self._news(begin):
                yield message
        except NotSignedIn:
            yield ServerSentEvent("{}", event="ended")
        except DATABASE_ERRORS:
            return  # whoever was told comes again, and goes on where they were

    async def _news(self, begin: Standing) -> AsyncGenerator[ServerSentEvent]:
        position, actor, asked = begin.position, self.actor, _now()
        known = {
            (cycle_id, step): version for cycle_id, steps in begin.drafts.items() for step, version in steps.items()
        }
        while not self.ending.done():
            next_news = self.feed.next_news
            with within(of_actor(actor)):
                news = await self.feed.after(position)
            saved = list(self._saved(known))
            told = bool(saved) or any(self._sees(actor, each) for each in news.happened)
            if _now() - asked > (self.pace.asked if told else self.pace.idle):
                actor, asked = (await who_asks(self.request, self.services, used=False)).actor, _now()
            for each in news.happened:
                if self._sees(actor, each):
                    yield _happened(each)
            for cycle_id, step, version in saved:
                if may(actor, Action.SEE_DRAFT, self.cycles[cycle_id]):
                    yield ServerSentEvent(_json({"cycle": cycle_id, "step": step, "version": version}), event="draft")
            position = news.upto
            if not (news.more or self.follow):
                return
            if not news.more:
                await asyncio.wait({next_news, self.ending}, timeout=self.pace.idle, return_when="FIRST_COMPLETED")

    def _sees(self, actor: Actor, each: Happened) -> bool:
        wanted = not self.cycles or each.cycle_id in self.cycles
        place = Place(county=each.county_code, municipality=each.municipality_code)
        return wanted and may(actor, Action.SEE_CYCLE, place)

    def _saved(self, known: dict[tuple[str, str], int]) -> Iterator[tuple[str, str, int]]:
        """Drafts with a later version than is known; they are known from then on."""
        for cycle_id in self.cycles:
            for step, version in self.feed.drafts(cycle_id).items():
                if version > known.get((cycle_id, step), 0):
                    known[cycle_id, step] = version
                    yield cycle_id, step, version


def _happened(each: Happened) -> ServerSentEvent:
    said = {"cycle": each.cycle_id, "version": each.seq, "kind": each.kind}
    if each.step is not None:
        said["step"] = each.step
    if each.step_version is not None:
        said["step_version"] = each.step_version
    return ServerSentEvent(_json(said), event="happened", id=str(each.position))


def _json(said: Mapping[str, object]) -> str:
    return json.dumps(said, separators=(",", ":"))


def _now() -> float:
    return asyncio.get_running_loop().time()
