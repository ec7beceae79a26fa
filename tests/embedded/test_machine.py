"""A folder's servers: they remember, there is one pair per folder, and what is in the way is said in one line."""

import asyncio
import os
from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes

from embedded.errors import EmbeddedError, FolderBusy, FolderUnusable, ServerFailed
from embedded.machine import Machine, attached, machine, running, throwaway
from embedded.postgres import Postgres
from embedded.processes import until

YEAR = SearchAttributeKey.for_int("ArshjulYear")
COUNTY = SearchAttributeKey.for_keyword("ArshjulCounty")


@pytest_asyncio.fixture(scope="module")
async def servers() -> AsyncGenerator[Machine]:
    async with throwaway(time_skipping=True) as started:
        yield started


async def ask(url: str, *statements: str) -> object:
    engine = create_async_engine(url)
    try:
        async with engine.begin() as connection:
            results = [await connection.execute(text(statement)) for statement in statements]
            return results[-1].scalar() if results[-1].returns_rows else None
    finally:
        await engine.dispose()


async def remember(servers: Machine) -> None:
    await ask(servers.owner_url, "CREATE TABLE kept (word text)", "INSERT INTO kept VALUES ('åäö')")
    attributes = TypedSearchAttributes([SearchAttributePair(YEAR, 2027), SearchAttributePair(COUNTY, "13")])
    client = await Client.connect(servers.temporal_address)
    await client.start_workflow("Waits", id="cycle-1381-2027", task_queue="none", search_attributes=attributes)


async def test_rows_and_workflows_survive_stop_and_start(tmp_path: Path) -> None:
    async with machine(tmp_path) as first:
        await remember(first)
    assert running(tmp_path) is None
    async with machine(tmp_path) as second:
        assert await ask(second.owner_url, "SELECT word FROM kept") == "åäö"
        client = await Client.connect(second.temporal_address)
        found = await client.get_workflow_handle("cycle-1381-2027").describe()
        assert found.status == WorkflowExecutionStatus.RUNNING
        assert found.typed_search_attributes[YEAR] == 2027
        namespace = await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace="default"))
        assert namespace.config.workflow_execution_retention_ttl.ToTimedelta() == timedelta(days=30)


async def test_a_second_holder_is_refused_in_one_line_that_names_the_first(servers: Machine) -> None:
    with pytest.raises(FolderBusy) as refused:
        async with machine(servers.folder):
            pass
    assert str(os.getpid()) in str(refused.value)
    assert str(servers.folder) in str(refused.value)
    assert "\n" not in str(refused.value)


async def test_other_commands_attach_to_what_runs_and_leave_it_running(servers: Machine) -> None:
    async with attached(servers.folder) as found:
        assert found == servers
    assert running(servers.folder) == servers
    assert await ask(servers.database_url, "SELECT 1") == 1


async def test_attaching_where_nothing_runs_starts_servers_that_last_until_the_last_guest_leaves(
    tmp_path: Path,
) -> None:
    path = tmp_path / 'ny mapp, "åäö" ?&%' / ("långt" * 40) / "data"
    done = asyncio.Event()

    async def command() -> Machine:
        async with attached(path) as own:
            await done.wait()
            return own

    first = asyncio.create_task(command())
    assert await until(lambda: running(path) is not None, within=30)
    async with attached(path) as guest:
        assert len(os.fsencode(guest.folder)) > 200
        assert path.stat().st_mode & 0o777 == 0o700
        done.set()
        finished, _ = await asyncio.wait({first}, timeout=0.2)
        assert not finished
        assert await ask(guest.database_url, "SELECT current_user") == "arshjul_app"
    assert await first == guest
    assert running(path) is None


async def test_a_socket_in_a_folder_with_spaces_and_letters_is_reached_by_its_url() -> None:
    with TemporaryDirectory(prefix="mått & mål") as short:  # so short that the socket lies in it
        await _reached_by_its_url(Path(short))


async def _reached_by_its_url(folder: Path) -> None:
    postgres = Postgres(folder, durable=False)
    try:
        _, urls = await postgres.start()
        assert "m%C3%A5tt%20%26%20m%C3%A5l" in urls.database_url
        assert await ask(urls.database_url, "SHOW timezone") == "UTC"
    finally:
        await postgres.stop()


async def test_a_folder_that_cannot_be_made_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FolderUnusable) as refused:
        async with machine(tmp_path / "file" / "data"):
            pass
    assert str(tmp_path / "file" / "data") in str(refused.value)
    assert "\n" not in str(refused.value)


async def test_a_server_that_ends_at_once_is_an_error_with_its_last_words(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir(mode=0o700)
    with pytest.raises(ServerFailed, match="PostgreSQL ended with") as failed:
        async with machine(tmp_path):
            pass
    assert "postgres.log" in str(failed.value)
    assert "\n" not in str(failed.value)
    assert failed.value.log_tail
    assert isinstance(failed.value, EmbeddedError)
    assert running(tmp_path) is None
