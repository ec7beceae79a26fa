"""A county's year on the real engine."""

from datetime import UTC, date, datetime, timedelta

from domain.events import CycleStarted
from domain.process import Kind
from rehearsal.people import Temper, temper_of
from rehearsal.plan import plan
from rehearsal.rehearse import rehearse
from rehearsal.result import read_back
from rehearsal.year import Rehearsal
from storage.places import read_places
from tests.rehearsal.elsewhen import stage_at
from tests.rehearsal.imagined import YEAR, days, imagined

GOTLAND, COUNTY = "09", "13"
AWRY = timedelta(minutes=37)  # as if every clock of the year stood elsewhere than at its opening hour


INSTANTS = (  # of which all but the first pass into another day, time or year while a rehearsal is played
    datetime(2026, 7, 5, 12, tzinfo=UTC),  # a summer's Sunday
    datetime(2027, 3, 28, 0, 59, 59, tzinfo=UTC),  # Easter night, and the change to summer time
    datetime(2028, 12, 31, 22, 59, 59, tzinfo=UTC),  # New Year's Eve in Sweden
    datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC),  # a leap day, long before the year that is rehearsed
)


async def test_the_engine_records_what_the_rules_foresee_day_by_day() -> None:
    """Every temper but one has a municipality in this county."""
    places, seen = read_places(), list[date]()
    planned = plan(places, COUNTY, YEAR, Kind.FULL)
    rehearsed = await rehearse(places, planned, lambda: datetime.now(UTC) - AWRY, seen.append)
    foreseen = {
        code: imagined(temper_of(index), town=code)[1]
        for index, code in enumerate(places.counties[COUNTY].municipalities)
    }
    assert {temper_of(index) for index in range(len(foreseen))} == set(Temper) - {Temper.ON_TIME}
    for code, expected in foreseen.items():
        recorded = [each.event for each in rehearsed.happened if each.municipality == code]
        assert isinstance(recorded[0], CycleStarted)
        assert days(recorded[1:]) == days(expected[1:]), code
    expected = [event for events in foreseen.values() for event in events]
    assert rehearsed.figures.model_dump(exclude={"seconds"}) == {
        "cycles": 6,
        "closed": 6,
        "steps": 90,
        "events": len(expected),
        "reminders": sum(event.kind == "StepReminded" for event in expected),
        "escalations": sum(event.kind == "StepEscalated" for event in expected),
        "chain": "ok",
    }
    assert seen == sorted(set(seen))


async def test_a_rehearsal_says_the_same_on_any_day() -> None:
    """All but the seconds. Not moved is Temporal's own clock, which is the machine's: see `elsewhen.py`."""
    places = read_places()
    planned = plan(places, GOTLAND, YEAR, Kind.FULL)
    today = await rehearse(places, planned, lambda: datetime.now(UTC), lambda _: None)
    for instant in INSTANTS:
        async with stage_at(instant, places) as (stage, elsewhen):
            await Rehearsal(stage, planned).play(lambda _: None)
            rehearsed = await read_back(stage, planned)
        assert len(elsewhen.shown) == 2  # the round and the one year
        assert all(instant <= shown < instant + timedelta(minutes=1) for shown in elsewhen.shown.values())
        assert rehearsed.figures == today.lasting(0).figures
        assert days([each.event for each in rehearsed.happened]) == days([each.event for each in today.happened])
