"""Looking at the clocks of the Act, county by county, also where no year runs."""

from temporalio import activity

from activities.messages import CountyDay, Told
from domain.calendar import end_of_day, stockholm_date
from domain.law.map import law_map
from domain.places import Places
from storage import law, notices
from storage.database import Sessions
from storage.processes import Procedures
from storage.scope import Scope, within


class Clocks:
    def __init__(self, sessions: Sessions, procedures: Procedures, places: Places) -> None:
        self._sessions = sessions
        self._procedures = procedures
        self._places = places

    @activity.defn
    async def counties(self) -> tuple[str, ...]:
        return tuple(self._places.counties)

    @activity.defn
    async def look_at(self, ask: CountyDay) -> Told:
        """Tell each warning whose day has come and that has not been told. Looking twice tells nothing twice."""
        day = stockholm_date(ask.now)
        codes = self._places.county(ask.county).municipalities
        with within(Scope((ask.county,))):
            async with self._sessions.begin() as session:
                facts = await law.facts(session, self._procedures, codes, end_of_day(day))
                new = 0
                for code in codes:
                    place = self._places.municipality(code)
                    new += await notices.tell(session, place, law_map(facts[code], day).notices, ask.now)
        return Told(new=new)
