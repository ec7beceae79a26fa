"""Eight people who keep acting on one year, whatever happens to the servers, and what they were answered."""

import asyncio
import itertools
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.faults.sites import Site, check_log
from tests.workflows.years import OwnYear, until

REPEATED_AFTER = 0.2  # seconds; the answer says 2


@dataclass(frozen=True)
class Crowd:
    """`answers` are those so far, by key."""

    site: Site
    town: OwnYear
    answers: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    ending: asyncio.Event = field(default_factory=asyncio.Event)

    async def answered(self, *statuses: int, times: int) -> None:
        """Wait for that many more of these."""
        before = len(self.answers)

        async def enough() -> bool:
            return sum(status in statuses for _, status in self.answers[before:]) >= times

        await until(enough)

    async def check(self) -> None:
        """Whatever they were answered, each key's command has been carried out, once, and nothing else has."""
        assert {status for _, status in self.answers} <= {200, 202, 503}
        for key, status in self.answers:
            if status == 202:
                assert (await self.site.assign(self.town, key)).status_code == 200
        keys = {key for key, _ in self.answers}
        filed = [await self.site.outcome(self.town, key) for key in keys]
        assert all(outcome is not None and outcome.accepted for outcome in filed)
        changes = sum(len(outcome.kinds) for outcome in filed if outcome is not None)
        assert (await self.town.kinds()).count("StepAssigned") == changes
        await check_log(self.town)

    async def keep_assigning(self, person: int) -> None:
        """Each by a key of its own, which is used until it is acknowledged."""
        keys = (f"{person}-{n}" for n in itertools.count())
        while not self.ending.is_set():
            key, status = next(keys), 503
            while status == 503:
                status = (await self.site.assign(self.town, key)).status_code
                self.answers.append((key, status))
                await asyncio.sleep(REPEATED_AFTER if status == 503 else 0)


@asynccontextmanager
async def acting(site: Site, town: OwnYear) -> AsyncGenerator[Crowd]:
    """They act while this lasts, and end with an acknowledgement each."""
    crowd = Crowd(site, town)
    async with asyncio.TaskGroup() as people:
        for person in range(8):
            people.create_task(crowd.keep_assigning(person))
        try:
            yield crowd
        finally:
            crowd.ending.set()
