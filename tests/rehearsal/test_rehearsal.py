"""A county's year on the real engine."""

from datetime import UTC, date, datetime, timedelta

from domain.events import CycleStarted
from domain.process import Kind
from rehearsal.people import Temper, temper_of
from rehearsal.plan import plan
from rehearsal.rehearse import rehearse
from storage.places import read_places
from tests.rehearsal.imagined import YEAR, days, imagined

GOTLAND = "09"
AWRY = timedelta(minutes=37)  # as if every clock of the year stood elsewhere than at its opening hour


async def test_the_engine_records_what_the_rules_foresee_day_by_day() -> None:
    places, seen = read_places(), list[date]()
    planned = plan(places, GOTLAND, YEAR, Kind.FULL)
    rehearsed = await rehearse(places, planned, lambda: datetime.now(UTC) - AWRY, seen.append)
    recorded = [each.event for each in rehearsed.happened]
    _, foreseen = imagined(temper_of(0))
    assert temper_of(0) is Temper.RETURNED
    assert isinstance(recorded[0], CycleStarted)
    assert _people(days(recorded[1:])) == _people(days(foreseen[1:]))
    figures = rehearsed.figures.model_dump(exclude={"seconds"})
    assert figures == {
        "cycles": 1,
        "closed": 1,
        "steps": 15,
        "events": len(foreseen),
        "reminders": sum(event.kind == "StepReminded" for event in foreseen),
        "escalations": 0,
        "chain": "ok",
    }
    assert seen == sorted(set(seen))


def _people(happened: list[tuple[object, ...]]) -> list[str]:
    """Who did it is another town's people."""
    return [str(each).replace("0980", "1381").replace("-09'", "-13'") for each in happened]
