"""Service tokens: what an integration signs its requests with. Shown once, kept as a hash."""

import hmac
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import String, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.errors import NotFound
from storage.database import Base, Hash, Instant
from storage.sessions import SEEN_EVERY, hashed


class TokenNotFound(NotFound):
    """There is no such token among those that the person has made."""


class ServiceTokenRow(Base):
    """A token acts as `person_id`, who made it, and never as more than `grants` (JSON) and `actions` (JSON) say.

    It belongs to no place, as it is found by its hash before anybody knows who asks.
    """

    __tablename__ = "service_tokens"

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    hash: Mapped[Hash] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(100))
    person_id: Mapped[str] = mapped_column(String(64), index=True)
    grants: Mapped[str]
    actions: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    last_used_at: Mapped[datetime | None] = mapped_column(Instant)


async def live(session: AsyncSession, secret: str, now: datetime) -> ServiceTokenRow | None:
    """The token with this secret, unless it was revoked or its time is out."""
    statement = select(ServiceTokenRow).where(
        ServiceTokenRow.hash == hashed(secret),
        ServiceTokenRow.revoked_at.is_(None),
        ServiceTokenRow.expires_at > now,
    )
    row = await session.scalar(statement)
    return row if row is not None and hmac.compare_digest(row.hash, hashed(secret)) else None


async def used(session: AsyncSession, row: ServiceTokenRow, now: datetime) -> None:
    """Note that it was used, once a minute at most."""
    if row.last_used_at is None or now - row.last_used_at >= SEEN_EVERY:
        which = update(ServiceTokenRow).where(ServiceTokenRow.id == row.id)
        await session.execute(which.values(last_used_at=now))


async def of_person(session: AsyncSession, person: str) -> Sequence[ServiceTokenRow]:
    """All that a person has made, the newest first; also those that no longer work."""
    statement = select(ServiceTokenRow).where(ServiceTokenRow.person_id == person)
    return (await session.scalars(statement.order_by(ServiceTokenRow.created_at.desc(), ServiceTokenRow.id))).all()


async def revoke(session: AsyncSession, person: str, token_id: str, now: datetime) -> None:
    """Raises TokenNotFound. Revoking again changes nothing."""
    row = await session.scalar(
        select(ServiceTokenRow).where(ServiceTokenRow.id == token_id, ServiceTokenRow.person_id == person)
    )
    if row is None:
        raise TokenNotFound("You have made no token of that name")
    row.revoked_at = row.revoked_at or now
