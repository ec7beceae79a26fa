"""A county's round below the API."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from temporalio.client import WorkflowHandle

from activities.messages import RoundAnswer
from domain.people import Role
from domain.places import County, Municipality
from domain.process import Kind
from domain.rounds import OpenRound, RetryRound, RoundCommand
from storage import commands, rounds
from storage.database import Sessions
from storage.filing import command_id, request_hash, round_filing
from storage.processes import newest
from tests.workflows.years import OwnYear, acts
from workflows.client import Conductor
from workflows.messages import Filed
from workflows.round import RoundWorkflow


@dataclass(frozen=True)
class OwnRound:
    sessions: Sessions
    conductor: Conductor
    county: County
    year: int

    @property
    def round_id(self) -> str:
        return rounds.round_id(self.county.code, self.year)

    def town(self, code: str) -> OwnYear:
        place = Municipality(code, code, self.county.code)
        return OwnYear(self.sessions, self.conductor, place, self.year)

    async def open_command(self, kind: Kind = Kind.FULL) -> OpenRound:
        async with self.sessions() as session:
            process = await newest(session)
        return OpenRound(
            actor=acts(Role.COUNTY_COORDINATOR),
            county=self.county.code,
            year=self.year,
            cycle_kind=kind,
            process=process,
            municipalities=self.county.municipalities,
        )

    async def file(self, command: RoundCommand, key: str) -> Filed:
        identity = command_id(command.actor.person, f"{self.round_id}/{key}")
        request = request_hash(key, {})
        filing = round_filing(command, identity=identity, request=request, now=datetime.now(UTC))
        async with self.sessions.begin() as session:
            await commands.file(session, filing)
        return Filed(command_id=identity, kind=command.kind)

    async def send(self, filed: Filed) -> RoundAnswer | None:
        return await self.conductor.round_command(self.round_id, self.county.code, self.year, filed)

    async def open(self, key: str = "key", kind: Kind = Kind.FULL) -> RoundAnswer | None:
        return await self.send(await self.file(await self.open_command(kind), key))

    async def retry(self, key: str, municipality: str | None = None) -> RoundAnswer | None:
        actor = acts(Role.COUNTY_COORDINATOR)
        command = RetryRound(actor=actor, county=self.county.code, year=self.year, municipality=municipality)
        return await self.send(await self.file(command, key))

    async def members(self) -> Mapping[str, rounds.MemberRow]:
        async with self.sessions() as session:
            return {row.municipality_code: row for row in await rounds.members(session, self.round_id)}

    async def states(self) -> Mapping[str, str]:
        return {code: row.state for code, row in (await self.members()).items()}

    async def nobody_pending(self) -> bool:
        return "pending" not in (await self.states()).values()

    def handle(self) -> WorkflowHandle[RoundWorkflow, None]:
        client = self.conductor._client  # pyright: ignore[reportPrivateUsage]
        return client.get_workflow_handle_for(RoundWorkflow.run, f"round-{self.round_id}")
