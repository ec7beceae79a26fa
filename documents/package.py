"""The hand-over package for the diarium: the document for the archive, and what a registrar needs to know of it."""

import hashlib
import json

from pydantic import BaseModel, ConfigDict, JsonValue

from documents.archive import zipped
from documents.parts import Outline
from documents.typst import STANDARDS
from documents.words import body
from domain.calendar import stockholm_date
from domain.registration import Number
from domain.retention import DECIDED_BY, Held, suggested


class Registered(BaseModel):
    """Under which number (diarienummer) each side has registered this very version; None where it has not."""

    model_config = ConfigDict(frozen=True)

    municipality: Number | None = None
    county: Number | None = None


def package(outline: Outline, pdf: bytes, name: str, registered: Registered | None = None) -> bytes:
    """A zip of `name`.pdf and metadata.json; the same bytes for the same document under the same numbers."""
    metadata = json.dumps(
        _metadata(outline, pdf, f"{name}.pdf", registered or Registered()), ensure_ascii=False, indent=2
    )
    files = ((f"{name}.pdf", pdf), ("metadata.json", f"{metadata}\n".encode()))
    return zipped(files, outline.about.dated)


def _metadata(outline: Outline, pdf: bytes, name: str, registered: Registered) -> dict[str, JsonValue]:
    about = outline.about
    return {
        "title": outline.title,
        "document": outline.name,
        "municipality": {"code": about.code, "name": about.municipality},
        "year": about.year,
        "date": stockholm_date(about.dated).isoformat(),
        "version": about.versions[0][1],
        "finished": about.finished,
        "made_up": about.made_up,
        "decision": _decision(outline),
        "diarienummer": registered.model_dump(mode="json"),
        "retention": {
            "suggested": suggested(Held.DOCUMENT if about.finished else Held.UNFINISHED).value,
            "decided_by": DECIDED_BY,
        },
        "log_hash": about.hash,
        "language": about.language,
        "file": {
            "name": name,
            "media_type": "application/pdf",
            "standards": [f"PDF/{part.upper()}-{level}" for part, level in (each.split("-") for each in STANDARDS)],
            "bytes": len(pdf),
            "sha256": hashlib.sha256(pdf).hexdigest(),
        },
    }


def _decision(outline: Outline) -> JsonValue:
    """Null where the document rests on none; a registry number (diarienummer) only where one was stated."""
    decision = outline.decision
    if decision is None:
        return None
    return {
        "body": body(decision),
        "decided_on": decision.decided_on.isoformat(),
        "paragraph": decision.paragraph,
        "diarienummer": decision.reference,
    }
