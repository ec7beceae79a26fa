"""`arshjul law`: where one municipality stands under lag (2023:196)."""

from datetime import UTC, date, datetime

from domain.calendar import end_of_day, stockholm_date
from domain.law.map import checked, law_map
from domain.law.results import LawMap, Result, State
from embedded.upkeep import kept
from settings import Settings
from storage import law

WORDS = {
    State.MET: "ja",
    State.NOT_MET: "nej",
    State.NOT_STATED: "inte angivet",
    State.NOT_DUE: "inte aktuellt än",
}


async def map_of(settings: Settings, municipality: str, as_of: date | None) -> LawMap:
    """Raises UnknownMunicipality, DayOutOfRange or NothingKept."""
    day = checked(as_of or stockholm_date(datetime.now(UTC)))
    async with kept(settings) as here:
        code = here.places.municipality(municipality).code
        async with here.sessions() as session:
            found = await law.facts(session, here.procedures, (code,), end_of_day(day))
    return law_map(found[code], day)


def told(found: LawMap) -> str:
    lines = [f"{found.municipality}, {found.as_of}", "", "Lag (2023:196)", *map(_line, found.law)]
    return "\n".join([*lines, "", "Vägledning (inte lag)", *map(_line, found.guidance)])


def _line(result: Result) -> str:
    return f"  {result.rule:<12}{WORDS[result.state]:<18}{result.says.sv}"
