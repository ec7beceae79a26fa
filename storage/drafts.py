"""Drafts: saved freely, the municipality's alone, neither commands nor events. One per step of a cycle."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import String, bindparam, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.errors import Conflict, NotFound
from storage.database import Base, CountyCode, CycleId, Instant, MunicipalityCode


class DraftNotFound(NotFound):
    pass


class DraftChanged(Conflict):
    """Somebody else saved this draft since it was read; nothing was overwritten."""


class DraftRow(Base):
    """`content` is empty once it was handed in; `version` goes on counting, so that an old ETag never fits again."""

    __tablename__ = "drafts"

    cycle_id: Mapped[CycleId] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(String(50), primary_key=True)
    municipality_code: Mapped[MunicipalityCode]
    county_code: Mapped[CountyCode]
    version: Mapped[int]
    content: Mapped[str | None]
    person: Mapped[str]
    saved_at: Mapped[datetime] = mapped_column(Instant)


async def draft(session: AsyncSession, cycle_id: str, step: str) -> DraftRow:
    """Raises DraftNotFound."""
    row = await session.get(DraftRow, (cycle_id, step))
    if row is None or row.content is None:
        raise DraftNotFound("Nothing has been saved for this step since it was last handed in")
    return row


async def save(session: AsyncSession, new: DraftRow, expected: int | None) -> DraftRow:
    """Save a draft over the version the writer read. Raises DraftChanged if another has been saved meanwhile.

    Without `expected` a person overwrites only their own.
    """
    row = await session.get(DraftRow, (new.cycle_id, new.step), with_for_update=True)
    if row is None and expected is None:
        return await _first(session, new)
    if row is None or (row.content is None and expected is not None):
        raise DraftChanged("The draft was handed in or removed since you read it; nothing was saved")
    own = expected is None and (row.content is None or row.person == new.person)
    if row.version != expected and not own:
        raise DraftChanged(f"Somebody saved version {row.version} of this draft; read it before you save over it")
    row.version, row.content, row.person, row.saved_at = row.version + 1, new.content, new.person, new.saved_at
    return row


async def _first(session: AsyncSession, new: DraftRow) -> DraftRow:
    columns = {column.key: getattr(new, column.key) for column in DraftRow.__table__.columns}
    statement = insert(DraftRow).values({**columns, "version": 1}).on_conflict_do_nothing().returning(DraftRow)
    row = await session.scalar(statement)
    if row is None:
        raise DraftChanged("Somebody saved this draft at the same time; read it before you save over it")
    return row


_HAND_IN = (
    update(DraftRow)
    .where(
        DraftRow.cycle_id == bindparam("cycle"),
        DraftRow.step.in_(bindparam("steps", expanding=True)),
        DraftRow.content.is_not(None),
    )
    .values(content=None, version=DraftRow.version + 1)
)


async def hand_in(session: AsyncSession, cycle_id: str, steps: Collection[str]) -> None:
    """What was handed in is no draft any longer."""
    connection = await session.connection()
    await connection.execute(_HAND_IN, {"cycle": cycle_id, "steps": list(steps)})
