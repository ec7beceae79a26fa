"""What a page is given: who looks, in which language, on which day; and how it answers."""

import gzip
from contextlib import suppress
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from api.actors import CurrentActor, signed_in_as
from api.dependencies import ServicesHere
from api.errors import NotSignedIn
from api.services import Services
from api.signing_in.cookies import bearer, csrf_token, session_secret
from domain.calendar import stockholm_date
from domain.people import EVERYWHERE, Action, Actor, Grant, Place, may
from domain.places import Municipality
from domain.process import Titles
from storage import inbox
from web import flash, viewing, words
from web.language import COOKIE, LANGUAGES, chosen, translations
from web.navigation import Link, address, links
from web.site import Site

# Kept for the back button, so that what was typed is still there, and asked for anew otherwise.
KEPT = {"Cache-Control": "private, no-cache", "Vary": "Cookie, Accept-Language, Accept-Encoding"}
LONG = 1000  # bytes; what is shorter is not worth compressing
YEAR = 365 * 24 * 3600


class Page:
    """One request for a page. `actor` is None where nobody has signed in."""

    def __init__(self, request: Request, services: Services, actor: Actor | None) -> None:
        self.request = request
        self.services = services
        self.actor = actor
        self.language = chosen(request)
        self.t = translations(self.language)
        self.today: date = stockholm_date(services.clock())
        self.unseen = 0  # messages that one has not read
        self.offered: Municipality | None = None  # as which one may look at this page
        self.viewed: Municipality | None = None  # as which one looks at it
        self.belongs_to: str = request.url.path  # which way of the navigation is marked

    @property
    def site(self) -> Site:
        site = self.request.app.state.site
        assert isinstance(site, Site)  # noqa: S101  set by install
        return site

    def render(self, template: str, status: int = 200, /, **values: object) -> HTMLResponse:
        """The page made of a template of `web/templates/`, which gets `values` and the page itself as `page`."""
        environment = self.site.templates[self.language]
        html = environment.get_template(template).render(page=self, **values).encode()
        headers = {**KEPT, "Content-Language": self.language}
        if len(html) > LONG and "gzip" in self.request.headers.get("accept-encoding", ""):
            html, headers["Content-Encoding"] = gzip.compress(html, 5), "gzip"
        response = HTMLResponse(html, status, headers)
        if self.request.query_params.get("lang") in LANGUAGES:
            response.set_cookie(COOKIE, self.language, max_age=YEAR, httponly=True, samesite="lax")
        if flash.COOKIE in self.request.cookies:
            response.delete_cookie(flash.COOKIE)
        return response

    def href(self, page: str, **where: str) -> str | None:
        """The address of a page by its name; None while there is no such page, so that nothing links to nowhere."""
        return address(self.request.app, page, **where)

    def here(self, **changed: str | None) -> str:
        """This page's address with other questions in it; None takes one out."""
        query = {**self.request.query_params, **changed}
        kept = urlencode([(name, value) for name, value in query.items() if value])
        return f"{self.request.url.path}?{kept}" if kept else self.request.url.path

    def may(self, action: Action, place: Place) -> bool:
        return self.actor is not None and may(self.actor, action, place)

    def text(self, titles: Titles) -> str:
        """What the process calls something, in the page's language."""
        return titles.sv if self.language == "sv" else titles.en

    @property
    def reader(self) -> Actor:
        """Who looks. Raises NotSignedIn where nobody has signed in."""
        if self.actor is None:
            raise NotSignedIn("This page is for who has signed in")
        return self.actor

    @property
    def navigation(self) -> list[Link]:
        return links(self.request.app, self.actor, self.belongs_to) if self.actor is not None else []

    @property
    def csrf(self) -> str:
        """What every form that is posted carries as `csrf_token`."""
        return csrf_token(self.request)

    @property
    def said(self) -> str | None:
        return flash.waiting(self.request)

    @property
    def said_above(self) -> str:
        return flash.headed(self.request)

    @property
    def who(self) -> list[str]:
        """As what one is signed in, and where: "Kommunal samordnare, Laholm"."""
        return [self._as(grant) for grant in self.actor.grants] if self.actor is not None else []

    def _as(self, grant: Grant) -> str:
        role = self.t.gettext(words.ROLES[grant.role])
        return ", ".join([role, *self._places(grant)])

    def _places(self, grant: Grant) -> list[str]:
        if grant.role in EVERYWHERE:
            return []
        if grant.county is not None:
            return [self.services.places.county(grant.county).name]
        return [self.services.places.municipality(code).name for code in grant.municipalities]


async def _signed_in(request: Request, services: ServicesHere, actor: CurrentActor) -> Page:
    request.state.actor = actor  # for the page that says what went wrong
    viewed = viewing.viewed(request, actor, services.places)
    if viewed is not None:
        await viewing.read(request, services, actor, viewed)
    page = Page(request, services, viewing.only_reading(actor) if viewed is not None else actor)
    page.viewed, page.offered = viewed, viewing.shown(request, actor, services.places)
    page.unseen = await _unseen(services, actor)
    return page


async def opened(request: Request, services: ServicesHere) -> Page:
    """The page for whoever looks, signed in or not."""
    signed = bearer(request) is not None or session_secret(request, services) is not None
    page = Page(request, services, None)
    with suppress(NotSignedIn):
        page.actor = (await signed_in_as(request, services, None)).actor if signed else None
    if page.actor is not None:
        page.unseen = await _unseen(services, page.actor)
    return page


async def _unseen(services: Services, actor: Actor) -> int:
    async with services.sessions() as session:
        return await inbox.unseen(session, actor.person)


Here = Annotated[Page, Depends(_signed_in)]
"""For a page that asks who looks; whoever has not signed in is sent to do so and comes back."""

OpenHere = Annotated[Page, Depends(opened)]
"""For a page that anybody may see."""
