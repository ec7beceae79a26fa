"""Comments as rows that never change, and what became of each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    Identity,
    Index,
    Select,
    String,
    UniqueConstraint,
    and_,
    exists,
    func,
    not_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from domain.commands import Acting
from domain.comments import WITH_TEXT, Audience, CommentNotFound, Entry, Kind, Written
from domain.people import Role
from domain.places import Municipality
from storage.commands import KeyReused, check_same_request
from storage.cycles import CycleRow, StepRow
from storage.database import Base, CommandId, CountyCode, CycleId, Hash, Instant, MunicipalityCode

_ONE_AT_A_TIME = 0x4B4F4D4D  # an arbitrary key for the advisory lock around writing


class CommentRow(Base):
    """`number` counts every municipality's entries, in the order they were committed; `id` and `request` are those of
    the request, as a command's are. `version` is the step's content that it speaks of.
    """

    __tablename__ = "comments"
    __table_args__ = (
        UniqueConstraint("id"),
        Index(None, "cycle_id", "number"),
        Index(None, "refers_to", "kind"),
        Index(None, "county_code", "kind", "number"),
    )

    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    id: Mapped[CommandId]
    request: Mapped[Hash]
    cycle_id: Mapped[CycleId]
    municipality_code: Mapped[MunicipalityCode]
    county_code: Mapped[CountyCode]
    step: Mapped[str] = mapped_column(String(50))
    version: Mapped[int]
    object: Mapped[str | None] = mapped_column(String(200))
    audience: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    refers_to: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("comments.number"))
    text: Mapped[str | None]
    person: Mapped[str]
    role: Mapped[str] = mapped_column(String(40))
    written_at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True)
class Year:
    """The comments of one year that one may read."""

    municipality: Municipality
    cycle_id: str
    audiences: Collection[Audience]


@dataclass(frozen=True)
class Sent:
    """A request to write: who sends it, as what, with which key and body, when."""

    by: Acting
    identity: str
    request: str
    now: datetime


@dataclass(frozen=True)
class Shown:
    """A comment and when it was withdrawn, settled, or first answered by the municipal coordinator, if it was."""

    row: CommentRow
    withdrawn_at: datetime | None
    settled_at: datetime | None
    answered_at: datetime | None

    @property
    def text(self) -> str | None:
        return None if self.withdrawn_at else self.row.text

    @property
    def written(self) -> Written:
        row = self.row
        entry = Entry(
            step=row.step,
            version=row.version,
            object=row.object,
            audience=Audience(row.audience),
            kind=Kind(row.kind),
            text=self.text,
            refers_to=row.refers_to,
        )
        return Written(
            number=row.number,
            entry=entry,
            person=row.person,
            withdrawn=self.withdrawn_at is not None,
            settled=self.settled_at is not None,
            answered=self.answered_at is not None,
        )


async def hold(session: AsyncSession) -> None:
    """Nobody else writes until the transaction ends. So numbers come in the order of the commits, and who has read up
    to one has missed none; and none of them says how much a municipality has written for itself.
    """
    await session.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))


async def sent_before(session: AsyncSession, sent: Sent) -> CommentRow | None:
    """What this very request wrote. To be called under `hold`. Raises KeyReused if its key belongs to another one."""
    await check_same_request(session, sent.identity, sent.request)
    row = await session.scalar(select(CommentRow).where(CommentRow.id == sent.identity))
    if row is not None and row.request != sent.request:
        raise KeyReused("This Idempotency-Key was used for another request; use a new key for a new request")
    return row


async def by_id(session: AsyncSession, identity: str) -> CommentRow | None:
    """The entry that a request with this id wrote; None for one that wrote nothing, or elsewhere."""
    return await session.scalar(select(CommentRow).where(CommentRow.id == identity))


async def add(session: AsyncSession, year: Year, entry: Entry, sent: Sent) -> CommentRow:
    row = CommentRow(
        id=sent.identity,
        request=sent.request,
        cycle_id=year.cycle_id,
        municipality_code=year.municipality.code,
        county_code=year.municipality.county,
        step=entry.step,
        version=entry.version,
        object=entry.object,
        audience=entry.audience.value,
        kind=entry.kind.value,
        refers_to=entry.refers_to,
        text=entry.text,
        person=sent.by.person,
        role=sent.by.role.value,
        written_at=sent.now,
    )
    session.add(row)
    await session.flush()
    return row


async def written_by(session: AsyncSession, cycle_id: str, person: str) -> int:
    """How many entries of the year are that person's."""
    statement = select(func.count()).where(CommentRow.cycle_id == cycle_id, CommentRow.person == person)
    return await session.scalar(statement) or 0


_Later = aliased(CommentRow)
_Taken = aliased(CommentRow)


def _when(kind: Kind, *also: ColumnElement[bool]) -> Select[datetime]:
    at = select(func.min(_Later.written_at))
    return at.where(_Later.refers_to == CommentRow.number, _Later.kind == kind.value, *also).correlate(CommentRow)


_BY_THE_COORDINATOR = and_(
    _Later.role == Role.MUNICIPAL_COORDINATOR.value,
    not_(exists().where(_Taken.refers_to == _Later.number, _Taken.kind == Kind.WITHDRAWAL.value).correlate(_Later)),
)
WITHDRAWN = _when(Kind.WITHDRAWAL).scalar_subquery()
_SETTLED = _when(Kind.SETTLEMENT).scalar_subquery()
_ANSWERED = _when(Kind.COMMENT, _BY_THE_COORDINATOR).scalar_subquery()
_SHOWN = select(CommentRow, WITHDRAWN, _SETTLED, _ANSWERED)
_OPEN = (WITHDRAWN.is_(None), _SETTLED.is_(None), _ANSWERED.is_(None))
_TEXTS = [kind.value for kind in WITH_TEXT]


def readable(year: Year) -> tuple[ColumnElement[bool], ...]:
    audiences = [audience.value for audience in year.audiences]
    return (
        CommentRow.cycle_id == year.cycle_id,
        CommentRow.audience.in_(audiences),
        CommentRow.kind.in_(_TEXTS),
    )


async def _found(session: AsyncSession, statement: Select[CommentRow, Any, Any, Any]) -> list[Shown]:
    return [Shown(*row) for row in await session.execute(statement.order_by(CommentRow.number))]


async def comment(session: AsyncSession, year: Year, number: int) -> Shown:
    """Raises CommentNotFound, for one that was not written for the reader as well."""
    found = await _found(session, _SHOWN.where(*readable(year), CommentRow.number == number))
    if not found:
        raise CommentNotFound("There is no comment with that number that you may read")
    return found[0]


async def comments(session: AsyncSession, year: Year, step: str | None, *, after: int, limit: int) -> Sequence[Shown]:
    """Up to `limit` comments of the year, or of one step of it, the earliest first."""
    statement = _SHOWN.where(*readable(year), CommentRow.number > after).limit(limit)
    return await _found(session, statement if step is None else statement.where(CommentRow.step == step))


async def supplements(
    session: AsyncSession, county: str, municipality: str | None, *, after: int, limit: int, everything: bool
) -> Sequence[Shown]:
    """Requests for supplement in a county, or in one municipality of it; those that are open, or every one."""
    statement = _SHOWN.where(
        CommentRow.county_code == county, CommentRow.kind == Kind.SUPPLEMENT.value, CommentRow.number > after
    )
    if municipality is not None:
        statement = statement.where(CommentRow.municipality_code == municipality)
    if not everything:
        statement = statement.where(*_OPEN)
    return await _found(session, statement.limit(limit))


async def waiting(
    session: AsyncSession, municipalities: Collection[str], *, after: int, limit: int
) -> Sequence[tuple[Shown, StepRow, CycleRow]]:
    """Open requests for supplement to these municipalities, the earliest first, each with the step it is about."""
    statement = (
        _SHOWN.add_columns(StepRow, CycleRow)
        .join(StepRow, and_(StepRow.cycle_id == CommentRow.cycle_id, StepRow.key == CommentRow.step))
        .join(CycleRow, CycleRow.id == CommentRow.cycle_id)
        .where(
            CommentRow.kind == Kind.SUPPLEMENT.value,
            CommentRow.municipality_code.in_(municipalities),
            CommentRow.number > after,
            *_OPEN,
        )
    )
    found = await session.execute(statement.order_by(CommentRow.number).limit(limit))
    return [(Shown(*row[:-2]), row[-2], row[-1]) for row in found]
