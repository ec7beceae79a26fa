"""What the routes of comments share: who reads which, how an entry is written once, and how a comment is shown."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from api.access import acting, place_of, seen_municipality
from api.actors import CurrentActor
from api.carrying import asked
from api.comment_models import CommentView
from api.dependencies import Key, ServicesHere
from api.services import Services
from domain.commands import Acting
from domain.commenting import check_room
from domain.comments import ALLOWED_BY, WITH_TEXT, About, Entry, Kind, audiences
from domain.people import Action, Actor, may
from domain.process import Kind as CycleKind
from domain.steps import StepStatus
from storage import comments, cycles
from storage.comments import Sent, Shown, Year
from storage.documents import held


@dataclass(frozen=True)
class Reader:
    """Who reads which of a year's comments."""

    actor: Actor
    year: Year
    services: Services

    def acting(self, action: Action) -> Acting:
        """Raises RoleMayNot."""
        return acting(self.actor, action, place_of(self.year.municipality))

    async def comment(self, session: AsyncSession, number: int) -> Shown:
        """Raises CommentNotFound."""
        return await comments.comment(session, self.year, number)

    async def answering(self, number: int) -> Acting:
        """As what the reader answers: a request for supplement as the one it was sent to, if they are. Raises
        CommentNotFound.
        """
        async with self.services.sessions() as session:
            entry = (await self.comment(session, number)).written.entry
        sent_to = entry.kind is Kind.SUPPLEMENT
        if sent_to and may(self.actor, Action.SETTLE_SUPPLEMENT, place_of(self.year.municipality)):
            return self.acting(Action.SETTLE_SUPPLEMENT)
        return self.acting(ALLOWED_BY[entry.audience])

    async def about(self, session: AsyncSession, step: str) -> About:
        """The step as a comment finds it. Raises CycleNotFound, StepNotFound."""
        cycle = await cycles.cycle_row(session, self.year.cycle_id)
        row = await cycles.step_row(session, self.year.cycle_id, step)
        procedure = await self.services.procedures.get(session, cycle.process, CycleKind(cycle.kind))
        there = await held(session, self.year.cycle_id, (step,), released=False)
        return About(
            step=step,
            status=StepStatus(row.status),
            version=row.version,
            form=procedure.definitions[step].form,
            content=there[step].content if step in there else None,
        )


def reader(cycle_id: str, actor: CurrentActor, services: ServicesHere) -> Reader:
    """Raises CycleNotFound, and RoleMayNot for those who take no part in the comments."""
    municipality = seen_municipality(actor, services.places, cycle_id)
    acting(actor, Action.COMMENT, place_of(municipality))
    return Reader(actor, Year(municipality, cycle_id, audiences(actor, place_of(municipality))), services)


ReaderHere = Annotated[Reader, Depends(reader)]
Rule = Callable[[AsyncSession], Awaitable[Entry]]


@dataclass(frozen=True)
class Writer:
    """A request to write among a year's comments: who sends it, with which key."""

    who: Reader
    request: Request
    key: str

    async def write(self, by: Acting, body: BaseModel, rule: Rule) -> CommentView:
        """Keep what the rule makes, once for each key; the comment that it is or refers to, as it stands now.

        Raises CycleNotFound, KeyReused, TooManyComments, and what the rule raises.
        """
        services, year = self.who.services, self.who.year
        ask = asked(self.request, self.who.actor, self.key, body.model_dump(mode="json"))
        sent = Sent(by, ask.identity, ask.hash, services.clock())
        async with services.sessions.begin() as session:
            await cycles.check_begun(session, year.cycle_id)
            await comments.hold(session)
            row = await comments.sent_before(session, sent)
            if row is None:
                entry = await rule(session)
                check_room(entry, await comments.written_by(session, year.cycle_id, by.person))
                row = await comments.add(session, year, entry, sent)
            kept = row.number if Kind(row.kind) in WITH_TEXT or row.refers_to is None else row.refers_to
            return view(await self.who.comment(session, kept))


def writer(who: ReaderHere, request: Request, key: Key) -> Writer:
    return Writer(who, request, key)


WriterHere = Annotated[Writer, Depends(writer)]


def view(shown: Shown) -> CommentView:
    row = shown.row
    return CommentView(
        number=row.number,
        cycle=row.cycle_id,
        step=row.step,
        version=row.version,
        object=row.object,
        audience=shown.written.entry.audience,
        kind=shown.written.entry.kind,
        answers=row.refers_to,
        text=shown.text,
        person=row.person,
        role=row.role,
        written_at=row.written_at,
        withdrawn_at=shown.withdrawn_at,
        state=shown.written.state,
    )
