"""Why a step came back (begäran om komplettering): what its approver wrote, for those who now have to do something."""

from dataclasses import dataclass

from domain.cycle import Cycle
from domain.people import Role
from domain.steps import StepStatus
from storage.versions import last_return
from web.days import clock
from web.page import Page
from web.pages.step_frame import names
from web.words import ROLES


@dataclass(frozen=True)
class CameBack:
    at: str
    who: str
    reason: str


async def came_back(page: Page, cycle: Cycle, step: str) -> CameBack | None:
    """None unless the step stands as it was sent back. Only for who sees the municipality's drafts."""
    if cycle.step(step).status is not StepStatus.RETURNED:
        return None
    async with page.services.sessions() as session:
        found = await last_return(session, cycle.id, step)
    if found is None:
        return None
    known = await names(page, [found.person])
    role = page.t.gettext(ROLES[Role(found.role)])
    return CameBack(clock(found.at), ", ".join(filter(None, (known.get(found.person), role))), found.reason)
