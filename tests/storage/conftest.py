import pytest
from temporalio.worker import Worker

from domain.places import Municipality
from storage.database import Sessions
from tests.workflows.years import OwnYear
from workflows.client import Conductor


@pytest.fixture
def town(
    sessions: Sessions,
    conductor: Conductor,
    own_year: tuple[Municipality, int],
    working: Worker,  # noqa: ARG001
) -> OwnYear:
    return OwnYear(sessions, conductor, *own_year)
