"""Why something was not done, in words that help: by the name of the error, or of each finding."""

from collections.abc import Iterable, Iterator, Mapping
from gettext import NullTranslations

from domain.errors import DomainError, Finding
from web.forms.messages import FINDINGS
from web.language import N_

_LOOK = N_("Steget står inte längre som när sidan visades. Gå till steget och se vad som gäller nu.")

REFUSALS: Mapping[str, str] = {
    "MoveNotPossible": _LOOK,
    "StepNotOpen": _LOOK,
    "StepIsStale": N_("Något som steget bygger på har ändrats. Steget måste bekräftas eller göras om först."),
    "AlreadyBuiltUpon": N_("Något annat har redan byggts på steget. Återöppna det i stället, med ett skäl."),
    "ContentChanged": N_("Någon har lämnat in en ny version sedan sidan visades. Läs den innan du går vidare."),
    "NotYourStep": N_("Steget hör till en annan roll eller ett annat organ."),
    "OwnSubmission": N_("Steget är inlämnat av dig, eller för din räkning. Någon annan behöver granska det."),
    "StepTaken": N_("Någon annan har tagit steget. Den som har det kan lämna ifrån sig det."),
    "AlreadyReminded": N_("Steget har redan fått en påminnelse i dag. Det går att påminna igen i morgon."),
    "NotWaivable": N_("Det går inte att avstå från det här steget."),
    "NotAssignable": N_("Personen har ingen roll i kommunen som kan göra steget. Välj någon annan."),
    "DateNotLater": N_("Datumet behöver vara senare än det som gäller nu, i framtiden och högst två år efter året."),
    "YearClosed": N_("Året är avslutat. Återöppna steget först, med ett skäl."),
    "KeyReused": N_("Det här är redan skickat, med annat innehåll. Ladda om sidan och försök igen."),
    "StepNotReleased": N_(
        "Kommunen och länet kommenterar det som är inlämnat. Tills dess ser bara kommunen kommentarer."
    ),
    "CommentWithdrawn": N_("Den som skrev kommentaren har tagit tillbaka den."),
    "SupplementNotOpen": N_("Begäran är redan besvarad, avslutad eller återtagen."),
    "TooManyComments": N_("Du har skrivit så många kommentarer som går på ett år. Samla resten i ett dokument."),
    "TooManyFiles": N_("Steget har så många filer som ett steg kan ha. Lägg samman flera i en PDF."),
    "FileTooLarge": N_("Filen är för stor. En fil får vara högst 20 MB."),
    "KindNotAllowed": N_(
        "Filens innehåll är av ett slag som inte tas emot, eller filen är tom. Spara den som PDF och försök igen."
    ),
    "ContainerUnsafe": N_(
        "Dokumentet går inte att ta emot så som det är sparat, till exempel med makron eller lösenord. "
        "Spara det som PDF."
    ),
    "AlreadyWithdrawn": N_("Filen är redan borttagen."),
}
OTHER = N_("Det gick inte. Ladda om sidan och försök igen.")

# What a finding says on these pages, where it is not what it says in a form.
_HERE: Mapping[str, str] = {
    "phone-number": N_("Det här ser ut som ett telefonnummer. Skriv utan det."),
    "email-address": N_("Det här ser ut som en e-postadress. Skriv utan den."),
    "street-address": N_("Det här ser ut som en gatuadress med nummer. Skriv området i stället."),
    "like-identity-number": N_("Det här kan vara ett personnummer. Skriv utan det."),
    "not-text": N_("Texten innehåller tecken som inte kan sparas. Skriv om den."),
    "osl-reference": N_("Skriv kapitel och paragraf, till exempel 18 kap. 8 § OSL."),
    "annex-without-grounds": N_("En intern bilaga behöver både ett skäl och en paragraf i OSL."),
    "public-with-grounds": N_(
        "Skäl och paragraf fylls bara i för en intern bilaga. Töm fälten, eller välj intern bilaga."
    ),
    "string_too_short": FINDINGS["missing"],
    "string_pattern_mismatch": FINDINGS["choice"],
    "enum": FINDINGS["choice"],
    "date_from_datetime_parsing": FINDINGS["date"],
    "date_parsing": FINDINGS["date"],
    "greater_than_equal": N_("Datumet är för tidigt."),
    "less_than_equal": N_("Datumet är för sent."),
}


def said(error: DomainError, t: NullTranslations) -> tuple[Finding, ...]:
    """What is wrong, where it can be pointed to; otherwise of the form as a whole. Never what was written."""
    if error.findings:
        return tuple(spoken(error.findings, t))
    text = t.gettext(REFUSALS.get(error.code, OTHER))
    return (Finding(code=error.code, pointer="", message=text),)


def spoken(findings: Iterable[Finding], t: NullTranslations) -> Iterator[Finding]:
    for finding in findings:
        text = _HERE.get(finding.code) or FINDINGS.get(finding.code) or FINDINGS["other"]
        yield finding.model_copy(update={"message": t.gettext(text)})
