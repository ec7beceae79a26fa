"""Keys: what a made one is, and that nothing else is taken for one; a signature is one key's, of one text."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from pydantic import SecretStr

from storage.signing import KeyUnusable, make_key, read_public_key, read_signer, signed_by


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "anchor.key"
    path.with_suffix(".pub").write_text(make_key(path))
    return path


def test_a_key_is_for_its_owners_eyes_alone_and_never_overwritten(key: Path) -> None:
    assert key.stat().st_mode & 0o777 == 0o600
    before = key.read_bytes()
    with pytest.raises(FileExistsError):
        make_key(key)
    assert key.read_bytes() == before


def test_the_public_key_printed_is_that_of_the_private_one(key: Path) -> None:
    assert read_public_key(key.with_suffix(".pub")) == read_signer(key).public_key


def test_a_signature_is_of_one_text_by_one_key(key: Path) -> None:
    make_key(key.with_name("other"))
    signer, other = read_signer(key), read_signer(key.with_name("other"))
    signature = signer.sign("åäö")
    assert signed_by(signer.public_key, signature, "åäö")
    assert not signed_by(signer.public_key, signature, "åäo")
    assert not signed_by(other.public_key, signature, "åäö")
    assert not signed_by(signer.public_key, other.sign("åäö"), "åäö")


@pytest.mark.parametrize("what", ["", "x", "AAAA", "åäö", "A" * 44])
def test_what_is_no_key_and_no_signature_signs_nothing(key: Path, what: str) -> None:
    signer = read_signer(key)
    assert not signed_by(what, signer.sign("text"), "text")
    assert not signed_by(signer.public_key, what, "text")


def test_a_passphrase_is_needed_and_never_said(tmp_path: Path) -> None:
    path = tmp_path / "anchor.key"
    make_key(path, SecretStr("hemligt"))
    assert b"ENCRYPTED" in path.read_bytes()
    assert read_signer(path, SecretStr("hemligt")).sign("text")
    for wrong in (None, SecretStr("fel ord")):
        with pytest.raises(KeyUnusable) as refused:
            read_signer(path, wrong)
        assert not {"hemligt", "fel ord"} & set(str(refused.value).split())
        assert "\n" not in str(refused.value)


def test_another_kind_of_key_is_refused_in_one_line(tmp_path: Path) -> None:
    other = generate_private_key(SECP256R1())
    private, public = tmp_path / "private", tmp_path / "public"
    private.write_bytes(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public.write_bytes(other.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    with pytest.raises(KeyUnusable, match="another kind of key"):
        read_signer(private)
    with pytest.raises(KeyUnusable, match="another kind of key"):
        read_public_key(public)
    for read in (read_signer, read_public_key):
        (tmp_path / "none").write_text("-----BEGIN PRIVATE KEY-----\nAAAA\n")
        with pytest.raises(KeyUnusable):
            read(tmp_path / "none")
