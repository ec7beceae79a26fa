"""The cookies of the door, and the token that a browser's own pages send along with what changes anything.

A browser sends its cookie with every request, also with one that a foreign page made it send. So whatever is signed by
the cookie and changes something must carry what a foreign page cannot know: a token made from the session's secret.
`guard` asks for it around every route of the application. Who signs with a bearer token needs none, since no browser
sends that by itself.
"""

import hmac
from collections.abc import AsyncGenerator
from hashlib import sha256

from fastapi import Request, Response
from fastapi.security.utils import get_authorization_scheme_param
from starlette.datastructures import FormData

from api.dependencies import ServicesHere, services_of
from api.services import Services
from api.signing_in.errors import ForgedRequest

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
HEADER, FIELD = "X-CSRF-Token", "csrf_token"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def session_name(*, secure: bool) -> str:
    """`__Host-` makes browsers refuse it from other hosts, paths and plain http, where it could not be set anyway."""
    return "__Host-arshjul" if secure else "arshjul"


def begun_name(*, secure: bool) -> str:
    return "__Host-arshjul-sign-in" if secure else "arshjul-sign-in"


def session_secret(request: Request, services: Services) -> str | None:
    return request.cookies.get(session_name(secure=services.sign_in.secure))


def give(response: Response, name: str, secret: str, *, secure: bool) -> None:
    """A cookie until the browser is closed; the server ends what it stands for earlier."""
    response.set_cookie(name, secret, path="/", secure=secure, httponly=True, samesite="lax")


def take_away(response: Response, name: str, *, secure: bool) -> None:
    response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="lax")


def csrf_token(request: Request) -> str:
    """What a page puts into each form as `csrf_token`, or a script into X-CSRF-Token. Empty for who has no session."""
    secret = session_secret(request, services_of(request))
    return _made_from(secret) if secret else ""


def bearer(request: Request) -> str | None:
    """The bearer token that the request is signed with, the only thing that stands above the cookie."""
    scheme, token = get_authorization_scheme_param(request.headers.get("Authorization"))
    return token.strip() if scheme.lower() == "bearer" else None


async def guard(request: Request, services: ServicesHere) -> AsyncGenerator[None]:
    """Around every route. Raises ForgedRequest."""
    secret = session_secret(request, services)
    if request.method in SAFE or bearer(request) is not None or not secret:
        yield
        return
    form = await _form(request)
    try:
        field = form.get(FIELD) if form is not None else None
        given = request.headers.get(HEADER) or (field if isinstance(field, str) else "")
        if not hmac.compare_digest(given.encode(), _made_from(secret).encode()):
            raise ForgedRequest(
                f"Send the session's token with this: as {HEADER}, or from a form as {FIELD}; GET /v1/sessions has it"
            )
        yield
    finally:
        if form is not None:
            await form.close()  # files too, which a route that takes none would leave open


async def _form(request: Request) -> FormData | None:
    """Read once: the route gets the same one. Not where the header is there, as large files need no form then."""
    if HEADER in request.headers or not request.headers.get("Content-Type", "").lower().startswith(FORMS):
        return None
    return await request.form()


def _made_from(secret: str) -> str:
    return hmac.new(secret.encode(), b"csrf", sha256).hexdigest()
