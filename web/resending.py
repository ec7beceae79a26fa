"""What was sent when nobody was signed in any more: it goes back in the answer, to be sent again by whoever typed it.

It is kept in that page alone, never on the server. A request that another site made the browser send is answered so
too, but the browser says where it came from, and such a one is not offered again with our own token.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import Request
from starlette.datastructures import Headers, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.types import Message, Receive

from api.signing_in.cookies import FIELD, FORMS

MOST = 1_000_000  # bytes; what is longer is not offered again
SHORT = 20  # letters; what is shorter is quickly typed again, and need not be shown


@dataclass(frozen=True)
class Sent:
    """The fields of a form as they were sent, in order, without the token; `files` names those that held a file."""

    address: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]

    @property
    def typed(self) -> list[str]:
        """What somebody has written at length, to be read and copied."""
        return [text for _, text in self.fields if len(text) > SHORT and " " in text.strip()]


@dataclass
class Reading:
    """Passes a request's body on and remembers it, as far as it is a form and not too long."""

    onward: Receive
    headers: Headers
    _kept: list[Message] = field(default_factory=list[Message])
    _size: int = 0

    async def receive(self) -> Message:
        message = await self.onward()
        if self._is_form and message["type"] == "http.request":
            self._size += len(message.get("body", b""))
            self._kept.append(message if self._size <= MOST else {})
        return message

    async def sent(self, request: Request) -> Sent | None:
        """None for what was no form, or too long. The rest of a body that nobody has read is read now."""
        while self._is_form and self._size <= MOST and not self._whole:
            if (await self.receive())["type"] != "http.request":
                return None
        if not self._is_form or self._size > MOST:
            return None
        again = Request(request.scope, _replayed(self._kept))
        try:
            form = await again.form()
        except (HTTPException, MultiPartException):
            return None
        items = form.multi_items()
        await form.close()
        where = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return Sent(
            where,
            tuple((name, text) for name, text in items if isinstance(text, str) and name != FIELD),
            tuple(name for name, file in items if isinstance(file, UploadFile) and file.filename),
        )

    @property
    def _is_form(self) -> bool:
        return self.headers.get("content-type", "").lower().startswith(FORMS)

    @property
    def _whole(self) -> bool:
        return bool(self._kept) and not self._kept[-1].get("more_body", False)


def may_be_offered(headers: Mapping[str, str], *, forged: bool) -> bool:
    """Whether what was refused may be sent again with a token of ours: only what came from one of our own pages."""
    return "hx-request" not in headers and (not forged or headers.get("sec-fetch-site") == "same-origin")


def _replayed(messages: list[Message]) -> Receive:
    left = iter(messages)

    async def receive() -> Message:
        return next(left, {"type": "http.disconnect"})

    return receive
