"""The pages, put onto the application that serves the API."""

from fastapi import FastAPI

from api.guards.headers import SecurityHeaders
from settings import Settings
from web import assets, live
from web.pages import (
    about,
    county,
    county_cell,
    county_clocks,
    county_map,
    county_several,
    county_statements,
    first_run,
    inbox,
    overview,
    overview_clocks,
    people,
    people_handover,
    people_person,
    people_stored,
    rehearsal,
    rounds,
    settings,
    settings_tokens,
    sign_in,
    statements,
    step,
    step_acting,
    step_comments,
    step_evidence,
    step_form,
    step_form_check,
    step_form_item,
    step_history,
    step_versions,
    tasks,
    view_as,
    year,
    year_documents,
    year_history,
    year_last,
    year_law,
    year_several,
    year_thread,
    years,
)
from web.refusals import Refusals
from web.rehearsing import Rehearser
from web.site import NOBODY, Operator, Site

PAGES = (
    tasks,
    rounds,
    county_clocks,
    county_statements,
    county_several,
    county_map,
    county,
    county_cell,
    sign_in,
    first_run,
    rehearsal,
    people,
    people_person,
    people_handover,
    people_stored,
    overview,
    overview_clocks,
    inbox,
    view_as,
    settings,
    settings_tokens,
    about,
    live,
    years,
    statements,
    year,
    year_law,
    year_thread,
    year_history,
    year_documents,
    year_last,
    year_several,
    step,
    step_acting,
    step_evidence,
    step_comments,
    step_versions,
    step_history,
    step_form,
    step_form_check,
    step_form_item,
)


def operator_of(settings: Settings) -> Operator:
    return Operator(settings.operator, settings.operator_contact)


def install(app: FastAPI, operator: Operator = NOBODY, rehearser: Rehearser | None = None) -> FastAPI:
    """Give an application that `api.app.create_app` made its pages, and its errors theirs. Returns it."""
    site = Site(operator, rehearser)
    app.state.site = site
    app.include_router(assets.routes(site.assets))
    for page in PAGES:
        app.include_router(page.router, include_in_schema=False)
    assert app.middleware_stack is not None  # noqa: S101  built by create_app
    app.middleware_stack = SecurityHeaders(Refusals(app.middleware_stack))
    return app
