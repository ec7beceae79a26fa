"""What a route can ask for: the services, its idempotency key, the version it expects, a page."""

import base64
import binascii
import re
import uuid
from typing import Annotated

from fastapi import Depends, Header, Query, Request
from pydantic import BaseModel, ConfigDict

from api.errors import InvalidRequest
from api.services import Services
from domain.errors import Finding

_ETAG = re.compile(r'"([0-9]{1,9})"')
_NUMBER = re.compile(r"[0-9]{1,9}")  # what the database holds as a number


def services_of(request: Request) -> Services:
    services = request.app.state.services
    assert isinstance(services, Services)  # noqa: S101  set by create_app
    return services


ServicesHere = Annotated[Services, Depends(services_of)]


def idempotency_key(
    key: Annotated[
        str | None,
        Header(alias="Idempotency-Key", min_length=1, max_length=200, description="Makes repeating the request safe"),
    ] = None,
) -> str:
    """The caller's key, or one of its own for a request that gave none and so cannot be repeated safely."""
    return key or f"once-{uuid.uuid4()}"


Key = Annotated[str, Depends(idempotency_key)]


def expected_version(
    if_match: Annotated[str | None, Header(alias="If-Match", description='The version read, such as "3"')] = None,
) -> int | None:
    """The version that `If-Match` names; None without one or with `*`. Raises InvalidRequest for anything else."""
    if if_match is None or if_match.strip() == "*":
        return None
    match = _ETAG.fullmatch(if_match.strip())
    if match is None:
        finding = Finding(code="if-match", pointer="/If-Match", message='an ETag as it was sent, such as "3"')
        raise InvalidRequest("If-Match must be one ETag", (finding,))
    return int(match[1])


ExpectedVersion = Annotated[int | None, Depends(expected_version)]


def etag(version: int) -> dict[str, str]:
    return {"ETag": f'"{version}"'}


class Page(BaseModel):
    """`after` is what the last page's `next` held, or empty for the first page."""

    model_config = ConfigDict(frozen=True)

    after: tuple[str, ...] = ()
    limit: int


def page(
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    cursor: Annotated[str | None, Query(max_length=500, description="`next` of the page before")] = None,
) -> Page:
    if cursor is None:
        return Page(limit=limit)
    try:
        parts = base64.b64decode(cursor.encode(), altchars=b"-_", validate=True).decode().split("\n")
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        raise _bad_cursor() from error
    if any("\0" in part for part in parts):  # the database has no such text, and no list gave it
        raise _bad_cursor()
    return Page(limit=limit, after=tuple(parts))


def next_cursor(*parts: str) -> str:
    return base64.urlsafe_b64encode("\n".join(parts).encode()).decode()


def numbers(page_: Page) -> int:
    """The cursor of a list that is ordered by one number; 0 before the first page."""
    if not page_.after:
        return 0
    if len(page_.after) != 1 or _NUMBER.fullmatch(page_.after[0]) is None:
        raise _bad_cursor()
    return int(page_.after[0])


def _bad_cursor() -> InvalidRequest:
    finding = Finding(code="cursor", pointer="/cursor", message="take `next` of the page before, unchanged")
    return InvalidRequest("The cursor is not one that this list gave", (finding,))


PageAsked = Annotated[Page, Depends(page)]
