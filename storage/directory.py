"""Who is where: the lists and cards of people that the screens ask for, of the places that one may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.membership.decide import PersonNotFound
from domain.membership.person import OPEN, Held, PersonState
from domain.people import Reach, Role
from storage.people import AbsenceRow, GrantRow, PersonRow, roles_of

_OPEN = [state.value for state in OPEN]
_NAME = func.coalesce(PersonRow.name, "")


@dataclass(frozen=True)
class Wanted:
    """Of which places, and which role there; with `former` also those who had one, or whose account is closed."""

    within: Reach
    county: str | None = None
    municipality: str | None = None
    role: Role | None = None
    former: bool = False


@dataclass(frozen=True)
class Card:
    """A person with the roles that stand and the absences that are not over."""

    row: PersonRow
    roles: tuple[Held, ...]
    absences: tuple[AbsenceRow, ...]


async def listed(session: AsyncSession, wanted: Wanted, today: date, after: str | None, limit: int) -> Sequence[Card]:
    """Up to `limit` people by name, after the one with the id `after`: no name has to stand in an address."""
    somewhere = _somewhere(wanted.within)
    if wanted.county is not None:
        somewhere = somewhere.where(GrantRow.county_code == wanted.county)
    if wanted.municipality is not None:
        somewhere = somewhere.where(GrantRow.municipality_code == wanted.municipality)
    if wanted.role is not None:
        somewhere = somewhere.where(GrantRow.role == wanted.role.value)
    if not wanted.former:
        somewhere = somewhere.where(GrantRow.ended_at.is_(None), or_(GrantRow.until.is_(None), GrantRow.until >= today))
    states = [PersonState.CLOSED.value, *_OPEN] if wanted.former else _OPEN
    statement = select(PersonRow).where(PersonRow.id.in_(somewhere), PersonRow.state.in_(states))
    if after is not None:
        name = select(_NAME).where(PersonRow.id == after).scalar_subquery()
        statement = statement.where(or_(name < _NAME, and_(name == _NAME, PersonRow.id > after)))
    rows = (await session.scalars(statement.order_by(_NAME, PersonRow.id).limit(limit))).all()
    return await _cards(session, rows, today)


async def card(session: AsyncSession, person_id: str, within: Reach, today: date, *, oneself: bool = False) -> Card:
    """Somebody who has or had a role in these places, or who one is oneself. Raises PersonNotFound for others alike."""
    statement = select(PersonRow).where(PersonRow.id == person_id)
    if not oneself and not within.everywhere:
        statement = statement.where(PersonRow.id.in_(_somewhere(within)))
    row = await session.scalar(statement)
    if row is None:
        raise PersonNotFound("There is nobody with that id whom you may see")
    return (await _cards(session, [row], today))[0]


def _somewhere(within: Reach) -> Select[str]:
    statement = select(GrantRow.person_id)
    if within.everywhere:
        return statement
    here: list[ColumnElement[bool]] = [
        GrantRow.county_code.in_(within.counties),
        GrantRow.municipality_code.in_(within.municipalities),
    ]
    return statement.where(or_(*here))


async def _cards(session: AsyncSession, rows: Collection[PersonRow], today: date) -> list[Card]:
    ids = [row.id for row in rows]
    roles = await roles_of(session, ids, today)
    away: dict[str, tuple[AbsenceRow, ...]] = {}
    absences = select(AbsenceRow).where(AbsenceRow.person_id.in_(ids), AbsenceRow.last >= today)
    for row in await session.scalars(absences.order_by(AbsenceRow.first)):
        away[row.person_id] = (*away.get(row.person_id, ()), row)
    return [Card(row, roles.get(row.id, ()), away.get(row.id, ())) for row in rows]
