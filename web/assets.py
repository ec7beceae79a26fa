"""The files that pages need, read once and sent compressed; an address changes when any file does, so it is kept."""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Request, Response

from api.errors import NoSuchAddress

FOLDER = Path(__file__).parent / "static"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
KEPT = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True)
class Asset:
    body: bytes
    compressed: bytes | None
    media_type: str


class Assets:
    """`version` is a digest of everything, and a part of every address."""

    def __init__(self) -> None:
        paths = sorted(path for path in FOLDER.rglob("*") if path.suffix in TYPES)
        self._files = {path.relative_to(FOLDER).as_posix(): _read(path) for path in paths}
        digest = hashlib.sha256()
        for name, asset in self._files.items():
            digest.update(name.encode() + b"\0" + asset.body)
        self.version = digest.hexdigest()[:12]

    def address(self, name: str) -> str:
        """Raises KeyError for a file that is not there."""
        if name not in self._files:
            raise KeyError(name)
        return f"/static/{self.version}/{name}"

    def get(self, name: str) -> Asset | None:
        return self._files.get(name)


def routes(assets: Assets) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/static/{version}/{name:path}", name="static")
    async def send(request: Request, version: str, name: str) -> Response:
        """An address of another version is answered too, but not kept: a page may be older than the server."""
        asset = assets.get(name)
        if asset is None:
            raise NoSuchAddress("There is no such file")
        headers = KEPT if version == assets.version else {"Cache-Control": "no-cache"}
        if asset.compressed is not None and "gzip" in request.headers.get("accept-encoding", ""):
            zipped = {**headers, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
            return Response(asset.compressed, headers=zipped, media_type=asset.media_type)
        return Response(asset.body, headers=dict(headers), media_type=asset.media_type)

    return router


def _read(path: Path) -> Asset:
    body = path.read_bytes()
    compressed = None if path.suffix == ".woff2" else gzip.compress(body, 9, mtime=0)
    return Asset(body, compressed, TYPES[path.suffix])
