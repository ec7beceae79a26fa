"""What there is at all on this server: asked before anybody can be, so only yes and no are told."""

from typing import NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.membership.person import PersonState
from domain.people import Role
from storage.cycles import CycleRow
from storage.people import GrantRow, PersonRow


class Beginnings(NamedTuple):
    """Whether somebody was invited, signed in, is county coordinator; and whether a year has been started."""

    invited: bool
    signed_in: bool
    county: bool
    year: bool

    @property
    def empty(self) -> bool:
        return not self.invited and not self.year


async def beginnings(session: AsyncSession) -> Beginnings:
    """To be asked in a transaction that sees everybody."""
    county = (GrantRow.role == Role.COUNTY_COORDINATOR.value, GrantRow.ended_at.is_(None))
    asked = (
        exists().where(PersonRow.id.is_not(None)),
        exists().where(PersonRow.state == PersonState.ACTIVE.value),
        exists().where(*county),
        exists().where(CycleRow.id.is_not(None)),
    )
    return Beginnings(*(await session.execute(select(*asked))).one())
