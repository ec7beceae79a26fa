"""Evidence over the wire: what is said of a file in headers, since the body is the file; and how files are listed."""

from datetime import date, datetime
from typing import Annotated
from urllib.parse import unquote_to_bytes

from fastapi import Header
from pydantic import BaseModel

from api.errors import InvalidRequest
from domain.errors import Finding
from domain.evidence import About, Visibility, about
from domain.file_kinds import MEDIA_TYPE, FileKind
from domain.people import Role
from domain.retention import Held, Retention, suggested
from storage.evidence import Evidence

ENCODED = "percent-encoded UTF-8"


class Withdrawal(BaseModel):
    at: datetime
    person: str
    reason: str


class EvidenceView(BaseModel):
    """`effective` is the day from which what the file shows holds. `withdrawn` is null while the file is handed out.

    `retention` is a suggestion: GET /v1/retention.
    """

    id: int
    cycle: str
    step: str
    title: str
    name: str
    kind: FileKind
    media_type: str
    size: int
    sha256: str
    effective: date
    visibility: Visibility
    reason: str | None
    reference: str | None
    uploaded_at: datetime
    uploaded_by: str
    role: Role
    withdrawn: Withdrawal | None
    retention: Retention = suggested(Held.EVIDENCE)


class EvidenceList(BaseModel):
    """The first filed first. Outside the municipality: the public files of a step that is handed in or done."""

    items: tuple[EvidenceView, ...]
    next: str | None = None


def said_of(
    *,
    title: Annotated[str, Header(alias="Evidence-Title", max_length=3000, description=f"What it is; {ENCODED}")],
    visibility: Annotated[Visibility, Header(alias="Evidence-Visibility")],
    name: Annotated[
        str, Header(alias="Evidence-Name", max_length=3000, description=f"The file's name; {ENCODED}")
    ] = "",
    effective: Annotated[
        date | None, Header(alias="Evidence-Effective", description="Today unless said otherwise, in Stockholm")
    ] = None,
    reason: Annotated[
        str | None,
        Header(alias="Evidence-Reason", max_length=15000, description=f"Why it is an internal annex; {ENCODED}"),
    ] = None,
    reference: Annotated[
        str | None, Header(alias="Evidence-Reference", max_length=3000, description=f"18 kap. 8 § OSL; {ENCODED}")
    ] = None,
) -> About:
    """Raises InvalidRequest and EvidenceInvalid."""
    return about(
        {
            "title": _decoded("title", title),
            "visibility": visibility,
            "name": _decoded("name", name),
            "effective": effective.isoformat() if effective else None,
            "reason": None if reason is None else _decoded("reason", reason),
            "reference": None if reference is None else _decoded("reference", reference),
        }
    )


def view(found: Evidence) -> EvidenceView:
    row, gone = found.row, found.withdrawn
    return EvidenceView(
        id=row.id,
        cycle=row.cycle_id,
        step=row.step,
        title=row.title,
        name=row.name,
        kind=FileKind(row.kind),
        media_type=MEDIA_TYPE[FileKind(row.kind)],
        size=row.size,
        sha256=row.sha256,
        effective=row.effective,
        visibility=Visibility(row.visibility),
        reason=row.reason,
        reference=row.reference,
        uploaded_at=row.uploaded_at,
        uploaded_by=row.person,
        role=Role(row.role),
        withdrawn=Withdrawal(at=gone.withdrawn_at, person=gone.person, reason=gone.reason) if gone else None,
    )


def _decoded(name: str, header: str) -> str:
    """A header's bytes are read as Latin-1; some programs send UTF-8 as it is, which is read alike."""
    try:
        text = unquote_to_bytes(header.encode("latin-1")).decode("utf-8")
    except UnicodeError as error:
        finding = Finding(code="encoding", pointer=f"/{name}", message=f"send it as {ENCODED}")
        raise InvalidRequest("A header cannot be read", (finding,)) from error
    if "\0" in text:
        finding = Finding(code="encoding", pointer=f"/{name}", message="it holds a character that no text holds")
        raise InvalidRequest("A header cannot be read", (finding,))
    return text
