"""A county's round: every municipality's year starts exactly once, and one that cannot start keeps nobody waiting."""

import asyncio
from dataclasses import replace

from temporalio import activity
from temporalio.client import Client
from temporalio.worker import Worker

import worker
from activities.act import Acting
from activities.messages import Acted, Pending, RoundRef
from activities.rounds import Rounds
from domain.places import Municipality
from domain.process import Kind
from storage.places import read_places
from storage.processes import Procedures
from tests.conftest import strict_sandbox
from tests.workflows.rounds import OwnRound
from tests.workflows.years import until
from workflows.client import Conductor


class Halting(Conductor):
    """Lets two municipalities start; the others are under way when their worker is told to end."""

    let_through = 2

    async def start_cycle(self, place: Municipality, year: int, command_id: str) -> Acted:
        self.let_through -= 1
        if self.let_through < 0:
            await activity.wait_for_worker_shutdown()
            raise ConnectionError("the worker ends")
        return await super().start_cycle(place, year, command_id)


class Lingering(Rounds):
    """Finds nobody pending, and is slow to say so."""

    def __init__(self, county: OwnRound) -> None:
        super().__init__(county.sessions, Procedures(), read_places(), county.conductor.start_cycle)
        self.looked, self.may_say = asyncio.Event(), asyncio.Event()

    @activity.defn
    async def pending(self, ref: RoundRef) -> Pending:
        found = await super().pending(ref)
        if not found.municipalities:
            self.looked.set()
            await self.may_say.wait()
        return found


def working_on(queue: str, county: OwnRound, rounds: Rounds | None = None) -> Worker:
    """A worker of its own queue."""
    client = county.conductor._client  # pyright: ignore[reportPrivateUsage]
    if rounds is None:
        return worker.build(client, county.sessions, county.conductor, task_queue=queue, runner=strict_sandbox())
    acting = Acting(county.sessions, Procedures())
    at_rounds = (rounds.open_round, rounds.pending, rounds.start_member, rounds.member_failed)
    return Worker(
        client, task_queue=queue, workflows=worker.WORKFLOWS, activities=[acting.act, acting.standing, *at_rounds]
    )


async def starts(county: OwnRound) -> list[int]:
    """How often each municipality's year was started."""
    logs = [await county.town(code).kinds() for code in county.county.municipalities]
    return [kinds.count("CycleStarted") for kinds in logs]


async def test_every_municipality_starts_exactly_once_however_often_it_is_asked(county: OwnRound) -> None:
    first, again = await asyncio.gather(county.open(), county.open())
    assert first == again
    assert first is not None
    assert first.accepted
    await county.handle().result()
    late = await county.open()
    assert late == first
    filed = await county.file(await county.open_command(), "another")
    other = await county.send(filed)
    assert other is not None
    assert not other.accepted
    outcome = await county.town("").outcome(filed)
    assert outcome is not None
    assert outcome.error == "RoundAlreadyOpen"
    await county.handle().result()
    assert set((await county.states()).values()) == {"started"}
    assert await starts(county) == [1] * len(county.county.municipalities)


async def test_a_year_of_ones_own_counts_as_started_if_it_is_of_the_same_kind(county: OwnRound) -> None:
    own, other, *rest = county.county.municipalities
    await county.town(own).start(Kind.FULL)
    await county.town(other).start(Kind.LIGHT)
    await county.open(kind=Kind.FULL)
    await county.handle().result()
    members = await county.members()
    assert {code: row.state for code, row in members.items()} == {
        **dict.fromkeys((own, *rest), "started"),
        other: "failed",
    }
    assert members[other].reason == "CycleAlreadyStarted"
    assert members[other].message
    assert await starts(county) == [1] * len(members)


async def test_an_unreachable_municipality_is_shown_and_a_retry_starts_it(county: OwnRound, temporal: Client) -> None:
    """Something else runs under its workflow's name, and nobody works for it."""
    bad, *others = county.county.municipalities
    name = county.town(bad).workflow_id
    foreign = await temporal.start_workflow("Foreign", id=name, task_queue="nobody")
    await county.open()
    await county.handle().result()
    members = await county.members()
    assert {code: row.state for code, row in members.items()} == {bad: "failed", **dict.fromkeys(others, "started")}
    assert (members[bad].reason, members[bad].tries) == ("Unreachable", 1)
    assert members[bad].message
    await foreign.terminate("out of the way")
    retried = await county.retry("retry", bad)
    assert retried is not None
    assert retried.accepted
    await county.handle().result()
    assert set((await county.states()).values()) == {"started"}
    assert await starts(county) == [1] * len(members)


async def test_a_round_goes_on_with_another_worker(county: OwnRound, temporal: Client) -> None:
    """The first one ends while some have started and others are under way."""
    interrupted = replace(county, conductor=Halting(temporal, "round-in-two"))
    async with working_on("round-in-two", interrupted):
        assert await interrupted.open()
        await until(lambda: two_started(interrupted))
    assert not await county.nobody_pending()
    async with working_on("round-in-two", replace(county, conductor=Conductor(temporal, "round-in-two"))):
        await county.handle().result()
    assert set((await county.states()).values()) == {"started"}
    assert await starts(county) == [1] * len(county.county.municipalities)


async def test_a_retry_is_not_lost_in_the_moment_in_which_the_round_ends(county: OwnRound, temporal: Client) -> None:
    """It is asked after the round has looked that nobody is pending, and before it has heard so."""
    late = replace(county, conductor=Conductor(temporal, "round-late"))
    lingering = Lingering(late)
    async with working_on("round-late", late, lingering):
        refused = county.county.municipalities[0]
        await late.town(refused).start(Kind.LIGHT)
        await late.open(kind=Kind.FULL)
        async with asyncio.timeout(20):
            await lingering.looked.wait()
            assert await late.retry("late")
            lingering.may_say.set()
            await late.handle().result()
    member = (await county.members())[refused]
    assert (member.state, member.tries) == ("failed", 2)


async def two_started(county: OwnRound) -> bool:
    return list((await county.states()).values()).count("started") == 2
