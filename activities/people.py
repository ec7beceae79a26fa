"""Closing the accounts that nobody uses."""

import logging

from temporalio import activity

from activities.messages import IdleClosed, IdleDay
from domain.calendar import stockholm_date
from domain.membership.commands import ClosePerson
from domain.membership.decide import LastCoordinator
from domain.membership.events import Leaving
from domain.places import Places
from storage import membership
from storage.database import Sessions
from storage.membership import Asked
from storage.scope import EVERYWHERE, within

log = logging.getLogger(__name__)


class People:
    """`idle_months` is how long an account may go unused."""

    def __init__(self, sessions: Sessions, places: Places, idle_months: int) -> None:
        self._sessions = sessions
        self._places = places
        self._idle_months = idle_months

    @activity.defn
    async def close_idle(self, ask: IdleDay) -> IdleClosed:
        """Close who has not signed in for so long, one a transaction. The last coordinator of a place stays."""
        with within(EVERYWHERE):
            async with self._sessions() as session:
                idle = await membership.idle_people(session, stockholm_date(ask.now), self._idle_months)
            closed = sum([await self._closed(person, ask) for person in idle])
        return IdleClosed(closed=closed, kept=len(idle) - closed)

    async def _closed(self, person: str, ask: IdleDay) -> bool:
        try:
            async with self._sessions.begin() as session:
                asked = Asked(now=ask.now)
                return await membership.act(session, person, ClosePerson(why=Leaving.INACTIVE), asked, self._places)
        except LastCoordinator:
            log.info("an unused account stays: nobody else has signed in there", extra={"person": person})
            return False
