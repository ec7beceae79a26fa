"""The HTTP application: routes, errors, and nothing else."""

from importlib.metadata import version
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.responses import PlainTextResponse
from opentelemetry.trace import Tracer

from api import docs, errors
from api.description import describe
from api.errors import NoSuchAddress, Problem, named
from api.guards.bodies import Bodies
from api.guards.headers import SecurityHeaders
from api.guards.limits import Limits
from api.metrics import Metrics
from api.requests import Requests
from api.routes import (
    commands,
    comments,
    content,
    cycles,
    documents,
    drafts,
    evidence,
    handovers,
    health,
    history,
    inbox,
    law,
    me,
    metrics,
    notices,
    overview,
    people,
    readings,
    registrations,
    retention,
    rounds,
    sessions,
    sign_in,
    statements,
    steps,
    stream,
    supplements,
    tasks,
    tokens,
)
from api.services import Services
from api.signing_in.cookies import guard
from api.streaming import Feed
from domain.errors import DomainError

DESCRIPTION = """The crime-prevention year of Swedish municipalities under lag (2023:196).

Writes take an `Idempotency-Key`: the same key with the same request is carried out once and answered alike. Errors are
problems (RFC 9457) whose `type` ends in the error's name."""

PROBLEMS: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem} for code in (401, 403, 404, 409, 412, 413, 422, 429, 503)
}
ROUTES = (
    me,
    rounds,
    cycles,
    steps,
    stream,
    drafts,
    evidence,
    readings,
    content,
    documents,
    registrations,
    retention,
    history,
    statements,
    comments,
    supplements,
    law,
    notices,
    tasks,
    inbox,
    handovers,
    people,
    overview,
    commands,
    sign_in,
    sessions,
    tokens,
)


def create_app(services: Services, tracer: Tracer | None = None, limits: Limits | None = None) -> FastAPI:
    app = FastAPI(
        title="Årshjul",
        version=version("arshjul"),
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(guard)],
    )
    app.state.services = services
    app.state.metrics = Metrics(services)
    app.state.feed = Feed(services.sessions)
    app.include_router(health.router)
    app.include_router(metrics.router)
    for route in ROUTES:
        app.include_router(route.router, responses=PROBLEMS)

    @app.get("/problems/{name}", response_class=PlainTextResponse, tags=["health"], responses={404: {"model": Problem}})
    async def explain(name: str) -> str:
        """What an error means."""
        error = named(name)
        if error is DomainError:
            raise NoSuchAddress("There is no problem of that name")
        return f"{name}\n\n{error.__doc__ or 'See the detail of the problem.'}\n"

    docs.install(app)
    errors.install(app)
    describe(app)
    # Around everything, what answers an unexpected error included, which no ordinary middleware is.
    guarded = SecurityHeaders(Bodies(app.build_middleware_stack(), limits or Limits()))
    app.middleware_stack = Requests(guarded, app.state.metrics, tracer)
    return app
