"""When people are away (frånvaro)."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.people import AbsenceRow


async def away_on(session: AsyncSession, person_id: str, day: date) -> AbsenceRow | None:
    """The person's absence that covers the day; None if they are expected to be there."""
    statement = select(AbsenceRow).where(
        AbsenceRow.person_id == person_id, AbsenceRow.first <= day, AbsenceRow.last >= day
    )
    return await session.scalar(statement.order_by(AbsenceRow.last.desc()).limit(1))
