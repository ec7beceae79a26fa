"""What is said once, on the page after a POST. A cookie carries the name of what to say, never the words."""

from collections.abc import Mapping

from fastapi import Request
from fastapi.responses import RedirectResponse

from web.language import N_

COOKIE = "arshjul-said"
SAID: Mapping[str, str] = {
    "saved": N_("Sparat."),
    "handed-in": N_("Steget är inlämnat."),
}


def then(address: str, said: str | None = None) -> RedirectResponse:
    """Answer a POST: go on to a page, which says `said` (a key of SAID) once."""
    response = RedirectResponse(address, 303)
    if said is not None:
        response.set_cookie(COOKIE, said, max_age=60, httponly=True, samesite="lax")
    return response


def waiting(request: Request) -> str | None:
    """What is to be said on this page, in Swedish; None for nothing, or for what nobody here says."""
    return SAID.get(request.cookies.get(COOKIE, ""))
