"""What the service is, and how accessible: the pages at the foot of every page."""

from collections.abc import Mapping
from datetime import date
from importlib.metadata import version

from fastapi import APIRouter, Response

from domain.light import Light
from web.language import N_
from web.page import OpenHere

router = APIRouter()

VERSION = version("arshjul")
ASSESSED = date(2026, 11, 22)  # when somebody last went through all pages; to be changed by whoever does so again

MEANINGS: Mapping[Light, str] = {
    Light.NOT_STARTED: N_("Steget väntar på ett annat steg, eller på sin tid."),
    Light.UNDER_WAY: N_("Steget kan göras nu, eller är påbörjat."),
    Light.SOON: N_("Måldatum är inom 14 dagar."),
    Light.SUBMITTED: N_("Steget väntar på den som ska godkänna det."),
    Light.RETURNED: N_("Den som godkänner har lämnat tillbaka steget, med ett skäl."),
    Light.REOPENED: N_("Ett klart steg har öppnats igen, med ett skäl."),
    Light.STALE: N_("Något som steget bygger på har ändrats. Steget bekräftas eller görs om."),
    Light.LATE: N_("Måldatum har passerat, men inte senaste datum."),
    Light.OVERDUE: N_("Senaste datum har passerat."),
    Light.DONE: N_("Steget är klart."),
    Light.WAIVED: N_("Steget är inte aktuellt i år."),
}


@router.get("/tillganglighet", name="pages.accessibility")
async def accessibility(page: OpenHere) -> Response:
    """Tillgänglighetsredogörelse (lag (2018:1937) om tillgänglighet till digital offentlig service)."""
    return page.render("accessibility.html", version=VERSION, assessed=ASSESSED, operator=page.site.operator)


@router.get("/om", name="pages.about")
async def about(page: OpenHere) -> Response:
    return page.render("about.html", version=VERSION, meanings=MEANINGS)
