"""Signatures with Ed25519 (RFC 8032): a site's private key, which only settings name, and anybody's public one.

KeyUnusable     the file holds no such key, or not by this passphrase
"""

import base64
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from pydantic import SecretStr

from domain.errors import Invalid


class KeyUnusable(Invalid):
    """The file holds no Ed25519 key in PEM, or not by this passphrase; nothing can be signed or checked with it."""


@dataclass(frozen=True)
class Signer:
    """Holds the private key; its text never shows it."""

    _key: Ed25519PrivateKey

    @property
    def public_key(self) -> str:
        """The 32 bytes of the public key, base64."""
        return base64.b64encode(self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()

    def sign(self, text: str) -> str:
        """The signature of a text's UTF-8 bytes, base64 of 64 bytes. The same text gets the same one."""
        return base64.b64encode(self._key.sign(text.encode())).decode()


def signed_by(public_key: str, signature: str, text: str) -> bool:
    """Whether this key (as `Signer.public_key` gives it) made the signature; False also for what is neither."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(base64.b64decode(signature, validate=True), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def read_signer(path: Path, passphrase: SecretStr | None = None) -> Signer:
    """The private key in a PEM file (PKCS #8). Raises KeyUnusable, and OSError if the file cannot be read."""
    secret = passphrase.get_secret_value().encode() if passphrase else None
    try:
        key = load_pem_private_key(path.read_bytes(), secret)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyUnusable(f"{path} holds no private key in PEM that can be opened; is the passphrase right?") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnusable(f"{path} holds another kind of key than Ed25519; `arshjul anchor key FILE` makes one")
    return Signer(key)


def read_public_key(path: Path) -> str:
    """The public key in a PEM file, as `Signer.public_key` gives it. Raises KeyUnusable, and OSError."""
    try:
        key = load_pem_public_key(path.read_bytes())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyUnusable(f"{path} holds no public key in PEM; `arshjul anchor key` printed one") from error
    if not isinstance(key, Ed25519PublicKey):
        raise KeyUnusable(f"{path} holds another kind of key than Ed25519")
    return base64.b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def make_key(path: Path, passphrase: SecretStr | None = None) -> str:
    """Write a new private key, for its owner's eyes alone (0600), and give the public one in PEM.

    Raises FileExistsError: a key that may have signed something is never overwritten.
    """
    key = Ed25519PrivateKey.generate()
    cipher = BestAvailableEncryption(passphrase.get_secret_value().encode()) if passphrase else NoEncryption()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, cipher))
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
