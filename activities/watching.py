"""An act as operators see it: one line in the log, one count, one duration. Ids and kinds, never a word of content."""

import logging
from datetime import timedelta
from time import perf_counter

from temporalio import activity

from activities.messages import Act, Acted

log = logging.getLogger(__name__)


class Watch:
    """Follows one act; `tell` is called once its transaction has been committed.

    The outcome is `accepted` or `rejected`, `repeated` for a command that had its outcome already, and `unknown` for
    one that is not in the database.
    """

    def __init__(self, order: Act) -> None:
        self._order = order
        self._begun = perf_counter()
        self.kind = "Tick" if order.command_id is None else "Unknown"
        self.outcome = "accepted" if order.command_id is None else "unknown"
        self.error: str | None = None

    def decided(self, kind: str, error: str | None = None) -> None:
        self.kind, self.error = kind, error
        self.outcome = "accepted" if error is None else "rejected"

    def repeated(self, kind: str) -> None:
        self.kind, self.outcome = kind, "repeated"

    def tell(self, acted: Acted) -> None:
        seconds = perf_counter() - self._begun
        log.info(
            "acted",
            extra={
                "command": self._order.command_id,
                "cycle": self._order.cycle_id,
                "kind": self.kind,
                "outcome": self.outcome,
                "error": self.error,
                "version": acted.version,
                "seconds": round(seconds, 4),
            },
        )
        if not activity.in_activity():
            return
        labels = {"kind": self.kind, "outcome": self.outcome}
        meter = activity.metric_meter()
        meter.create_counter("arshjul_acts", "Commands and ticks decided, by kind and outcome").add(1, labels)
        duration = meter.create_histogram_timedelta("arshjul_act_duration", "From lock to commit", "duration")
        duration.record(timedelta(seconds=seconds), {"kind": self.kind})
