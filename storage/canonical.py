"""One way to write JSON (RFC 8785), so that equal content has equal bytes and an equal hash."""

import hashlib
from collections.abc import Mapping

import rfc8785
from pydantic import BaseModel, JsonValue


def canonical(value: Mapping[str, JsonValue] | BaseModel) -> str:
    """Canonical JSON text. Raises ValueError (rfc8785.CanonicalizationError) for what JSON cannot hold exactly."""
    plain = value.model_dump(mode="json") if isinstance(value, BaseModel) else value
    return rfc8785.dumps(dict(plain)).decode()


def digest(text: str) -> str:
    """SHA-256 of the UTF-8 bytes, 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()
