"""A rehearsal from its servers' start to what came of it."""

from time import monotonic

from domain.places import Places
from rehearsal.plan import Plan
from rehearsal.result import Rehearsed, read_back
from rehearsal.stage import Clock, stage
from rehearsal.year import Progress, Rehearsal


async def rehearse(places: Places, plan: Plan, clock: Clock, progress: Progress) -> Rehearsed:
    """Play the plan on servers that are gone afterwards. Raises EmbeddedError, Unreachable or RehearsalFailed."""
    began = monotonic()
    async with stage(places, clock) as here:
        await Rehearsal(here, plan).play(progress)
        rehearsed = await read_back(here, plan)
    return rehearsed.lasting(monotonic() - began)
