"""Warnings that a clock of the Act is running out, and that it has, each told once: rows that never change."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import BigInteger, Identity, String, UniqueConstraint, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.law.clocks import Notice
from domain.places import Municipality
from storage.database import Base, CountyCode, Instant, MunicipalityCode


class NoticeRow(Base):
    """`key` names the clock, its due day and how many months before it this is, 0 once it has passed; `of` what runs
    out.
    """

    __tablename__ = "notices"
    __table_args__ = (UniqueConstraint("municipality_code", "key"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    municipality_code: Mapped[MunicipalityCode]
    county_code: Mapped[CountyCode]
    key: Mapped[str] = mapped_column(String(400))
    rule: Mapped[str] = mapped_column(String(10))
    of: Mapped[str] = mapped_column(String(300))
    due: Mapped[date]
    months: Mapped[int]
    told_at: Mapped[datetime] = mapped_column(Instant)


async def tell(session: AsyncSession, place: Municipality, notices: Collection[Notice], now: datetime) -> int:
    """Keep those that have not been told; how many were new."""
    if not notices:
        return 0
    rows = [
        {
            **notice.model_dump(include={"key", "rule", "of", "due", "months"}),
            "municipality_code": place.code,
            "county_code": place.county,
            "told_at": now,
        }
        for notice in notices
    ]
    statement = insert(NoticeRow).values(rows).on_conflict_do_nothing(index_elements=["municipality_code", "key"])
    return len((await session.execute(statement.returning(NoticeRow.id))).all())


async def told(session: AsyncSession, municipalities: Collection[str], after: int, limit: int) -> Sequence[NoticeRow]:
    """Up to `limit` that were told after this id, the earliest first."""
    statement = select(NoticeRow).where(NoticeRow.municipality_code.in_(municipalities), NoticeRow.id > after)
    return (await session.scalars(statement.order_by(NoticeRow.id).limit(limit))).all()
