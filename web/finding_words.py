"""What every finding of the domain and the API says to a person, in Swedish, by its code; a page may say it better."""

from collections.abc import Mapping

from web.forms.messages import FINDINGS, alike
from web.language import N_

OTHERS: Mapping[str, str] = {
    "absent-already": N_("En annan frånvaro gäller redan några av dagarna. Avsluta den först."),
    "absent-when-due": N_("Personen är borta den dag då steget ska vara klart."),
    "annex-without-grounds": N_("En intern bilaga behöver både ett skäl och en paragraf i OSL."),
    "before-document": N_("Den här versionen fanns inte den dagen. Skriv en senare dag."),
    "body-missing": N_("Välj minst ett organ."),
    "body-unknown": N_("Ange organet så som mallen skriver det, till exempel kommunstyrelsen."),
    "body-unwanted": N_("Den rollen har inget organ. Ta bort det."),
    "column-unknown": N_("Cellen står under en rubrik som inte finns. Flytta den eller ta bort den."),
    "county-missing": N_("Välj län."),
    "county-unwanted": N_("Den rollen har inget län. Ta bort det."),
    "cursor": N_("Sidan i listan finns inte. Börja om från listans början."),
    "date-ahead": N_("Datumet ligger framåt i tiden. Ange det som har varit."),
    "day-missing": N_("Ange ett datum."),
    "day-unreadable": N_("Skriv datumet som 2024-06-17."),
    "days-wrong": N_("Sista dagen ska komma efter den första, och får inte ha passerat."),
    "encoding": N_("Texten innehåller tecken som inte kan sparas. Skriv om den."),
    "if-match": N_("Sidan är för gammal. Läs in den igen och försök på nytt."),
    "kind-unknown": N_("Skriv en av de uppgifter som mallen har, till exempel lägesbild."),
    "municipality-missing": N_("Välj minst en kommun."),
    "municipality-unknown": N_("Skriv kommunens kod eller namn, till exempel 1381 eller Laholm."),
    "municipality-unwanted": N_("Den rollen har ingen kommun. Ta bort den."),
    "never-by-token": N_("Det här får bara en person som är inloggad göra."),
    "next": N_("Efter inloggningen går det bara att komma till en sida på den här servern."),
    "not-exact": N_("Talet är större än vad som kan sparas exakt. Skriv ett mindre tal."),
    "not-of-this-kind": N_("Den här kolumnen hör inte till uppgiften. Lämna cellen tom."),
    "not-printable": N_("Skriv bara bokstäver, siffror, mellanslag och skiljetecken."),
    "not-text": N_("Texten innehåller tecken som inte kan sparas. Skriv om den."),
    "not-yours": N_("Nyckeln får inte göra mer än du själv får."),
    "nothing-to-correct": N_("Lämna skälet tomt första gången."),
    "object-unknown": N_("Det som kommentaren gäller finns inte i steget. Skriv den om steget som helhet."),
    "osl-reference": N_("Skriv kapitel och paragraf, till exempel 18 kap. 8 § OSL."),
    "other-county": N_("Kommunen ligger i ett annat län."),
    "other-version": N_(
        "Dokumentet har ändrats sedan sidan visades. Kontrollera att det är rätt version och skicka igen."
    ),
    "person": N_("Välj en av demons personer."),
    "personal-data": N_("Skälet ser ut att innehålla personuppgifter. Skriv det utan; det sparas för gott."),
    "plan-not-named": N_("Ett lätt år följer upp en plan som redan gäller. Skriv vilken plan det är."),
    "public-with-grounds": N_(
        "Skäl och paragraf fylls bara i för en intern bilaga. Töm fälten, eller välj intern bilaga."
    ),
    "reason-missing": N_("Skriv varför det tidigare ändras."),
    "reason-unknown": N_("Ange ett av de skäl som mallen har."),
    "same-person": N_("Välj någon annan än den som lämnar över."),
    "substitute-unfit": N_("Personen kan inte vara ersättare de dagarna. Välj någon annan."),
    "too-long": N_("En frånvaro är högst två år. Avsluta kontot i stället."),
    "unknown-county": N_("Välj ett av länen i listan."),
    "unknown-municipality": N_("Välj bland kommunerna i listan."),
    "until-passed": N_("Rollens sista dag har redan passerat."),
    "until-unwanted": N_("Den här rollen har ingen sista dag, så att platsen inte blir tom. Lämna fältet tomt."),
    "yes-or-no": N_("Skriv ja eller nej, eller lämna tomt."),
}


def says(code: str) -> str:
    """In Swedish, to be translated; pydantic's codes that say the same to a person are one."""
    return OTHERS.get(code) or FINDINGS.get(alike(code), FINDINGS["other"])
