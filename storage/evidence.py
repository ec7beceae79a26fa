"""Evidence as rows that never change, and withdrawals as rows of their own. The files are in `storage/files.py`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, String, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.errors import Conflict, NotFound
from domain.evidence import MOST, TooManyFiles
from storage.commands import KeyReused
from storage.database import Base, CountyCode, CycleId, Hash, Instant, MunicipalityCode


class EvidenceNotFound(NotFound):
    """There is no such file, or none that you may know of."""


class EvidenceWithdrawn(NotFound):
    """The file was withdrawn. It is kept for the log and not handed out any more."""


class AlreadyWithdrawn(Conflict):
    """The file was withdrawn before; the first withdrawal stands."""


class EvidenceRow(Base):
    """`sha256` names the file; `key` is the hash of person and Idempotency-Key, `request` that of what was sent."""

    __tablename__ = "evidence"
    __table_args__ = (
        Index(None, "cycle_id", "step", "id"),
        Index(None, "key", unique=True),
        CheckConstraint(
            "(visibility = 'internal') = (reason IS NOT NULL AND reference IS NOT NULL)", name="annex_has_its_grounds"
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    cycle_id: Mapped[CycleId]
    step: Mapped[str] = mapped_column(String(50))
    municipality_code: Mapped[MunicipalityCode]
    county_code: Mapped[CountyCode]
    sha256: Mapped[Hash]
    size: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(120))
    title: Mapped[str]
    effective: Mapped[date]
    visibility: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None]
    reference: Mapped[str | None]
    person: Mapped[str]
    role: Mapped[str] = mapped_column(String(40))
    uploaded_at: Mapped[datetime] = mapped_column(Instant)
    key: Mapped[Hash]
    request: Mapped[Hash]


class WithdrawalRow(Base):
    __tablename__ = "evidence_withdrawals"

    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), primary_key=True)
    municipality_code: Mapped[MunicipalityCode]
    county_code: Mapped[CountyCode]
    reason: Mapped[str]
    person: Mapped[str]
    role: Mapped[str] = mapped_column(String(40))
    withdrawn_at: Mapped[datetime] = mapped_column(Instant)
    key: Mapped[Hash]


@dataclass(frozen=True)
class Evidence:
    """A file as filed, and its withdrawal if there is one."""

    row: EvidenceRow
    withdrawn: WithdrawalRow | None


_BOTH = select(EvidenceRow, WithdrawalRow).outerjoin(WithdrawalRow, WithdrawalRow.evidence_id == EvidenceRow.id)


async def check_room(session: AsyncSession, cycle_id: str, step: str) -> None:
    """Raises TooManyFiles. Two who send the last one at once may both succeed, which does no harm."""
    statement = select(func.count()).where(EvidenceRow.cycle_id == cycle_id, EvidenceRow.step == step)
    if (await session.scalar(statement) or 0) >= MOST:
        raise TooManyFiles(f"The step has {MOST} files, the most that a step takes; put several into one PDF")


async def filed(session: AsyncSession, key: str, request: str | None = None) -> Evidence | None:
    """What was filed by this key, if anything was. Raises KeyReused if that was by another request."""
    found = (await session.execute(_BOTH.where(EvidenceRow.key == key))).one_or_none()
    if found is None:
        return None
    if request is not None and found[0].request != request:
        raise KeyReused("This Idempotency-Key was used for another file; use a new key for a new file")
    return Evidence(*found)


async def add(session: AsyncSession, new: EvidenceRow) -> Evidence:
    """File it once: the same request by the same key gets the first row. Raises KeyReused for another request."""
    values = {column.key: getattr(new, column.key) for column in EvidenceRow.__table__.columns if column.key != "id"}
    statement = insert(EvidenceRow).values(values).on_conflict_do_nothing(index_elements=["key"]).returning(EvidenceRow)
    row = await session.scalar(statement)
    if row is not None:
        return Evidence(row, None)
    found = await filed(session, new.key, new.request)
    if found is None:  # filed for a place that one does not see any longer
        raise KeyReused("This Idempotency-Key was used for another file; use a new key for a new file")
    return found


async def evidence(session: AsyncSession, identity: int) -> Evidence:
    """Raises EvidenceNotFound."""
    found = (await session.execute(_BOTH.where(EvidenceRow.id == identity))).one_or_none()
    if found is None:
        raise not_found()
    return Evidence(*found)


async def of_step(
    session: AsyncSession, cycle_id: str, step: str, *, after: int, limit: int, public: bool
) -> Sequence[Evidence]:
    """Up to `limit` files after an id, the first filed first; `public`: without annexes and what was withdrawn."""
    statement = _BOTH.where(EvidenceRow.cycle_id == cycle_id, EvidenceRow.step == step, EvidenceRow.id > after)
    if public:
        statement = statement.where(EvidenceRow.visibility == "public", WithdrawalRow.evidence_id.is_(None))
    rows = await session.execute(statement.order_by(EvidenceRow.id).limit(limit))
    return [Evidence(*row) for row in rows]


async def withdraw(session: AsyncSession, new: WithdrawalRow) -> WithdrawalRow:
    """Withdraw once: the same key gets the first withdrawal. Raises AlreadyWithdrawn for another."""
    values = {column.key: getattr(new, column.key) for column in WithdrawalRow.__table__.columns}
    statement = insert(WithdrawalRow).values(values).on_conflict_do_nothing().returning(WithdrawalRow)
    row = await session.scalar(statement) or await session.get(WithdrawalRow, new.evidence_id)
    if row is None or (row.key, row.reason) != (new.key, new.reason):
        raise AlreadyWithdrawn("The file is withdrawn already; it stays so")
    return row


def not_found() -> EvidenceNotFound:
    return EvidenceNotFound("There is no file of that number that you may read")
