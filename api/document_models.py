"""Documents over the wire: which there are, in which version, and where that version is registered."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Self

from fastapi import Path
from pydantic import BaseModel

from api.access import acting, place_of, seen_municipality
from api.errors import NoSuchAddress
from api.services import Services
from documents.outline import KINDS
from documents.outline import Kind as DocumentKind
from domain.people import Action, Actor, Role
from domain.places import Municipality
from domain.registration import FOOTER_HASH, Mark, Side, mark
from domain.retention import Held as Content
from domain.retention import Retention, suggested
from storage.documents import Held, Vouched
from storage.registrations import Newest, RegistrationRow

Name = Annotated[str, Path(json_schema_extra={"enum": [*KINDS]})]


class RegistrationView(BaseModel):
    """`number` is the diarienummer; `version` and `hash` name what was registered, `at` is when it was told here."""

    id: int
    document: str
    version: int
    hash: str
    side: Side
    number: str
    registered_on: date
    reason: str | None
    person: str
    role: Role
    on_behalf: str | None
    at: datetime


class RegistrationList(BaseModel):
    """The first one first, of all versions and both sides. Of the same version and side the last one stands."""

    items: tuple[RegistrationView, ...]
    next: str | None = None


class SideView(BaseModel):
    """Whether a side has registered what would be printed now, and how; of another version, its last registration."""

    mark: Mark
    registration: RegistrationView | None


class SidesView(BaseModel):
    municipality: SideView
    county: SideView


class VersionView(BaseModel):
    """What the footer says, and with `log_hash` the whole of its hash. `finished` once its own step is approved."""

    version: int
    hash: str
    log_hash: str
    dated: datetime
    finished: bool


class DocumentView(BaseModel):
    """`printed` is the version that would be printed now; null while there is nothing to print.

    `retention` is a suggestion: GET /v1/retention.
    """

    name: str
    title: str
    printed: VersionView | None
    retention: Retention
    registered: SidesView


class DocumentList(BaseModel):
    items: tuple[DocumentView, ...]


@dataclass(frozen=True)
class Version:
    """The version of a document that would be printed now."""

    number: int
    hash: str
    dated: datetime
    finished: bool

    @classmethod
    def of(cls, own: Held, last: Vouched) -> Self:
        return cls(number=own.version, hash=last.hash, dated=last.at, finished=own.settled)


def seen_document(cycle_id: str, name: str, actor: Actor, services: Services) -> Municipality:
    """Whose document it is. Raises NoSuchAddress, CycleNotFound and RoleMayNot for what the actor may not read."""
    if name not in KINDS:
        raise NoSuchAddress(f"There is no document of that name; there are {', '.join(KINDS)}")
    municipality = seen_municipality(actor, services.places, cycle_id)
    acting(actor, Action.SEE_CONTENT, place_of(municipality))
    return municipality


def document_view(name: str, kind: DocumentKind, version: Version | None, found: Newest | None) -> DocumentView:
    finished = version is not None and version.finished
    return DocumentView(
        name=name,
        title=kind.title,
        printed=_version_view(version) if version is not None else None,
        retention=suggested(Content.DOCUMENT if finished else Content.UNFINISHED),
        registered=SidesView(
            municipality=_side_view(Side.MUNICIPALITY, version, found), county=_side_view(Side.COUNTY, version, found)
        ),
    )


def registration_view(row: RegistrationRow) -> RegistrationView:
    return RegistrationView(
        id=row.id,
        document=row.document,
        version=row.version,
        hash=row.hash,
        side=Side(row.side),
        number=row.number,
        registered_on=row.registered_on,
        reason=row.reason,
        person=row.person,
        role=Role(row.role),
        on_behalf=row.on_behalf,
        at=row.told_at,
    )


def _version_view(version: Version) -> VersionView:
    return VersionView(
        version=version.number,
        hash=version.hash[:FOOTER_HASH],
        log_hash=version.hash,
        dated=version.dated,
        finished=version.finished,
    )


def _side_view(side: Side, version: Version | None, found: Newest | None) -> SideView:
    standing = found.by_version.get((version.hash, side)) if found and version else None
    last = found.last.get(side) if found else None
    row = standing or last
    return SideView(
        mark=mark(standing=standing is not None, ever=last is not None),
        registration=registration_view(row) if row is not None else None,
    )
