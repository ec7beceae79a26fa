"""What is sealed by a secret: read by who has it, and by nobody else."""

import pytest

from storage.sealing import opened, sealed

SECRET = "what-the-cookie-holds"  # noqa: S105


@pytest.mark.parametrize("text", ["", "a.b.c", "Åsa Öberg " * 500])
def test_who_has_the_secret_reads_it(text: str) -> None:
    kept = sealed(text, SECRET)
    assert opened(kept, SECRET) == text
    assert "Öberg" not in kept


@pytest.mark.parametrize(
    "kept", ["", "a.b.c", "åäö", sealed("a.b.c", "another")], ids=["nothing", "open", "not ascii", "another's"]
)
def test_what_another_sealed_or_nobody_is_not_read(kept: str) -> None:
    assert opened(kept, SECRET) is None


def test_what_was_changed_is_not_read() -> None:
    kept = sealed("a.b.c", SECRET)
    assert opened(kept[:40] + ("A" if kept[40] != "A" else "B") + kept[41:], SECRET) is None
