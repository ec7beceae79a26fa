"""How much and how long a request may be."""

from dataclasses import dataclass

from domain.evidence import LARGEST

MB = 1024 * 1024
WRAPPING = 64 * 1024  # what a form puts around a file
UPLOAD = ("/evidence", "/underlag")
"""An address that ends so, of the API or of a page, takes files; a file itself is measured where it is received."""


@dataclass(frozen=True)
class Limits:
    """`body` and `upload` are bytes. The rest are seconds: for a body to arrive, for a file, and until the answer
    begins.

    A municipality's line may be slow, so a file is given longer: 20 MB in two minutes are 1.4 Mbit/s.
    """

    body: int = 2 * MB
    upload: int = LARGEST + WRAPPING
    arriving: float = 30.0
    uploading: float = 120.0
    answering: float = 60.0

    def of(self, path: str) -> tuple[int, float]:
        """Bytes and seconds for a body that is sent to `path`."""
        return (self.upload, self.uploading) if path.endswith(UPLOAD) else (self.body, self.arriving)
