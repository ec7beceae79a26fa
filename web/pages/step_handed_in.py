"""Who handed in what stands in a step, and when: by name where one may know it, and otherwise by role."""

from dataclasses import dataclass
from datetime import date

from domain.calendar import stockholm_date
from domain.steps import StepStatus
from storage.versions import versions
from web.pages.step_frame import StepOf, names

STANDS = (StepStatus.SUBMITTED, StepStatus.DONE)


@dataclass(frozen=True)
class HandedIn:
    version: int
    who: str
    day: date


async def handed_in(on: StepOf) -> HandedIn | None:
    """None where nothing is, or what was is being reworked."""
    if on.row.status not in STANDS:
        return None
    async with on.page.services.sessions() as session:
        found = [each for each in await versions(session, on.year.id, on.key) if each.number == on.row.version]
    if not found:
        return None
    known = await names(on.page, [found[0].person])
    who = ", ".join(filter(None, (known.get(found[0].person), on.role(found[0].role))))
    return HandedIn(found[0].number, who, stockholm_date(found[0].at))
