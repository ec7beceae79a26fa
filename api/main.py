"""The API's main where others run the servers: settings → clients → the application, until SIGTERM, then in order."""

import asyncio
import logging
import signal
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from temporalio.runtime import Runtime

import telemetry
from api.app import create_app
from api.services import Services
from api.serving import configured, limits_of
from api.signing_in.site import sign_in_of
from settings import Settings
from storage.database import connect, sessions_on
from storage.files import LocalFiles
from storage.places import read_places
from storage.processes import Procedures
from web.app import install, operator_of
from workflows.client import Conductor
from workflows.client import connect as connect_temporal
from workflows.errors import Unreachable
from workflows.tracing import traced

log = logging.getLogger("arshjul.api")


class _Server(uvicorn.Server):
    """uvicorn without its own way with signals, which ends a process that was asked to end as if it had been killed."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


async def run(settings: Settings) -> None:
    """Answer until SIGTERM or SIGINT; then take no more, finish what has been begun, and let go of the servers.

    Raises SignInMisconfigured, Unreachable if Temporal does not answer at the start, OSError if the address is taken.
    """
    async with _services(settings) as (services, provider):
        tracer = provider.get_tracer("arshjul.api") if provider else None
        app = install(create_app(services, tracer, limits_of(settings)), operator_of(settings))
        server = _Server(configured(app, settings.host, settings.port))

        def stop() -> None:
            server.should_exit = True

        for sign in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(sign, stop)
        log.info("serving on %s", settings.address)
        await server.serve()
        log.info("stopped")


@asynccontextmanager
async def _services(settings: Settings) -> AsyncGenerator[tuple[Services, telemetry.TracerProvider | None]]:
    sign_in = sign_in_of(settings)  # what contradicts itself is said before anything is connected
    provider = telemetry.traces(settings, "arshjul-api")
    Runtime.set_default(telemetry.temporal_runtime(settings))
    engine = connect(settings.database_url)
    try:
        client = await connect_temporal(settings.temporal_address, settings.temporal_namespace)
    except RuntimeError as error:  # how the client says that nobody answers there
        raise Unreachable(f"Temporal does not answer at {settings.temporal_address}") from error
    if provider is not None:
        client = traced(client, provider.get_tracer("arshjul.api"))
    services = Services(
        sessions=sessions_on(engine),
        procedures=Procedures(),
        places=read_places(),
        conductor=Conductor(client, settings.task_queue),
        files=LocalFiles(settings.files),
        demo=settings.demo,
        sign_in=sign_in,
    )
    try:
        yield services, provider
    finally:
        await services.printers.close()
        await engine.dispose()
        if provider is not None:
            await asyncio.to_thread(provider.shutdown)
