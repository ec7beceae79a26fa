"""Anchoring the log: once a day, the ends of all chains, signed."""

import logging

from temporalio import activity

from activities.messages import AnchorDay, Anchored
from domain.anchors import unkept
from storage import anchors
from storage.database import Sessions
from storage.scope import EVERYWHERE, within
from storage.signing import Signer

log = logging.getLogger(__name__)


class Anchors:
    """Without a signer no anchors are made."""

    def __init__(self, sessions: Sessions, signer: Signer | None) -> None:
        self._sessions = sessions
        self._signer = signer

    @activity.defn
    async def make(self, ask: AnchorDay) -> Anchored:
        """Hold the log against the anchor before, say so if it is not what it was, and make the day's anchor.

        A day is anchored once. A break is told and hinders nothing: the anchors from before still show it.
        """
        if self._signer is None:
            return Anchored()
        with within(EVERYWHERE):
            async with self._sessions.begin() as session:
                before = await anchors.newest(session)
                found = None
                if before is not None:
                    found = unkept(before.anchor, await anchors.standing(session, before.anchor.chains))
                made = await anchors.make(session, self._signer, ask.now)
        if found is not None:
            log.error("the log is not what was anchored", extra={"cycle": found.chain, "kind": found.kind})
        return Anchored(day=made.row.day, new=made.new, broken=found.chain if found else None)
