"""How the HTTP server is set up, the same on one machine and on many."""

import gc

import uvicorn
from fastapi import FastAPI

from api.guards.limits import Limits
from api.guards.protocol import Bounded
from settings import Settings

GRACE = 10
"""Seconds for the requests that are under way when the server is asked to stop."""
CONNECTIONS = 1000
"""Beyond them uvicorn answers 503 at once, to everybody alike: memory is kept, and who comes again gets in."""
IDLE = 65
"""Seconds that a connection waits for its next request: longer than the 60 that proxies such as nginx keep theirs, or
now and then a proxy would send a request into a connection that is just being closed, and answer 502.
"""


def limits_of(settings: Settings) -> Limits:
    return Limits(
        body=settings.largest_body,
        arriving=settings.body_seconds,
        uploading=settings.upload_seconds,
        answering=settings.answer_seconds,
    )


def configured(app: FastAPI, host: str = "127.0.0.1", port: int = 8000) -> uvicorn.Config:
    """Logging is left to whoever serves. The server does not say what it is made with.

    All that has been loaded by now stays as long as the process does. The garbage collector is told so: looking through
    it again holds up whatever is being answered for a fifth of a second.
    """
    gc.collect()
    gc.freeze()
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        http=Bounded,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=IDLE,
        timeout_graceful_shutdown=GRACE,
    )
