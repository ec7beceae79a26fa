"""What has just happened, read once for everybody who follows along in this process.

One look at the log every `EVERY` seconds, while anybody listens: the same for one listener as for hundreds, and nothing
in the acting transaction. The log itself is the channel, so any number of API processes tell the same, and whoever was
away reads on where they were. A draft is no event; of those that somebody has open the version is looked at.
"""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Collection, Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from api.carrying import DATABASE_ERRORS
from api.errors import TooManyRequests
from domain.errors import DomainError
from storage import feed
from storage.database import Sessions
from storage.feed import Happened
from storage.scope import EVERYWHERE, Scope, within

log = logging.getLogger(__name__)

EVERY = 0.3
"""Seconds between two looks; with it stands or falls that a colleague's change is seen within two seconds."""
REMEMBERED = 1000
PAGE = 500
EACH, TOGETHER = 10, 600
"""Streams of a person and of a process, which must keep connections (api/serving.py) for what is asked meanwhile."""


class TooManyStreams(TooManyRequests):
    """This person, or everybody together, follows along in too many places at once; Retry-After says when to try."""

    def __init__(self) -> None:
        DomainError.__init__(self, "Too many streams are open; close one, or try again in 30 seconds")
        self.seconds = 30


class News(NamedTuple):
    """`upto` is the position that has been read, `more` whether there is more at once."""

    happened: Sequence[Happened]
    upto: int
    more: bool = False


class Feed:
    """`next_news` is done when something has happened since it was taken, or a draft was saved."""

    def __init__(self, sessions: Sessions, every: float = EVERY) -> None:
        self._sessions = sessions
        self._every = every
        self._listeners: Counter[str] = Counter()
        self._drafts_open: Counter[str] = Counter()
        self._drafts: feed.Drafts = {}
        self._recent: deque[Happened] = deque(maxlen=REMEMBERED)
        self._since: int | None = None  # what happened after this position is remembered; None: nobody has looked
        self._end = 0
        self._news: asyncio.Future[None] | None = None
        self._looking: asyncio.Task[None] | None = None

    @property
    def looking(self) -> bool:
        return self._looking is not None

    @property
    def next_news(self) -> asyncio.Future[None]:
        if self._news is None or self._news.done():
            self._news = asyncio.get_running_loop().create_future()
        return self._news

    @contextmanager
    def listening(self, person: str, drafts: Collection[str]) -> Generator[None]:
        """While somebody listens; `drafts` are the years whose drafts they may see and want to hear of.

        Raises TooManyStreams.
        """
        if self._listeners[person] >= EACH or self._listeners.total() >= TOGETHER:
            raise TooManyStreams
        self._listeners[person] += 1
        self._drafts_open.update(drafts)
        if self._looking is None:
            self._looking = asyncio.create_task(self._look_on())
        try:
            yield
        finally:
            self._listeners -= Counter([person])
            self._drafts_open -= Counter(drafts)
            if not self._listeners:
                self._stop()

    def _stop(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None

    async def after(self, position: int) -> News:
        """What happened after a position: what is remembered, or else what the log shows to the reader's own scope."""
        if self._since is not None and position >= self._since:
            return News([each for each in self._recent if each.position > position], max(self._end, position))
        end = self._end  # taken first: what the scope hides up to here has been passed by
        async with self._sessions() as session:
            found = await feed.happened_after(session, position, PAGE)
        last = found[-1].position if found else position
        return News(found, last, more=True) if len(found) == PAGE else News(found, max(last, end))

    def drafts(self, cycle_id: str) -> Mapping[str, int]:
        """The version of each step's draft when it was last looked at; for a year whose drafts somebody listens to."""
        return self._drafts.get(cycle_id, {})

    async def _look_on(self) -> None:
        self._since, self._end = None, 0
        self._recent.clear()
        away = False
        while True:
            try:
                if await self._look() and self._news is not None and not self._news.done():
                    self._news.set_result(None)
                away = False
            except DATABASE_ERRORS:
                if not away:
                    log.warning("the log cannot be followed; it is tried again")
                away = True
            await asyncio.sleep(self._every)

    async def _look(self) -> bool:
        """Whether there is anything new, to those who read before the first look too."""
        first, new = self._since is None, list[Happened]()
        with within(EVERYWHERE):  # positions are one row for all; each listener is told what the policy lets them see
            async with self._sessions() as session:
                if self._since is None:
                    self._since = self._end = await feed.end(session)
                else:
                    new.extend(await feed.happened_after(session, self._end, PAGE))
        if new:
            self._end = new[-1].position
            self._recent.extend(new)
            if len(self._recent) == REMEMBERED:
                self._since = max(self._since, self._recent[0].position - 1)
        return await self._look_at_drafts() or first or bool(new)

    async def _look_at_drafts(self) -> bool:
        if not self._drafts_open:
            self._drafts = {}
            return False
        before, municipalities = self._drafts, {cycle_id[:4] for cycle_id in self._drafts_open}
        with within(Scope(tuple(sorted(municipalities)))):
            async with self._sessions() as session:
                self._drafts = await feed.draft_versions(session, set(self._drafts_open))
        return self._drafts != before
