"""The door, as browsers pass it: to the provider and back, out again, and the demo's own."""

from html import escape
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.dependencies import ServicesHere
from api.errors import InvalidRequest
from api.services import Services
from api.signing_in import flow, limits
from api.signing_in.cookies import begun_name, give, session_name, session_secret, take_away
from api.signing_in.demo import demo_actor, from_this_machine
from api.signing_in.errors import DemoDoorClosed, ForgedRequest
from domain.errors import Finding

router = APIRouter(tags=["signing in"], include_in_schema=False)

LEAVING = """<!doctype html>
<html lang="sv">
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url={onward}">
<title>Årshjul</title>
<p><a href="{onward}">Du är utloggad här. Fortsätt</a></p>
</html>
"""
DEMO_PAGE = "/logga-in"  # where one chooses who to be
Brought = Annotated[str | None, Query(max_length=4000)]


@router.get("/sign-in")
async def sign_in(request: Request, services: ServicesHere, next: str = "/") -> Response:  # noqa: A002  its name there
    """Off to the provider, or to the demo's door where there is a demo instead."""
    await services.sign_in.limits.pass_by(request, limits.BEGINNING)
    address = flow.local(next)
    if services.demo and services.sign_in.provider is None:
        return RedirectResponse(f"{DEMO_PAGE}?{urlencode({'next': address})}", 303)
    begun = await flow.begin(services, address)
    answer = RedirectResponse(begun.url, 303)
    give(answer, begun_name(secure=services.sign_in.secure), begun.browser, secure=services.sign_in.secure)
    return answer


@router.get(flow.CALLBACK)
async def come_back(
    request: Request,
    services: ServicesHere,
    state: Brought = None,
    code: Brought = None,
    error: Brought = None,
    iss: Brought = None,
) -> Response:
    """Back from the provider. The cookie of the way there has done its work, however it ends."""
    await services.sign_in.limits.pass_by(request, limits.COMING_BACK)
    browser = request.cookies.get(begun_name(secure=services.sign_in.secure))
    entered = await flow.finish(
        services, flow.Back(browser, state, code, error, iss), session_secret(request, services)
    )
    return _inside(services, entered.secret, entered.next)


@router.post("/sign-in/back-channel")
async def ended_at_provider(services: ServicesHere, request: Request, logout_token: Annotated[str, Form()]) -> Response:
    """The provider says that somebody has signed out there (OpenID Connect Back-Channel Logout 1.0)."""
    await services.sign_in.limits.pass_by(request, limits.COMING_BACK)
    await flow.ended_at_provider(services, logout_token)
    return Response(status_code=200, headers={"Cache-Control": "no-store"})


@router.post("/sign-out")
async def sign_out(request: Request, services: ServicesHere) -> Response:
    """Out here, and then at the provider too.

    To the provider by a page, since `form-action` in the security headers lets no form lead to another host, not even
    by redirect.
    """
    onward = await flow.leave(services, session_secret(request, services))
    away = onward != flow.SIGNED_OUT
    answer = HTMLResponse(LEAVING.format(onward=escape(onward))) if away else RedirectResponse(onward, 303)
    take_away(answer, session_name(secure=services.sign_in.secure), secure=services.sign_in.secure)
    return answer


@router.post("/demo/sign-in")
async def demo_sign_in(
    request: Request,
    services: ServicesHere,
    person: Annotated[str, Form(max_length=40)],
    next: Annotated[str, Form(max_length=flow.LONGEST_NEXT)] = "/",  # noqa: A002
) -> Response:
    """Be one of the demo's people, on this machine."""
    _at_the_demo_s_door(request, services)
    await services.sign_in.limits.pass_by(request, limits.DEMO)
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise ForgedRequest("Sign in from this server's own page")
    address = flow.local(next)
    if demo_actor(person, services.places) is None:
        finding = Finding(code="person", pointer="/person", message="a demo person, such as demo-municipality-1381")
        raise InvalidRequest("There is no such demo person", (finding,))
    return _inside(services, await flow.enter(services, person, session_secret(request, services)), address)


def _at_the_demo_s_door(request: Request, services: Services) -> None:
    if not services.demo or not from_this_machine(request):
        raise DemoDoorClosed("There is no demo here; it exists with --demo, from the machine that serves")


def _inside(services: Services, secret: str, address: str) -> Response:
    secure = services.sign_in.secure
    answer = RedirectResponse(address, 303)
    give(answer, session_name(secure=secure), secret, secure=secure)
    take_away(answer, begun_name(secure=secure), secure=secure)
    return answer
