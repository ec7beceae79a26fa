"""Process versions as immutable rows, and the procedures that cycles follow."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from domain.errors import Conflict, NotFound
from domain.procedure import Procedure
from domain.process import Kind, Process
from storage.canonical import canonical, digest
from storage.database import Base, Instant

STATUTORY = "lag-2023-196"


class VersionReused(Conflict):
    """A process version is what it was when it was first used; changed content needs a new version number."""


class ProcessNotFound(NotFound):
    pass


class ProcessRow(Base):
    __tablename__ = "processes"
    __table_args__ = (UniqueConstraint("key", "version"),)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    content: Mapped[str]
    registered_at: Mapped[datetime] = mapped_column(Instant)


async def register(session: AsyncSession, process: Process, now: datetime) -> str:
    """Make a process version usable and return its digest. Raises VersionReused if the version holds something else."""
    content = canonical(process)
    found = await session.scalar(
        select(ProcessRow.digest).where(ProcessRow.key == process.key, ProcessRow.version == process.version)
    )
    if found is None:
        row = ProcessRow(
            digest=digest(content), key=process.key, version=process.version, content=content, registered_at=now
        )
        session.add(row)
    elif found != digest(content):
        raise VersionReused(
            f"Version {process.version} of {process.key} is in use with other content; "
            f"give the changed process version {process.version + 1}"
        )
    return digest(content)


async def newest(session: AsyncSession, key: str = STATUTORY) -> str:
    """The digest of the newest version of a process."""
    found = await session.scalar(
        select(ProcessRow.digest).where(ProcessRow.key == key).order_by(ProcessRow.version.desc()).limit(1)
    )
    if found is None:
        raise ProcessNotFound(f"No version of the process {key} is registered")
    return found


class Procedures:
    """Procedures by digest and kind of year, each read once: a version never changes."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, Kind], Procedure] = {}

    async def get(self, session: AsyncSession, wanted: str, kind: Kind) -> Procedure:
        known = self._known.get((wanted, kind))
        if known is None:
            row = await session.get(ProcessRow, wanted)
            if row is None:
                raise ProcessNotFound("No process version has that digest")
            known = Procedure(Process.model_validate_json(row.content), wanted, kind)
            self._known[wanted, kind] = known
        return known
