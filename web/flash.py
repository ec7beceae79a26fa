"""What is said once, on the page after a POST. A cookie carries the name of what to say, never the words."""

from collections.abc import Mapping

from fastapi import Request
from fastapi.responses import RedirectResponse

from web.language import N_

COOKIE = "arshjul-said"
SAID: Mapping[str, str] = {
    "saved": N_("Sparat."),
    "handed-in": N_("Steget är inlämnat."),
    "year-started": N_("Året är startat."),
    "taken": N_("Mottaget. Det tar en liten stund innan det syns här."),
    "told": N_("Uppgiften är sparad."),
    "round-started": N_("Omgången är öppnad."),
    "round-retried": N_("Vi försöker igen med dem som inte kunde starta."),
    "registered": N_("Registreringen är antecknad."),
    "invited": N_("Personen är inbjuden. Be hen logga in med sitt vanliga konto."),
    "role-given": N_("Rollen är given."),
    "role-taken": N_("Rollen är borttagen."),
    "absence-stated": N_("Frånvaron är antecknad."),
    "absence-ended": N_("Frånvaron är avslutad."),
    "person-closed": N_("Kontot är avslutat."),
    "person-erased": N_("Personens namn, adress och inloggning är raderade."),
    "answers-saved": N_("Svaren är sparade."),
    "draft-saved": N_("Utkastet är sparat."),
    "taken-over": N_("Det som kan gälla fortfarande är övertaget. Gå igenom det."),
    "removed": N_("Borttaget ur utkastet."),
    "approved": N_("Steget är godkänt."),
    "returned": N_("Begäran om komplettering är skickad. Steget är tillbaka hos den som gör det."),
    "confirmed": N_("Bekräftat: det gäller fortfarande."),
    "claimed": N_("Steget är ditt."),
    "released": N_("Du har lämnat tillbaka steget."),
    "recalled": N_("Steget är återkallat och kan ändras."),
    "reopened": N_("Steget är öppet igen."),
    "reminded": N_("Påminnelsen är skickad."),
    "assigned": N_("Steget har fått någon som gör det."),
    "extended": N_("Senaste datum är flyttat."),
    "waived": N_("Ni avstår från steget."),
    "file-kept": N_("Filen är tillagd."),
    "file-taken-back": N_("Filen är borttagen."),
    "commented": N_("Kommentaren är skickad."),
    "answered": N_("Svaret är skickat."),
    "comment-back": N_("Kommentaren är tagen tillbaka."),
    "settled": N_("Begäran är avslutad."),
    "read": N_("Alla kommentarer är markerade som lästa."),
    "rehearsal-runs": N_("En provkörning spelas redan upp. Vänta tills den är klar."),
    "session-ended": N_("Inloggningen är avslutad."),
    "token-revoked": N_("Nyckeln är återkallad."),
}

ON_THE_WAY = frozenset({"answers-saved", "draft-saved"})
"""Kept, with more to do before anything is done."""


def then(address: str, said: str | None = None) -> RedirectResponse:
    """Answer a POST: go on to a page, which says `said` (a key of SAID) once."""
    response = RedirectResponse(address, 303)
    if said is not None:
        response.set_cookie(COOKIE, said, max_age=60, httponly=True, samesite="lax")
    return response


def waiting(request: Request) -> str | None:
    """What is to be said on this page, in Swedish; None for nothing, or for what nobody here says."""
    return SAID.get(request.cookies.get(COOKIE, ""))


def headed(request: Request) -> str:
    """What stands above it, in Swedish."""
    return N_("Sparat") if request.cookies.get(COOKIE) in ON_THE_WAY else N_("Klart")
