"""Text kept so that only who brings a secret can read it: the secret itself is nowhere in the database."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def sealed(text: str, secret: str) -> str:
    """Fernet (AES-128-CBC with HMAC-SHA-256), by a key that HKDF makes of a secret of 256 bits."""
    return _by(secret).encrypt(text.encode()).decode()


def opened(kept: str, secret: str) -> str | None:
    """None for what was not sealed by this secret."""
    try:
        return _by(secret).decrypt(kept.encode()).decode()
    except InvalidToken:
        return None


def _by(secret: str) -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"arshjul sealing").derive(secret.encode())
    return Fernet(urlsafe_b64encode(key))
