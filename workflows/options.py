"""Time-outs and retries, named once by kind of work."""

from datetime import timedelta

from temporalio.common import RetryPolicy
from temporalio.workflow import ActivityConfig, LocalActivityConfig

# Acting is a transaction of milliseconds: it runs inside the workflow task, and gives up soon so that an Update is
# accepted and Queries are answered although PostgreSQL is away.
ACT_AT_ONCE = LocalActivityConfig(
    start_to_close_timeout=timedelta(seconds=3),
    retry_policy=RetryPolicy(maximum_attempts=2, initial_interval=timedelta(milliseconds=50)),
)

# Then the same method goes on as an ordinary activity, for ever: the log must win.
ACT_UNTIL_DONE = ActivityConfig(
    start_to_close_timeout=timedelta(seconds=20),
    retry_policy=RetryPolicy(initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=5)),
)

# Starting one municipality: one that nobody can reach is shown with its reason at once and keeps nobody waiting. While
# PostgreSQL is away it is tried again, for some minutes; a killed worker's start goes on elsewhere after ten seconds.
START_MEMBER = ActivityConfig(
    start_to_close_timeout=timedelta(seconds=10),
    retry_policy=RetryPolicy(
        initial_interval=timedelta(milliseconds=200),
        maximum_interval=timedelta(seconds=5),
        maximum_attempts=60,
        non_retryable_error_types=["Unreachable", "NobodyRuns"],
    ),
)
