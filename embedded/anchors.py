"""`arshjul anchor` and `arshjul verify --anchor`: the signed ends of all chains, made, kept elsewhere, held against."""

from datetime import UTC, date, datetime
from pathlib import Path

from pydantic import BaseModel

from domain.anchors import unkept
from embedded.agreement import Kept
from embedded.errors import EmbeddedError
from embedded.upkeep import kept
from settings import Settings
from storage import anchor_files, anchors
from storage.anchors import AnchorRow
from storage.audit import Break, Report
from storage.signing import Signer, make_key, read_public_key, read_signer

DEMO_KEY = "anchor.key"


class NoKey(EmbeddedError):
    """Anchors are signed, and there is nothing to sign them with."""

    def __init__(self) -> None:
        super().__init__("there is no key: `arshjul anchor key FILE` makes one, ARSHJUL_ANCHOR_KEY_FILE names it")


class Listed(BaseModel):
    """An anchor as it stands in the database. `holds` says that it is what was signed, and follows the one before."""

    day: date
    chains: int
    position: int
    hash: str
    holds: bool


def key_file(settings: Settings) -> Path | None:
    """The private key that the settings name, or the one that a demonstration made in its folder."""
    if settings.anchor_key_file is not None:
        return settings.anchor_key_file.absolute()
    own = settings.folder.absolute() / DEMO_KEY
    return own if own.exists() else None


def demo_key(settings: Settings) -> Path:
    """As `key_file`; a demonstration makes its own. Beside the data it proves nothing to anybody, as in a rehearsal."""
    path = key_file(settings)
    if path is None:
        path = settings.folder.absolute() / DEMO_KEY
        make_key(path, settings.anchor_key_passphrase)
    return path


def signer(settings: Settings) -> Signer:
    """Raises NoKey, KeyUnusable, and OSError."""
    path = key_file(settings)
    if path is None:
        raise NoKey
    return read_signer(path, settings.anchor_key_passphrase)


async def make(settings: Settings) -> anchors.Made:
    """Anchor today, unless it is anchored. Raises what `signer` raises, and NothingKept."""
    by = signer(settings)
    async with kept(settings) as here, here.sessions.begin() as session:
        return await anchors.make(session, by, datetime.now(UTC))


async def listed(settings: Settings) -> list[Listed]:
    """Every anchor, the first first. Raises NothingKept."""
    async with kept(settings) as here, here.sessions() as session:
        rows = await anchors.anchors(session)
    befores = ["0" * 64, *(row.hash for row in rows)]
    return [_listed(row, before) for row, before in zip(rows, befores, strict=False)]


async def export(settings: Settings, file: Path, day: date | None) -> date:
    """Write the anchor of a day, or the newest, to a file; which day's it is. Raises AnchorNotFound, NothingKept."""
    async with kept(settings) as here, here.sessions() as session:
        row = await anchors.anchor_of(session, day)
    fresh = file.with_name(f"{file.name}.new")
    fresh.write_text(anchor_files.written(row), encoding="utf-8")
    fresh.replace(file)
    return row.day


async def held_against(here: Kept, report: Report, exported: anchor_files.Exported, public_key: str) -> Report:
    """The report, and the first thing that an anchor shows beyond it. The key is whose signature is believed.

    `forged` is an anchor that this key did not sign; then nothing that it says is looked at.
    """
    day = exported.anchor.day
    if not exported.signed_by(public_key):
        return _broken(report, Break(cycle=f"anchor-{day}", seq=0, kind="forged"))
    async with here.sessions() as session:
        found = unkept(exported.anchor, await anchors.standing(session, exported.anchor.chains))
    return _broken(report, Break(cycle=found.chain, seq=found.seq, kind=found.kind)) if found else report


def believed(settings: Settings, exported: anchor_files.Exported, given: Path | None) -> str:
    """Whose signature counts: the key given, else one's own, else the one that the anchor brings along.

    Raises KeyUnusable, and OSError.
    """
    if given is not None:
        return read_public_key(given)
    return signer(settings).public_key if key_file(settings) else exported.public_key


def _broken(report: Report, found: Break) -> Report:
    """What the log shows by itself is named first: it says more exactly where."""
    return report.model_copy(update={"ok": False, "first_break": report.first_break or found})


def _listed(row: AnchorRow, before: str) -> Listed:
    anchor = row.anchor
    follows = anchor.previous == row.previous == before and anchor.day == row.day
    return Listed(
        day=row.day, chains=len(anchor.chains), position=anchor.position, hash=row.hash, holds=row.holds and follows
    )
