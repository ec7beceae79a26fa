"""PostgreSQL's disk is full while commands come: nothing that was acknowledged is lost, nothing is done twice."""

from collections.abc import AsyncGenerator, Generator, Iterable
from contextlib import asynccontextmanager
from hashlib import sha256

import asyncpg
import pytest

from domain.people import Role
from domain.places import Municipality, Places
from embedded import databases
from embedded.alive import kept_alive
from tests.faults.crowd import acting
from tests.faults.disks import Disk, MayNotMount, small_disk
from tests.faults.machines import Fragile, fragile
from tests.faults.sites import Site, check_log, running
from tests.workflows.years import OwnYear, assign, until
from workflows.messages import Filed

BACK_WITHIN = 30.0
MANY = 40  # acts: more than the pages at hand have room for
# More than a page, nothing to compress, and no digits, which could read as somebody's number.
LONG = "".join(sha256(bytes([n])).hexdigest() for n in range(150)).translate(str.maketrans("0123456789", "ghijklmnop"))
GONE = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError)


@pytest.fixture(scope="module")
def disk() -> Generator[Disk]:
    try:
        with small_disk() as disk:
            yield disk
    except MayNotMount:
        pytest.skip("Not run: what happens when PostgreSQL's disk is full. A small disk is mounted for it, as root")


@pytest.fixture(scope="module")
async def site(places: Places, disk: Disk) -> AsyncGenerator[Site]:
    async with fragile(disk.folder) as servers, running(servers, places) as site:
        yield site


@asynccontextmanager
async def full(disk: Disk, site: Site) -> AsyncGenerator[None]:
    """Full while this lasts; if PostgreSQL ended of it, `serve`'s own keeper brings it back when there is room."""
    with disk.full():
        yield
    async with kept_alive((site.servers.postgres,), lambda _: None, None):
        await until(lambda: answers(site.servers), BACK_WITHIN)


async def answers(servers: Fragile) -> bool:
    try:
        connection = await databases.connect(databases.socket_dir_of(servers.urls.admin_url))
    except GONE:
        return False
    await connection.close()
    return True


async def test_what_comes_meanwhile_is_refused_or_kept_and_carried_out_once(
    site: Site, disk: Disk, own_year: tuple[Municipality, int]
) -> None:
    """The tables cannot grow. PostgreSQL runs on and says no to every transaction that needs a page."""
    town = site.town(own_year)
    await town.start()
    async with acting(site, town) as crowd:
        await crowd.answered(200, times=20)
        async with full(disk, site):
            refused = await site.complete(town, "organisation", "long", LONG)
            await crowd.answered(202, 503, times=8)
            assert site.servers.postgres.server
            assert site.servers.postgres.server.ended is None
        await crowd.answered(200, times=20)
    assert refused.status_code == 503
    assert (await site.complete(town, "organisation", "long", LONG)).status_code == 200
    assert (await town.kinds()).count("StepCompleted") == 2  # the start, and this one
    await crowd.check()


async def test_what_was_taken_meanwhile_is_carried_out_when_there_is_room_again(
    site: Site, disk: Disk, own_year: tuple[Municipality, int]
) -> None:
    town = site.town(own_year)
    await town.start()
    filed = [await town.file(assign("mapping", role)) for role in (Role.POLICE_PARTNER, Role.CONTRIBUTOR) * (MANY // 2)]
    async with full(disk, site):
        taken = await first_not_decided(town, filed)
    await until(lambda: is_decided(town, taken), BACK_WITHIN)  # by itself
    answered = [await town.send(each) for each in filed]
    assert all(acted is not None and acted.accepted for acted in answered)
    changes = sum(len(acted.kinds) for acted in answered if acted is not None)
    assert (await town.kinds()).count("StepAssigned") == changes
    await check_log(town)


async def first_not_decided(town: OwnYear, filed: Iterable[Filed]) -> Filed:
    """Sent one by one, until one is taken and not decided in time, so that the edge says 202."""
    for each in filed:
        if await town.send(each) is None:
            return each
    raise AssertionError("PostgreSQL had room for everything")


async def is_decided(town: OwnYear, filed: Filed) -> bool:
    return await town.outcome(filed) is not None


async def test_a_postgres_that_ended_of_it_comes_back_with_all_that_was_acknowledged(
    site: Site, disk: Disk, own_year: tuple[Municipality, int]
) -> None:
    """The journal cannot grow. PostgreSQL panics, cannot recover for want of the same room, and ends."""
    town = site.town(own_year)
    await town.start()
    async with acting(site, town) as crowd:
        await crowd.answered(200, times=20)
        async with full(disk, site):
            await until(lambda: ended_for_want_of_a_journal(site.servers))
            await crowd.answered(503, times=8)
        await crowd.answered(200, times=20)
    await crowd.check()


async def ended_for_want_of_a_journal(servers: Fragile) -> bool:
    """Ask for the journal's next file until there is none, and see whether PostgreSQL has ended."""
    try:
        connection = await databases.connect(databases.socket_dir_of(servers.urls.admin_url))
        await connection.execute("SELECT pg_logical_emit_message(true, '', ''), pg_switch_wal()")
        await connection.close()
    except GONE:
        pass
    return servers.postgres.server is not None and servers.postgres.server.ended is not None
