"""Up to where each person has read a year's comments."""

from datetime import datetime

from sqlalchemy import BigInteger, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.comments import WITHDRAWN, CommentRow, Shown, Year, readable
from storage.database import Base, CountyCode, CycleId, Instant, MunicipalityCode


class MarkRow(Base):
    __tablename__ = "comment_marks"

    person: Mapped[str] = mapped_column(primary_key=True)
    cycle_id: Mapped[CycleId] = mapped_column(primary_key=True)
    municipality_code: Mapped[MunicipalityCode]
    county_code: Mapped[CountyCode]
    upto: Mapped[int] = mapped_column(BigInteger)
    read_at: Mapped[datetime] = mapped_column(Instant)


async def mark(session: AsyncSession, person: str, cycle_id: str) -> int:
    """Up to which number the person has read the year's comments; 0 before the first."""
    row = await session.get(MarkRow, (person, cycle_id))
    return row.upto if row is not None else 0


def is_unread(comment: Shown, person: str, upto: int) -> bool:
    """A comment of another's, after what the person has read, with its text still there."""
    return comment.row.number > upto and comment.row.person != person and comment.withdrawn_at is None


async def unread(session: AsyncSession, year: Year, person: str, upto: int) -> dict[str, int]:
    """By step, how many comments are unread, where there are any."""
    statement = select(CommentRow.step, func.count()).where(
        *readable(year), CommentRow.number > upto, CommentRow.person != person, WITHDRAWN.is_(None)
    )
    rows = await session.execute(statement.group_by(CommentRow.step).order_by(CommentRow.step))
    return dict(rows.all())


async def mark_read(session: AsyncSession, year: Year, person: str, upto: int, now: datetime) -> int:
    """The number that the person has read up to from now on: never before what stood, nor after the newest there is."""
    newest = await session.scalar(select(func.max(CommentRow.number)).where(*readable(year))) or 0
    statement = insert(MarkRow).values(
        person=person,
        cycle_id=year.cycle_id,
        municipality_code=year.municipality.code,
        county_code=year.municipality.county,
        upto=min(upto, newest),
        read_at=now,
    )
    later = {"upto": func.greatest(MarkRow.upto, statement.excluded.upto), "read_at": statement.excluded.read_at}
    upserted = statement.on_conflict_do_update(index_elements=["person", "cycle_id"], set_=later)
    return await session.scalar(upserted.returning(MarkRow.upto)) or 0
