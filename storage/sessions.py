"""Who is signed in: sign-ins that have been begun, and sessions, each known by the hash of a secret alone.

Neither table belongs to a place: a row is found by the hash of a secret that only one browser has, before anybody
knows who asks. They hold a person's id, never a name; a row goes a day after its time is out.
"""

import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, String, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Base, Hash, Instant

BEGUN_FOR = timedelta(minutes=10)
KEPT_FOR = timedelta(days=1)
SEEN_EVERY = timedelta(minutes=1)
SHOWN = 20  # hex digits of the hash, by which a person tells their sessions apart


class SignInRow(Base):
    """A sign-in that was begun here and has not come back from the provider. Taken once, then gone.

    `browser_hash` is of a cookie, so that an answer which another browser asked for is of no use.
    """

    __tablename__ = "sign_ins"

    state_hash: Mapped[Hash] = mapped_column(primary_key=True)
    browser_hash: Mapped[Hash]
    nonce: Mapped[str]
    verifier: Mapped[str]
    next: Mapped[str]
    begun_at: Mapped[datetime] = mapped_column(Instant, index=True)


class SessionRow(Base):
    """`id_hash` is the SHA-256 of what the cookie holds. `subject` and `sid` are the provider's, for its sign-out.

    `narrowing` is what the provider's claims leave of the person's roles (api/signing_in/claims.py); `demo` says that
    `person_id` is a demo token, which has no row in people. `id_token` is what the provider signed, for its sign-out
    alone, sealed by what the cookie holds (storage/sealing.py).
    """

    __tablename__ = "sessions"

    id_hash: Mapped[Hash] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(String(64), index=True)
    demo: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    issuer: Mapped[str | None]
    subject: Mapped[str | None]
    sid: Mapped[str | None]
    id_token: Mapped[str | None]
    narrowing: Mapped[str]

    @property
    def shown(self) -> str:
        """What names the session to its person and in the log; nobody can sign in with it."""
        return self.id_hash[:SHOWN]


def hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


async def begin(session: AsyncSession, row: SignInRow) -> None:
    """Keep a sign-in that is begun, and let those go that nobody came back from."""
    await session.execute(delete(SignInRow).where(SignInRow.begun_at < row.begun_at - BEGUN_FOR))
    session.add(row)


async def take(session: AsyncSession, state: str, browser: str, now: datetime) -> SignInRow | None:
    """The sign-in that this browser began, once: of two who come with it one gets it, and nobody after that."""
    statement = (
        delete(SignInRow)
        .where(
            SignInRow.state_hash == hashed(state),
            SignInRow.browser_hash == hashed(browser),
            SignInRow.begun_at > now - BEGUN_FOR,
        )
        .returning(SignInRow)
    )
    return await session.scalar(statement)


async def open_session(session: AsyncSession, row: SessionRow) -> None:
    """Sign a person in, and let sessions go whose time is long out."""
    await session.execute(delete(SessionRow).where(SessionRow.expires_at < row.created_at - KEPT_FOR))
    session.add(row)


def _live(now: datetime, idle: timedelta) -> tuple[ColumnElement[bool], ...]:
    return (SessionRow.revoked_at.is_(None), SessionRow.expires_at > now, SessionRow.seen_at > now - idle)


async def live(session: AsyncSession, secret: str, now: datetime, idle: timedelta) -> SessionRow | None:
    """The session of this secret, unless it was revoked, its time is out, or nobody used it for `idle`."""
    statement = select(SessionRow).where(SessionRow.id_hash == hashed(secret), *_live(now, idle))
    row = await session.scalar(statement)
    return row if row is not None and hmac.compare_digest(row.id_hash, hashed(secret)) else None


async def seen(session: AsyncSession, row: SessionRow, now: datetime) -> None:
    """Note that it was used, once a minute at most."""
    if now - row.seen_at >= SEEN_EVERY:
        await session.execute(update(SessionRow).where(SessionRow.id_hash == row.id_hash).values(seen_at=now))


async def of_person(session: AsyncSession, person: str, now: datetime, idle: timedelta) -> Sequence[SessionRow]:
    """A person's live sessions, the one used last first."""
    statement = select(SessionRow).where(SessionRow.person_id == person, *_live(now, idle))
    return (await session.scalars(statement.order_by(SessionRow.seen_at.desc(), SessionRow.id_hash))).all()


async def revoke(session: AsyncSession, secret: str, now: datetime) -> SessionRow | None:
    """End the session of this secret; None if it had ended."""
    return await _ended(session, now, SessionRow.id_hash == hashed(secret))


async def revoke_own(session: AsyncSession, person: str, shown: str, now: datetime) -> SessionRow | None:
    """End one of a person's own; None if they have none of that name that has not ended."""
    if len(shown) != SHOWN or not shown.isalnum():
        return None
    return await _ended(session, now, SessionRow.person_id == person, SessionRow.id_hash.startswith(shown))


async def revoke_all(session: AsyncSession, person: str, now: datetime) -> int:
    """End every session of a person, as when they leave. How many had not ended."""
    return len(await _all_ended(session, now, SessionRow.person_id == person))


async def revoke_at_provider(
    session: AsyncSession, issuer: str, subject: str | None, sid: str | None, now: datetime
) -> int:
    """End what the provider says has ended: its session `sid`, or without one all of `subject`. How many there were."""
    if sid is None and subject is None:
        return 0
    which = [SessionRow.issuer == issuer]
    if sid is not None:
        which.append(SessionRow.sid == sid)
    if subject is not None:
        which.append(SessionRow.subject == subject)
    return len(await _all_ended(session, now, *which))


async def _ended(session: AsyncSession, now: datetime, *which: ColumnElement[bool]) -> SessionRow | None:
    ended = await _all_ended(session, now, *which)
    return ended[0] if ended else None


async def _all_ended(session: AsyncSession, now: datetime, *which: ColumnElement[bool]) -> Sequence[SessionRow]:
    """The provider's token goes with the session, once the caller has read it from what is returned."""
    statement = select(SessionRow).where(SessionRow.revoked_at.is_(None), *which).with_for_update()
    rows = (await session.scalars(statement)).all()
    hashes = [row.id_hash for row in rows]
    gone = update(SessionRow).where(SessionRow.id_hash.in_(hashes)).values(revoked_at=now, id_token=None)
    await session.execute(gone.execution_options(synchronize_session=False))
    return rows
