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

# Starting one municipality: a few tries, then it is shown with its reason and the others are not kept waiting.
START_MEMBER = ActivityConfig(
    start_to_close_timeout=timedelta(seconds=30),
    retry_policy=RetryPolicy(
        initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=5), maximum_attempts=6
    ),
)
