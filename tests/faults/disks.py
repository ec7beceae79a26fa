"""A small disk of its own, that can be filled to the last page and made free again."""

import errno
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

SIZE = "300m"  # PostgreSQL begins with 41 MB, and adds 16 at a time


class MayNotMount(Exception):
    """Only root may mount, and in many containers not even root."""


class Disk:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def full(self) -> Generator[None]:
        """Not a page is free while this lasts, for anybody."""
        ballast = self.folder / "ballast"
        try:
            _fill(ballast)
            yield
        finally:
            ballast.unlink(missing_ok=True)


def _fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as rest:
        try:
            while rest.write(bytes(1 << 20)):
                pass
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise


@contextmanager
def small_disk() -> Generator[Disk]:
    """In memory. Raises MayNotMount."""
    with tempfile.TemporaryDirectory(prefix="arshjul-disk-") as name:
        try:
            _run("mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0755", "tmpfs", name)
        except (OSError, subprocess.CalledProcessError) as error:
            raise MayNotMount from error
        try:
            yield Disk(Path(name))
        finally:
            try:
                _run("umount", name)
            except subprocess.CalledProcessError:
                _run("umount", "-l", name)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
