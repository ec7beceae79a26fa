"""The HTTP application: routes, errors, and nothing else."""

from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse
from opentelemetry.trace import Tracer

from api import errors
from api.errors import NoSuchAddress, Problem, named
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
    health,
    history,
    law,
    me,
    metrics,
    notices,
    overview,
    rounds,
    statements,
    steps,
    supplements,
    tasks,
)
from api.services import Services
from domain.errors import DomainError

DESCRIPTION = """The crime-prevention year of Swedish municipalities under lag (2023:196).

Writes take an `Idempotency-Key`: the same key with the same request is carried out once and answered alike. Errors are
problems (RFC 9457) whose `type` ends in the error's name."""

PROBLEMS: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem} for code in (401, 403, 404, 409, 412, 413, 422, 503)
}
ROUTES = (
    me,
    rounds,
    cycles,
    steps,
    drafts,
    evidence,
    content,
    documents,
    history,
    statements,
    comments,
    supplements,
    law,
    notices,
    tasks,
    overview,
    commands,
)


def create_app(services: Services, tracer: Tracer | None = None) -> FastAPI:
    app = FastAPI(title="Årshjul", version=version("arshjul"), description=DESCRIPTION)
    app.state.services = services
    app.state.metrics = Metrics(services)
    app.include_router(health.router)
    app.include_router(metrics.router)
    for route in ROUTES:
        app.include_router(route.router, responses=PROBLEMS)

    @app.get("/problems/{name}", response_class=PlainTextResponse, tags=["health"])
    async def explain(name: str) -> str:
        """What an error means."""
        error = named(name)
        if error is DomainError:
            raise NoSuchAddress("There is no problem of that name")
        return f"{name}\n\n{error.__doc__ or 'See the detail of the problem.'}\n"

    errors.install(app)
    # Around everything, what answers an unexpected error included, which no ordinary middleware is.
    app.middleware_stack = Requests(app.build_middleware_stack(), app.state.metrics, tracer)
    return app
