"""Zip files that are the same bytes for the same content: no clock, no file system, no order by chance."""

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime

_EARLIEST = 1980  # a zip file knows no earlier year


def zipped(files: Iterable[tuple[str, bytes]], dated: datetime) -> bytes:
    """The files under their names, in the order given, all dated alike."""
    stamp = dated.utctimetuple()[:6] if dated.year >= _EARLIEST else (_EARLIEST, 1, 1, 0, 0, 0)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files:
            info = zipfile.ZipInfo(name, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # as on Unix, wherever it is made
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return made.getvalue()


def restamped(content: bytes, dated: datetime) -> bytes:
    """A zip file with the same files in the same order, dated alike."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return zipped([(name, archive.read(name)) for name in archive.namelist()], dated)
