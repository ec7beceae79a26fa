"""Where one signs in: at the organisation's provider, or in the demo as one of its people."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from api.signing_in import flow
from api.signing_in.cookies import session_secret
from web.language import N_
from web.page import Here, OpenHere
from web.pages.first_run import is_empty

router = APIRouter()

# The demo's people (api/signing_in/demo.py): who one becomes, and what they do. Place names are filled in.
PEOPLE = (
    (
        "demo-municipality-1381",
        N_("Kommunal samordnare"),
        N_("Leder Laholms år: gör stegen, lämnar in och följer upp."),
    ),
    ("demo-contributor-1381", N_("Medverkande"), N_("Gör kartläggningen i Laholm.")),
    (
        "demo-decision-1381",
        N_("Beslutsfattare"),
        N_("Granskar och godkänner i Laholm, från styrgrupp till fullmäktige."),
    ),
    ("demo-police-1381", N_("Kommunpolis"), N_("Samverkar med Laholm om lägesbilden.")),
    ("demo-coordinator-13", N_("Länssamordnare"), N_("Ser var Hallands kommuner står och erbjuder stöd.")),
    ("demo-supervisor", N_("Uppföljare"), N_("Läser alla läns status. Ändrar ingenting.")),
    ("demo-admin", N_("Administratör"), N_("Bjuder in personer och ger dem roller.")),
)


# Why somebody was not let in, by the error's name: what it means to them, and what they can do.
REFUSED: Mapping[str, str] = {
    "NotInvited": N_(
        "Kontot du loggade in med är inte inbjudet. Be samordnaren i din kommun eller på länsstyrelsen att bjuda in "
        "dig med den e-postadress som du använder i arbetet."
    ),
    "BoundAlready": N_(
        "Den som har din e-postadress här loggar in med ett annat konto. Logga in med det, eller be en administratör "
        "att bjuda in dig på nytt."
    ),
    "SignInNotBegun": N_(
        "Inloggningen tog för lång tid, gjordes i ett annat fönster eller är redan använd. Börja om, så går det."
    ),
    "SignInRefused": N_(
        "Inloggningstjänsten bekräftade inte vem du är. Försök igen, och kontakta din organisations support om det "
        "händer igen."
    ),
    "ProviderUnavailable": N_("Din organisations inloggningstjänst svarar inte. Försök igen om en stund."),
    "SignInNotSetUp": N_(
        "Inloggning är inte uppsatt på den här servern. Den som sköter tjänsten ser i handboken hur det görs."
    ),
}


@router.get("/logga-in", name="pages.sign-in")
async def sign_in(page: OpenHere, wanted: Annotated[str, Query(alias="next", max_length=2000)] = "/") -> Response:
    onward = local(wanted)
    demo, site = page.services.demo, page.services.sign_in
    return page.render(
        "sign-in.html",
        people=PEOPLE if demo else (),
        onward=onward,
        provider=f"/sign-in?{urlencode({'next': onward})}" if site.provider is not None else None,
        expired=page.actor is None and session_secret(page.request, page.services) is not None,
        empty=await is_empty(page),
    )


@router.get("/inloggad", name="pages.signed-in")
async def signed_in(page: Here) -> Response:
    """Where one ends who signed in beside something that waits to be sent."""
    return page.render("signed-in.html")


@router.get(flow.SIGNED_OUT, name="pages.signed-out")
async def signed_out(page: OpenHere) -> Response:
    """Where the provider sends the browser back to; it does not lead straight in again."""
    return page.render("signed-out.html")


def local(address: str) -> str:
    """The address if it is one of this server's, otherwise the first page: nobody is sent elsewhere from here."""
    other = not address.startswith("/") or address.startswith("//") or "\\" in address
    return "/" if other or any(ord(sign) < 33 for sign in address) else address
