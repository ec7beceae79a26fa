"""A county's round: open it, start each municipality's year once, and note who could not start and why."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from temporalio import activity

from activities.messages import Acted, Member, MemberFailed, OpenRound, Pending, RoundAnswer, RoundRef
from domain import rounds as r
from domain.commands import StartCycle
from domain.errors import DomainError
from domain.places import Municipality, Places
from domain.rules import check_year
from storage import commands, rounds
from storage.cycles import load
from storage.database import Sessions
from storage.filing import command_id, cycle_filing, request_hash
from storage.processes import Procedures
from storage.scope import EVERYWHERE, of_place, within

Start = Callable[[Municipality, int, str], Awaitable[Acted]]
"""Sends a filed start command to a municipality's year: (municipality, year, command id)."""


class Rounds:
    def __init__(self, sessions: Sessions, procedures: Procedures, places: Places, start: Start) -> None:
        self._sessions = sessions
        self._procedures = procedures
        self._places = places
        self._start = start

    @asynccontextmanager
    async def _begun(self, round_id: str | None) -> AsyncGenerator[AsyncSession]:
        """A transaction in the round's county. An order from before it named its round is found by its id alone."""
        with within(of_place(round_id) if round_id else EVERYWHERE):
            async with self._sessions.begin() as session:
                yield session

    @activity.defn
    async def open_round(self, order: OpenRound) -> RoundAnswer:
        """Do what the filed round command says, once; a rejection is an answer."""
        async with self._begun(order.round_id) as session:
            row = await commands.command_row(session, order.command_id)
            if row is None:
                return RoundAnswer(accepted=False)
            outcome = await commands.outcome_of(session, row.id)
            if outcome is None:
                outcome = await self._decide(session, row, order.now)
                await commands.record(session, row, outcome, order.now)
            return RoundAnswer(accepted=outcome.accepted)

    async def _decide(self, session: AsyncSession, row: commands.CommandRow, now: datetime) -> commands.Outcome:
        command = r.round_commands.validate_json(row.body)
        try:
            if isinstance(command, r.OpenRound):
                await self._open(session, command, row, now)
            else:
                wanted = rounds.round_id(command.county, command.year)
                await rounds.round_row(session, wanted)
                await rounds.retry(session, wanted, command.municipality)
        except DomainError as error:
            return commands.rejection(error, 0)
        return commands.Outcome(accepted=True, version=0, kinds=(command.kind,))

    async def _open(self, session: AsyncSession, command: r.OpenRound, row: commands.CommandRow, now: datetime) -> None:
        check_year(command.year, now)
        await self._procedures.get(session, command.process, command.cycle_kind)
        new = rounds.RoundRow(
            id=rounds.round_id(command.county, command.year),
            county_code=command.county,
            municipality_code=None,
            year=command.year,
            kind=command.cycle_kind,
            process=command.process,
            command_id=row.id,
            opened_at=now,
        )
        await rounds.open_round(session, new, command.municipalities)

    @activity.defn
    async def pending(self, ref: RoundRef) -> Pending:
        async with self._begun(ref.round_id) as session:
            found = await rounds.members(session, ref.round_id, rounds.MemberState.PENDING)
            return Pending(municipalities=tuple(member.municipality_code for member in found))

    @activity.defn
    async def start_member(self, member: Member) -> None:
        """Start one municipality's year, or note why its rules say no. Trying again starts nothing twice.

        A year that already runs in the same kind, one's own, counts as started. Raises what Temporal's client raises.
        """
        place = self._places.municipality(member.municipality)
        async with self._begun(member.round_id) as session:
            command, year = await self._file_start(session, member, place)
        started = (await self._start(place, year, command)).accepted
        async with self._begun(member.round_id) as session:
            failure = None if started else await self._failure(session, member, f"{place.code}-{year}", command)
            await rounds.note_member(session, member.round_id, place.code, member.now, failure)

    async def _file_start(self, session: AsyncSession, member: Member, place: Municipality) -> tuple[str, int]:
        """The start is the act of whoever opened the round. Each try has its own command, since an outcome is final."""
        row = await rounds.round_row(session, member.round_id)
        opening = await commands.command_row(session, row.command_id)
        if opening is None:
            raise rounds.RoundNotFound(f"The round {member.round_id} has lost the command that opened it")
        tries = (await rounds.member(session, row.id, place.code)).tries
        start = StartCycle(
            actor=r.round_commands.validate_json(opening.body).actor,
            municipality=place.code,
            county=place.county,
            year=row.year,
            cycle_kind=row.kind,
            process=row.process,
            round=row.id,
        )
        identity = command_id("round", f"{row.id}/{place.code}/{tries}")
        request = request_hash("start_member", {"round": row.id, "municipality": place.code, "try": tries})
        cycle_id = f"{place.code}-{row.year}"
        filing = cycle_filing(
            start,
            cycle_id=cycle_id,
            place=place,
            identity=identity,
            request=request,
            now=member.now,
            request_id=opening.request_id,
        )
        await commands.file(session, filing)
        return identity, row.year

    async def _failure(
        self, session: AsyncSession, member: Member, cycle_id: str, command: str
    ) -> tuple[str, str] | None:
        outcome = await commands.outcome_of(session, command)
        if outcome is None:
            return "NotRecorded", "The start was sent but nothing was recorded; try again"
        if outcome.accepted:
            return None
        loaded = await load(session, self._procedures, cycle_id)
        kind = (await rounds.round_row(session, member.round_id)).kind
        if loaded is not None and loaded.cycle.procedure.kind == kind:
            return None
        return outcome.error or "Rejected", outcome.message or "The start was refused"

    @activity.defn
    async def member_failed(self, failed: MemberFailed) -> None:
        message = "The municipality's year could not be reached; the others have started. Try again"
        async with self._begun(failed.round_id) as session:
            await rounds.note_member(
                session, failed.round_id, failed.municipality, failed.now, (failed.reason, message)
            )
