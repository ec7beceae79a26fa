"""An anchor in a file, to be kept where whoever can change the database cannot.

    {
    "anchor": {…},
    "sha256": "…",
    "signature": "…",
    "public_key": "…"
    }

The anchor stands on one line exactly as it was signed, so that `sed` finds what `openssl` checks (docs/audit.md).
"""

import json
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from domain.anchors import Anchor
from domain.errors import Invalid
from storage.anchors import AnchorRow
from storage.canonical import canonical, digest
from storage.signing import signed_by


class AnchorUnreadable(Invalid):
    """The file is no anchor that `arshjul anchor export` wrote."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    anchor: dict[str, JsonValue]
    sha256: str
    signature: str
    public_key: str


class Exported(NamedTuple):
    """An anchor as a file has it: nothing in it is to be believed before `signed_by` says so."""

    anchor: Anchor
    body: str
    sha256: str
    signature: str
    public_key: str

    def signed_by(self, public_key: str) -> bool:
        """Whether this key (base64) signed all that the anchor says."""
        return self.sha256 == digest(self.body) and signed_by(public_key, self.signature, self.body)


def written(row: AnchorRow) -> str:
    rest = {"sha256": row.hash, "signature": row.signature, "public_key": row.public_key}
    lines = (f'"anchor": {row.body}', *(f'"{name}": "{each}"' for name, each in rest.items()))
    return "{\n" + ",\n".join(lines) + "\n}\n"


def read(path: Path) -> Exported:
    """Raises AnchorUnreadable, and OSError."""
    try:
        file = _File.model_validate(json.loads(path.read_bytes()))
        body = canonical(file.anchor)
        return Exported(Anchor.model_validate_json(body), body, file.sha256, file.signature, file.public_key)
    except (ValidationError, ValueError, RecursionError) as error:
        raise AnchorUnreadable(f"{path} is no anchor; `arshjul anchor export FILE` writes one") from error
