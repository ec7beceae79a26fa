from collections.abc import Iterator

import pytest
from temporalio.client import Client
from temporalio.testing import TimeSkipper, TimeSkippingConfig
from temporalio.worker import Worker

from domain.places import County, Municipality
from storage.database import Sessions
from tests.conftest import TASK_QUEUE
from tests.workflows.rounds import OwnRound
from tests.workflows.years import OwnYear, opening, shift_to
from workflows.client import Conductor


@pytest.fixture
def town(
    sessions: Sessions,
    conductor: Conductor,
    own_year: tuple[Municipality, int],
    working: Worker,  # noqa: ARG001
) -> OwnYear:
    """A year that starts today by the clock on the wall."""
    return OwnYear(sessions, conductor, *own_year)


@pytest.fixture
def skipper(temporal: Client) -> TimeSkipper:
    return TimeSkipper(temporal, config=TimeSkippingConfig(enabled=False, max_session_skip_count=10_000))


@pytest.fixture
def opened(
    sessions: Sessions,
    skipper: TimeSkipper,
    own_year: tuple[Municipality, int],
    working: Worker,  # noqa: ARG001
) -> OwnYear:
    """A year whose clock shows its opening day, and may be skipped."""
    conductor = Conductor(skipper.client, TASK_QUEUE, clock_shift=shift_to(opening(own_year[1])))
    return OwnYear(sessions, conductor, *own_year)


@pytest.fixture
def county(
    sessions: Sessions,
    conductor: Conductor,
    _counties: Iterator[tuple[County, int]],
    working: Worker,  # noqa: ARG001
) -> OwnRound:
    """A round of a county with some municipalities."""
    return OwnRound(sessions, conductor, *next(each for each in _counties if len(each[0].municipalities) > 2))
