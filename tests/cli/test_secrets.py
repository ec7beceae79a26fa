"""However a process fails, it shows no password: not in what it prints, nor in its log."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click import UsageError
from pydantic import ValidationError

from commands.options import settings_of
from settings import Settings
from tests.cli.serving import ARSHJUL, ROOT, environment

SECRET = "hemligt-9f3b"  # noqa: S105  nobody's
NOBODY = "127.0.0.1:1"  # where nobody listens
ADDRESS = f"postgresql+asyncpg://arshjul_app:{SECRET}@{NOBODY}/arshjul"
ODD = (
    f"postgresql+nothing://arshjul_app:{SECRET}@{NOBODY}/arshjul",
    f"nothing://arshjul_app:{SECRET}@{NOBODY}/arshjul",
    f"postgresql+asyncpg://arshjul_app@localhost:{SECRET}/arshjul",
    f"postgresql://arshjul_app:{SECRET}@localhost/arshjul",
    SECRET,
)
FAILURES: list[tuple[list[str | Path], str]] = [
    ([ARSHJUL, "migrate"], ADDRESS),
    ([ARSHJUL, "migrate"], ODD[2]),
    ([ARSHJUL, "api"], ADDRESS),
    ([sys.executable, "-m", "worker"], ADDRESS),
]


def test_no_failure_shows_a_password(tmp_path: Path) -> None:
    def attempt(what: tuple[list[str | Path], str]) -> subprocess.CompletedProcess[str]:
        command, url = what
        settings = {
            "ARSHJUL_FOLDER": str(tmp_path),
            "ARSHJUL_TEMPORAL_ADDRESS": NOBODY,
            "ARSHJUL_DATABASE_URL": url,
            "ARSHJUL_DATABASE_OWNER_URL": url,
            "ARSHJUL_OIDC_CLIENT_SECRET": SECRET,
            "ARSHJUL_ANCHOR_KEY_PASSPHRASE": SECRET,
        }
        return subprocess.run(
            command, capture_output=True, text=True, timeout=60, check=False, cwd=ROOT, env=environment(**settings)
        )

    with ThreadPoolExecutor(2) as pool:
        for what, ended in zip(FAILURES, pool.map(attempt, FAILURES), strict=True):
            assert ended.returncode != 0, what
            assert ended.stdout + ended.stderr, what
            assert SECRET not in ended.stdout + ended.stderr, what


@pytest.mark.parametrize("address", ODD)
def test_an_address_that_cannot_be_right_is_named_and_not_shown(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("ARSHJUL_DATABASE_URL", address)
    with pytest.raises(UsageError) as refused:
        settings_of()
    assert "ARSHJUL_DATABASE_URL" in refused.value.message
    assert SECRET not in refused.value.message
    with pytest.raises(ValidationError) as wrong:
        Settings()
    assert SECRET not in str(wrong.value)


def test_settings_can_be_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARSHJUL_DATABASE_URL", ADDRESS)
    monkeypatch.setenv("ARSHJUL_OIDC_CLIENT_SECRET", SECRET)
    settings = Settings()
    assert SECRET in settings.database_url
    assert SECRET not in repr(settings)
    assert SECRET not in str(settings)
