"""What Prometheus reads from the API: requests and commands of this process, and what the database says of all.

No label is finer than a county: never a municipality, a person, an id or a text.
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from api.carrying import DATABASE_ERRORS
from api.services import Services
from domain.calendar import stockholm_date
from storage.gauges import Unrecorded, overdue_by_county, unrecorded
from storage.scope import EVERYWHERE, within

FRESH_FOR = 5.0  # seconds: several scrapers cost the database one look
GIVEN_UP_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Seen:
    """What the database said, and how old the oldest command without an outcome was then."""

    overdue: Mapping[str, int]
    commands: Unrecorded
    oldest_age: float


class Metrics:
    def __init__(self, services: Services) -> None:
        self._registry = CollectorRegistry()
        self._standing = _Standing(services)
        self._registry.register(self._standing)
        self._requests = Counter(
            "arshjul_http_requests", "Answered requests", ("method", "route", "status"), registry=self._registry
        )
        self._durations = Histogram(
            "arshjul_http_request_duration_seconds", "To the answer's end", ("method", "route"), registry=self._registry
        )
        self._commands = Counter(
            "arshjul_commands",
            "Commands sent from here, repeated ones too; pending was answered 202, unanswered 503",
            ("kind", "outcome"),
            registry=self._registry,
        )

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        self._requests.labels(method, route, str(status)).inc()
        self._durations.labels(method, route).observe(seconds)

    def command(self, kind: str, outcome: str) -> None:
        self._commands.labels(kind, outcome).inc()

    async def text(self) -> bytes:
        """The exposition. Answers also while the database is away, and then says so."""
        await self._standing.look()
        return generate_latest(self._registry)


class _Standing(Collector):
    def __init__(self, services: Services) -> None:
        self._services = services
        self._turn = asyncio.Lock()
        self._looked: float | None = None
        self._seen: Seen | None = None

    async def look(self) -> None:
        async with self._turn:
            if self._looked is not None and monotonic() - self._looked < FRESH_FOR:
                return
            try:
                self._seen = await self._asked()
            except DATABASE_ERRORS:
                self._seen = None
            self._looked = monotonic()

    async def _asked(self) -> Seen:
        now = self._services.clock()
        with within(EVERYWHERE):  # what is counted is told by county and never nearer, to whoever may ask at all
            async with self._services.sessions() as session:
                overdue = await overdue_by_county(session, stockholm_date(now))
                commands = await unrecorded(session, now - GIVEN_UP_AFTER)
        age = (now - commands.oldest).total_seconds() if commands.oldest else 0.0
        return Seen(overdue, commands, max(age, 0.0))

    def collect(self) -> Iterable[Metric]:
        up = GaugeMetricFamily("arshjul_database_up", "Whether the database answered the last look")
        up.add_metric((), 1 if self._seen else 0)
        yield up
        if self._seen is None:
            return
        overdue = GaugeMetricFamily(
            "arshjul_overdue_steps", "Required steps past their latest date in running years", labels=("county",)
        )
        for county in self._services.places.counties:
            overdue.add_metric((county,), self._seen.overdue.get(county, 0))
        yield overdue
        for name, says, value in (
            (
                "oldest_unrecorded_command_age_seconds",
                "Filed in the last day, without an outcome",
                self._seen.oldest_age,
            ),
            ("unrecorded_commands", "Filed in the last day, without an outcome", self._seen.commands.waiting),
            ("abandoned_commands", "Without an outcome after a day: never acknowledged", self._seen.commands.abandoned),
        ):
            yield GaugeMetricFamily(f"arshjul_{name}", says, value=value)
