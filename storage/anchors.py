"""Anchors as rows that never change: each signed, each naming the one before. What one holds: `domain/anchors.py`.

They stand in the database that they vouch for, so one proves something only where it, or the key that signed it, is
kept elsewhere.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Select, String, Table, func, select, text, tuple_, union_all
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.anchors import Anchor, Chain
from domain.calendar import stockholm_date
from domain.errors import NotFound
from storage.canonical import canonical, digest
from storage.database import Base, Hash
from storage.log import GENESIS, EventRow
from storage.people_log import PeopleLogRow
from storage.signing import Signer, signed_by

_AT_ONCE = 1000  # chains asked for in one statement
_ONE_AT_A_TIME = 0x414E4348  # an arbitrary key for the advisory lock around making one


class AnchorNotFound(NotFound):
    """No anchor was made on that day, or none at all yet."""


class AnchorRow(Base):
    """`body` is the canonical JSON that was signed, `hash` its SHA-256; signature and public key are base64."""

    __tablename__ = "anchors"

    day: Mapped[date] = mapped_column(primary_key=True)
    previous: Mapped[Hash] = mapped_column(unique=True)
    body: Mapped[str]
    hash: Mapped[Hash]
    signature: Mapped[str] = mapped_column(String(88))
    public_key: Mapped[str] = mapped_column(String(44))

    @property
    def holds(self) -> bool:
        """Whether it is what its own key signed; whose key that is, it cannot tell."""
        return self.hash == digest(self.body) and signed_by(self.public_key, self.signature, self.body)

    @property
    def anchor(self) -> Anchor:
        """Raises ValueError (pydantic's) for a body that is none."""
        return Anchor.model_validate_json(self.body)


class Made(NamedTuple):
    """The anchor of a day, and whether it is new."""

    row: AnchorRow
    new: bool


# Every table of chains: its primary key is the name of a chain and the number of a record in it.
CHAINED: Sequence[Table] = (cast("Table", EventRow.__table__), cast("Table", PeopleLogRow.__table__))


async def make(session: AsyncSession, signer: Signer, now: datetime) -> Made:
    """Anchor the day: the heads as they stand at this moment. A day has one; asking again gives that one."""
    await session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
    day, before = stockholm_date(now), await newest(session)
    if before is not None and before.day >= day:
        return Made(before, new=False)
    position, chains = await _heads(session)
    previous = before.hash if before else GENESIS
    anchor = Anchor(day=day, made_at=now.astimezone(UTC), position=position, previous=previous, chains=chains)
    body = canonical(anchor)
    row = AnchorRow(
        day=day,
        previous=previous,
        body=body,
        hash=digest(body),
        signature=signer.sign(body),
        public_key=signer.public_key,
    )
    session.add(row)
    await session.flush()
    return Made(row, new=True)


async def newest(session: AsyncSession) -> AnchorRow | None:
    return await session.scalar(select(AnchorRow).order_by(AnchorRow.day.desc()).limit(1))


async def anchor_of(session: AsyncSession, day: date | None) -> AnchorRow:
    """The anchor of a day, or the newest. Raises AnchorNotFound."""
    row = await newest(session) if day is None else await session.get(AnchorRow, day)
    if row is None:
        raise AnchorNotFound(
            f"There is no anchor{f' of {day}' if day else ''}; `arshjul anchor list` says which there are"
        )
    return row


async def anchors(session: AsyncSession) -> Sequence[AnchorRow]:
    """All of them, the first first."""
    return (await session.scalars(select(AnchorRow).order_by(AnchorRow.day))).all()


async def standing(session: AsyncSession, chains: Sequence[Chain]) -> Mapping[str, tuple[int, str | None]]:
    """By chain: how many records it has now, and the hash of the one where the anchor says that it ended."""
    lengths: dict[str, int] = {}
    at_end: dict[str, str] = {}
    wanted = [(chain.id, chain.seq) for chain in chains]
    for table in CHAINED:
        stream, seq = table.primary_key.columns
        counted = await session.execute(select(stream, func.max(seq)).group_by(stream))
        lengths |= {row[0]: row[1] for row in counted}
        for some in range(0, len(wanted), _AT_ONCE):
            there = tuple_(stream, seq).in_(wanted[some : some + _AT_ONCE])
            at_end |= {row[0]: row[1] for row in await session.execute(select(stream, table.c.hash).where(there))}
    return {name: (length, at_end.get(name)) for name, length in lengths.items()}


async def _heads(session: AsyncSession) -> tuple[int, tuple[Chain, ...]]:
    """The last position of all, and every chain's end: in one statement, so that they belong to one moment."""
    position = select(func.coalesce(func.max(EventRow.position), 0)).scalar_subquery()
    ends = union_all(*map(_ends, CHAINED)).subquery()
    found = (await session.execute(select(position, ends))).all()
    return (found[0][0] if found else 0), tuple(sorted(Chain(*row[1:]) for row in found))


def _ends(table: Table) -> Select[Any, Any, Any]:
    stream, seq = table.primary_key.columns
    ends = select(stream.label("stream"), seq.label("seq"), table.c.hash).ext(distinct_on(stream))
    return ends.order_by(stream, seq.desc())
