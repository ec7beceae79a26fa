"""The pages, put onto the application that serves the API."""

from fastapi import FastAPI

from api.guards.headers import SecurityHeaders
from settings import Settings
from web import assets, live
from web.pages import about, county, sign_in, tasks
from web.refusals import Refusals
from web.site import NOBODY, Operator, Site

PAGES = (tasks, county, sign_in, about, live)


def operator_of(settings: Settings) -> Operator:
    return Operator(settings.operator, settings.operator_contact)


def install(app: FastAPI, operator: Operator = NOBODY) -> FastAPI:
    """Give an application that `api.app.create_app` made its pages, and its errors theirs. Returns it."""
    site = Site(operator)
    app.state.site = site
    app.include_router(assets.routes(site.assets))
    for page in PAGES:
        app.include_router(page.router, include_in_schema=False)
    assert app.middleware_stack is not None  # noqa: S101  built by create_app
    app.middleware_stack = SecurityHeaders(Refusals(app.middleware_stack))
    return app
